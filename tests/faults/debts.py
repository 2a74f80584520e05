"""What a test owes: reps with nudges that fall due, each with its card in the DM."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from slack_sdk import WebClient
from sqlalchemy import update
from sqlalchemy.orm import Session

from coaching.steps import Step
from playground import Fault, Gestures, LocalSlack, Person
from storage.cards import remember_card
from storage.database import Database
from storage.offer_tables import OfferSource
from storage.offers import ReportedDeal
from storage.offers_in import take_in
from storage.owner import EVERYBODY, Owner
from storage.reps import remember_dm, remember_zone
from storage.tables import NudgeRow
from tests.faults.clock import Clock
from tests.storage.made import lose

TEAM = "T0TEST"
_A_MONTH = timedelta(days=30)


class Debts:
    """The part of a scene that owes. `_people` are those not met yet."""

    slack: LocalSlack
    db: Database
    _clock: Clock
    _client: WebClient
    _people: Iterator[Person]

    def rep(self) -> Gestures:
        """Somebody not met yet."""
        return self.slack.person(next(self._people).id)

    def owe(
        self,
        rep: Gestures,
        count: int = 1,
        *,
        known: bool = True,
        seconds: Sequence[float] = (),
        fault: Fault | None = None,
    ) -> None:
        """The rep has `count` nudges due now, or so many seconds from now, each with its card in the DM.

        The posts of these meet the fault; `known` tells whether the bot has met the rep before.
        """
        cards = [self._card(rep) for _ in range(count)]
        if fault:
            self.slack.faults.add("chat.postMessage", replace(fault, channel=rep.dm))
        # One moment for all: whoever looked at the clock meanwhile finds none of them due, or all.
        now = self._clock.now()
        with self.db.write(EVERYBODY) as session:
            if known:
                self._meet(session, rep)
            for number, card in enumerate(cards):
                self._lose(session, rep, card, now + self._in(seconds[number] if seconds else 0))

    def owe_each(self, reps: int, seconds: float) -> None:
        """So many reps have a nudge each, due so many seconds from now."""
        met = [self.rep() for _ in range(reps)]
        cards = [self._card(rep) for rep in met]
        due = self._clock.now() + self._in(seconds)
        with self.db.write(EVERYBODY) as session:
            for rep, card in zip(met, cards, strict=True):
                self._meet(session, rep)
                self._lose(session, rep, card, due)

    def offer(self, rep: Gestures, count: int = 1) -> None:
        """So many lost deals of the rep have come from elsewhere, and are to be asked about now."""
        owner = Owner(TEAM, rep.person.id)
        with self.db.write(EVERYBODY) as session:
            self._meet(session, rep)
            for number in range(count):
                told = ReportedDeal(f"{owner.rep}-{number}", f"Elsewhere {number}")
                take_in(session, owner, OfferSource.HOOK, told, self._clock.now())

    def make_due(self) -> None:
        """Everything that is owed is due now."""
        with self.db.write(EVERYBODY) as session:
            nudges = update(NudgeRow).where(NudgeRow.step == Step.NUDGE)
            session.execute(nudges.values(due_at=self._clock.now()))

    def _meet(self, session: Session, rep: Gestures) -> None:
        remember_zone(session, Owner(TEAM, rep.person.id), "UTC", self._clock.start)
        remember_dm(session, Owner(TEAM, rep.person.id), rep.dm)

    def _in(self, seconds: float) -> timedelta:
        """By everybody's clock, so many real seconds."""
        return timedelta(seconds=self._clock.speed * seconds)

    def _lose(self, session: Session, rep: Gestures, card: str, due_at: datetime) -> None:
        start = self._clock.start
        deal = lose(session, f"Lost {card}", Owner(TEAM, rep.person.id), start - _A_MONTH)
        remember_card(session, deal.id, rep.dm, card)
        due = {"due_on": start.date(), "due_at": due_at}
        session.execute(update(NudgeRow).where(NudgeRow.deal_id == deal.id).values(due))

    def _card(self, rep: Gestures) -> str:
        """As the bot posted it when the deal was lost."""
        self.slack.let_pass(1)
        return str(self._client.chat_postMessage(channel=rep.dm, text="The card")["ts"])
