"""The verdict screen: the rep takes the coach's word, or chooses another day or another verdict."""

from datetime import date
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from coaching.checks import Refusal, check_date
from coaching.follow_up import Situation, changed_date
from coaching.plan import Plan, Variant, Verdict
from coaching.verdict import overrule
from handlers.deals.show import show
from handlers.deals.work import change, look
from handlers.slack.context import Services, asked
from handlers.slack.errors import Refused
from prompts.verdict_screen import (
    CHOOSE,
    CHOOSE_BLOCK,
    VERDICT,
    Choice,
    VerdictMetadata,
    date_errors,
    read_choice,
    verdict_screen,
)


def register(app: App) -> None:
    app.view(VERDICT)(on_verdict)
    app.action({"block_id": CHOOSE_BLOCK, "action_id": CHOOSE})(on_choose)


def on_choose(ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    """Another verdict is looked at: its own words and date appear; nothing is stored before Done."""
    ack()
    services, owner = asked(context)
    view = body["view"]
    with look(services, owner) as work:
        situation = work.situation(work.deal(VerdictMetadata.of(view).deal_id))
    plan = _chosen(situation, read_choice(view))
    drawn = verdict_screen(situation.deal, plan, services.playbook)
    client.views_update(view_id=view["id"], hash=view["hash"], view=drawn)


def on_verdict(ack: Ack, view: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    services, owner = asked(context)
    about, choice = VerdictMetadata.of(view), read_choice(view)
    with change(services, owner) as work:
        record = work.deal(about.deal_id)
        situation = work.situation(record)
        if situation.deal.plans[-1].id != about.plan_id:
            raise Refused("card.not_possible_now")
        plan = _chosen(situation, choice)
        refused = _refused(services, choice, situation.today)
        if not refused and choice.on and choice.on != (plan.due.on if plan.due else None):
            plan = changed_date(plan, choice.on, situation.today, situation.week)
        is_new = not refused and plan != situation.deal.plan
        if is_new:
            work.adopt(record, plan)
        shown = work.on_show(record)
    if refused:
        ack(response_action="errors", errors=date_errors(view, refused, services.playbook.words))
        return
    ack()
    if is_new:
        show(services, client, owner, shown)


def _chosen(situation: Situation, choice: Choice) -> Plan:
    """The plan of the rep's choice. A closed door is the prospect's choice: no nudge, whatever is sent here."""
    held = situation.deal.plan
    if held.variant is Variant.CLOSED and (choice.verdict is not Verdict.LET_GO or choice.on):
        raise Refused("card.not_possible_now")
    return overrule(
        held,
        choice.verdict,
        situation.deal.answers,
        situation.policy,
        situation.today,
        situation.week,
    )


def _refused(services: Services, choice: Choice, today: date) -> Refusal | None:
    return check_date("on", choice.on, services.playbook.policy.numbers.far_date_years, today)
