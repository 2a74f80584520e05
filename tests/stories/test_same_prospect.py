"""The same prospect again: names that look alike are asked about, and nobody else's are offered."""

import pytest

from coaching.deal import Status
from prompts.debrief_context import NEW_PROSPECT
from prompts.debrief_modal import BACK, Screen
from tests.rig import Rig
from tests.stories.prospects import KNOWN, answer, asked, finish, name, say
from tests.stories.scenes import lost, values_on, words_on


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


def test_somebody_else_s_deals_are_never_offered(rig: Rig) -> None:
    rig.debrief(rig.sam, KNOWN)
    rig.sam.close()
    name(rig, "Dana Reyes Acme")
    assert asked(rig) is None
