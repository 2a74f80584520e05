"""A lost deal as it stood at an earlier moment: what was said then is history, whatever happened since."""

from dataclasses import replace
from datetime import datetime

from coaching.deal import Debriefed, LostDeal, Planned, Replied, Reply
from coaching.follow_up import offers_let_go
from coaching.plan import is_let_go


def answer_to(
    deal: LostDeal, nudge_id: int, plan_id: int, sent_at: datetime, decided: bool
) -> Replied | None:
    """What the rep answered to a nudge about the plan `plan_id`, there or on the card; None while it waits.

    Where the answer led to letting go being offered, the decision on that is the answer once it is there and `decided`.
    """
    found, asked = None, plan_id
    for reply in deal.replies:
        before, after = _around(deal.plans, reply)
        is_own = reply.nudge_id == nudge_id or (reply.nudge_id is None and before == asked)
        decides = found is None or reply.reply in (Reply.LET_GO, Reply.ONE_MORE_TRY)
        if reply.at < sent_at or not is_own or not decides:
            continue
        found = reply
        if after is None or not decided or not offers_let_go(after.plan):
            return found
        asked = after.id
    return found


def as_answered(deal: LostDeal, reply: Replied) -> LostDeal:
    """The deal just after `reply`, with the plan and the answers that came of it."""
    plans = _until(deal.plans, reply)
    debriefs = [d for d in deal.debriefs if d.reply_id == reply.id or d.at < reply.at]
    held, won = plans[-1], reply.reply is Reply.WON_BACK
    return _named(
        replace(
            deal,
            debriefs=tuple(debriefs) or deal.debriefs[:1],
            plans=plans,
            nudges=tuple(n for n in deal.nudges if n.sent_at <= reply.at),
            replies=deal.replies[: deal.replies.index(reply) + 1],
            won_back_at=reply.at if won else None,
            won_because=deal.won_because if won else None,
            let_go_at=reply.at if is_let_go(held.plan) and not won else None,
            waiting_since=None,
            next_nudge_at=held.asks_at,
            asks_at=held.asks_at,
        )
    )


def as_asked(deal: LostDeal, at: datetime) -> LostDeal:
    """The deal as a nudge of `at` told of it: with the answers of that moment."""
    # Answers that came with a reply at this very moment are none that it was asked with.
    debriefs = tuple(d for d in deal.debriefs if d.at < at or (d.at == at and d.reply_id is None))
    return _named(replace(deal, debriefs=debriefs)) if debriefs else deal


def is_latest(deal: LostDeal, reply: Replied) -> bool:
    """Whether nothing has happened since `reply`."""
    if deal.replies[-1].id != reply.id:
        return False
    if reply.reply is Reply.WON_BACK:
        return deal.won_back_at is not None
    return deal.plans[-1].id == _until(deal.plans, reply)[-1].id


def _until(plans: tuple[Planned, ...], reply: Replied) -> tuple[Planned, ...]:
    """Up to the plan that the reply led to; a win leads to none, and ends what held."""
    own = [place for place, planned in enumerate(plans) if planned.reply_id == reply.id]
    if own:
        return plans[: own[-1] + 1]
    return tuple(planned for planned in plans if planned.at <= reply.at) or plans[:1]


def _around(plans: tuple[Planned, ...], reply: Replied) -> tuple[int, Planned | None]:
    """The id of the plan that held before the reply, and the plan that it led to, if it led to one."""
    until = _until(plans, reply)
    if until[-1].reply_id != reply.id:
        return until[-1].id, None
    return (until[-2] if len(until) > 1 else until[-1]).id, until[-1]


def _named(deal: LostDeal) -> LostDeal:
    """Under the name that the latest answers gave."""
    named: list[Debriefed] = [d for d in deal.debriefs if d.prospect]
    return replace(deal, prospect=named[-1].prospect or deal.prospect) if named else deal
