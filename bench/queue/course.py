"""The course that one kind of database runs over: from the quiet to what changes the most."""

from dataclasses import dataclass
from statistics import median

from bench.queue import apscheduler_way, procrastinate_way
from bench.queue.databases import Databases
from bench.queue.figures import Told, a_second, megabytes, percent, times
from bench.queue.filling import MORNINGS, Load, fill
from bench.queue.quiet_sweep import sweeps
from bench.queue.sending import in_batches, one_by_one, whole_sweep
from bench.queue.share import database_share
from bench.queue.starting import start
from bench.queue.storing import store
from storage.database import Database
from storage.migrate import migrate


@dataclass(frozen=True)
class Size:
    """How much is measured. Each of the `rounds` has a morning of its own; `batches` are claims, after them."""

    many: Load
    sweeps: int
    starts: int
    stored: int
    rounds: int
    batches: int
    slack: float

    @property
    def only_due(self) -> Load:
        return Load(self.many.due, self.many.due)


FULL = Size(Load(1_000_000, 10_000), 300, 3, 1000, 3, 3, 1.0)
SMALL = Size(Load(20_000, 400), 100, 1, 200, 1, 1, 1.3)
_FEW = Load(1000, 10)


def run(kind: Databases, size: Size, told: Told) -> None:
    none, few, many = (kind.make(name) for name in ("none", "few", "many"))
    db = Database(none)
    migrate(db.engine)
    db.close()
    for url, load in ((few, _FEW), (many, size.many)):
        fill(url, load)
        kind.tidy(url)
    _quiet(few, many, size, told)
    _starting(none, many, size, told)
    stored = store(many, size.stored)
    told.tell(
        "a debrief stored with its nudge", f"{a_second(stored.per_second)}, {_ms(stored.p50, stored.p99)}"
    )
    _sending(kind, many, size, told)
    share = database_share(many, MORNINGS - 1, size.batches)
    told.at_most("database's share of sending, 150 ms a call", share, 0.10, percent)
    for url in (none, few, many):
        kind.drop(url)


def _ms(p50: float, p99: float) -> str:
    return f"p50 {p50:.1f} ms, p99 {p99:.1f} ms"


def _quiet(few: str, many: str, size: Size, told: Told) -> None:
    little, much = sweeps(few, many, size.sweeps)
    told.tell("sweep, nothing due, 1,000 pending / many", f"{little:.2f} / {much:.2f} ms")
    told.at_most("sweep, nothing due: many against 1,000", much / little, 1.5, times)


def _starting(none: str, many: str, size: Size, told: Told) -> None:
    empty, full = start((none, many), size.starts)
    told.tell("start to the first sweep, none / many pending", f"{empty.seconds:.2f} / {full.seconds:.2f} s")
    told.at_most("start: many against none", full.seconds / empty.seconds, 1.2, times)
    told.tell("memory, none / many pending", f"{empty.megabytes:.1f} / {full.megabytes:.1f} MB")
    told.at_most("memory: many more than none", full.megabytes - empty.megabytes, 20, megabytes)


def _sending(kind: Databases, many: str, size: Size, told: Told) -> None:
    """Ours takes turns with itself and, once each, with the others: a busy minute of the machine may hit any."""
    alone, among = [_ours_alone(kind, size)], [in_batches(many, 0)]
    theirs = (_apscheduler(kind, size.only_due), _apscheduler(kind, size.many))
    for number in range(1, size.rounds):
        alone.append(_ours_alone(kind, size))
        among.append(in_batches(many, number))
    ours = (median(alone), median(among))
    told.tell("claimed and settled, only those due / among many", _both(*ours))
    told.at_most("only those due against among many", ours[0] / ours[1], 1.3, times)
    _compare("APScheduler", ours, theirs, told)
    if kind.name == "PostgreSQL":
        jobs = (_procrastinate(kind, size.only_due), _procrastinate(kind, size.many))
        _compare("procrastinate", ours, jobs, told)
    if size.batches > 1:
        each = one_by_one(many, size.rounds, size.batches)
        told.tell("claimed and settled, a transaction each, among many", a_second(each))
        _whole(many, size, told)


def _whole(many: str, size: Size, told: Told) -> None:
    swept = whole_sweep(many, size.rounds + 1, size.batches)
    what = f"the whole sweep, Slack answering at once, among many: {swept.claimed:,} nudges"
    told.at_least(f"{what} in {swept.messages:,} messages", swept.sent / swept.seconds, 100, a_second)
    told.at_least("of them sent", swept.sent / swept.claimed, 1, percent)


def _compare(name: str, ours: tuple[float, float], theirs: tuple[float, float], told: Told) -> None:
    told.tell(f"{name}, the same", _both(*theirs))
    told.faster(f"ours against {name}, only those due", ours[0] / theirs[0])
    told.faster(f"ours against {name}, among many", ours[1] / theirs[1])


def _both(alone: float, among: float) -> str:
    return f"{a_second(alone)} / {a_second(among)}"


def _ours_alone(kind: Databases, size: Size) -> float:
    url = kind.make("only_due")
    fill(url, size.only_due)
    kind.tidy(url)
    done = in_batches(url, 0)
    kind.drop(url)
    return done


def _apscheduler(kind: Databases, load: Load) -> float:
    url = kind.make("apscheduler")
    store = apscheduler_way.prepare(url, load)
    kind.tidy(url)
    done = apscheduler_way.fire(store, load)
    kind.drop(url)
    return done


def _procrastinate(kind: Databases, load: Load) -> float:
    url = kind.make("procrastinate")
    procrastinate_way.prepare(url, load)
    kind.tidy(url)
    done = procrastinate_way.work(url)
    kind.drop(url)
    return done
