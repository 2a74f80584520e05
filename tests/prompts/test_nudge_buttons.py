"""The buttons of a nudge: one that stands out, few beside it, the rest behind three dots."""

import pytest

from coaching.deal import LostDeal, Reply
from coaching.follow_up import OFFERED, taken_by
from coaching.plan import Opening
from prompts.more import MORE
from prompts.nudge_buttons import REPLY, SNOOZE, SUGGESTS, read_reply
from prompts.nudge_message import nudge
from tests.prompts.examples import ASKED, LISBON, buttons, deal, plan, playbook, replied


def pressed(message: dict[str, object], reply: Reply) -> tuple[Reply, int]:
    """What the bot reads when this reply is pressed or chosen."""
    found = buttons(message)
    for menu in (SNOOZE, MORE):
        for option in found.get(menu, {}).get("options", ()):
            if option["value"].startswith(f"{reply}:"):
                return read_reply({"action_id": menu, "selected_option": option})
    return read_reply(found[f"{REPLY}{reply}"])


@pytest.mark.parametrize("opening", ASKED, ids=str)
def test_a_nudge_takes_exactly_the_replies_of_its_opening_and_reads_them_back(opening: Opening) -> None:
    held = deal(plan())
    message = nudge(held, held.plan, 5, opening, playbook(), LISBON)
    for reply in taken_by(held, opening):
        assert pressed(message, reply) == (reply, 5)
    values = [one.get("value", "") for row in buttons(message).values() for one in row.get("options", [row])]
    beside = 2 if opening in SUGGESTS else 1
    assert len(values) == len(taken_by(held, opening)) + beside, (
        "a note, and own words where there is a message"
    )


@pytest.mark.parametrize("opening", ASKED, ids=str)
def test_a_nudge_has_one_primary_button_and_at_most_three_common_ones_beside_it(opening: Opening) -> None:
    for held in (deal(plan()), after_an_attempt()):
        found = buttons(nudge(held, held.plan, 5, opening, playbook(), LISBON))
        beside = [action for action, one in found.items() if one.get("style") != "primary" and action != MORE]
        assert len(beside) <= 3
        assert 1 <= len(found[MORE]["options"]) <= 5


def after_an_attempt() -> LostDeal:
    return replied(deal(plan()), Reply.REACHED_OUT, plan())[0]


@pytest.mark.parametrize("opening", [one for one in ASKED if one not in OFFERED], ids=str)
def test_nobody_fails_to_answer_before_anybody_reached_out(opening: Opening) -> None:
    first = deal(plan())
    assert Reply.NO_ANSWER not in taken_by(first, opening)
    assert Reply.NO_ANSWER in taken_by(after_an_attempt(), opening)
    shown = str(nudge(first, first.plan, 5, opening, playbook(), LISBON)["blocks"])
    assert f"'{playbook().words.say('replies.no_answer')}'" not in shown


@pytest.mark.parametrize("opening", ASKED, ids=str)
def test_a_nudge_has_one_button_that_stands_out_and_it_comes_first(opening: Opening) -> None:
    held = deal(plan())
    rows = nudge(held, held.plan, 5, opening, playbook(), LISBON)["blocks"][-1]["elements"]
    assert [one["action_id"] for one in rows if one.get("style") == "primary"] == [rows[0]["action_id"]]


def test_no_answer_is_one_press_away_only_where_the_nudge_asks_for_an_answer() -> None:
    held = after_an_attempt()
    asked, later = (
        buttons(nudge(held, held.plan, 5, one, playbook(), LISBON))
        for one in (Opening.DID_THEY_ANSWER, Opening.FOLLOW_UP)
    )
    assert f"{REPLY}{Reply.NO_ANSWER}" in asked
    assert f"{REPLY}{Reply.NO_ANSWER}" not in later
    assert next(iter(later)) == f"{REPLY}{Reply.REACHED_OUT}"
