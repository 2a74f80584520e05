"""Every way into a debrief: shortcuts, Home's button, a message's words and the guesses they lead to, commands."""

from typing import Any

import pytest

from coaching.debrief import TEXT_LIMIT
from coaching.kinds import Kind, Stage, kinds_at
from handlers.listeners.debrief_entry import DEBRIEF, GOT_A_NO
from prompts.debrief_modal import Screen
from prompts.home import DEBRIEF as HOME_BUTTON
from tests.rig import Rig
from tests.stories.scenes import told, values_on, words_on


def offered(view: dict[str, Any] | None) -> list[str]:
    """The kinds of no on the second screen, in the order shown."""
    assert view is not None
    (block,) = (b for b in view["blocks"] if b["type"] == "input" and b["block_id"].startswith("kind-"))
    return [option["value"] for option in block["element"]["options"]]


def to_kinds(rig: Rig, words: str, stage: str = "buying") -> dict[str, Any]:
    """The second screen, after these words."""
    rig.ana.command("/gotano", "Acme")
    rig.ana.fill({"stage": stage, "asked_why": "told", "words": words})
    assert rig.ana.submit().action == "updated"
    assert rig.ana.view is not None
    return rig.ana.view


def test_the_global_shortcut_opens_an_empty_first_screen(rig: Rig) -> None:
    assert rig.ana.shortcut(DEBRIEF).ok
    assert rig.ana.view is not None
    assert rig.ana.view["callback_id"] == Screen.WHO
    assert not any(values_on(rig.ana.view).values())


def test_home_s_button_opens_an_empty_first_screen(rig: Rig) -> None:
    rig.ana.open_home()
    rig.ana.press(HOME_BUTTON, "home")
    assert rig.ana.view is not None
    assert rig.ana.view["callback_id"] == Screen.WHO
    assert not any(values_on(rig.ana.view).values())


@pytest.mark.parametrize(
    "words",
    [
        "Not this year.",
        'R&D <said> no & "why" it\'s so > that',
        "&amp; is what they typed, and &copy; too",
        "*Never* _again_ ~please~",
        "two\nlines",
    ],
)
def test_the_message_becomes_their_words_as_they_were_typed(rig: Rig, words: str) -> None:
    rig.sam.say(words, "C0LESSONS")
    (message,) = rig.ana.messages("C0LESSONS")
    assert rig.ana.shortcut(GOT_A_NO, message).ok
    assert values_on(rig.ana.view)["words"] == words
    assert not values_on(rig.ana.view)["prospect"]


@pytest.mark.parametrize(("length", "says_so"), [(TEXT_LIMIT, False), (TEXT_LIMIT + 1, True), (9000, True)])
def test_a_message_is_cut_at_3000_characters_and_says_so(rig: Rig, length: int, says_so: bool) -> None:
    said = "&" * length
    rig.sam.say(said, "C0LESSONS")
    rig.ana.shortcut(GOT_A_NO, rig.ana.messages("C0LESSONS")[0])
    assert values_on(rig.ana.view)["words"] == said[:TEXT_LIMIT]
    assert (rig.playbook.words.say("draft.cut") in words_on(rig.ana.view)) is says_so


@pytest.mark.parametrize("empty", ["", "   \n "])
def test_a_message_without_words_leaves_the_field_empty(rig: Rig, empty: str) -> None:
    rig.sam.say(empty, "C0LESSONS")
    assert rig.ana.shortcut(GOT_A_NO, rig.ana.messages("C0LESSONS")[0]).ok
    assert values_on(rig.ana.view)["words"] is None


def test_a_message_goes_all_the_way_to_a_verdict(rig: Rig) -> None:
    rig.sam.say("Not this year, R&D is frozen", "C0LESSONS")
    rig.ana.shortcut(GOT_A_NO, rig.ana.messages("C0LESSONS")[0])
    rig.ana.fill({"prospect": "Acme", "stage": "buying", "asked_why": "told"})
    rig.ana.submit()
    rig.ana.fill({"kind-buying": "no_budget", "door": "ajar"})
    rig.ana.submit()
    assert rig.ana.submit().action == "updated"
    assert rig.deals()[0].answers.words == "Not this year, R&D is frozen"
    assert len(rig.sam.messages("C0LESSONS")) == 1, "nothing is written where the message came from"


@pytest.mark.parametrize(
    ("words", "likely"),
    [
        ("There is no budget, it is frozen until spring.", {Kind.NO_BUDGET}),
        ("We went with somebody cheaper.", {Kind.CHOSE_COMPETITOR, Kind.NO_VALUE}),
        ("NOT RIGHT NOW, call me in a few months", {Kind.NOT_NOW}),
        ("We can’t afford it", {Kind.NO_BUDGET}),
    ],
)
def test_the_kinds_their_words_point_to_stand_first(rig: Rig, words: str, likely: set[Kind]) -> None:
    view = to_kinds(rig, words)
    first = offered(view)[: len(likely)]
    assert set(first) == {str(kind) for kind in likely}
    assert sorted(offered(view)) == sorted(kinds_at(Stage.BUYING)), "none is left out, none comes twice"


def test_a_guess_names_the_words_it_rests_on_and_says_it_is_a_guess(rig: Rig) -> None:
    view = to_kinds(rig, "Honestly, the budget is frozen.")
    shown = words_on(view)
    assert '"budget' in shown
    assert 'frozen"' in shown
    assert rig.playbook.kinds[Kind.NO_BUDGET].label in shown
    assert rig.playbook.words.say("guess.honest") in shown


def test_a_guess_is_never_chosen_for_the_rep(rig: Rig) -> None:
    view = to_kinds(rig, "There is no budget, it is frozen.")
    assert values_on(view)["kind"] is None
    rig.ana.fill({"door": "ajar"})
    assert set(rig.ana.submit().errors) == {"kind-buying"}


@pytest.mark.parametrize("words", ["Hmm.", "budgetary notnow", "unaffordable"])
def test_words_that_point_nowhere_bring_no_guess(rig: Rig, words: str) -> None:
    view = to_kinds(rig, words)
    assert rig.playbook.words.say("guess.title") not in words_on(view)
    assert offered(view) == list(kinds_at(Stage.BUYING))


@pytest.mark.parametrize("stage", Stage, ids=str)
def test_only_kinds_of_the_stage_are_guessed(rig: Rig, stage: Stage) -> None:
    view = to_kinds(rig, "We don't need it, we never felt understood, and it is far too expensive.", stage)
    assert sorted(offered(view)) == sorted(kinds_at(stage))
    others = {rig.playbook.kinds[kind].label for kind in set(Kind) - set(kinds_at(stage))}
    assert not any(f'{label} ("' in words_on(view) for label in others)


def test_at_most_two_kinds_are_guessed(rig: Rig) -> None:
    view = to_kinds(rig, "No budget left, and the boss has to decide anyway, not right now.")
    guessed = [kind for kind in Kind if f'{rig.playbook.kinds[kind].label} ("' in words_on(view)]
    assert len(guessed) == 2


def test_the_guess_follows_the_words_when_they_are_changed(rig: Rig) -> None:
    to_kinds(rig, "There is no budget.")
    rig.ana.press("debrief_back")
    rig.ana.fill({"words": "We signed with somebody else."})
    rig.ana.submit()
    assert offered(rig.ana.view)[0] == Kind.CHOSE_COMPETITOR


@pytest.mark.parametrize(
    ("typed", "prospect"),
    [
        ("new help", "help"),
        ("new LIST", "LIST"),
        ("NEW   settings", "settings"),
        ("new New Relic", "New Relic"),
        ("helping hands", "helping hands"),
        ("newton", "newton"),
    ],
)
def test_new_lets_a_prospect_be_called_like_a_subcommand(rig: Rig, typed: str, prospect: str) -> None:
    rig.ana.command("/gotano", typed)
    assert values_on(rig.ana.view)["prospect"] == prospect
    assert told(rig.ana) == []


@pytest.mark.parametrize(
    ("typed", "prospect"),
    [
        ("new Acme", "Acme"),
        ("new help", "help"),
        ("NEW list", "list"),
        ("New Relic", "New Relic"),
        ("new", "new"),
    ],
)
def test_new_goes_before_a_name_and_is_not_taken_from_one(rig: Rig, typed: str, prospect: str) -> None:
    rig.ana.command("/gotano", typed)
    assert rig.ana.view is not None
    [field] = [block for block in rig.ana.view["blocks"] if block["block_id"] == "prospect"]
    assert field["element"]["initial_value"] == prospect
