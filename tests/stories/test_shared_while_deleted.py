"""A lesson that is on its way into a channel, or into a note, while its rep deletes or takes it back: nothing stays."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from playground import Fault
from prompts.share_modal import WITHDRAW
from storage.deals import delete_all, delete_deal
from storage.owner import EVERYBODY, Owner
from storage.tables import ShareRow
from storage.team_lessons import note_lesson
from tests.rig import ANA, TEAM, Rig
from tests.stories.scenes import delete_everything, rows, words_on
from tests.stories.test_share import to_form
from tests.stories.test_withdraw import lost, open_form, posted, share

ME = Owner(TEAM, ANA.id)
SLOW = 1.5
pytestmark = [pytest.mark.trouble, pytest.mark.usefixtures("invited")]


@pytest.fixture
def invited(rig: Rig) -> None:
    rig.slack.invite("C0LESSONS")


def one(rig: Rig) -> None:
    with rig.db.write(ME) as session:
        delete_deal(session, ME, 1)


def everything(rig: Rig) -> None:
    with rig.db.write(ME) as session:
        delete_all(session, ME)


@pytest.mark.parametrize("deletes", [one, everything])
@pytest.mark.parametrize("delay", [0.0, SLOW], ids=["at once", "after the waiting answer"])
def test_what_is_posted_while_its_deal_is_deleted_is_taken_back_and_said(
    rig: Rig, deletes: Callable[[Rig], None], delay: float
) -> None:
    to_form(rig)
    rig.ana.submit()
    rig.slack.faults.add("chat.postMessage", Fault(delay=delay, before=lambda: deletes(rig)))
    rig.ana.submit()
    assert rig.playbook.words.say("share.deleted") in words_on(rig.ana.view)
    assert posted(rig) == []
    rig.ana.close()
    assert rig.ana.view is None, "there is no form of a deal that is gone"


def test_where_slack_does_not_take_it_back_the_clock_does(rig: Rig) -> None:
    to_form(rig)
    rig.ana.submit()
    rig.slack.faults.add("chat.postMessage", Fault(before=lambda: one(rig)))
    rig.slack.faults.add("chat.delete", Fault(error="ratelimited"))
    rig.ana.submit()
    assert len(posted(rig)) == 1
    rig.clock.move(minutes=2)
    rig.sweep()
    assert posted(rig) == []
    assert rows(rig)["leftover_messages"] == 0


def noted(rig: Rig) -> None:
    """The team's weekly note comes, and quotes the lesson."""
    ts = rig.client.chat_postMessage(channel="C0LESSONS", text="The week: a lesson")["ts"]
    with rig.db.write(EVERYBODY) as session:
        share_id = session.scalars(select(ShareRow.id)).one()
        assert note_lesson(session, share_id, "C0LESSONS", str(ts))


@pytest.mark.parametrize("error", [None, "ratelimited"])
def test_a_note_that_quotes_it_while_it_is_taken_back_goes_too(rig: Rig, error: str | None) -> None:
    lost(rig)
    share(rig)
    open_form(rig)
    rig.slack.faults.add("chat.delete", Fault(before=lambda: noted(rig)))
    if error:
        rig.slack.faults.add("chat.delete", Fault(error=error))
    rig.ana.press(WITHDRAW)
    rig.clock.move(minutes=2)
    rig.sweep()
    assert posted(rig) == []
    rig.ana.close(all=True)
    delete_everything(rig.ana)
