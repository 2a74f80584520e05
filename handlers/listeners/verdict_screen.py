"""The verdict screen: the rep takes the coach's word, or chooses another day or another verdict."""

from datetime import date
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from coaching.checks import Refusal, check_date
from coaching.follow_up import Situation, changed_date
from coaching.plan import Plan, Variant, Verdict
from coaching.verdict import overrule
from handlers.deals.redraw import redraw
from handlers.deals.work import adopt_plan, situation
from handlers.slack.context import Services, owner_of
from handlers.slack.errors import Refused
from prompts.verdict_card import (
    CHOOSE,
    VERDICT,
    Choice,
    VerdictMetadata,
    date_block,
    read_choice,
    verdict_screen,
)


def register(app: App) -> None:
    app.view(VERDICT)(on_verdict)
    app.action({"block_id": "verdict", "action_id": CHOOSE})(on_choose)


def on_choose(ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    """Another verdict is looked at: its own words and date appear; nothing is stored before Done."""
    ack()
    services, owner, view = context["services"], owner_of(context), body["view"]
    stub = VerdictMetadata.of(view)
    with services.db.write(owner) as session:
        at = situation(services, session, owner, stub.deal_id)
        plan = _chosen(at, read_choice(view))
    drawn = verdict_screen(at.deal, plan, services.playbook)
    client.views_update(view_id=view["id"], hash=view["hash"], view=drawn)


def on_verdict(ack: Ack, view: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    services, owner = context["services"], owner_of(context)
    stub, choice = VerdictMetadata.of(view), read_choice(view)
    with services.db.write(owner) as session:
        at = situation(services, session, owner, stub.deal_id)
        if at.deal.plans[-1].id != stub.plan_id:
            raise Refused("card.not_possible_now")
        plan = _chosen(at, choice)
        refused = _refused(services, choice, at.today)
        if not refused and choice.on and choice.on != (plan.due.on if plan.due else None):
            plan = changed_date(plan, choice.on, at.today, at.week)
        if not refused and plan != at.deal.plan:
            adopt_plan(services, session, owner, at.deal, plan)
    if refused:
        words = services.playbook.words
        limit = words.day(refused.limit) if refused.limit else ""
        ack(
            response_action="errors",
            errors={date_block(view): words.say(f"wrong.{refused.wrong}", limit=limit)},
        )
        return
    ack()
    if plan != at.deal.plan:
        redraw(services, client, owner, stub.deal_id)


def _chosen(at: Situation, choice: Choice) -> Plan:
    """The plan of the rep's choice. A closed door is the prospect's choice: no nudge, whatever is sent here."""
    if at.deal.plan.variant is Variant.CLOSED and (choice.verdict is not Verdict.LET_GO or choice.on):
        raise Refused("card.not_possible_now")
    return overrule(at.deal.plan, choice.verdict, at.deal.answers, at.policy, at.today, at.week)


def _refused(services: Services, choice: Choice, today: date) -> Refusal | None:
    return check_date("on", choice.on, services.playbook.policy.numbers.far_date_years, today)
