"""In no language has a screen more words than a rep reads at a glance, whatever the kind, the verdict and the day."""

from dataclasses import replace

import pytest

from coaching.asked_again import Quote
from coaching.kinds import Kind
from coaching.plan import Opening, Why
from prompts.deal_card import card
from prompts.glance import CARD, NUDGE, at_a_glance
from prompts.nudge_message import nudge
from prompts.playbook import Playbook
from prompts.verdict_screen import WHY, verdict_screen
from tests.prompts.at_a_glance import VERDICT, Glance, before, closed, glances, won, words_in
from tests.prompts.examples import ASKED, LISBON
from tests.words import shipped_library, shipped_playbook

_SUGGESTION = "rich_text_preformatted"
_LATER = (Why.SNOOZED, Why.REP_CHOSE, Why.DAYS, Why.WORKING_DAYS, Why.TEAM_DAYS, Why.TEAM_WORKING_DAYS)
"""Rules that the day of a later nudge can have."""


@pytest.fixture(params=sorted(shipped_library().phrasebooks))
def spoken(request: pytest.FixtureRequest) -> Playbook:
    return Playbook(shipped_library().phrasebooks[request.param], shipped_playbook().policy)


def test_a_verdict_has_at_most_its_words(spoken: Playbook) -> None:
    shown = {one.about: verdict_screen(one.deal, one.plan, spoken, LISBON) for one in glances(spoken)}
    shut = closed(spoken)
    shown["a closed door"] = verdict_screen(shut, shut.plan, spoken, LISBON)
    found = {about: words_in(before(view["blocks"], WHY)) for about, view in shown.items()}
    assert {about: words for about, words in found.items() if words > VERDICT} == {}


def test_a_card_has_at_most_its_words(spoken: Playbook) -> None:
    found = {one.about: words_in(card(one.deal, spoken, LISBON)["blocks"]) for one in glances(spoken)}
    found |= {
        "a closed door": words_in(card(closed(spoken), spoken, LISBON)["blocks"]),
        "a win": words_in(card(won(spoken), spoken, LISBON)["blocks"]),
    }
    assert {about: words for about, words in found.items() if words > CARD} == {}


def test_a_nudge_has_at_most_its_words_before_what_to_say(spoken: Playbook) -> None:
    """The first for a deal, and every later one, by any rule that its day can have."""
    found = {}
    for one in glances(spoken):
        if first := one.plan.opening:
            found[one.about] = nudge_words(one, first, spoken)
    for one in later(spoken):
        found |= {f"{one.about}, {asks}": nudge_words(one, asks, spoken) for asks in ASKED}
    assert {about: words for about, words in found.items() if words > NUDGE} == {}


def later(spoken: Playbook) -> list[Glance]:
    """One deal of each kind, for each rule of a later day."""
    one_of_each = {one.plan.kind: one for one in glances(spoken) if one.plan.due}
    return [one.under(why) for one in one_of_each.values() for why in _LATER]


def nudge_words(one: Glance, opening: Opening, spoken: Playbook) -> int:
    """Up to the suggested message; where there is none, up to what the rep noted."""
    blocks = nudge(one.deal, one.plan, 5, opening, spoken, LISBON)["blocks"]
    return words_in(before(before(blocks, _SUGGESTION), spoken.words.texts["noted.title"]))


def test_their_words_take_what_is_left_and_never_less_than_six() -> None:
    said = "one two three four five six seven eight nine ten"
    assert at_a_glance(said, 20, 12, ["a b"]) == said
    assert at_a_glance(said, 20, 12, ["a b", "c"]) == "one two three four five six seven eight nine…"
    assert at_a_glance(said, 7, 12, []) == "one two three four five six seven…"
    assert at_a_glance(said, 20, 12, ["a " * 11]) == "one two three four five six…"


def test_what_a_team_s_numbers_say_leaves_room_for_their_words(spoken: Playbook) -> None:
    told = replace(spoken, quotes=dict.fromkeys(Kind, Quote(asked=11, came_back=4, most="quarter")))
    found = {
        one.about: nudge_words(one, opening, told)
        for one in glances(told)
        if (opening := one.plan.opening) in (Opening.FOLLOW_UP, Opening.GO_BACK) and "no day" in one.about
    }
    assert found
    assert {about: words for about, words in found.items() if words > NUDGE} == {}
