"""Texts full of &, < and >: Slack counts each as its entity, so what is shown is cut by that, and never inside one."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html import escape
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coaching.dates import WorkWeek
from coaching.deal import LostDeal, Reply
from coaching.kinds import Kind
from coaching.plan import Opening, Verdict
from playground import check_message, check_view
from prompts import (
    blocks,
    deal_card,
    deal_modals,
    deal_view,
    debrief_modal,
    digest,
    draft_note,
    history_modal,
    home,
    nudge_message,
    share_modal,
    verdict_screen,
)
from prompts.deal_modals import DealMetadata
from prompts.deals_list import deals_list
from prompts.debrief_context import Alike, Earlier, ScreenContext
from prompts.debrief_modal import PROSPECT_LIMIT, THREE, DebriefMetadata
from prompts.digest import DigestRow
from tests.prompts.examples import ASKED, DAY, LISBON, NOW, SOON, deal, draft, plan, playbook, replied
from tests.size import sized

SIGNS = st.text(st.sampled_from("&<>aé "), min_size=1, max_size=40)
LENGTHS = st.sampled_from([1, 80, 700, 3000])
FEW = settings(max_examples=sized(10, 300), deadline=None)
_BROKEN = re.compile(r"&(?!amp;|lt;|gt;)|[<>]")


@given(SIGNS, st.integers(1, 200))
def test_a_cut_text_fits_as_slack_writes_it_and_ends_between_two_signs(text: str, limit: int) -> None:
    shown = blocks.cut(text, limit)
    assert len(escape(shown, quote=False)) <= limit
    if shown != text:
        assert shown.endswith("…")
        assert text.startswith(shown[:-1])
        longer = text[: len(shown)]
        assert len(escape(longer, quote=False)) > limit - 1, "no sign is left out that would fit"


@given(st.lists(st.text(st.sampled_from("&<>a"), max_size=3000), max_size=12))
def test_a_message_s_text_fits_in_an_update_and_holds_whole_entities_only(lines: list[str]) -> None:
    text = blocks.message(lines, [])["text"]
    assert len(text) <= 4000
    assert not _BROKEN.search(text)


def full_of(signs: str, length: int) -> LostDeal:
    """A deal in which everything that can be typed is of these signs."""
    words = (signs * length)[:length]
    held = deal(plan(), prospect=(signs * PROSPECT_LIMIT)[:PROSPECT_LIMIT], words=words)
    debriefed = held.debriefs[0]
    answers = replace(
        debriefed.answers, condition=words, lesson=words, notes=dict.fromkeys(debriefed.answers.notes, words)
    )
    return replace(
        held, debriefs=(replace(debriefed, answers=answers, prospect=held.prospect),), won_because=words
    )


def messages(held: LostDeal) -> Iterator[dict[str, Any]]:
    """Every message there is about a deal."""
    words, book = held.answers.words or "", playbook()
    yield deal_card.card(held, book, LISBON)
    yield deal_card.card(replace(held, won_back_at=NOW), book, LISBON)
    for opening in ASKED:
        yield nudge_message.nudge(held, held.plan, 5, opening, book, LISBON, reminder=True)
    then, said = replied(held, Reply.STILL_NO, plan((Kind.NOT_NOW, Verdict.LET_GO, None)), next_nudge_at=SOON)
    yield nudge_message.answered(then, held.plan, Opening.FOLLOW_UP, said, book, LISBON, True)
    yield nudge_message.answered(then, held.plan, Opening.FOLLOW_UP, said, book, LISBON, False, False)
    yield nudge_message.recommended(held, held.plan, [], book, LISBON, reminder=True)
    yield nudge_message.moved_on(held, held.plan, Opening.FOLLOW_UP, book, LISBON, "nudges.moved_on")
    rows = [DigestRow(held, held.plan, number, Opening.FOLLOW_UP) for number in range(1, 10)]
    yield digest.digest([*rows, DigestRow(held, held.plan, 10, Opening.LOOK, words, 3)], 5, book)
    yield share_modal.shared_message(held, words[:1400], book)
    yield draft_note.draft_note(1, held.prospect, book)
    yield draft_note.thrown_note(book)
    yield deals_list(
        [home.Row(n, held.prospect, Kind.NOT_NOW, Verdict.FOLLOW_UP, SOON) for n in range(10)],
        30,
        LISBON,
        book,
    )


def views(held: LostDeal) -> Iterator[dict[str, Any]]:
    """Every view there is about a deal."""
    words, book = held.answers.words or "", playbook()
    alike = tuple(Alike(n, held.prospect, Verdict.FOLLOW_UP, Kind.NOT_NOW, DAY) for n in (1, 2, 3))
    context = ScreenContext((words[:500],), alike, Earlier(Kind.NOT_NOW, DAY, 2, words))
    typed = draft(Kind.NOT_NOW, text=words, prospect=held.prospect)
    for screen in THREE:
        yield debrief_modal.render(screen, typed, book, DebriefMetadata(1), context)
    yield verdict_screen.verdict_screen(held, held.plan, book, LISBON)
    yield verdict_screen.verdict_screen(held, held.plan, book, LISBON, more=True)
    yield deal_view.deal_view(held, book, LISBON)
    yield history_modal.history_modal(replace(held, debriefs=held.debriefs * 3), book, LISBON)
    yield share_modal.share_form(held, [(1, DAY)], book)
    yield share_modal.share_preview(held, share_modal.Shared(words[:1400], "C0LESSONS"), book)
    yield deal_modals.happened_form(held, (Reply.NO_ANSWER,), book)
    yield deal_modals.still_no_form(held, DealMetadata(7), book)
    yield deal_modals.won_form(held, book)
    for opening in (Opening.FOLLOW_UP, Opening.RECOMMENDED):
        yield digest.answer_form(DigestRow(held, held.plan, 5, opening), book, LISBON)
    yield home.home(home_page(held, words), book)


def home_page(held: LostDeal, words: str) -> home.HomePage:
    return home.HomePage(
        shelf="lessons",
        page=0,
        sizes={"lessons": 10},
        rows=[home.Row(n, held.prospect, Kind.NOT_NOW, Verdict.FOLLOW_UP, SOON, words) for n in range(10)],
        day=[],
        drafts=[home.HalfWay(n, held.prospect, date(2026, 11, 2)) for n in range(5)],
        record=[home.Record(Kind.NOT_NOW, 3, (30, 60))],
        week=WorkWeek(nudge_time=playbook().policy.numbers.nudge_time),
        zone=LISBON,
        paused=False,
        all_deals=10,
    )


@given(SIGNS, LENGTHS)
@FEW
def test_every_message_about_such_a_deal_keeps_slack_s_limits(signs: str, length: int) -> None:
    for message in messages(full_of(signs, length)):
        assert check_message(message) == []
        assert len(message["text"]) <= 4000
        assert not _BROKEN.search(message["text"])
        assert too_long(message["blocks"]) == []


@given(SIGNS, LENGTHS)
@FEW
def test_every_view_of_such_a_deal_keeps_slack_s_limits(signs: str, length: int) -> None:
    for view in views(full_of(signs, length)):
        assert check_view(view) == []
        assert too_long(view) == []


@pytest.mark.parametrize("opening", ASKED, ids=str)
def test_words_full_of_signs_do_not_push_the_script_out_of_the_plain_text(opening: Opening) -> None:
    held = full_of("&", 3000)
    message = nudge_message.nudge(
        replace(held, prospect="Dana Reyes, Acme"), held.plan, 5, opening, playbook(), LISBON
    )
    assert not message["text"].endswith("…")


_LIMITS = {"header": 150, "section": 3000, "button": 75, "context": 2000}


def too_long(part: Any) -> list[str]:
    """Texts that are longer than Slack takes once their signs are entities."""
    if isinstance(part, list):
        return [found for one in part for found in too_long(one)]
    if not isinstance(part, dict):
        return []
    found = [one for key in part for one in too_long(part[key])]
    limit, text = _LIMITS.get(part.get("type", "")), part.get("text")
    if limit and isinstance(text, dict) and len(escape(text["text"], quote=False)) > limit:
        found.append(text["text"])
    if "value" in part and isinstance(text, dict) and len(escape(text["text"], quote=False)) > 75:
        found.append(text["text"])
    return found
