"""A team of eight for the demo: a year of lost deals, and the numbers made of them. Nobody of them is in the Slack."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from coaching.deal import Reply, Source
from coaching.debrief import Answers, AskedWhy, Door, FirstNo
from coaching.kinds import Kind, Stage, kinds_at
from coaching.plan import Verdict
from coaching.verdict import may_choose, overrule
from handlers.deals.rep import meet_rep
from handlers.deals.work import Work, change
from handlers.delivery.team_weeks import make_team_weeks
from handlers.slack.context import Services
from storage.deal_record import DealRecord
from storage.deals import count_deals
from storage.owner import Owner
from storage.teams import count_in
from storage.undo import end_undo

REPS = tuple(f"U0TEAM{number}" for number in range(1, 9))
_DEALS, _YEAR = 24, 350
_KINDS = {
    Kind.NOT_NOW: 8,
    Kind.NO_BUDGET: 6,
    Kind.NO_VALUE: 5,
    Kind.CONTENT: 4,
    Kind.CHOSE_COMPETITOR: 3,
    Kind.NO_RESPONSE: 3,
    Kind.NO_NEED: 2,
}
"""How often each is heard, in proportion."""
_CAME_BACK = {Kind.NOT_NOW: 0.4, Kind.NO_BUDGET: 0.3, Kind.NO_VALUE: 0.25, Kind.NEVER_ASKED: 0.5}
_SELDOM = 0.08
_ASKS = (10, 25, 60, 85, 110, 150, 240)
"""Days after which somebody asks again."""


@dataclass(frozen=True)
class _Story:
    """One lost deal, told so many days ago."""

    days_ago: int
    answers: Answers
    overruled: bool
    won_after: int | None
    let_go: bool
    asked_after: tuple[int, ...] = ()
    """Days after which somebody asked again, in vain."""


def add_example_team(services: Services, team: str, viewer: str) -> int:
    """How many lost deals were added, none where they are there. `viewer` counts in with them, to see the numbers."""
    dice, lots = random.Random(8), random.Random(9)  # noqa: S311 -- the same example in every demo
    added = 0
    for rep in REPS:
        owner = Owner(team, rep)
        with change(services, owner) as work:
            if count_deals(work.session, team, rep):
                continue
            meet_rep(work.session, owner)
            count_in(work.session, owner, None, services.now())
            for number, story in enumerate(_stories(dice), 1):
                _tell(work, owner, f"Example {number}", story, lots.randrange(100))
                added += 1
    with change(services, Owner(team, viewer)) as work:
        meet_rep(work.session, work.owner)
        count_in(work.session, work.owner, None, services.now())
    make_team_weeks(services, lambda: False, lambda: None)
    return added


def _stories(dice: random.Random) -> Iterator[_Story]:
    for _ in range(_DEALS):
        kind = dice.choices([*_KINDS], [*_KINDS.values()])[0]
        stage = dice.choice([one for one in Stage if kind in kinds_at(one)])
        days_ago, won = dice.randrange(2, _YEAR), dice.random() < _CAME_BACK.get(kind, _SELDOM)
        answers = Answers(
            stage=stage,
            kind=kind,
            asked_why=dice.choices([*AskedWhy], [5, 2, 3])[0] if kind is not Kind.NO_RESPONSE else None,
            door=Door.AJAR if kind is not Kind.NO_RESPONSE else None,
            tries=2 if kind is Kind.NO_RESPONSE else None,
            first_no=dice.choice([*FirstNo, None]) if kind is not Kind.NO_RESPONSE else None,
        )
        after = min(days_ago, dice.choice([12, 25, 41, 55, 70, 85, 120, 200])) if won else None
        asked = tuple(day for day in sorted(dice.choices(_ASKS, k=2)) if day < (after or days_ago))
        yield _Story(days_ago, answers, dice.random() < 0.2, after, dice.random() < 0.3, asked)


def _tell(work: Work, owner: Owner, prospect: str, story: _Story, lot: int) -> None:
    """What is not over waits for nobody: a nudge for a rep who is not in the Slack would reach nobody.

    The `lot` is given: with others drawn each time, what may be shown of so small a team would differ, too.
    """
    at = work.now - timedelta(days=story.days_ago)
    record = DealRecord.start(work.session, owner, prospect, at)
    record.row.lot = lot
    record.add_debrief(story.answers, Source.DEBRIEF, at)
    plan = work.judge(record)
    if story.overruled:
        other = Verdict.LET_GO if plan.verdict is not Verdict.LET_GO else Verdict.FOLLOW_UP
        if other in may_choose(story.answers.kind):
            situation = work.situation(record)
            plan = overrule(plan, other, story.answers, situation.policy, work.today, situation.week)
    work.adopt(record, plan)
    for days in story.asked_after:
        asked = record.add_reply(Reply.NO_ANSWER, at + timedelta(days=days), None)
        # There is no message from which an Undo would have to be taken.
        end_undo(work.session, asked, work.now)
    if story.won_after is not None:
        record.win_back(at + timedelta(days=story.won_after), work.times.zone)
    elif story.let_go:
        work.take_reply(record, Reply.LET_GO)
    record.drop_pending()
