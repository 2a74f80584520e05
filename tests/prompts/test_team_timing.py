"""What the cases suggest, on the team's page: a number that can be taken, or advice that cannot."""

import pytest

from coaching.kinds import Kind
from coaching.timing.curve import Chance
from coaching.timing.suggestion import Suggestion
from prompts.blocks import Block
from prompts.team_timing import TAKE, TeamTiming, timing_told
from tests.prompts.spoken import playbook_in
from tests.stories.scenes import actions_on, words_on

NOW, BEST = Chance(0.02, 0.01, 0.04), Chance(0.03, 0.01, 0.05)
TITLES = {
    "en": ("A number to change: ", "Perhaps no longer worth asking: "),
    "de": ("Eine Zahl, die sich ändern ließe: ", "Nachfragen lohnt sich hier wohl nicht mehr: "),
    "es": ("Un número que se podría cambiar: ", "Quizá ya no valga la pena preguntar: "),
}


def shown(instead: int | None, language: str) -> dict[str, list[Block]]:
    """To whoever looks after the playbook, a suggestion and nothing else."""
    one = Suggestion(Kind.NO_VALUE, "go_back_days", 30, instead, 60, 1, NOW, BEST, 0.97)
    told = TeamTiming(suggested=[one], kept_by="U0ANA", is_mine=True)
    return {"blocks": timing_told(told, playbook_in(language))}


@pytest.mark.parametrize("language", TITLES)
def test_a_number_is_titled_as_one_and_can_be_taken(language: str) -> None:
    number, advice = TITLES[language]
    told = shown(21, language)
    assert number in words_on(told)
    assert advice not in words_on(told)
    assert TAKE in actions_on(told)


@pytest.mark.parametrize("language", TITLES)
def test_letting_go_is_titled_as_advice_and_has_nothing_to_take(language: str) -> None:
    number, advice = TITLES[language]
    told = shown(None, language)
    assert advice in words_on(told)
    assert number not in words_on(told)
    assert TAKE not in actions_on(told)
