"""The same prospect again: names that look alike are asked about, and a further no joins where the rep says so."""

from datetime import timedelta
from typing import Any

import pytest

from coaching.deal import Reply, Status
from coaching.plan import Verdict
from playground import Submission
from prompts.deal_card import EDIT, HAPPENED, REOPEN
from prompts.debrief_context import NEW_PROSPECT
from prompts.debrief_modal import BACK, Screen
from tests.rig import MONDAY, Rig
from tests.stories.scenes import card, fields_on, reply, values_on, words_on

KNOWN = "Dana Reyes, Acme"


def lost(rig: Rig, prospect: str = KNOWN, **given: Any) -> None:
    rig.debrief(rig.ana, prospect, **given)
    rig.ana.close()


def name(rig: Rig, prospect: str) -> Submission:
    """The first screen sent with that name."""
    rig.ana.command("/gotano", prospect)
    rig.ana.fill({"stage": "buying", "asked_why": "told"})
    return rig.ana.submit()


def asked(rig: Rig) -> list[str] | None:
    """The answers to "is it one of these?"; None where it is not asked."""
    assert rig.ana.view is not None
    options = [b["element"]["options"] for b in rig.ana.view["blocks"] if b["block_id"].startswith("joins")]
    return [option["value"] for option in options[0]] if options else None


def say(rig: Rig, joins: str) -> None:
    """Says which one it is, without sending it yet."""
    assert rig.ana.view is not None
    (block_id,) = (b["block_id"] for b in rig.ana.view["blocks"] if b["block_id"].startswith("joins"))
    rig.ana.fill({block_id: joins})


def answer(rig: Rig, joins: str) -> None:
    say(rig, joins)
    assert rig.ana.submit().action == "updated"


def finish(rig: Rig, **look: Any) -> None:
    rig.ana.fill({"kind-buying": "not_now", "door": "ajar"})
    assert rig.ana.submit().action == "updated"
    rig.ana.fill(look)
    assert rig.ana.submit().action == "updated"
    rig.ana.close()


@pytest.mark.parametrize(
    "typed",
    [
        "DANA REYES,ACME",
        "Dana Reyes Acme",
        "Dána Réyes, Acme",
        "Dana Reyes, Acme Inc.",
        "dana reyes, acme GmbH",
        "Dana Reyes, Acme S.A.",
        "Acme, Dana Reyes",
        "Reyes, Dana - Acme",
        "Dana Reyes (Acme)",
        "Dana Reys, Acme",
    ],
)
def test_a_name_that_looks_alike_is_asked_about(rig: Rig, typed: str) -> None:
    lost(rig)
    name(rig, typed)
    assert asked(rig) == [str(rig.deals()[0].id), NEW_PROSPECT]
    assert values_on(rig.ana.view)["joins"] is None, "the rep says so, not the bot"
    assert KNOWN in words_on(rig.ana.view)
    assert len(rig.deals()) == 1


@pytest.mark.parametrize(
    "typed", ["Tom Lind, Birch", "Dan Hayes, Apex", "Acme", "Daniel Reinhardt, Acumen", "Inc.", "!!!"]
)
def test_a_name_that_is_another_is_not_asked_about(rig: Rig, typed: str) -> None:
    lost(rig)
    name(rig, typed)
    assert asked(rig) is None
    finish(rig)
    assert len(rig.deals()) == 2


@pytest.mark.parametrize("typed", [KNOWN, "dana reyes, ACME", f"  {KNOWN} ", "Dana  Reyes, Acme"])
def test_the_very_same_name_joins_without_a_question(rig: Rig, typed: str) -> None:
    lost(rig)
    name(rig, typed)
    assert asked(rig) is None
    finish(rig)
    assert len(rig.deals()) == 1


@pytest.mark.parametrize(
    ("known", "typed"),
    [
        ("Jürgen Müller, Bär AG", "Jurgen Muller, Bar"),
        ("Łukasz Nowak, Żabka", "Lukasz Nowak, Zabka"),
        ("Ирина, Ромашка", "ирина ромашка"),
        ("山田, 東京電力", "東京電力 山田"),
    ],
)
def test_letters_other_than_english_ones_do_not_hide_a_name(rig: Rig, known: str, typed: str) -> None:
    lost(rig, known)
    name(rig, typed)
    assert asked(rig) is not None


def test_the_question_must_be_answered(rig: Rig) -> None:
    lost(rig)
    name(rig, "Dana Reyes Acme")
    assert [block_id.split("-")[0] for block_id in rig.ana.submit().errors] == ["joins"]
    assert len(rig.deals()) == 1


def test_somebody_else_makes_a_new_deal(rig: Rig) -> None:
    lost(rig)
    name(rig, "Dana Reyes Acme")
    answer(rig, NEW_PROSPECT)
    finish(rig)
    assert [deal.prospect for deal in rig.deals()] == ["Dana Reyes Acme", KNOWN]
    assert all(len(deal.debriefs) == 1 for deal in rig.deals())


def test_choosing_one_joins_it_under_the_name_it_has(rig: Rig) -> None:
    lost(rig)
    name(rig, "Dana Reyes Acme")
    answer(rig, str(rig.deals()[0].id))
    finish(rig)
    (deal,) = rig.deals()
    assert (deal.prospect, len(deal.debriefs)) == (KNOWN, 2)
    assert len(rig.ana.messages()) == 1, "one card for one deal"


def test_joining_counts_towards_the_third_no(rig: Rig) -> None:
    lost(rig)
    for typed in ("Dana Reyes Acme", "Acme, Dana Reyes"):
        assert rig.deals()[0].plan.verdict is Verdict.FOLLOW_UP
        name(rig, typed)
        answer(rig, str(rig.deals()[0].id))
        finish(rig)
    assert rig.deals()[0].plan.verdict is Verdict.LET_GO


def test_somebody_else_does_not_count(rig: Rig) -> None:
    lost(rig)
    for typed in ("Dana Reyes Acme", "Acme, Dana Reyes"):
        name(rig, typed)
        answer(rig, NEW_PROSPECT)
        finish(rig)
    assert {deal.plan.verdict for deal in rig.deals()} == {Verdict.FOLLOW_UP}


def test_a_still_no_and_a_joined_no_count_together(rig: Rig) -> None:
    lost(rig, callback_on="2026-12-10")
    rig.jump()
    reply(rig.ana, Reply.STILL_NO)
    rig.ana.fill({"kind-buying": "not_now", "door": "ajar"})
    assert rig.ana.submit().action == "closed"
    name(rig, "Dana Reyes Acme")
    answer(rig, str(rig.deals()[0].id))
    finish(rig)
    assert rig.deals()[0].plan.verdict is Verdict.LET_GO


def test_a_changed_name_asks_again(rig: Rig) -> None:
    lost(rig)
    lost(rig, "Tomas Lind, Birch")
    name(rig, "Dana Reyes Acme")
    say(rig, NEW_PROSPECT)
    rig.ana.fill({"prospect": "Tomas Lind Birch"})
    rig.ana.submit()
    birch = next(deal for deal in rig.deals() if "Birch" in deal.prospect)
    assert asked(rig) == [str(birch.id), NEW_PROSPECT]
    assert values_on(rig.ana.view)["joins"] is None


def test_a_changed_name_that_is_new_goes_on(rig: Rig) -> None:
    lost(rig)
    name(rig, "Dana Reyes Acme")
    say(rig, str(rig.deals()[0].id))
    rig.ana.fill({"prospect": "Tomas Lind, Birch"})
    rig.ana.submit()
    assert asked(rig) is None
    finish(rig)
    assert [len(deal.debriefs) for deal in rig.deals()] == [1, 1]


def test_what_was_said_holds_when_going_back_with_the_same_name(rig: Rig) -> None:
    lost(rig)
    name(rig, "Dana Reyes Acme")
    answer(rig, str(rig.deals()[0].id))
    rig.ana.press(BACK)
    assert rig.ana.submit().action == "updated"
    if asked(rig):
        assert values_on(rig.ana.view)["joins"] == str(rig.deals()[0].id)
        rig.ana.submit()
    finish(rig)
    assert len(rig.deals()) == 1


def test_a_draft_closed_at_the_question_asks_it_again(rig: Rig) -> None:
    lost(rig)
    name(rig, "Dana Reyes Acme")
    rig.ana.close()
    rig.ana.command("/gotano", "Dana Reyes Acme")
    assert rig.ana.view is not None
    assert rig.ana.view["callback_id"] == Screen.WHO
    assert asked(rig) == [str(rig.deals()[0].id), NEW_PROSPECT]


def test_at_most_three_are_offered_the_likest_first(rig: Rig) -> None:
    for known in ("Dana Reyes, Acme One", "Dana Reyes, Acme", "Dana Reyes, Acme Two", "Dana Reyes, Acme Six"):
        rig.ana.command("/gotano", known)
        rig.ana.fill({"stage": "buying", "asked_why": "told"})
        rig.ana.submit()
        if asked(rig):
            answer(rig, NEW_PROSPECT)
        finish(rig)
    name(rig, "Dana Reyes Acme")
    offered = asked(rig)
    assert offered is not None
    likest = next(deal for deal in rig.deals() if deal.prospect == "Dana Reyes, Acme")
    assert len(offered) == 4
    assert (offered[0], offered[-1]) == (str(likest.id), NEW_PROSPECT)


def test_a_deal_that_was_let_go_is_offered_too(rig: Rig) -> None:
    lost(rig, kind="no_fit")
    assert rig.deals()[0].status is Status.LET_GO
    name(rig, "Dana Reyes Acme")
    assert asked(rig) is not None


def won(rig: Rig) -> None:
    rig.ana.press(HAPPENED, card(rig.ana, rig.deals()[0]))
    rig.ana.fill({"reply": Reply.WON_BACK})
    rig.ana.submit()


@pytest.mark.parametrize("typed", [KNOWN, "Dana Reyes Acme"])
def test_a_no_after_it_was_won_back_is_a_new_deal_without_a_question(rig: Rig, typed: str) -> None:
    lost(rig)
    won(rig)
    name(rig, typed)
    assert asked(rig) is None
    finish(rig)
    assert [deal.status for deal in rig.deals()] == [Status.OPEN, Status.WON_BACK]


def test_won_back_while_it_was_being_joined_makes_a_new_deal(rig: Rig) -> None:
    lost(rig)
    name(rig, "Dana Reyes Acme")
    answer(rig, str(rig.deals()[0].id))
    rig.ana.close()
    won(rig)
    rig.ana.command("/gotano", "Dana Reyes Acme")
    finish(rig)
    assert [deal.status for deal in rig.deals()] == [Status.OPEN, Status.WON_BACK]


def test_somebody_else_s_deals_are_never_offered(rig: Rig) -> None:
    rig.debrief(rig.sam, KNOWN)
    rig.sam.close()
    name(rig, "Dana Reyes Acme")
    assert asked(rig) is None


def test_nobody_joins_somebody_else_s_deal(rig: Rig) -> None:
    rig.debrief(rig.sam, KNOWN)
    rig.sam.close()
    theirs = rig.deals(rig.sam.person)[0]
    lost(rig)
    name(rig, "Dana Reyes Acme")
    answer(rig, NEW_PROSPECT)
    sent = next(body for body in reversed(rig.heard) if body["type"] == "view_submission")
    values = sent["view"]["state"]["values"]
    (block_id,) = (block_id for block_id in values if block_id.startswith("joins"))
    values[block_id]["value"]["selected_option"]["value"] = str(theirs.id)
    rig.ana.send_raw(sent)
    finish(rig)
    assert rig.deals(rig.sam.person) == [theirs]


@pytest.mark.parametrize("typed", [KNOWN, "Dana Reyes Acme"])
def test_the_earlier_words_are_shown_before_the_next_no_is_told(rig: Rig, typed: str) -> None:
    lost(rig, words="First we move offices.")
    name(rig, typed)
    if asked(rig):
        answer(rig, str(rig.deals()[0].id))
    shown = words_on(rig.ana.view)
    assert "First we move offices." in shown
    assert rig.playbook.kinds[rig.deals()[0].answers.kind].label in shown
    assert rig.playbook.words.day(rig.local(MONDAY).date()) in shown


def test_no_earlier_words_are_shown_to_somebody_new(rig: Rig) -> None:
    lost(rig, words="First we move offices.")
    name(rig, "Dana Reyes Acme")
    answer(rig, NEW_PROSPECT)
    assert "First we move offices." not in words_on(rig.ana.view)
    assert fields_on(rig.ana.view) == {"kind", "door"}


def test_the_earlier_day_is_the_rep_s_own(rig: Rig) -> None:
    rig.clock.move_to(MONDAY.replace(hour=2) + timedelta(days=1))
    rig.debrief(rig.sam, KNOWN)
    rig.sam.close()
    rig.sam.command("/gotano", KNOWN)
    rig.sam.fill({"stage": "buying", "asked_why": "told"})
    rig.sam.submit()
    monday = rig.playbook.words.day(MONDAY.date())
    assert monday in words_on(rig.sam.view), "it is Monday evening still in New York"


def number_shown(rig: Rig, count: int) -> bool:
    return rig.playbook.words.say("again.number", count=count) in words_on(rig.ana.view)


def any_number_shown(rig: Rig) -> bool:
    return any(number_shown(rig, count) for count in range(1, 5))


def test_the_second_no_is_said_to_be_the_second_and_an_edit_is_none(rig: Rig) -> None:
    lost(rig)
    rig.ana.press(EDIT, card(rig.ana, rig.deals()[0]))
    for _ in range(3):
        rig.ana.submit()
    rig.ana.close()
    name(rig, KNOWN)
    assert number_shown(rig, 2)


def test_a_no_after_silence_is_the_first_and_silence_has_no_number(rig: Rig) -> None:
    lost(rig, kind="no_response", asked_why="not_yet", tries="2")
    name(rig, KNOWN)
    assert not any_number_shown(rig)
    finish(rig)
    name(rig, KNOWN)
    assert number_shown(rig, 2)
    rig.ana.fill({"kind-buying": "no_response"})
    assert not any_number_shown(rig)


def test_noes_from_before_they_came_back_are_not_counted(rig: Rig) -> None:
    lost(rig, kind="no_fit")
    rig.clock.move(days=1)
    rig.ana.press(REOPEN, card(rig.ana, rig.deals()[0]))
    rig.ana.fill({"on": "2026-11-10"})
    assert rig.ana.submit().action == "closed"
    rig.clock.move(days=1)
    name(rig, KNOWN)
    assert not any_number_shown(rig)
    finish(rig)
    name(rig, KNOWN)
    assert number_shown(rig, 2)
