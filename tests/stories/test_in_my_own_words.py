"""In my own words: what the rep wrote in the place of a suggestion comes back there, and nowhere else."""

import pytest

from coaching.deal import Reply
from coaching.plan import Verdict
from prompts.deal_card import EDIT
from prompts.own_words_form import OWN_WORDS, OWN_WORDS_HERE, SUGGEST_AGAIN
from tests.prompts.examples import scripts
from tests.rig import Rig
from tests.stories.cards import press, whole
from tests.stories.scenes import (
    JSON,
    card,
    choose,
    fields_on,
    lost,
    nudge,
    nudged,
    reply,
    values_on,
    words_on,
)
from tests.words import shipped_playbook

MINE = "Dana, it's me again. Coffee on Thursday?"
SAY = shipped_playbook().words.say


def write(rig: Rig, text: str, on: JSON | None = None) -> None:
    choose(rig.ana, OWN_WORDS, on or card(rig.ana, rig.deals()[0]))
    rig.ana.fill({field(rig): text})
    assert rig.ana.submit().action == "closed"


def field(rig: Rig) -> str:
    assert rig.ana.view is not None
    return next(str(block["block_id"]) for block in rig.ana.view["blocks"] if block["type"] == "input")


def on_card(rig: Rig) -> list[str]:
    """The card shows its beginning, the whole story all of it."""
    return list(scripts(whole(rig)))


def test_the_form_opens_with_the_suggestion_as_plain_text(rig: Rig) -> None:
    lost(rig)
    suggested = on_card(rig)
    press(rig, OWN_WORDS)
    assert [values_on(rig.ana.view)["text"]] == suggested
    assert "3000" in words_on(rig.ana.view), "the limit, without a sign that some languages read as a point"


def test_own_words_stand_on_the_card_marked_as_theirs(each_rig: Rig) -> None:
    rig = each_rig
    lost(rig)
    write(rig, MINE)
    assert on_card(rig) == [MINE]
    assert SAY("own_words.mark") in words_on(whole(rig))


def test_own_words_written_on_the_verdict_screen_stand_there_at_once(rig: Rig) -> None:
    rig.debrief(rig.ana)
    rig.ana.press(OWN_WORDS_HERE)
    assert fields_on(rig.ana.view) == {"text"}
    rig.ana.fill({"text": MINE})
    rig.ana.submit()
    assert list(scripts(rig.ana.view or {})) == [MINE]
    rig.ana.submit()
    assert on_card(rig) == [MINE]


def test_they_are_those_of_the_verdict_that_is_looked_at(rig: Rig) -> None:
    rig.debrief(rig.ana)
    rig.ana.fill({"verdict": Verdict.GO_BACK})
    rig.ana.press(OWN_WORDS_HERE)
    rig.ana.fill({"text": MINE})
    rig.ana.submit()
    assert list(scripts(rig.ana.view or {})) == [MINE]
    rig.ana.fill({"verdict": Verdict.FOLLOW_UP})
    assert MINE not in words_on(rig.ana.view)
    rig.ana.fill({"verdict": Verdict.GO_BACK})
    rig.ana.submit()
    assert rig.deals()[0].plan.verdict is Verdict.GO_BACK
    assert on_card(rig) == [MINE]


def test_what_was_written_for_the_day_comes_back_on_that_day(rig: Rig) -> None:
    lost(rig, kind="no_value")
    assert rig.deals()[0].plan.verdict is Verdict.GO_BACK
    write(rig, MINE)
    rig.jump()
    assert list(scripts(nudge(rig.ana))) == [MINE]


def test_what_was_written_for_now_is_not_said_on_the_day(rig: Rig) -> None:
    lost(rig)
    assert rig.deals()[0].plan.verdict is Verdict.FOLLOW_UP
    write(rig, MINE)
    rig.jump()
    assert MINE not in words_on(nudge(rig.ana))


def test_what_was_written_on_a_nudge_comes_back_with_the_same_question(rig: Rig) -> None:
    nudged(rig)
    write(rig, MINE, nudge(rig.ana))
    assert list(scripts(nudge(rig.ana))) == [MINE]
    assert MINE not in on_card(rig), "the card says what to say now"
    reply(rig.ana, Reply.SNOOZE_WEEK)
    rig.jump()
    assert list(scripts(nudge(rig.ana))) == [MINE]


def test_a_tip_in_one_s_own_words_is_not_given_twice(rig: Rig) -> None:
    lost(rig, kind="no_need", stage="first")
    rig.jump()
    write(rig, MINE, nudge(rig.ana))
    reply(rig.ana, Reply.REACHED_OUT)
    rig.jump()
    assert MINE not in words_on(nudge(rig.ana))


def test_another_kind_of_no_has_a_message_of_its_own(rig: Rig) -> None:
    lost(rig)
    write(rig, MINE)
    press(rig, EDIT)
    rig.ana.submit()
    rig.ana.fill({"kind-buying": "no_value"})
    rig.ana.submit()
    rig.ana.submit()
    assert MINE not in words_on(rig.ana.view)
    rig.ana.close()
    assert MINE not in words_on(whole(rig))


@pytest.mark.parametrize("by_button", [True, False])
def test_the_suggestion_comes_back_by_its_button_or_word_by_word(some_rig: Rig, by_button: bool) -> None:
    rig = some_rig
    lost(rig)
    suggested = on_card(rig)[0]
    write(rig, MINE)
    press(rig, OWN_WORDS)
    assert values_on(rig.ana.view)["text"] == MINE
    if by_button:
        rig.ana.press(SUGGEST_AGAIN)
        assert values_on(rig.ana.view)["text"] == suggested
        rig.ana.close()
    else:
        rig.ana.fill({field(rig): suggested})
        rig.ana.submit()
    assert on_card(rig) == [suggested]
    assert rig.deals()[0].own_words == {}


def test_nothing_but_blanks_is_refused_at_its_field(rig: Rig) -> None:
    lost(rig)
    for _ in ("the suggestion stands there", "their own words do"):
        press(rig, OWN_WORDS)
        rig.ana.fill({field(rig): "\u200b"})
        answer = rig.ana.submit()
        assert answer.errors == {field(rig): SAY("wrong.blank_text")}
        rig.ana.close()
        write(rig, MINE)


def test_own_words_are_in_the_rep_s_export_and_not_in_the_server_s(rig: Rig) -> None:
    lost(rig)
    write(rig, MINE)
    rig.ana.command("/gotano", "export")
    assert all(MINE in (file.content or b"").decode() for file in rig.slack.files)
    assert MINE not in str(rig.export())
