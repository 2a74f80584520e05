"""A scene of trouble: a local Slack, a database, nudges that are owed, and bots that come and go."""

import time
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType, TracebackType

from sqlalchemy import select, update

from bot.manifest import ASKED_SCOPES
from bot.slack_client import slack_client
from coaching.steps import Step
from handlers.delivery.envelope import read_metadata
from playground import Clock as SlackClock
from playground import Gestures, Identity, LocalSlack, Person
from storage.lease import lease_now
from storage.offer_tables import OfferRow
from storage.outbox_tables import OutboxRow
from storage.owner import EVERYBODY
from storage.records import PENDING, SENT
from storage.tables import NudgeRow
from tests.databases import ready
from tests.faults import traps
from tests.faults.bots import Bot
from tests.faults.clock import Clock
from tests.faults.debts import TEAM, Debts
from tests.faults.entry import claims_of


class Scene(Debts):
    """`speed` is that of everybody's clock but the database's; within three hours by it nudges may go out.

    `environ` is what all its bots are told: see `make_haste`.
    """

    def __init__(
        self,
        folder: Path,
        url: str,
        *,
        speed: float = 1,
        reps: int = 100,
        scopes: Collection[str] = ASKED_SCOPES,
        environ: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.url, self._environ = url, environ
        self.bots: list[Bot] = []
        self.trap, self.disk_full = folder / "trap", folder / "disk_full"
        self._folder, self._clock = folder, Clock.of_a_morning(speed)
        self._everybody = [Person(f"U0REP{number}", f"Rep {number}", "Etc/UTC") for number in range(reps)]
        self._people = iter(self._everybody)
        self.slack = LocalSlack(
            self._everybody,
            Identity(team_id=TEAM, scopes=sorted(scopes)),
            clock=SlackClock(now=self._clock.now),
            # What dies and stands still is tried here; how limits are kept, in the stories.
            rate_limits=False,
        ).start()
        self._client = slack_client(self.slack.bot_token, self.slack.api_url)
        self.db = ready(url)

    def __enter__(self) -> "Scene":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for bot in self.bots:
            bot.close()
        self.slack.stop()
        self.db.close()

    def bot(self, **environ: str) -> Bot:
        """One more process; it serves when this returns."""
        told = {
            "SLACK_BOT_TOKEN": self.slack.bot_token,
            "SLACK_API_URL": self.slack.api_url,
            "SLACK_SIGNING_SECRET": self.slack.signing_secret,
            "DATABASE_URL": self.url,
            "PORT": "0",
            "TEST_CLOCK": str(self._clock),
            "TEST_TRAP": str(self.trap),
            "TEST_DISK_FULL": str(self.disk_full),
        }
        bot = Bot(self._folder, {**told, **self._environ, **environ})
        self.bots.append(bot)
        self.slack.deliver_to(f"{bot.address}/slack/events")
        return bot

    def running(self) -> Bot:
        """The bot that is still there from before, or a new one."""
        return self.bots[-1] if self.bots and self.bots[-1].alive else self.bot()

    def lay(self, step: str, times: int = 1, **number: int) -> None:
        traps.lay(self.trap, step, times, **number)

    def bury(self, bot: Bot) -> None:
        """What a dead bot had claimed runs out, once Slack has done with all that it had asked."""
        self.flush()
        self.run_out(bot)

    def flush(self) -> None:
        """Slack has carried out whatever had reached it before."""
        self._client.api_call("api.test")

    def run_out(self, bot: Bot) -> None:
        """As if the database's clock had gone on for longer than the bot's claims hold."""
        with self.db.write(EVERYBODY) as session:
            ended = lease_now(session) - timedelta(seconds=1)
            for table in (NudgeRow, OfferRow, OutboxRow):
                its = table.claimed_by.startswith(claims_of(bot.pid))
                session.execute(update(table).where(its).values(claimed_until=ended))

    def wait(self, condition: Callable[[], object], seconds: float = 60) -> None:
        until = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < until, f"never came to be:\n{self.told()}"
            time.sleep(0.02)

    def wait_for_settled(self, seconds: float = 60) -> None:
        """Every nudge that is owed is marked as sent."""
        self.wait(lambda: all(row.status == SENT for row in self.rows()), seconds)

    def rows(self, step: Step = Step.NUDGE) -> Sequence[NudgeRow]:
        with self.db.read(EVERYBODY) as session:
            return session.scalars(select(NudgeRow).where(NudgeRow.step == step)).all()

    def came(self, rep: Gestures | None = None) -> Counter[str]:
        """How often each nudge stands in its rep's DM, by its public id."""
        reps = [rep] if rep else [self.slack.person(person.id) for person in self._everybody]
        messages = [message for one in reps for message in one.messages()]
        return Counter(public_id for message in messages for public_id in read_metadata(message)[0])

    def assert_kept(self, most: int = 1) -> None:
        """The promise: each nudge came (once), is settled as what came, and will be asked about once more."""
        rows, came = self.rows(), self.came()
        assert {row.status for row in rows} <= {SENT}, self.told()
        assert set(came) == {row.public_id for row in rows}, f"lost, or from nowhere:\n{self.told()}"
        twice = {public_id: times for public_id, times in came.items() if times > most}
        assert twice == {}, f"came too often: {twice}\n{self.told()}"
        assert [row.id for row in rows if row.claimed_by or row.unknown_since] == []
        reminders = Counter((row.deal_id, row.status) for row in self.rows(Step.REMINDER))
        assert reminders == {(row.deal_id, PENDING): 1 for row in rows}, self.told()

    def told(self) -> str:
        """What the bots logged and called, for a failure's report."""
        logs = [f"--- {bot.pid}:\n{bot.logged[-6000:]}" for bot in self.bots[-4:]]
        calls = [f"{call.at:.3f} {call.method} {call.args.get('channel')}" for call in self.slack.calls]
        return "\n".join([*logs, *calls[-80:]])
