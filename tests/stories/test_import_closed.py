"""A list takes its time, and its rep closes the view that says so: what came of it is told in their DM."""

import pytest

from bot.manifest import ASKED_SCOPES
from handlers.listeners import import_list
from playground import Fault
from tests.conftest import MakeRig
from tests.rig import Rig
from tests.stories.lists import handed_in, offers
from tests.stories.scenes import lost, words_on


@pytest.fixture
def rig(make_rig: MakeRig) -> Rig:
    rig = make_rig(scopes=(*ASKED_SCOPES, "files:read"))
    lost(rig, "Cope")
    return rig


def closes_while_it_waits(rig: Rig) -> None:
    """From here on files take longer than an answer may wait, and the rep closes what says so."""

    def closes() -> None:
        rig.ana.close(all=True)

    rig.slack.faults.add("files.info", Fault(delay=1.2))
    rig.slack.faults.add("views.update", Fault(before=closes))


def said(rig: Rig, key: str, **facts: object) -> bool:
    """Whether the newest message in the DM says it."""
    return rig.playbook.words.say(key, **facts) in words_on(rig.ana.messages()[-1])


def test_why_a_list_is_not_taken(rig: Rig) -> None:
    closes_while_it_waits(rig)
    handed_in(rig.ana, "owner\nSam\n")
    assert rig.ana.view is None
    assert said(rig, "import.title")
    assert said(rig, "import.file_no_prospect_column", about='"owner"')


def test_what_came_in_and_home_that_is_open_counts_it(rig: Rig) -> None:
    rig.ana.open_home()
    handed_in(rig.ana)
    closes_while_it_waits(rig)
    rig.ana.submit()
    assert len(offers(rig)) == 2
    assert said(rig, "import.done", count=2, date="Monday 2 November 2026")
    assert "2" in rig.ana.messages()[-1]["text"], "read out, too"
    assert rig.playbook.words.say("import.left", left=2, all=2) in words_on(rig.ana.home)


def test_what_was_to_be_looked_at_first_is_closed_for_good(rig: Rig) -> None:
    before = rig.ana.messages()
    closes_while_it_waits(rig)
    handed_in(rig.ana)
    assert (rig.ana.view, rig.ana.messages(), offers(rig)) == (None, before, [])


@pytest.mark.trouble
def test_that_it_failed(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError

    handed_in(rig.ana)
    monkeypatch.setattr(import_list, "take_list", fails)
    closes_while_it_waits(rig)
    rig.ana.submit()
    assert said(rig, "import.title")
    assert said(rig, "wrong.failed")
    assert offers(rig) == []
