"""The script promises the day on which a nudge comes, also where the day they named moved."""

from dataclasses import replace
from datetime import date

import pytest

from coaching.dates import WorkWeek
from coaching.plan import Reason, Verdict, Why, settle
from prompts import advice
from prompts.facts import facts, is_for_the_day
from prompts.playbook import Playbook
from tests.prompts.at_a_glance import NAMED, TODAY, WEEK, Glance, glances
from tests.prompts.examples import LISBON
from tests.words import shipped_library, shipped_playbook

MOVED = {
    "Whit Monday": "18 May",
    "a Saturday before a holiday": "18 May",
    "the turn of the year": "4 January",
}
"""The day of the plan, by what the named one is."""
_CALLS = 5
"""Scripts that say when the rep calls: others speak of a contract's or a budget's month, which are known here."""


def named(about: str, spoken: Playbook) -> list[Glance]:
    """Deals whose next day is the one they named."""
    found = [one for one in glances(spoken) if one.about.endswith(about)]
    return [one for one in found if one.plan.due and one.plan.due.rule.why is Why.NAMED]


def followed_up(about: str) -> Glance:
    return next(one for one in named(about, shipped_playbook()) if one.plan.verdict is Verdict.FOLLOW_UP)


@pytest.mark.parametrize("about", MOVED)
@pytest.mark.parametrize("language", sorted(shipped_library().phrasebooks))
def test_no_script_promises_a_day_on_which_nothing_comes(language: str, about: str) -> None:
    spoken = Playbook(shipped_library().phrasebooks[language], shipped_playbook().policy)
    promised = 0
    for one in named(about, spoken):
        due, on = one.plan.due, NAMED[about]
        assert due
        assert on
        assert due.on != on
        script = advice.script(one.plan, one.deal, spoken, LISBON)
        assert spoken.words.spoken("spoken_day", on, False) not in script, one.about
        promised += spoken.words.spoken("spoken_day", due.on, False) in script
    assert promised == _CALLS


@pytest.mark.parametrize("about", MOVED)
def test_on_the_day_itself_the_one_they_named_is_spoken_of(about: str) -> None:
    words, on = shipped_playbook().words, NAMED[about]
    assert on
    for one in named(about, shipped_playbook()):
        now = facts(one.deal, one.plan, words, LISBON, later=False)["date"]
        assert is_for_the_day(one.plan.verdict) or now == MOVED[about]
        then = facts(one.deal, one.plan, words, LISBON, later=True)["date"]
        assert then == words.spoken("spoken_day", on, False)


def test_a_day_that_was_moved_by_a_year_is_said_with_it() -> None:
    one = followed_up("the turn of the year")
    on = date(2027, 12, 31)
    due = settle(on, Reason(Why.NAMED, on=on), TODAY, WEEK)
    assert due.on == date(2028, 1, 3)
    given = replace(one.deal.answers, callback_on=on)
    held = replace(one.deal, debriefs=(replace(one.deal.debriefs[0], answers=given),))
    told = facts(held, replace(one.plan, due=due), shipped_playbook().words, LISBON, later=False)
    assert told["date"] == "3 January 2028"


def test_a_day_that_is_over_is_not_promised_again() -> None:
    """They named a day that has passed: the next working day is what comes."""
    one = followed_up("a working day")
    due = settle(TODAY, Reason(Why.NAMED, on=TODAY), TODAY, WorkWeek())
    given = replace(one.deal.answers, callback_on=TODAY)
    held = replace(one.deal, debriefs=(replace(one.deal.debriefs[0], answers=given),))
    told = facts(held, replace(one.plan, due=due), shipped_playbook().words, LISBON, later=False)
    assert told["date"] == "3 November"
