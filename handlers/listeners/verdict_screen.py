"""The verdict screen: the rep takes the coach's word, or chooses another day or another verdict."""

from typing import Any
from zoneinfo import ZoneInfo

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from coaching.checks import Refusal, check_date
from coaching.follow_up import Situation, changed_date
from coaching.plan import Plan, Variant, Verdict
from coaching.verdict import as_known, overrule
from handlers.deals.show import show
from handlers.deals.work import Work, change, look
from handlers.slack.context import asked
from handlers.slack.errors import Refused
from prompts.advice import day_after
from prompts.blocks import View
from prompts.choice import Choice
from prompts.playbook import Playbook
from prompts.verdict_screen import (
    CHOOSE,
    CHOOSE_BLOCK,
    SURE,
    VERDICT,
    WHY,
    VerdictMetadata,
    date_errors,
    must_ask,
    read_choice,
    read_sure,
    sure_screen,
    verdict_screen,
)
from storage.deal_record import DealRecord


def register(app: App) -> None:
    app.view(VERDICT)(on_verdict)
    app.view(SURE)(on_sure)
    app.action({"block_id": CHOOSE_BLOCK, "action_id": CHOOSE})(on_choose)
    app.action(WHY)(on_why)


def on_choose(ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    """Another verdict is looked at: its own words and date appear; nothing is stored before Done."""
    ack()
    _draw_again(body, client, context, VerdictMetadata.of(body["view"]).more)


def on_why(ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    """The same screen with all there is to say; what was chosen or typed on it stays."""
    ack()
    _draw_again(body, client, context, more=True)


def _draw_again(body: dict[str, Any], client: WebClient, context: BoltContext, more: bool) -> None:
    services, owner = asked(context)
    view = body["view"]
    with look(services, owner) as work:
        situation = work.situation(work.deal(VerdictMetadata.of(view).deal_id))
        zone = work.times.zone
    drawn = draw_chosen(situation, read_choice(view), services.playbook_for(owner), zone, more=more)
    client.views_update(view_id=view["id"], hash=view["hash"], view=drawn)


def on_verdict(ack: Ack, view: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    services, owner = asked(context)
    about, choice = VerdictMetadata.of(view), read_choice(view)
    with look(services, owner) as work:
        situation, playbook = _situation(work, work.deal(about.deal_id), about), work.playbook
    if refused := _refused(choice, situation):
        ack(response_action="errors", errors=date_errors(view, refused, playbook.words))
    elif must_ask(situation.deal, chosen_plan(situation, choice)):
        sure = sure_screen(situation.deal, about, choice.on, playbook)
        ack(response_action="update", view=sure)
    else:
        _decide(ack, client, context, about, choice)


def on_sure(ack: Ack, view: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    """The rep lets go of an open door all the same."""
    _decide(ack, client, context, VerdictMetadata.of(view), read_sure(view))


def _decide(
    ack: Ack, client: WebClient, context: BoltContext, about: VerdictMetadata, choice: Choice
) -> None:
    services, owner = asked(context)
    with change(services, owner) as work:
        record = work.deal(about.deal_id)
        situation = _situation(work, record, about)
        plan = plan_on_day(situation, choice)
        if _refused(choice, situation):
            # It was looked at before it came here; meanwhile its day is over.
            raise Refused("card.not_possible_now")
        is_new = plan != situation.deal.plan
        if is_new:
            work.adopt(record, plan)
        shown = work.on_show(record)
    ack()
    if is_new:
        show(services, client, owner, shown)


def _situation(work: Work, record: DealRecord, about: VerdictMetadata) -> Situation:
    """Refused when another plan holds by now than the screen shows, or none: a win and a hand-over make no new one."""
    situation = work.situation(record)
    if situation.deal.plans[-1].id != about.plan_id or situation.deal.is_over:
        raise Refused("card.not_possible_now")
    return situation


def chosen_plan(situation: Situation, choice: Choice) -> Plan:
    """The plan of the rep's choice. A closed door is the prospect's choice: no nudge, whatever is sent here."""
    held = situation.deal.plan
    if held.variant is Variant.CLOSED and (choice.verdict is not Verdict.LET_GO or choice.on):
        raise Refused("card.not_possible_now")
    return overrule(
        held,
        choice.verdict,
        as_known(situation.deal.answers, situation.counts, situation.policy),
        situation.policy,
        situation.today,
        situation.week,
    )


def plan_on_day(situation: Situation, choice: Choice) -> Plan:
    """The same on the day the rep chose, where it is another one and can be kept."""
    plan = chosen_plan(situation, choice)
    if not choice.on or choice.on == day_after(plan) or _refused(choice, situation):
        return plan
    return changed_date(plan, choice.on, situation.today, situation.week)


def chosen_instead(view: dict[str, Any], situation: Situation) -> Choice | None:
    """What the rep has chosen on the screen in the place of the plan that holds; a day only where they changed it."""
    if VerdictMetadata.of(view).plan_id != situation.deal.plans[-1].id:
        return None
    choice = read_choice(view)
    own = chosen_plan(situation, choice).due
    instead = Choice(choice.verdict, None) if own and choice.on == own.on else choice
    return None if instead == Choice(situation.deal.plan.verdict, None) else instead


def draw_chosen(
    situation: Situation,
    choice: Choice | None,
    playbook: Playbook,
    zone: ZoneInfo,
    changed: str = "",
    more: bool = False,
) -> View:
    """The screen with what was chosen on it, if anything was; what it says of the day is said of the chosen one."""
    deal = situation.deal
    if not choice:
        return verdict_screen(deal, deal.plan, playbook, zone, more, changed)
    plan = plan_on_day(situation, choice)
    return verdict_screen(deal, plan, playbook, zone, more, changed, choice.on)


def _refused(choice: Choice, at: Situation) -> Refusal | None:
    """The plan as it stands may have come due meanwhile: to leave it so is no choice of a day."""
    held = at.deal.plan
    if held.due and choice == Choice(held.verdict, held.due.on):
        return None
    return check_date("on", choice.on, at.policy.numbers.far_date_years, at.today)
