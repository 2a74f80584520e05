"""A rep counts in with a team, with another one, no longer, or does not want to be asked."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from coaching.team_numbers import Period
from handlers.deals.home_page import publish
from handlers.deals.rep import ask_profile, learn_zone
from handlers.deals.team import draw_team, publish_team
from handlers.slack.context import asked
from handlers.slack.members import is_member
from handlers.slack.modals import open_modal
from handlers.slack.people import quick
from prompts import counting_in
from prompts.counting_in import ChosenTeam, count_in_form, read_team
from storage.owner import Owner
from storage.teams import answer_question, belongs, count_in, group_called, groups_of, leave_team


def register(app: App) -> None:
    app.action(counting_in.COUNT_IN)(on_open)
    app.action(counting_in.NO_THANKS)(on_no_thanks)
    app.action(counting_in.LEAVE)(on_leave)
    app.view(counting_in.FORM)(on_chosen)


def on_open(ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    ack()
    services, owner = asked(context)
    with services.db.read(owner) as session:
        groups, mine = groups_of(session, owner.team), belongs(session, owner)
    chosen = mine.group_id if mine else None
    told = [(group.id, group.name) for group in groups]
    open_modal(client, body, count_in_form(told, chosen, services.playbook_for(owner)))


def on_no_thanks(ack: Ack, client: WebClient, context: BoltContext) -> None:
    ack()
    services, owner = asked(context)
    with services.db.write(owner) as session:
        answer_question(session, owner, services.now())
    publish(services, client, owner)


def on_leave(ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    """Confirmed in Slack before it comes here."""
    ack()
    services, owner = asked(context)
    with services.db.write(owner) as session:
        leave_team(session, owner, services.now())
    draw_team(services, client, owner, body, Period.LAST)


def on_chosen(ack: Ack, view: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    """Nothing is stored unless Slack says that they are of this team; it tells their zone and language with that."""
    services, owner = asked(context)
    chosen = read_team(view)
    profile = ask_profile(services, quick(client), owner)
    if profile is None or not is_member(profile, context.team_id, context.enterprise_id):
        wrong = "counting_in.unsure" if profile is None else "counting_in.guest"
        ack(
            response_action="errors", errors={counting_in.TEAM: services.playbook_for(owner).words.say(wrong)}
        )
        return
    with services.db.write(owner) as session:
        learn_zone(services, session, owner, profile)
        _choose(session, owner, chosen, services.now())
    ack(response_action="clear")
    publish_team(services, client, owner, Period.LAST)


def _choose(session: Session, owner: Owner, chosen: ChosenTeam, now: datetime) -> None:
    """A group that nobody is in any more since the form was opened is the workspace."""
    known = {group.id: group for group in groups_of(session, owner.team)}
    new = group_called(session, owner.team, chosen.new) if chosen.new else None
    count_in(session, owner, new or known.get(chosen.group or 0), now)
