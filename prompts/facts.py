"""What is known about a lost deal and can be said to the prospect: days, months, and what the rep typed if it fits."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from coaching.dates import local_date
from coaching.deal import LostDeal
from coaching.history import told_at
from coaching.kinds import Question
from coaching.plan import Plan, Verdict, Why
from prompts.words import Words

LONGEST = 40
"""Characters of a typed answer that still fit into a sentence."""
_ON_THE_DAY = frozenset({Verdict.ASK_WHY, Verdict.GO_BACK})
"""Verdicts whose words are for the day of the nudge."""
_SOON, _FAR = 21, 300
"""Days: a month that is nearer is not named, one that is further is named with its year."""
_NAMES = frozenset({Question.WITH_WHOM, Question.COMPETITOR})
"""Answers that stand in a sentence only where they are a name."""
_FIRST_PART = frozenset({*_NAMES, Question.WHO_ELSE, Question.WHO_IS, Question.WHO_CAN})
"""Answers that begin with a name and may go on to explain it."""
_PART = re.compile(r"\s*(?:[;,(–—]|\s-\s).*", re.DOTALL)
_UNFIT = re.compile(r"[.?!:;\[\]{}<>\"\n\r]")


def is_for_the_day(verdict: Verdict) -> bool:
    """Whether what to say is for the day of the nudge and not for now."""
    return verdict in _ON_THE_DAY


def facts(deal: LostDeal, plan: Plan, words: Words, zone: ZoneInfo, later: bool) -> Mapping[str, str]:
    """Each fact's words; `later` for what is said on the day of the nudge."""
    no_on, on = local_date(told_at(deal), zone), local_date(_planned_at(deal, plan), zone)
    if plan.due and (later or is_for_the_day(plan.verdict)):
        on = plan.due.on
    days, signs = _days(deal, plan, no_on, on, words), _signs(deal, plan, words)
    return {**dict(days), **dict(_typed(deal, words)), **dict(signs)}


def _planned_at(deal: LostDeal, plan: Plan) -> datetime:
    """When the plan was made; one that is only looked at, when the latest was."""
    return next((one.at for one in reversed(deal.plans) if one.plan == plan), deal.plans[-1].at)


def _days(deal: LostDeal, plan: Plan, no_on: date, on: date, words: Words) -> Iterator[tuple[str, str]]:
    """Days as they are spoken of on the day `on`."""
    answers = deal.answers
    named = plan.due is not None and plan.due.rule.why is Why.NAMED
    if named and answers.callback_on:
        yield "date", words.spoken("spoken_day", answers.callback_on, _far(answers.callback_on, on))
    if (on - no_on).days >= _SOON:
        yield "month", words.spoken("month", no_on, _far(on, no_on))
    if plan.due and (plan.due.on - on).days >= _SOON:
        yield "next_month", words.spoken("month", plan.due.on, _far(plan.due.on, on))
    for name, day in (("contract_month", answers.contract_end), ("budget_month", answers.budget_on)):
        if day and day > on:
            yield name, words.spoken("month", day, _far(day, on))


def _typed(deal: LostDeal, words: Words) -> Iterator[tuple[str, str]]:
    answers = deal.answers
    typed = {**answers.notes, Question.CONDITION: answers.condition}
    for question, text in typed.items():
        if text and (fits := fragment(text, question, words)):
            yield str(question), fits


def _signs(deal: LostDeal, plan: Plan, words: Words) -> Iterator[tuple[str, str]]:
    answers = deal.answers
    if answers.better_terms is not None:
        yield ("better_terms" if answers.better_terms else "same_terms"), ""
    told = " ".join(answers.notes.get(question, "") for question in _NAMES).casefold()
    if set(re.findall(r"[\w-]+", told)) & _listed("in_house", words):
        yield "in_house", ""
    if answers.condition:
        yield "told_condition", ""
    if turn(deal, plan):
        yield "again", ""


def turn(deal: LostDeal, plan: Plan) -> int:
    """How many earlier plans with the same words a nudge has asked about."""
    asked = {nudged.plan_id for nudged in deal.nudges}
    current = next((one.id for one in reversed(deal.plans) if one.plan == plan), None)
    words = (plan.kind, plan.verdict, plan.variant)
    before = [one for one in deal.plans if one.id in asked and (current is None or one.id < current)]
    return sum((one.plan.kind, one.plan.verdict, one.plan.variant) == words for one in before)


def fragment(text: str, question: Question, words: Words) -> str | None:
    """The answer as it stands inside a sentence said to the prospect; None where it would not read well there."""
    said = _PART.sub("", text) if question in _FIRST_PART else text
    parts = said.split()
    if not parts or "\n" in text.strip() or _UNFIT.search(said) or len(said) > LONGEST:
        return None
    folded = [part.strip(",").casefold() for part in parts]
    their = _listed("their", words)
    if set(folded) & _listed("third_person", words) or folded[-1] in their:
        return None
    if question in _NAMES and (
        folded[0] in _listed("no_name", words) or set(folded) & _listed("in_house", words)
    ):
        return None
    your = words.texts["formats.your"]
    spoken = [your if one in their else part for one, part in zip(folded, parts, strict=True)]
    if folded[0] in _listed("small_words", words):
        spoken[0] = spoken[0].casefold()
    return " ".join(spoken)


def _listed(key: str, words: Words) -> set[str]:
    return set(words.texts[f"formats.{key}"].split())


def _far(day: date, other: date) -> bool:
    return abs((day - other).days) > _FAR
