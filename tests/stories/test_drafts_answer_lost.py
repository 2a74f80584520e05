"""The first screen was kept, and its answer came too late: the form is still open, and what stands on it counts."""

from copy import deepcopy

import pytest

from coaching.debrief import Draft
from prompts.debrief_modal import Screen
from storage.drafts import unfinished
from storage.owner import Owner
from tests.rig import TEAM, Rig
from tests.stories.drafts import WORDS, finish, to_look, to_why
from tests.stories.scenes import JSON


def first_screen(rig: Rig, **changed: str) -> JSON:
    """Its submission from a form that never followed, with what the rep has typed anew since."""
    body = deepcopy(next(one for one in rig.heard if one.get("type") == "view_submission"))
    for name, text in changed.items():
        for element in body["view"]["state"]["values"][name].values():
            element["value"] = text
    body["trigger_id"] = rig.ana.trigger()
    return body


def draft(rig: Rig) -> Draft:
    owner = Owner(TEAM, "U0ANA")
    with rig.db.read(owner) as session:
        (kept,) = unfinished(session, owner)
    return kept.draft


def test_what_is_changed_before_the_second_press_is_kept(each_rig: Rig) -> None:
    rig = each_rig
    to_why(rig)
    answer = rig.ana.send_raw(first_screen(rig, words="Not before May", prospect="Acme Ltd"))
    assert answer.json["view"]["callback_id"] == Screen.WHY
    assert (draft(rig).words, draft(rig).prospect) == ("Not before May", "Acme Ltd")
    finish(rig)
    assert rig.deals()[0].answers.words == "Not before May"


def test_what_was_told_on_later_screens_stays(each_rig: Rig) -> None:
    rig = each_rig
    to_look(rig)
    before = draft(rig)
    rig.ana.send_raw(first_screen(rig))
    assert draft(rig) == before
    rig.ana.send_raw(first_screen(rig, words="Not before May"))
    assert (draft(rig).words, draft(rig).kind, draft(rig).door) == (
        "Not before May",
        before.kind,
        before.door,
    )


@pytest.mark.trouble
def test_what_is_stored_already_is_not_written_over(each_rig: Rig) -> None:
    rig = each_rig
    to_look(rig)
    finish(rig)
    rig.ana.send_raw(first_screen(rig, words="Not before May"))
    assert rig.deals()[0].answers.words == WORDS
