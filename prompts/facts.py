"""What is known about a lost deal and can be said to the prospect: days, months, and what the rep typed if it fits."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from itertools import cycle
from zoneinfo import ZoneInfo

from coaching.dates import local_date
from coaching.deal import LostDeal
from coaching.history import told_at
from coaching.kinds import Kind, Question
from coaching.plan import Opening, Plan, PlannedDate, Variant, Verdict, Why
from prompts.words import Words

LONGEST = 40
"""Characters of a typed answer that still fit into a sentence."""
_ON_THE_DAY = frozenset({Verdict.ASK_WHY, Verdict.GO_BACK})
"""Verdicts whose words are for the day of the nudge."""
_SOON, _FAR = 21, 300
"""Days: a month that is nearer is not named, one that is further is named with its year."""
_NEAR = 4
"""Days between the day they named and the plan's: a day off, or a rep who moved it a little, changes nothing."""
_NOTHING_TO_SAY = frozenset({Opening.DID_THEY_ANSWER, Opening.STILL_TALKING, Opening.RECOMMENDED})
"""Nudges without a suggested message."""
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
    """Days as they are spoken of on the day `on`.

    Before the plan's own day, that is what is promised where they named a day that it moved from.
    """
    answers = deal.answers
    if answers.callback_on and plan.due and _keeps(plan.due, answers.callback_on):
        call = plan.due.on if on < plan.due.on else answers.callback_on
        yield "date", words.spoken("spoken_day", call, _far(call, on))
    if (on - no_on).days >= _SOON:
        yield "month", words.spoken("month", no_on, _far(on, no_on))
    if plan.due and (plan.due.on - on).days >= _SOON:
        yield "next_month", words.spoken("month", plan.due.on, _far(plan.due.on, on))
    for name, day in (("contract_month", answers.contract_end), ("budget_month", answers.budget_on)):
        if day and day > on:
            yield name, words.spoken("month", day, _far(day, on))


def _keeps(due: PlannedDate, named: date) -> bool:
    """Whether the plan is still for the day they named."""
    return due.rule.why is Why.NAMED or abs((due.on - named).days) <= _NEAR


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
    if turn(deal, plan) % 2:
        # By turns, so that no two nudges in a row send the same.
        yield "again", ""


def turn(deal: LostDeal, plan: Plan) -> int:
    """How many earlier plans with the same words a nudge has asked about."""
    asked = {nudged.plan_id for nudged in deal.nudges if nudged.opening not in _NOTHING_TO_SAY}
    current = next((one.id for one in reversed(deal.plans) if one.plan == plan), None)
    before = [one for one in deal.plans if one.id in asked and (current is None or one.id < current)]
    return sum(_said(one.plan) == _said(plan) for one in before)


def _said(plan: Plan) -> tuple[Kind, Verdict, Variant | None]:
    """Whose words a nudge says: a last look has no verdict that asks, and says those of following up."""
    verdict = Verdict.FOLLOW_UP if plan.verdict is Verdict.LET_GO else plan.verdict
    return plan.kind, verdict, plan.variant


def fragment(text: str, question: Question, words: Words) -> str | None:
    """The answer as it stands inside a sentence said to the prospect; None where it would not read well there."""
    said = _PART.sub("", text) if question in _FIRST_PART else text
    parts = said.split()
    if not parts or "\n" in text.strip() or _UNFIT.search(said) or len(said) > LONGEST:
        return None
    folded = [part.strip(",").casefold() for part in parts]
    your = _yours(words)
    if set(folded) & _listed("third_person", words) or folded[-1] in your:
        return None
    if question in _NAMES and (
        folded[0] in _listed("no_name", words) or set(folded) & _listed("in_house", words)
    ):
        return None
    spoken = [your.get(one, part) for one, part in zip(folded, parts, strict=True)]
    if folded[0] in _listed("small_words", words):
        spoken[0] = spoken[0].casefold()
    return " ".join(spoken)


def _yours(words: Words) -> Mapping[str, str]:
    """What becomes of "their" when it is said to them, by each of its forms."""
    their, your = (words.texts[f"formats.{key}"].split() for key in ("their", "your"))
    return dict(zip(their, cycle(your), strict=False))


def _listed(key: str, words: Words) -> set[str]:
    return set(words.texts[f"formats.{key}"].split())


def _far(day: date, other: date) -> bool:
    return abs((day - other).days) > _FAR
