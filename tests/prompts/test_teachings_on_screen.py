"""Each teaching is spoken by a line that reaches a screen, at the moment it helps."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from coaching.deal import LostDeal
from coaching.debrief import AskedWhy, Door, FirstNo, Worth
from coaching.history import History
from coaching.kinds import Kind, Stage, kinds_at
from coaching.plan import Opening, Plan, Variant, Verdict, Why
from coaching.verdict import may_choose, overrule
from prompts import advice
from prompts.nudge_message import nudge
from prompts.playbook_files import shipped_file
from prompts.verdict_screen import verdict_screen
from tests.coaching.cases import NAMED_DAY, TODAY, WEEK, answers, judged, policy
from tests.prompts.examples import LISBON, deal, playbook, said_plainly
from tests.stories.scenes import words_on

TEACHINGS = [f"T{number}" for number in range(1, 18)]
CITED = re.compile(r'^(\w+) = "(.*)"  # ((?:T\d+ ?)+)$', re.MULTILINE)
TOLD: list[dict[str, Any]] = [
    {},
    *({"first_no": given} for given in FirstNo),
    *({"worth": given} for given in Worth),
    *({"door": given} for given in Door),
    *({"asked_why": given} for given in (AskedWhy.DODGED, AskedWhy.NOT_YET)),
    {"callback_on": NAMED_DAY},
    {"tries": 4},
    {"tries": 7},
]
Shown = tuple[Kind, Verdict, Variant | None]


def asked(kind: Kind) -> Iterator[dict[str, Any]]:
    """What one may answer to this kind's debrief."""
    for given in TOLD:
        silent = kind is Kind.NO_RESPONSE
        if not (given.keys() & ({"door", "asked_why"} if silent else {"tries"})):
            yield given


def plans(kind: Kind) -> Iterator[tuple[Plan, dict[str, Any]]]:
    """The coach's own plan for each, after three noes, and what the rep may choose in its place."""
    for given in asked(kind):
        if kind is Kind.UNKNOWN:
            given = {"asked_why": AskedWhy.DODGED} | given
        own = judged(kind, **given)
        yield from ((own, given), (judged(kind, counts=History(noes=3), **given), given))
        for verdict in may_choose(kind):
            yield overrule(own, verdict, answers(kind, **given), policy(), TODAY, WEEK), given


def under(plan: Plan, kind: Kind, given: dict[str, Any]) -> LostDeal:
    held = deal(plan)
    told = replace(held.debriefs[0], answers=answers(kind, **given))
    return replace(held, debriefs=(told,))


@cache
def screens() -> Mapping[Shown, set[str]]:
    """What stands on the verdict's screen and its nudge, by the words it is made of."""
    found: dict[Shown, set[str]] = defaultdict(set)
    for kind in Kind:
        for plan, given in plans(kind):
            held = under(plan, kind, given)
            shown = found[plan.kind, plan.verdict, plan.variant]
            shown.add(words_on(verdict_screen(held, plan, playbook(), LISBON, more=True)))
            if plan.due:
                opening = plan.opening or Opening.FOLLOW_UP
                shown.add(said_plainly(nudge(held, plan, 5, opening, playbook(), LISBON)))
    return found


def cited_lines() -> Iterator[tuple[str, str]]:
    """Each line of the messages that names teachings at its end."""
    for _, text, teachings in CITED.findall(shipped_file("messages.toml").read_text(encoding="utf-8")):
        yield text.replace('\\"', '"'), teachings


@pytest.mark.parametrize(("text", "teachings"), list(cited_lines()))
def test_a_line_that_names_a_teaching_reaches_a_screen(text: str, teachings: str) -> None:
    assert set(teachings.split()) <= set(TEACHINGS)
    assert any(text in screen for shown in screens().values() for screen in shown)


@pytest.mark.parametrize("teaching", TEACHINGS)
def test_a_teaching_is_spoken_by_words_that_the_coach_or_the_rep_comes_to(teaching: str) -> None:
    spoken = [shown for shown in screens() if shown[2] is not Variant.CLOSED and teaching in _rests_on(shown)]
    assert spoken
    for kind, verdict, variant in spoken:
        said = playbook().kinds[kind].of(verdict, variant)
        whole = [one.text for one in (*said.means, *said.before_next_time) if "{" not in one.text]
        seen = screens()[kind, verdict, variant]
        assert any(text in screen for text in whole for screen in seen), (kind, verdict)


def _rests_on(shown: Shown) -> list[str]:
    kind, verdict, variant = shown
    return playbook().kinds[kind].of(verdict, variant).rests_on


def said(plan: Plan, kind: Kind, **given: Any) -> str:
    return words_on(verdict_screen(under(plan, kind, given), plan, playbook(), LISBON, more=True))


def line(key: str) -> str:
    return playbook().words.say(key)


@pytest.mark.parametrize("kind", Kind, ids=str)
def test_a_no_that_came_at_the_very_end_brings_a_sentence_for_the_first_meeting(kind: Kind) -> None:
    late, plain = judged(kind, first_no=FirstNo.END), judged(kind)
    assert line("teachings.early_no") in said(late, kind, first_no=FirstNo.END)
    assert line("teachings.early_no") not in said(plain, kind)


@pytest.mark.parametrize("kind", [kind for kind in Kind if Verdict.ASK_WHY in may_choose(kind)], ids=str)
def test_asking_why_has_a_second_question(kind: Kind) -> None:
    plan = judged(kind, asked_why=AskedWhy.NOT_YET)
    assert line("teachings.what_it_takes") in said(plan, kind, asked_why=AskedWhy.NOT_YET)


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.NO_RESPONSE], ids=str)
def test_giving_up_an_open_door_is_not_met_with_silence(kind: Kind) -> None:
    given: dict[str, Any] = {"door": Door.OPEN}
    if kind is Kind.UNKNOWN:
        given |= {"asked_why": AskedWhy.DODGED}
    own = judged(kind, **given)
    for verdict, key in ((Verdict.NURTURE, "long_way_off"), (Verdict.LET_GO, "too_early")):
        plan = overrule(own, verdict, answers(kind, **given), policy(), TODAY, WEEK)
        given_up = verdict is Verdict.NURTURE or own.verdict is not Verdict.LET_GO
        assert (line(f"teachings.{key}") in said(plan, kind, **given)) == given_up


@pytest.mark.parametrize("kind", [kind for kind in kinds_at(Stage.FIRST) if kind is not Kind.NO_FIT], ids=str)
def test_a_first_contact_is_thanked_and_told_how_it_goes_on(kind: Kind) -> None:
    """T13; a prospect who never answered is owed no thanks."""
    said = playbook().kinds[kind].of(Verdict.FOLLOW_UP)
    ways = re.compile(r"call|email|phone|line|reach you|ask you|ask again", re.IGNORECASE)
    if kind not in (Kind.NO_RESPONSE, Kind.UNKNOWN):
        assert [one.text for one in said.say if "thanks" not in one.text.casefold()] == []
    assert [one.text for one in said.say if not ways.search(one.text)] == []


@pytest.mark.parametrize("verdict", [Verdict.NURTURE, Verdict.GO_BACK], ids=str)
@pytest.mark.parametrize("kind", Kind, ids=str)
def test_another_way_is_spoken_of_once(kind: Kind, verdict: Verdict) -> None:
    plan = overrule(judged(kind), verdict, answers(kind), policy(), TODAY, WEEK)
    shown = said(plan, kind)
    assert shown.count(line("reasons.another_way")) == (Why.ANOTHER_WAY in [one.why for one in plan.reasons])
    assert "smaller, later" not in advice.means(plan, under(plan, kind, {}), playbook(), LISBON)
