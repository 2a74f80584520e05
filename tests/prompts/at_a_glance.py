"""What a rep reads at a glance: deals as they stand after a real judgement, and the words that a surface shows."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from coaching.dates import WorkWeek
from coaching.deal import Debriefed, LostDeal, Nudged, Planned, Source
from coaching.debrief import Answers, Door, Worth
from coaching.history import History
from coaching.kinds import KINDS, Kind, Question
from coaching.plan import Opening, Plan, Reason, Variant, Verdict, Why
from coaching.verdict import judge, may_choose, overrule
from prompts.playbook import Playbook
from prompts.public_holidays import kept_holidays
from tests.prompts.examples import LISBON, PLAIN, draft

VERDICT = 110
"""Words that a verdict's screen may have before *more*."""
SAID = (
    "We like what you showed us, honestly, but with the move to the new offices and two people leaving there is "
    "nobody left who could take this on before the summer, so for now it has to be a no."
)
TODAY = date(2026, 11, 2)
"""A Monday."""
NOW = datetime.combine(TODAY, time(9), UTC)
WEEK = WorkWeek(holidays=kept_holidays("DE", None, "Europe/Berlin"))
NAMED = {
    "no day named": None,
    "a working day": date(2027, 5, 4),
    "Whit Monday": date(2027, 5, 17),
    "a Saturday before a holiday": date(2027, 5, 15),
    "the turn of the year": date(2026, 12, 28),
}
"""Days they can name, by what they are where WEEK is kept."""
_NOT_READ = frozenset({"button", "static_select", "overflow", "datepicker"})
"""What is pressed or chosen."""
_SHOWN = ("text", "label", "hint", "elements")


@dataclass(frozen=True)
class Glance:
    """A lost deal, and how it came to stand so."""

    deal: LostDeal
    about: str

    @property
    def plan(self) -> Plan:
        return self.deal.plan

    def under(self, why: Why) -> "Glance":
        """The same on the same day by another rule."""
        due = self.plan.due
        assert due
        plan = replace(self.plan, due=replace(due, rule=Reason(why, due.rule.on, count=90)))
        held = replace(self.deal, plans=(replace(self.deal.plans[0], plan=plan),))
        return Glance(held, f"{self.about}, {why}")


def glances(playbook: Playbook) -> Iterator[Glance]:
    """Every kind of no with every verdict, judged by the coach, for each sort of day that they can name."""
    for named, on in NAMED.items():
        for kind in Kind:
            answers = _answers(kind, on)
            for verdict in may_choose(kind):
                judged = judge(answers, History(), playbook.policy, TODAY, WEEK)
                plan = overrule(judged, verdict, answers, playbook.policy, TODAY, WEEK)
                yield Glance(_deal(answers, plan), f"{kind}: {verdict}, {named}")


def closed(playbook: Playbook) -> LostDeal:
    answers = replace(_answers(Kind.NOT_NOW, None), door=Door.CLOSED)
    held = _deal(answers, judge(answers, History(), playbook.policy, TODAY, WEEK))
    assert held.plan.variant is Variant.CLOSED
    return held


def won(playbook: Playbook) -> LostDeal:
    """Days later, with what made it."""
    held = next(glances(playbook)).deal
    return replace(held, won_back_at=NOW + timedelta(days=60), won_because=SAID)


def words_in(blocks: Iterable[Mapping[str, Any]]) -> int:
    """Words that stand there: what is pressed or chosen counts as none."""
    texts = [text for block in blocks for text in _texts(block)]
    return sum(bool(re.search(r"[^\W_]", word)) for text in texts for word in text.split())


def before(blocks: list[dict[str, Any]], mark: str) -> list[dict[str, Any]]:
    """The blocks above the first that has `mark` in it: an action's id, a part's type, a title."""
    return blocks[: next((place for place, block in enumerate(blocks) if mark in _marks(block)), len(blocks))]


def _answers(kind: Kind, named: date | None) -> Answers:
    """With words of theirs that are longer than any screen shows."""
    silent, asks = kind is Kind.NO_RESPONSE, KINDS[kind].questions
    given = replace(
        draft(kind, stage=sorted(KINDS[kind].stages)[-1]),
        words=SAID,
        callback_on=None if silent else named,
        contract_end=date(2027, 8, 17) if Question.CONTRACT_END in asks else None,
        budget_on=date(2027, 8, 17) if Question.BUDGET_ON in asks else None,
        tries=2 if silent else None,
    )
    return replace(given.answers(), worth=Worth.YES, first_no=None)


def _deal(answers: Answers, plan: Plan) -> LostDeal:
    at = datetime.combine(plan.due.on, time(9, 30), LISBON) if plan.due else None
    return LostDeal(
        *(7, "T0TEST", "U0ANA", PLAIN, NOW, (Debriefed(1, NOW, Source.DEBRIEF, answers),)),
        plans=(Planned(11, NOW, plan),),
        nudges=(Nudged(5, NOW, Opening.FOLLOW_UP),),
        let_go_at=NOW if plan.verdict is Verdict.LET_GO else None,
        next_nudge_at=at,
        asks_at=at,
    )


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, list):
        yield from (text for one in part for text in _texts(one))
    elif isinstance(part, dict) and part.get("type") not in _NOT_READ:
        for name in _SHOWN:
            shown = part.get(name)
            yield from [shown] if isinstance(shown, str) else _texts(shown)


def _marks(part: Any) -> set[str]:
    if isinstance(part, list):
        return {mark for one in part for mark in _marks(one)}
    if not isinstance(part, dict):
        return set()
    own = {str(part[name]) for name in ("action_id", "type", "text") if isinstance(part.get(name), str)}
    return own | _marks(part.get("elements"))
