"""An offer that stands with others in one message, and goes to another rep: it goes alone."""

import pytest

from prompts.offer import DEBRIEF_IT, LATER
from tests.conftest import MakeRig
from tests.crm import Crm
from tests.rig import Rig
from tests.stories.handing_over import offered, take
from tests.stories.scenes import JSON, actions_on, words_on
from tests.stories.test_offers import answered_in_full
from tests.stories.told import HOOKED, crm_of, offers, said, statuses, told_rows


@pytest.fixture
def rig(make_rig: MakeRig, each_url: str) -> Rig:
    return make_rig(database_url=each_url, **HOOKED)


@pytest.fixture
def system(rig: Rig) -> Crm:
    return crm_of(rig)


def digest(rig: Rig, system: Crm) -> JSON:
    """Five of Ana's in one message."""
    for number in range(5):
        assert system.tell({"id": str(number), "prospect": f"Prospect {number}"}).state == "new"
    rig.sweep()
    (message,) = said(rig)
    assert told_rows(message) == 5
    return message


def test_of_a_message_about_five_only_the_one_goes_that_is_another_rep_s_now(rig: Rig, system: Crm) -> None:
    digest(rig, system)
    assert system.tell({"id": "2", "prospect": "Prospect 2", "rep": "U0SAM"}).state == "updated"
    rig.clock.move(hours=4, minutes=30)
    rig.sweep()
    (message,) = said(rig)
    assert told_rows(message) == 4
    assert "Prospect 2" not in words_on(message)
    assert DEBRIEF_IT in actions_on(said(rig, rig.sam)[-1])
    first = offers(rig)[0]
    rig.ana.press(LATER, message, block_id=f"offer-{first.id}")
    assert statuses(rig)[0] == "later"


def test_a_message_goes_with_the_last_of_its_offers(rig: Rig, system: Crm) -> None:
    digest(rig, system)
    for number in range(5):
        system.tell({"id": str(number), "prospect": f"Prospect {number}", "rep": "U0SAM"})
    rig.sweep()
    assert said(rig) == []


def test_a_message_about_five_stays_when_a_colleague_takes_one_on(rig: Rig, system: Crm) -> None:
    message = digest(rig, system)
    rig.ana.press(DEBRIEF_IT, message, str(offers(rig)[2].id))
    answered_in_full(rig.ana)
    offered(rig)
    take(rig)
    rig.sweep()
    (message,) = [one for one in said(rig) if DEBRIEF_IT in actions_on(one)]
    assert told_rows(message) == 4
    assert rig.playbook.words.say("offer.said_debriefed") not in words_on(message)
