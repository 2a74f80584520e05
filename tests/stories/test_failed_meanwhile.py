"""What fails after the answer that says to wait is told in its place; what was posted does not stay unknown."""

import time
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

import storage.database
from bot.manifest import ASKED_SCOPES
from handlers.listeners import share
from playground import Fault
from prompts.import_form import LIST
from tests.conftest import MakeRig
from tests.rig import Rig
from tests.stories.lists import handed_in, offers
from tests.stories.scenes import words_on
from tests.stories.test_database_away import locked
from tests.stories.test_share import posted, to_form

pytestmark = pytest.mark.trouble
SLOW = Fault(delay=1.2)


def gone(*_: Any) -> None:
    raise OperationalError("the statement", {}, Exception("the database is gone"))


def to_post(rig: Rig) -> None:
    """The lesson's preview, ready to be posted."""
    rig.slack.invite("C0LESSONS")
    to_form(rig)
    rig.ana.submit()


def test_a_list_that_could_not_be_stored_is_no_list_that_is_being_taken_in(
    make_rig: MakeRig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage.database, "_BUSY_SECONDS", 0.05)
    rig = make_rig(scopes=[*ASKED_SCOPES, "files:read"])
    handed_in(rig.ana)
    rig.slack.faults.add("files.info", SLOW)
    with locked(rig):
        assert rig.ana.submit().action == "updated"
    assert rig.playbook.words.say("wrong.not_saved") in words_on(rig.ana.view)
    assert offers(rig) == []
    rig.ana.close()
    assert handed_in(rig.ana).action == "updated"
    assert (rig.ana.view or {})["callback_id"] == LIST
    rig.ana.submit()
    assert len(offers(rig)) == 2


@pytest.mark.parametrize("fault", [None, SLOW], ids=["at once", "after the waiting answer"])
def test_a_post_that_cannot_be_noted_is_taken_back(
    some_rig: Rig, monkeypatch: pytest.MonkeyPatch, fault: Fault | None
) -> None:
    rig = some_rig
    to_post(rig)
    if fault:
        rig.slack.faults.add("chat.postMessage", fault)
    with monkeypatch.context() as patched:
        patched.setattr(share, "mark_shared", gone)
        assert rig.ana.submit().action == "updated"
    assert rig.playbook.words.say("share.taken_back") in words_on(rig.ana.view)
    assert posted(rig) == []
    rig.ana.close()
    assert rig.ana.submit().action == "pushed", "from the form it is tried again"
    rig.ana.submit()
    assert len(posted(rig)) == 1


@pytest.mark.parametrize("fault", [None, SLOW], ids=["at once", "after the waiting answer"])
def test_a_post_that_can_neither_be_noted_nor_taken_back_is_said_to_stand_there(
    some_rig: Rig, monkeypatch: pytest.MonkeyPatch, fault: Fault | None
) -> None:
    rig = some_rig
    to_post(rig)
    if fault:
        rig.slack.faults.add("chat.postMessage", fault)
    rig.slack.faults.add("chat.delete", Fault(error="internal_error"))
    monkeypatch.setattr(share, "mark_shared", gone)
    rig.ana.submit()
    assert rig.playbook.words.say("share.not_noted") in words_on(rig.ana.view)
    assert len(posted(rig)) == 1


def test_what_else_fails_while_it_is_posted_is_told_in_the_place_of_the_waiting_view(
    some_rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    rig = some_rig
    to_post(rig)

    def breaks(*_: Any) -> None:
        time.sleep(1.2)
        raise ZeroDivisionError

    monkeypatch.setattr(share, "has_outsiders", breaks)
    rig.ana.submit()
    assert rig.playbook.words.say("wrong.failed") in words_on(rig.ana.view)
