"""The steps that several handlers share: storing what was said, and judging anew."""

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy.orm import Session

from coaching.deal import LostDeal, Reply, Source
from coaching.debrief import Answers, AskedWhy
from coaching.follow_up import Situation, next_plan, offers_let_go, recommendation
from coaching.history import history
from coaching.kinds import Kind
from coaching.plan import Plan
from coaching.verdict import judge
from handlers.slack.context import Services
from handlers.slack.errors import Refused
from prompts.deal_modals import DealMetadata, StillNo
from storage.deals import (
    add_debrief,
    add_reply,
    find_deal,
    set_plan,
    win_back,
)
from storage.owner import Owner
from storage.sent_nudges import SentNudge, find_sent, sent_for_deal


def deal_to_change(session: Session, owner: Owner, deal_id: int) -> LostDeal:
    """The owner's deal, held until the transaction ends; Refused when it is not there."""
    deal = find_deal(session, owner, deal_id, lock=True)
    if deal is None:
        raise Refused("card.no_longer_there")
    return deal


def situation(services: Services, session: Session, owner: Owner, deal_id: int) -> Situation:
    """The deal as it stands now, with its counts."""
    deal = deal_to_change(session, owner, deal_id)
    times = services.times(session, owner)
    counts = history(deal, services.now(), times.zone, times.pauses)
    return Situation(deal, counts, services.playbook.policy, services.today(times.zone), times.week)


def adopt_plan(
    services: Services,
    session: Session,
    owner: Owner,
    deal: LostDeal,
    plan: Plan,
    reply_id: int | None = None,
    unseen: bool = False,
) -> None:
    """Makes `plan` the one that holds, with its nudge; a recommendation is brought up once more, or today if unseen."""
    times = services.times(session, owner)
    days = 0 if unseen else services.playbook.policy.numbers.reminder_days
    again = services.today(times.zone) + timedelta(days=days)
    set_plan(session, deal, plan, services.now(), times.zone, times.week, again, reply_id, unseen)


def judge_anew(services: Services, session: Session, owner: Owner, deal_id: int) -> Plan:
    """The coach's plan for the deal's present answers; not stored yet."""
    at = situation(services, session, owner, deal_id)
    return judge(at.deal.answers, at.counts, at.policy, at.today, at.week)


def take_reply(
    services: Services,
    session: Session,
    owner: Owner,
    deal_id: int,
    reply: Reply,
    nudge_id: int | None,
    until: date | None = None,
) -> None:
    """Stores a reply that brings no answers of its own, and the plan it leads to."""
    deal_to_change(session, owner, deal_id)
    reply_id = add_reply(session, deal_id, reply, services.now(), nudge_id)
    at = situation(services, session, owner, deal_id)
    plan = next_plan(reply, at, until)
    if plan is None:
        win_back(session, at.deal, services.now(), services.zone(session, owner))
    else:
        adopt_plan(services, session, owner, at.deal, plan, reply_id)


def take_still_no(
    services: Services, session: Session, owner: Owner, deal_id: int, answers: Answers, nudge_id: int | None
) -> None:
    """Stores another no with its answers; letting go is then recommended, not decided."""
    deal_to_change(session, owner, deal_id)
    now = services.now()
    reply_id = add_reply(session, deal_id, Reply.STILL_NO, now, nudge_id)
    add_debrief(session, deal_id, answers, Source.STILL_NO, now, reply_id=reply_id)
    plan = recommendation(judge_anew(services, session, owner, deal_id))
    adopt_plan(services, session, owner, deal_to_change(session, owner, deal_id), plan, reply_id)


def check_open_nudge(deal: LostDeal, nudge: SentNudge) -> None:
    """Refused when the nudge has been answered, or when something else was decided since."""
    if is_answered(deal, nudge):
        raise Refused("card.already_answered")
    if deal.plans[-1].id != nudge.plan_id or deal.won_back_at:
        raise Refused("card.not_possible_now")


def is_answered(deal: LostDeal, nudge: SentNudge) -> bool:
    return any(reply.nudge_id == nudge.id for reply in deal.replies)


def check_nudge(session: Session, owner: Owner, deal: LostDeal, nudge_id: int | None) -> None:
    """Refused when this answers a nudge that waits for no answer any more."""
    if nudge_id is None:
        return
    sent = find_sent(session, owner, nudge_id)
    if sent is None:
        raise Refused("card.no_longer_there")
    check_open_nudge(deal, sent)


def check_unchanged(deal: LostDeal, about: DealMetadata) -> None:
    """Refused when a form comes twice, or after something else was decided."""
    if about.plan_id is not None and deal.plans[-1].id != about.plan_id:
        raise Refused("card.already_answered")


def check_recommendation(deal: LostDeal, plan_id: int | None) -> None:
    """Refused when letting go is not what is being asked any more."""
    if deal.plans[-1].id != plan_id or not offers_let_go(deal.plan) or deal.won_back_at:
        raise Refused("card.already_answered")


def open_nudge(session: Session, owner: Owner, deal: LostDeal) -> int | None:
    """The nudge that waits for an answer, if there is one: what happened is then its answer."""
    for sent in sent_for_deal(session, owner, deal.id):
        if sent.plan_id == deal.plans[-1].id and not is_answered(deal, sent):
            return sent.id
    return None


def with_still_no(answers: Answers, still: StillNo) -> Answers:
    """The earlier answers with what another no changes; what belonged to the earlier kind goes."""
    kept = (
        answers
        if still.kind is answers.kind
        else replace(answers, contract_end=None, budget_on=None, notes={})
    )
    return replace(
        kept,
        kind=still.kind,
        # "Unknown" now, whatever they told about an earlier no.
        asked_why=AskedWhy.NOT_YET if still.kind is Kind.UNKNOWN else answers.asked_why,
        door=still.door,
        callback_on=still.callback_on,
        condition=still.condition,
        tries=None,
    )
