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
from handlers.deals.work import hold, situation
from handlers.slack.context import Desk, owner_of
from handlers.slack.errors import Refused
from prompts.verdict_card import CHOOSE, VERDICT, Choice, Stub, date_block, read_choice, verdict_screen


def register(app: App) -> None:
    app.view(VERDICT)(on_verdict)
    app.action({"block_id": "verdict", "action_id": CHOOSE})(on_choose)


def on_choose(ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    """Another verdict is looked at: its own words and date appear; nothing is stored before Done."""
    ack()
    desk, owner, view = context["desk"], owner_of(context), body["view"]
    stub = Stub.of(view)
    with desk.db.write(owner) as session:
        at = situation(desk, session, owner, stub.deal_id)
        plan = _chosen(at, read_choice(view))
    drawn = verdict_screen(at.deal, plan, desk.playbook)
    client.views_update(view_id=view["id"], hash=view["hash"], view=drawn)


def on_verdict(ack: Ack, view: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    desk, owner = context["desk"], owner_of(context)
    stub, choice = Stub.of(view), read_choice(view)
    with desk.db.write(owner) as session:
        at = situation(desk, session, owner, stub.deal_id)
        if at.deal.plans[-1].id != stub.plan_id:
            raise Refused("card.not_possible_now")
        plan = _chosen(at, choice)
        refused = _refused(desk, choice, at.today)
        if not refused and choice.on and choice.on != (plan.due.on if plan.due else None):
            plan = changed_date(plan, choice.on, at.today, at.week)
        if not refused and plan != at.deal.plan:
            hold(desk, session, owner, at.deal, plan)
    if refused:
        words = desk.playbook.words
        limit = words.day(refused.limit) if refused.limit else ""
        ack(
            response_action="errors",
            errors={date_block(view): words.say(f"wrong.{refused.wrong}", limit=limit)},
        )
        return
    ack()
    if plan != at.deal.plan:
        redraw(desk, client, owner, stub.deal_id)


def _chosen(at: Situation, choice: Choice) -> Plan:
    """The plan of the rep's choice. A closed door is the prospect's choice: no nudge, whatever is sent here."""
    if at.deal.plan.variant is Variant.CLOSED and (choice.verdict is not Verdict.LET_GO or choice.on):
        raise Refused("card.not_possible_now")
    return overrule(at.deal.plan, choice.verdict, at.deal.answers, at.policy, at.today, at.week)


def _refused(desk: Desk, choice: Choice, today: date) -> Refusal | None:
    return check_date("on", choice.on, desk.playbook.policy.numbers.far_date_years, today)
