"""The small modals: within Slack's limits, read back as they stood, and never naming a prospect in public."""

from dataclasses import replace
from typing import Any

import pytest

from coaching.deal import LostDeal, Reply
from coaching.debrief import Door
from coaching.follow_up import happenings
from coaching.kinds import Kind
from coaching.plan import Opening, Verdict
from playground import check_message, check_view
from prompts import deal_modals as forms
from prompts import share_modal as sharing
from prompts.deal_modals import DealMetadata, Form, StillNo
from prompts.share_modal import Shared
from tests.prompts.examples import (
    DAY,
    WORST_PROSPECT,
    WORST_WORDS,
    deal,
    filled,
    inputs,
    plan,
    playbook,
    said_plainly,
)

WORST = deal(plan(), prospect=WORST_PROSPECT, words=WORST_WORDS)
DAY_FORMS = [Form.CHANGE_DATE, Form.SNOOZE, Form.ONE_MORE_TRY, Form.REOPEN]


@pytest.mark.parametrize("suggested", [None, DAY], ids=str)
@pytest.mark.parametrize("form", DAY_FORMS, ids=str)
def test_a_day_is_asked_for_and_read_back(form: Form, suggested: Any) -> None:
    view = forms.day_form(form, DealMetadata(7, 5, 11), suggested, playbook())
    assert check_view(view) == []
    assert view["callback_id"] == form
    assert forms.read_day(filled(view)) == suggested
    assert forms.read_day(filled(view, on={"selected_date": "2027-01-04"})) != suggested
    assert DealMetadata.of(view) == DealMetadata(7, 5, 11)


@pytest.mark.parametrize(
    "offered",
    [*(happenings(replace(plan(), opening=opening)) for opening in (None, *Opening)), tuple(Reply)],
    ids=["nothing scheduled", *Opening, "more than radio buttons take"],
)
def test_what_happened_offers_every_reply_and_reads_it_back(offered: tuple[Reply, ...]) -> None:
    view = forms.happened_form(WORST, offered, playbook())
    assert check_view(view) == []
    options = inputs(view)["reply"]["element"]["options"]
    for option, reply in zip(options, offered, strict=True):
        assert forms.read_happened(filled(view, reply={"selected_option": option})) is reply


@pytest.mark.parametrize("kind", Kind, ids=str)
def test_another_no_asks_kind_door_and_date(kind: Kind) -> None:
    held = deal(plan((kind, Verdict.FOLLOW_UP, None)), prospect=WORST_PROSPECT, words=WORST_WORDS)
    view = forms.still_no_form(held, DealMetadata(7, 5), playbook())
    assert check_view(view) == []
    asked = inputs(view)
    [kinds] = [block_id for block_id in asked if block_id.startswith("kind-")]
    assert set(asked) >= {kinds, "door", "callback_on"}
    chosen = asked[kinds]["element"]["options"][0]
    door = next(o for o in asked["door"]["element"]["options"] if o["value"] == Door.OPEN)
    typed = {kinds: {"selected_option": chosen}, "door": {"selected_option": door}}
    found = forms.read_still_no(filled(view, **typed, callback_on={"selected_date": DAY.isoformat()}))
    assert found == StillNo(Kind(chosen["value"]), Door.OPEN, DAY, None)


def test_silence_is_no_way_to_say_no_again() -> None:
    """ "No answer" is the reply for that; a no has a door, and silence none."""
    view = forms.still_no_form(deal(plan()), DealMetadata(7), playbook())
    [kinds] = [block for block_id, block in inputs(view).items() if block_id.startswith("kind-")]
    assert Kind.NO_RESPONSE not in [option["value"] for option in kinds["element"]["options"]]


def test_a_kind_that_was_silence_is_not_suggested_for_a_no() -> None:
    view = forms.still_no_form(
        deal(plan((Kind.NO_RESPONSE, Verdict.FOLLOW_UP, None))), DealMetadata(7), playbook()
    )
    [kinds] = [block for block_id, block in inputs(view).items() if block_id.startswith("kind-")]
    assert "initial_option" not in kinds["element"]


@pytest.mark.parametrize(("typed", "read"), [(None, None), ("  ", None), (" patience ", "patience")])
def test_what_made_the_difference_is_one_line_or_nothing(typed: str | None, read: str | None) -> None:
    view = forms.won_form(WORST, playbook())
    assert check_view(view) == []
    assert forms.read_won(filled(view, what={"value": typed})) == read


SHARED_ON = [(number, DAY) for number in range(1, 6)]


def shared(held: LostDeal, lesson: str) -> dict[str, str]:
    return sharing.share_problem(held, Shared(lesson, "C0LESSONS"), playbook().words)


LESSONS = ["a" * 1400, '"' * 1400, "\n" * 1398 + "ab", "\\" * 1400, "é" * 1400, "<!channel> *_~ & 🎉" * 70]


@pytest.mark.parametrize("lesson", LESSONS, ids=[repr(lesson[:3]) for lesson in LESSONS])
def test_any_lesson_that_fits_its_field_can_be_previewed_and_posted(lesson: str) -> None:
    form = sharing.share_form(WORST, SHARED_ON, playbook())
    assert check_view(form) == []
    assert len(lesson) <= inputs(form)["lesson"]["element"]["max_length"]
    preview = sharing.share_preview(WORST, Shared(lesson, "C0LESSONS"), playbook())
    assert check_view(preview) == []
    assert sharing.read_preview(preview) == (7, Shared(lesson, "C0LESSONS"))
    message = sharing.shared_message(WORST, lesson, playbook())
    assert check_message(message) == []
    assert "<!channel>" not in message["text"]


def test_the_preview_names_the_channel() -> None:
    first, *_ = sharing.share_preview(WORST, Shared("Ask early.", "C0LESSONS"), playbook())["blocks"]
    [line] = first["elements"]
    assert {"type": "channel", "channel_id": "C0LESSONS"} in line["elements"]
    assert "{channel}" not in str(first)


@pytest.mark.parametrize("character", ["a", '"', "\n", "\\", "🎉"])
def test_a_lesson_as_long_as_its_field_takes_still_fits_the_preview(character: str) -> None:
    most = inputs(sharing.share_form(WORST, SHARED_ON, playbook()))["lesson"]["element"]["max_length"]
    preview = sharing.share_preview(WORST, Shared(character * most, "C0LESSONS"), playbook())
    assert check_view(preview) == []


@pytest.mark.parametrize("kind", Kind, ids=str)
def test_what_is_shared_names_the_kind_and_never_the_prospect_their_words_or_the_rep(kind: Kind) -> None:
    held = deal(plan((kind, Verdict.FOLLOW_UP, None)), words="Not before spring.")
    message = sharing.shared_message(held, "Ask for the no early.", playbook())
    everything = said_plainly(message) + str(message["blocks"])
    assert playbook().kinds[kind].label in everything
    assert "Ask for the no early." in everything
    for secret in ("Dana", "Acme", "spring", "U0ANA"):
        assert secret not in everything


@pytest.mark.parametrize(
    ("lesson", "problem"),
    [
        ("Ask for the no early.", False),
        ("Ask Dana Reyes, Acme for it early.", True),
        ("ask dana reyes for it early", True),
        ("Ask Dana early.", True),
        ("ACME decides in spring.", True),
        ("Mrs Reyes's boss decides.", True),
        ("", True),
    ],
)
def test_a_lesson_that_names_the_prospect_is_refused_at_its_field(lesson: str, problem: bool) -> None:
    assert set(shared(deal(plan()), lesson)) == ({"lesson"} if problem else set())
