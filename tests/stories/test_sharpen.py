"""What sharpens a verdict, answer by answer, after it; and the card's edit, which changes one answer the same way."""

from coaching.deal import Source
from coaching.debrief import AskedWhy
from coaching.kinds import Kind, Stage
from coaching.plan import Verdict
from prompts.deal_card import EDIT
from prompts.debrief_modal import Screen
from prompts.one_answer import ALL, ANSWER, BACK, OPEN
from prompts.one_answer import EDIT as EDIT_LIST
from prompts.verdict_screen import VERDICT
from tests.rig import Rig
from tests.stories.quick import to_verdict
from tests.stories.replicas import two_replicas
from tests.stories.scenes import actions_on, card, choose, lost, values_on, words_on


def test_one_more_answer_moves_the_date_and_says_so(some_quick: Rig) -> None:
    to_verdict(some_quick, stage="buying")
    before = some_quick.deals()[0].plan.due
    assert f"{OPEN}_callback_on" in actions_on(some_quick.ana.view or {})
    some_quick.ana.press(f"{OPEN}_callback_on")
    assert (some_quick.ana.view or {})["callback_id"] == ANSWER
    some_quick.ana.fill({"callback_on": "2027-05-03"})
    assert some_quick.ana.submit().action == "updated"
    (deal,) = some_quick.deals()
    assert before is not None
    assert deal.plan.due is not None
    assert deal.debriefs[-1].source is Source.EDIT
    say = some_quick.playbook.words
    line = say.say("sharpen.date_moved", before=say.day(before.on), after=say.day(deal.plan.due.on), rule="")
    assert line.strip() in words_on(some_quick.ana.view)
    assert f"{OPEN}_callback_on" not in actions_on(some_quick.ana.view or {})
    assert say.day(deal.plan.due.on) in words_on(card(some_quick.ana, deal))


def test_a_lesson_changes_neither_verdict_nor_date(some_quick: Rig) -> None:
    to_verdict(some_quick, stage="buying")
    plan = some_quick.deals()[0].plans[-1]
    some_quick.ana.press(f"{OPEN}_lesson")
    some_quick.ana.fill({"lesson": "Ask sooner"})
    assert some_quick.ana.submit().action == "updated"
    (deal,) = some_quick.deals()
    assert (deal.answers.lesson, deal.plans[-1]) == ("Ask sooner", plan)
    assert some_quick.playbook.words.say("sharpen.same") in words_on(some_quick.ana.view)


def test_a_value_is_told_as_people_write_it_or_refused_at_its_field(some_quick: Rig) -> None:
    to_verdict(some_quick, stage="buying")
    plan = some_quick.deals()[0].plans[-1]
    some_quick.ana.press(f"{OPEN}_value")
    some_quick.ana.fill({"value": "a lot"})
    assert set(some_quick.ana.submit().errors) == {"value"}
    some_quick.ana.fill({"value": "12k"})
    assert some_quick.ana.submit().action == "updated"
    (deal,) = some_quick.deals()
    assert deal.answers.value == 12_000
    assert deal.plans[-1] == plan


def test_the_lesson_of_the_last_such_no_stands_where_this_one_s_is_asked(some_quick: Rig) -> None:
    for name, lesson in (("Dana Reyes", "Ask who signs"), ("Tomas Lind", "")):
        to_verdict(some_quick, name=name, stage="buying")
        some_quick.ana.press(f"{OPEN}_lesson")
        assert ("Ask who signs" in words_on(some_quick.ana.view)) == (not lesson)
        some_quick.ana.fill({"lesson": lesson or "Ask when"})
        some_quick.ana.submit()
        some_quick.ana.close(all=True)


def test_back_leads_to_the_verdict_and_a_wrong_day_is_refused_at_its_field(some_quick: Rig) -> None:
    to_verdict(some_quick, stage="buying")
    some_quick.ana.press(f"{OPEN}_callback_on")
    some_quick.ana.fill({"callback_on": "2026-01-01"})
    assert set(some_quick.ana.submit().errors) == {"callback_on"}
    some_quick.ana.press(BACK)
    assert (some_quick.ana.view or {})["callback_id"] == VERDICT
    assert len(some_quick.deals()[0].debriefs) == 1


def test_saying_that_why_was_not_asked_makes_it_the_first_thing_to_do(some_quick: Rig) -> None:
    to_verdict(some_quick, stage="buying")
    some_quick.ana.press(f"{OPEN}_asked_why")
    some_quick.ana.fill({"asked_why": "not_yet"})
    assert some_quick.ana.submit().action == "updated"
    (deal,) = some_quick.deals()
    assert (deal.answers.asked_why, deal.plan.verdict) == (AskedWhy.NOT_YET, Verdict.ASK_WHY)


def test_the_card_s_edit_changes_one_answer(quick: Rig) -> None:
    to_verdict(quick, stage="buying")
    quick.ana.close()
    (deal,) = quick.deals()
    choose(quick.ana, EDIT, card(quick.ana, deal))
    assert (quick.ana.view or {})["callback_id"] == EDIT_LIST
    quick.ana.press(f"{OPEN}_kind")
    quick.ana.fill({"kind-any": "no_value"})
    assert quick.ana.submit().action == "updated"
    (deal,) = quick.deals()
    assert (deal.answers.kind, deal.answers.stage) == (Kind.NO_VALUE, Stage.BUYING)


def test_the_card_s_edit_leads_to_all_answers(some_quick: Rig) -> None:
    to_verdict(some_quick, stage="buying", asked_why="told")
    some_quick.ana.close()
    choose(some_quick.ana, EDIT, card(some_quick.ana, some_quick.deals()[0]))
    some_quick.ana.press(ALL)
    assert (some_quick.ana.view or {})["callback_id"] == Screen.WHO
    assert values_on(some_quick.ana.view)["asked_why"] == "told"


def test_what_is_sent_twice_is_stored_once(quick: Rig) -> None:
    with two_replicas(quick):
        to_verdict(quick, stage="buying")
        for name, given in (("callback_on", "2027-05-03"), ("lesson", "Ask sooner")):
            quick.ana.press(f"{OPEN}_{name}")
            quick.ana.fill({name: given})
            assert quick.ana.submit().action == "updated"
    (deal,) = quick.deals()
    assert len(deal.debriefs) == 3
    assert len(deal.plans) == 2


def test_an_edit_of_a_deal_in_full_still_walks_the_screens(rig: Rig) -> None:
    lost(rig)
    choose(rig.ana, EDIT, card(rig.ana, rig.deals()[0]))
    assert (rig.ana.view or {})["callback_id"] == Screen.WHO
