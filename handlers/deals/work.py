"""The unit of work: one rep's transaction, in which times and deals are read once and changed in steps.

with change(services, owner) as work:
    record = work.deal(deal_id)
    work.take_reply(record, Reply.LET_GO)
    shown = work.on_show(record)
show(services, client, owner, shown)
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from slack_bolt import BoltContext
from sqlalchemy.orm import Session

from coaching.deal import LostDeal, Reply, Source
from coaching.debrief import Answers
from coaching.follow_up import Situation, next_plan, recommendation
from coaching.history import history
from coaching.plan import Plan
from coaching.verdict import judge
from handlers.deals.events import NOTHING_YET, Standing, events_of
from handlers.slack.context import Services, asked
from handlers.slack.errors import Refused
from handlers.slack.idempotency import AlreadyProcessed, process_once
from handlers.slack.rep_times import Times
from prompts.playbook import Playbook
from storage.deal_record import DealRecord
from storage.deals import find_record, record_of_nudge
from storage.outbox import put_events
from storage.owner import Owner
from storage.processed_requests import is_first_time
from storage.records import SentNudge
from storage.reps import Rep, find_rep


@dataclass(frozen=True)
class DealOnShow:
    """A deal as it stands, with what drawing it takes: its messages, newest first, and the rep."""

    deal: LostDeal
    sent: tuple[SentNudge, ...]
    times: Times
    rep: Rep | None


@contextmanager
def change(services: Services, owner: Owner, request_id: str | None = None) -> Iterator["Work"]:
    """Work in one transaction that is committed at the end. AlreadyProcessed when `request_id` was taken before.

    The id is noted with the work itself: either both are stored or neither is.
    """
    try:
        with services.db.write(owner) as session:
            if request_id and not is_first_time(session, request_id, services.now()):
                raise AlreadyProcessed(request_id)
            work = Work(services, session, owner, locks=True)
            yield work
            work.tell()
    except Refused:
        # Nothing is stored, and the rep is told so: once.
        if request_id:
            process_once(services, request_id)
        raise


@contextmanager
def look(services: Services, owner: Owner) -> Iterator["Work"]:
    """Work that only reads: it waits for no writer."""
    with services.db.read(owner) as session:
        yield Work(services, session, owner, locks=False)


def deal_asked_about(context: BoltContext, deal_id: int) -> tuple[Playbook, LostDeal]:
    """For what only opens a modal about one of the asker's deals: the asker's playbook, and the deal.

    Refused when it is not there.
    """
    services, owner = asked(context)
    with look(services, owner) as work:
        return work.playbook, work.deal(deal_id).deal


def with_times_asked_about(context: BoltContext, deal_id: int) -> tuple[Playbook, LostDeal, Times, date]:
    """The same with the rep's times and their day, for what asks for a day."""
    services, owner = asked(context)
    with look(services, owner) as work:
        return work.playbook, work.deal(deal_id).deal, work.times, work.today


class Work:
    """What can be done with one owner's deals inside a transaction."""

    def __init__(self, services: Services, session: Session, owner: Owner, locks: bool) -> None:
        self.session = session
        self.owner = owner
        self.services = services
        self.now = services.now()
        self._locks = locks
        self._watched: list[tuple[DealRecord, Standing]] = []

    @cached_property
    def rep(self) -> Rep | None:
        return find_rep(self.session, self.owner)

    @cached_property
    def times(self) -> Times:
        return self.services.times_of_rep(self.owner, self.rep)

    @cached_property
    def playbook(self) -> Playbook:
        return self.services.playbook_for(self.owner, self.session)

    @property
    def today(self) -> date:
        return self.services.today(self.times.zone)

    def deal(self, deal_id: int) -> DealRecord:
        """The owner's deal, held until the transaction ends; Refused when it is not there."""
        return self.watch(_there(find_record(self.session, self.owner, deal_id, lock=self._locks)))

    def nudge(self, nudge_id: int) -> tuple[DealRecord, SentNudge] | None:
        """A nudge that reached the rep, with its deal."""
        record = record_of_nudge(self.session, self.owner, nudge_id, lock=self._locks)
        if record is None:
            return None
        self.watch(record)
        return record, next(sent for sent in record.sent if sent.id == nudge_id)

    def watch(self, record: DealRecord, is_new: bool = False) -> DealRecord:
        """What happens to it from now on is told to the hooks that want to know."""
        if all(record.row is not watched.row for watched, _ in self._watched):
            self._watched.append((record, NOTHING_YET if is_new else Standing.of(record)))
        return record

    def tell(self) -> None:
        """Puts what happened into the outbox, in this transaction; nothing where nobody wants to know."""
        known: Rep | None = self.__dict__.get("rep")
        if known and not known.tells_somebody:
            return
        changed = [(record, before) for record, before in self._watched if Standing.of(record) != before]
        if not changed or (self.rep and not self.rep.tells_somebody):
            return
        words_too = self.rep is not None and self.rep.words_go_out
        happened = [one for record, before in changed for one in events_of(record, before, words_too)]
        put_events(self.session, self.owner, happened, self.now)

    def situation(self, record: DealRecord) -> Situation:
        """The deal as it stands now, with its counts."""
        deal, times = record.deal, self.times
        counts = history(deal, self.now, times.zone, times.pauses)
        return Situation(deal, counts, self.playbook.policy, self.today, times.week)

    def judge(self, record: DealRecord) -> Plan:
        """The coach's plan for the deal's present answers; not stored yet."""
        situation = self.situation(record)
        return judge(
            situation.deal.answers, situation.counts, situation.policy, situation.today, situation.week
        )

    def adopt(
        self, record: DealRecord, plan: Plan, reply_id: int | None = None, unseen: bool = False
    ) -> None:
        """Makes `plan` the one that holds; a recommendation is brought up once more, or today if `unseen`."""
        days = 0 if unseen else self.playbook.policy.numbers.reminder_days
        again = self.today + timedelta(days=days)
        times = self.times
        record.adopt_plan(plan, self.now, times.zone, times.week, again, reply_id=reply_id, unseen=unseen)

    def take_reply(
        self, record: DealRecord, reply: Reply, nudge_id: int | None = None, until: date | None = None
    ) -> None:
        """Stores a reply that brings no answers of its own, and the plan it leads to."""
        reply_id = record.add_reply(reply, self.now, nudge_id)
        plan = next_plan(reply, self.situation(record), until)
        if plan is None:
            record.win_back(self.now, self.times.zone)
        else:
            self.adopt(record, plan, reply_id)

    def take_still_no(self, record: DealRecord, answers: Answers, nudge_id: int | None) -> None:
        """Stores another no with its answers; letting go is then recommended, not decided."""
        reply_id = record.add_reply(Reply.STILL_NO, self.now, nudge_id)
        record.add_debrief(answers, Source.STILL_NO, self.now, reply_id=reply_id)
        self.adopt(record, recommendation(self.judge(record)), reply_id)

    def on_show(self, record: DealRecord) -> DealOnShow:
        """The deal for drawing, once the transaction has ended."""
        return DealOnShow(record.deal, tuple(record.sent), self.times, self.rep)


def _there(record: DealRecord | None) -> DealRecord:
    if record is None:
        raise Refused("card.no_longer_there")
    return record
