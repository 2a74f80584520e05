"""The note at the end of a week is one, whatever happens between its first try and the last."""

from dataclasses import replace

import pytest

from bot.manifest import ASKED_SCOPES
from playground import Fault
from tests.conftest import MakeRig
from tests.rig import Rig
from tests.stories.test_week_note import FRIDAY, a_week, notes, on_friday


@pytest.fixture
def rig(make_rig: MakeRig, each_url: str) -> Rig:
    """The bot may ask for Do Not Disturb, and look through the DM."""
    rig = make_rig(database_url=each_url, scopes=sorted([*ASKED_SCOPES, "dnd:read"]))
    rig.services = replace(rig.services, may=lambda _team, _scope: True)
    return rig


@pytest.mark.trouble
def test_one_whose_answer_was_lost_before_do_not_disturb_is_not_sent_again_after_it(rig: Rig) -> None:
    a_week(rig)
    rig.slack.faults.add("chat.postMessage", Fault(accepted_but_dropped=True))
    on_friday(rig)
    rig.ana.do_not_disturb(rig.clock.now(), FRIDAY.replace(minute=30))
    for minute in (5, 31):
        rig.clock.move_to(FRIDAY.replace(minute=minute))
        rig.sweep()
    assert len(notes(rig)) == 1
