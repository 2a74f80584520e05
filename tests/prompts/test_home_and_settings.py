"""App Home, settings, digest and history: within Slack's limits, honest in what they count, read back as they stood."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from coaching.agenda import Part
from coaching.dates import WorkWeek
from coaching.deal import Reply
from coaching.follow_up import taken_by
from coaching.kinds import Kind
from coaching.plan import Opening, Verdict
from playground import check_message, check_view
from prompts.digest import DigestRow, answer_form, digest, read_answer
from prompts.draft_note import draft_note
from prompts.history_modal import history_modal
from prompts.home import PAGE, HalfWay, HomePage, Record, Row, home, read_place
from prompts.home_today import MOST, Item
from prompts.settings_holidays import HolidayChoice
from prompts.settings_modal import Chosen, read_settings, settings_errors, settings_modal
from storage.overview import Shelf
from tests.prompts.examples import (
    DAY,
    LISBON,
    PLAIN,
    SOON,
    WORST_PROSPECT,
    WORST_WORDS,
    buttons,
    deal,
    filled,
    inputs,
    plan,
    playbook,
    replied,
    said_plainly,
)

TODAY = date(2026, 11, 3)
NOBODY = HomePage(
    Shelf.COMING_UP, 0, dict.fromkeys(Shelf, 0), [], [], [], [], WorkWeek(), LISBON, paused=False, all_deals=0
)
ROW = Row(1, WORST_PROSPECT, Kind.NO_VALUE, Verdict.FOLLOW_UP, SOON, WORST_WORDS)
ASKED = Item(
    Part.ANSWER, 1, 1, WORST_PROSPECT, Kind.NO_VALUE, "light_check", SOON, SOON.date(), sent=True, all=2000
)
"""One of two thousand in its part."""
FULL = replace(
    NOBODY,
    page=3,
    sizes=dict.fromkeys(Shelf, 10000),
    rows=[replace(ROW, deal_id=number) for number in range(1, PAGE + 1)],
    day=[
        replace(ASKED, part=part, nudge_id=100 * place + number, on=SOON.date() + timedelta(days=number % 5))
        for place, part in enumerate(Part)
        for number in range(MOST)
    ],
    drafts=[HalfWay(number, WORST_PROSPECT, TODAY) for number in range(1, 40)],
    record=[Record(kind, 40, tuple(range(1, 40))) for kind in Kind],
    week=WorkWeek(frozenset(range(1, 8)), paused_until=DAY),
    paused=True,
    all_deals=70_000,
)


@pytest.mark.parametrize("shelf", Shelf, ids=str)
def test_home_keeps_slack_s_limits_on_every_shelf_full_and_empty(shelf: Shelf) -> None:
    for shown in (FULL, replace(NOBODY, all_deals=1)):
        assert check_view(home(replace(shown, shelf=shelf), playbook())) == []


def test_a_first_visitor_sees_what_it_does_one_button_and_where_to_ask() -> None:
    view = home(NOBODY, playbook())
    assert check_view(view) == []
    assert len(buttons(view)) == 1
    assert playbook().words.say("privacy.line") in str(view["blocks"])
    assert playbook().words.say("home.support") in str(view["blocks"])


def test_what_people_typed_stands_on_home_in_text_that_does_not_act() -> None:
    assert "mrkdwn" not in str(home(FULL, playbook())["blocks"])


@pytest.mark.parametrize(
    ("page", "size", "older", "newer"),
    [
        (0, PAGE, None, None),
        (0, PAGE + 1, (Shelf.COMING_UP, 1), None),
        (1, PAGE + 1, None, (Shelf.COMING_UP, 0)),
        (1, 3 * PAGE, (Shelf.COMING_UP, 2), (Shelf.COMING_UP, 0)),
    ],
)
def test_a_shelf_is_turned_a_page_at_a_time(
    page: int, size: int, older: tuple[str, int] | None, newer: tuple[str, int] | None
) -> None:
    shown = replace(FULL, page=page, sizes={**FULL.sizes, Shelf.COMING_UP: size})
    found = buttons(home(shown, playbook()))
    for name, place in (("older", older), ("newer", newer)):
        button = found.get(f"home_shelf_{name}")
        assert (read_place(button["value"]) if button else None) == place


def test_a_percentage_is_shown_only_where_there_are_cases_enough_to_bear_one() -> None:
    enough = playbook().policy.numbers.honest_counts_from
    assert enough > 1
    for cases in (1, enough - 1, enough, 10 * enough):
        shown = replace(FULL, record=[Record(Kind.NO_VALUE, cases, (30,))])
        assert ("%" in str(home(shown, playbook())["blocks"])) is (cases >= enough), cases


@pytest.mark.parametrize("week", [WorkWeek(), FULL.week, WorkWeek(frozenset({7}), time(19, 0))], ids=str)
def test_settings_open_as_they_are_and_are_read_back(week: WorkWeek) -> None:
    view = settings_modal(week, LISBON, TODAY, playbook(), ask_place=False, deals=3)
    assert check_view(view) == []
    chosen = read_settings(filled(view))
    assert chosen == Chosen(week.nudge_time, week.days, week.paused_until, holidays=HolidayChoice("PT"))
    assert settings_errors(chosen, None, TODAY, playbook()) == {}


PLAIN_WEEK = Chosen(time(9, 30), frozenset({1}), None)


@pytest.mark.parametrize(
    ("chosen", "wrong"),
    [
        (replace(PLAIN_WEEK, nudge_time=time(7, 0)), set()),
        (replace(PLAIN_WEEK, nudge_time=time(19, 0)), set()),
        (replace(PLAIN_WEEK, nudge_time=time(6, 59)), {"time"}),
        (replace(PLAIN_WEEK, nudge_time=time(19, 1)), {"time"}),
        (replace(PLAIN_WEEK, nudge_time=None), {"time"}),
        (replace(PLAIN_WEEK, days=frozenset()), {"days"}),
        (replace(PLAIN_WEEK, paused_until=TODAY), {"pause"}),
        (replace(PLAIN_WEEK, paused_until=date(2026, 11, 4)), set()),
        (Chosen(time(3, 0), frozenset(), date(2020, 1, 1)), {"time", "days", "pause"}),
    ],
)
def test_settings_are_refused_at_their_field(chosen: Chosen, wrong: set[str]) -> None:
    found = settings_errors(chosen, None, TODAY, playbook())
    assert (
        set(found)
        == wrong
        <= set(inputs(settings_modal(WorkWeek(), LISBON, TODAY, playbook(), ask_place=True, deals=3)))
    )
    assert not any("{" in text for text in found.values())


HELD = deal(plan(), prospect=WORST_PROSPECT, words=WORST_WORDS)


def rows(count: int, **more: object) -> list[DigestRow]:
    openings = list(Opening)
    made = (DigestRow(HELD, HELD.plan, n + 1, openings[n % len(openings)]) for n in range(count))
    return [replace(row, **more) for row in made]  # type: ignore[arg-type]


@pytest.mark.parametrize("left", [0, 1, 99])
@pytest.mark.parametrize("answered", [False, True])
def test_a_digest_keeps_slack_s_limits_and_names_every_row(left: int, answered: bool) -> None:
    done = {"outcome": "You said so. " * 30, "undo": 3} if answered else {}
    message = digest(rows(10, **done), left, playbook())
    assert check_message(message) == []
    assert "<!channel>" not in message["text"]
    undo = [b for b in message["blocks"] if b.get("accessory", {}).get("value")]
    answers = [b for b in message["blocks"] if b["type"] == "actions"]
    assert (len(undo), len(answers)) == ((10, 0) if answered else (0, 10))


def test_a_digest_s_plain_text_names_each_prospect_however_long_their_words() -> None:
    made = [
        DigestRow(deal(plan(), prospect=f"Prospect {n}", words=WORST_WORDS), plan(), n, Opening.FOLLOW_UP)
        for n in range(10)
    ]
    text = said_plainly(digest(made, 2, playbook()))
    assert [n for n in range(10) if f"Prospect {n}" not in text] == []


@pytest.mark.parametrize("opening", Opening, ids=str)
def test_a_row_s_answer_offers_its_replies_and_reads_them_back(opening: Opening) -> None:
    view = answer_form(DigestRow(HELD, HELD.plan, 5, opening), playbook(), LISBON)
    assert check_view(view) == []
    options = inputs(view)["reply"]["element"]["options"]
    for option, reply in zip(options, taken_by(HELD, opening), strict=True):
        assert read_answer(filled(view, reply={"selected_option": option})) is reply


@pytest.mark.parametrize("reply", Reply, ids=str)
def test_a_history_tells_every_reply_and_every_change_within_slack_s_limits(reply: Reply) -> None:
    held, _ = replied(HELD, reply, plan((Kind.NOT_NOW, Verdict.LET_GO, None)))
    first = held.debriefs[0]
    other = deal(plan((Kind.NO_VALUE, Verdict.GO_BACK, None)), words="Other words.").answers
    edits = tuple(replace(first, id=n, answers=other if n % 2 else first.answers) for n in range(2, 40))
    told = replace(held, debriefs=(first, *edits))
    assert check_view(history_modal(told, playbook(), LISBON)) == []
    assert playbook().words.say(f"replies.{reply}") in str(history_modal(held, playbook(), LISBON)["blocks"])


def test_a_draft_closed_later_is_offered_again_by_name() -> None:
    message = draft_note(41, PLAIN, playbook())
    assert check_message(message) == []
    assert PLAIN in said_plainly(message)
    assert any(button["value"] == "41" for button in buttons(message).values())
