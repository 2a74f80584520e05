"""A reason that came with a lost deal: the day that it names is reckoned from the day on which it was lost."""

from datetime import UTC, date, datetime

import pytest

from prompts.home import RESUME
from prompts.offer import DEBRIEF_IT
from prompts.quick_screen import FULL
from storage.offer_tables import OfferSource
from storage.offers import ReportedDeal
from storage.offers_in import take_in
from storage.owner import Owner
from tests.rig import TEAM, Rig
from tests.stories.test_quick_days import days_on
from tests.stories.told import said

MORNING = datetime(2027, 3, 19, 8, tzinfo=UTC)
REASON = "No budget, call in 3 months"


def debrief_it(rig: Rig, lost_on: date | None, rep: str = "U0ANA", reason: str = REASON) -> None:
    """The offer's debrief is opened."""
    owner = Owner(TEAM, rep)
    who, hours = {"U0ANA": (rig.ana, 2), "U0SAM": (rig.sam, 6)}[rep]
    who.command("/gotano", "Elm")
    who.close()
    rig.clock.move_to(MORNING)
    with rig.db.write(owner) as session:
        deal = ReportedDeal("1", "Dana Reyes, Acme", lost_on=lost_on, reason=reason)
        take_in(session, owner, OfferSource.HOOK, deal, rig.clock.now())
    rig.clock.move(hours=hours)
    rig.sweep()
    who.press(DEBRIEF_IT, who.messages()[-1])


@pytest.mark.parametrize(
    ("lost_on", "offered"),
    [
        (date(2027, 2, 1), ["2027-05-01"]),
        (date(2026, 11, 30), []),
        (None, ["2027-06-19"]),
        (date(2027, 4, 1), ["2027-06-19"]),
        (date(1066, 10, 14), []),
    ],
    ids=["known", "passed", "unknown", "to come", "long ago"],
)
def test_it_is_reckoned_from_the_day_it_was_lost_while_that_is_known(
    some_quick: Rig, lost_on: date | None, offered: list[str]
) -> None:
    debrief_it(some_quick, lost_on)
    assert days_on(some_quick.ana.view)[0] == offered
    some_quick.ana.fill({"kind-any": "no_budget"})
    assert days_on(some_quick.ana.view)[0] == offered


def test_it_is_kept_with_the_debrief(some_quick: Rig) -> None:
    debrief_it(some_quick, date(2027, 2, 1))
    some_quick.ana.press(FULL)
    some_quick.ana.fill({"stage": "buying", "asked_why": "told"})
    some_quick.ana.submit()
    some_quick.ana.close()
    some_quick.ana.press(RESUME, said(some_quick)[-1])
    assert days_on(some_quick.ana.view)[0] == ["2027-05-01"]


def test_it_is_that_day_where_the_rep_is(some_quick: Rig) -> None:
    debrief_it(some_quick, date(2027, 3, 15), "U0SAM", "No budget, call in 2 weeks")
    assert days_on(some_quick.sam.view)[0] == ["2027-03-29"]
