"""Which events a change of a lost deal makes, and what is told of each: seen by comparing the deal with how it was."""

from collections.abc import Sequence
from dataclasses import dataclass

from coaching.deal import LostDeal, Reply, Source
from coaching.told import hold_theirs
from handlers.deals.event_types import DealTold, Outcome
from storage.deal_record import DealRecord
from storage.outbox import Happened
from storage.outbox_tables import EventName


@dataclass(frozen=True)
class Standing:
    """As much of a lost deal as tells whether something happened."""

    debriefs: int
    replies: int
    plan_id: int | None
    outcome: Outcome

    @classmethod
    def of(cls, record: DealRecord) -> "Standing":
        row = record.row
        plans = [plan.id for plan in row.plans if plan.undone_at is None and plan.accepted]
        outcome = Outcome.WON_BACK if row.won_back_at else Outcome.LET_GO if row.let_go_at else Outcome.OPEN
        return cls(
            sum(one.undone_at is None for one in row.debriefs),
            sum(one.undone_at is None for one in row.replies),
            plans[-1] if plans else None,
            outcome,
        )


NOTHING_YET = Standing(0, 0, None, Outcome.OPEN)


def events_of(record: DealRecord, before: Standing, words_too: bool) -> Sequence[Happened]:
    """What happened since it stood as `before`, in order; the rep's words only with `words_too`."""
    now = Standing.of(record)
    if now == before or not record.row.plans:
        return ()
    names = []
    if now.replies != before.replies:
        names.append(EventName.REPLIED)
    # Every reply makes another plan: what it says is told with the reply, unless there are new answers too.
    if now.debriefs != before.debriefs or (not names and now.plan_id != before.plan_id):
        names.append(EventName.DEBRIEFED)
    if now.outcome != before.outcome:
        names.append(EventName.OUTCOME)
    deal = record.deal
    reply = deal.replies[-1].reply if now.replies > before.replies else None
    return [
        Happened(deal.id, name, _told(deal, now, reply if name is EventName.REPLIED else None, words_too))
        for name in names
    ]


def _told(deal: LostDeal, now: Standing, reply: Reply | None, words_too: bool) -> dict[str, object]:
    answers, plan = deal.answers, deal.plan
    told = DealTold(
        deal=deal.public_id or "",
        rep=deal.rep,
        stage=answers.stage,
        kind=answers.kind,
        verdict=plan.verdict,
        plan_date=plan.due.on if plan.due else None,
        outcome=now.outcome,
        reply=reply,
        prospect=deal.prospect if words_too else None,
        words=_own_words(deal) if words_too else None,
        # Never another's: a lesson is not handed over.
        lesson=answers.lesson if words_too else None,
    )
    return told.model_dump(mode="json")


def _own_words(deal: LostDeal) -> str | None:
    """None while they are, or hold, those that came with a hand-over, whichever answers hold them since.

    They are another rep's, who was not asked whether hooks may have them.
    """
    words = deal.answers.words or ""
    handed = (one.answers.words or "" for one in deal.debriefs if one.source is Source.HANDED_OVER)
    return None if any(hold_theirs(words, theirs) for theirs in handed) else words or None
