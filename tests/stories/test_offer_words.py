"""What an offer says of where it came from, that it is the last word of the bot's own, and that it is gone."""

from datetime import timedelta

import pytest

from prompts.offer import DEBRIEF_IT, LATER, NOT_MINE
from storage.offer_tables import OfferSource
from storage.offers import ReportedDeal
from storage.offers_in import take_in
from storage.owner import Owner
from tests.rig import TEAM, Rig
from tests.stories.scenes import JSON, delete_everything, lost, told, words_on
from tests.stories.told import said

ANA = Owner(TEAM, "U0ANA")
CAME = {
    OfferSource.HOOK: "Your CRM marked this one as lost.",
    OfferSource.STEP: "A workflow sent me this one.",
    OfferSource.IMPORT: "It's on the list you imported.",
}
LAST_TIME = "I've asked about it once, and won't again on my own."


def asked(rig: Rig, source: OfferSource = OfferSource.HOOK) -> JSON:
    """An offer from there, on the morning it is told of."""
    with rig.db.write(ANA) as session:
        take_in(session, ANA, source, ReportedDeal("1", "Dana Reyes, Acme"), rig.clock.now())
    rig.sweep()
    return said(rig)[-1]


@pytest.mark.parametrize("source", OfferSource)
def test_it_says_where_it_came_from_and_on_its_second_coming_that_it_is_the_last(
    rig: Rig, source: OfferSource
) -> None:
    for again in (False, True):
        message = asked(rig, source)
        for way, words in CAME.items():
            assert (words in words_on(message)) == (way is source)
            assert (words in message["text"]) == (way is source), "it can be heard"
        assert (LAST_TIME in words_on(message), LAST_TIME in message["text"]) == (again, again)
        rig.clock.move_to(rig.clock.now() + timedelta(days=7))


@pytest.mark.parametrize("action", [DEBRIEF_IT, LATER, NOT_MINE])
def test_a_button_on_what_is_gone_says_so(rig: Rig, action: str) -> None:
    lost(rig, "Elm")
    message = asked(rig)
    delete_everything(rig.ana)
    lost(rig, "Elm")
    rig.ana.press(action, message)
    assert told(rig.ana) == ["That lost deal isn't waiting any more."]
    assert rig.ana.view is None
