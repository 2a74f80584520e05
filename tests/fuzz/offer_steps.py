"""The part of the journey in which lost deals come from elsewhere, and are answered."""

from collections.abc import Iterator

from sqlalchemy import func, select

from prompts.offer import DEBRIEF_IT, LATER, NOT_MINE
from storage.offer_answers import answer_not_mine
from storage.offer_tables import OfferRow, OfferSource
from storage.offers import ReportedDeal
from storage.offers_in import take_in
from storage.owner import EVERYBODY, Owner
from tests.rig import TEAM, Rig
from tests.stories.every_step import Step
from tests.stories.scenes import JSON, actions_on
from tests.stories.workflows import run_step

ANA = Owner(TEAM, "U0ANA")


def offer_steps(mark: str) -> Iterator[tuple[str, Step]]:
    """After some deals; nothing is open."""
    yield "offered", lambda rig: _offered(rig, mark)
    yield "later", lambda rig: rig.ana.press(LATER, _asking(rig))
    yield "not mine", lambda rig: rig.ana.press(NOT_MINE, _asking(rig))
    yield "offer taken up", lambda rig: rig.ana.press(DEBRIEF_IT, _asking(rig))
    yield "offer's first screen", lambda rig: rig.ana.fill({"stage": "buying", "asked_why": "told"})
    yield "offer's second screen", lambda rig: rig.ana.submit()
    yield "offer closed", _leave


def _offered(rig: Rig, mark: str) -> None:
    """Three of them, on the morning they come."""
    for number in range(3):
        deal = ReportedDeal(
            str(number), f"{mark}ana Offer{number}", reason=f"{mark}ana heard", url="https://crm.example/1"
        )
        with rig.db.write(ANA) as session:
            take_in(session, ANA, OfferSource.HOOK, deal, rig.clock.now())
    rig.sweep()
    with rig.db.read(EVERYBODY) as session:
        due = session.scalars(select(func.min(OfferRow.due_at)).where(OfferRow.sent_at.is_(None))).one()
    if due:
        rig.clock.move_to(max(due, rig.clock.now()))
        rig.sweep()


def _leave(rig: Rig) -> None:
    """Nothing of it comes up again: what follows looks at the newest message."""
    rig.ana.close()
    with rig.db.write(ANA) as session:
        for offer_id in session.scalars(select(OfferRow.id)).all():
            answer_not_mine(session, ANA, offer_id, rig.clock.now())


def _asking(rig: Rig) -> JSON:
    return next(message for message in rig.ana.messages()[::-1] if DEBRIEF_IT in actions_on(message))


def run_a_step(rig: Rig, mark: str) -> None:
    run_step(rig.slack, prospect=f"{mark}ana Oak", reason=f"{mark}ana told a CRM")
