"""A draft is finished, thrown away or deleted at the moment at which its note is posted: the note does not stay."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from playground import Fault
from prompts.home import RESUME, THROW_AWAY
from storage.deals import delete_all
from storage.drafts import finish_draft, throw_away, unfinished
from storage.owner import Owner
from tests.rig import ANA, TEAM, Rig
from tests.stories.drafts import to_look
from tests.stories.lost_answers import again
from tests.stories.scenes import actions_on, lost, nudge, rows
from tests.stories.test_forwarded import MAIL

pytestmark = pytest.mark.trouble

ME = Owner(TEAM, ANA.id)
Ends = Callable[[Rig, Session, int], object]

ENDS: dict[str, Ends] = {
    "everything deleted": lambda _rig, session, _draft_id: delete_all(session, ME),
    "thrown away": lambda _rig, session, draft_id: throw_away(session, ME, draft_id),
    "finished": lambda rig, session, draft_id: finish_draft(
        session, draft_id, unfinished(session, ME)[0].draft, rig.deals()[0].id, rig.clock.now()
    ),
}


@pytest.fixture(params=[None, "ratelimited"], ids=["at once", "by the clock"], autouse=True)
def refused(request: pytest.FixtureRequest, some_rig: Rig) -> None:
    """Slack takes the note back at once, or not."""
    lost(some_rig, "Birch")
    if request.param:
        some_rig.slack.faults.add("chat.delete", Fault(error=request.param))


def ends_meanwhile(rig: Rig, ends: Ends) -> None:
    """Before Slack has the next message."""

    def done() -> None:
        with rig.db.write(ME) as session:
            (draft,) = unfinished(session, ME)
            ends(rig, session, draft.id)

    rig.slack.faults.add("chat.postMessage", Fault(before=done))


def nothing_stays(rig: Rig, name: str) -> None:
    again(rig)
    assert not [one for one in rig.ana.messages() if {RESUME, THROW_AWAY} & actions_on(one)]
    assert not [one for one in rig.ana.messages() if one.get("bot_id") and name in str(one)]
    assert rows(rig)["leftover_messages"] == 0


@pytest.mark.parametrize("ends", ENDS.values(), ids=ENDS.keys())
def test_the_note_about_a_debrief_left_half_way(some_rig: Rig, ends: Ends) -> None:
    rig = some_rig
    to_look(rig)
    ends_meanwhile(rig, ends)
    rig.ana.close()
    nothing_stays(rig, "Acme")


@pytest.mark.parametrize("ends", ENDS.values(), ids=ENDS.keys())
def test_the_offer_to_debrief_what_was_sent_on(some_rig: Rig, ends: Ends) -> None:
    rig = some_rig
    ends_meanwhile(rig, ends)
    rig.ana.say(MAIL)
    nothing_stays(rig, "Dana Reyes")


def test_a_note_about_a_draft_that_is_there_stays(some_rig: Rig) -> None:
    to_look(some_rig)
    some_rig.ana.close()
    again(some_rig)
    assert {RESUME, THROW_AWAY} <= actions_on(nudge(some_rig.ana))
