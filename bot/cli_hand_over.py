"""The command line's hand-over: a rep leaves, and a colleague is offered their open lost deals."""

import click
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import IntegrityError

from bot.cli_data import by_server, open_database
from bot.cli_errors import stop
from bot.environment import environment
from bot.errors import StartError
from bot.settings import Settings, SettingsError, read_settings
from bot.workspace_factory import many_workspaces, one_workspace
from handlers.delivery.retry_policy import NotInstalled
from handlers.slack.errors import SLACK_FAILED, error_code
from handlers.slack.members import NOBODY, Outsider, Profile, is_member, why_outside
from storage.audit import Event, record
from storage.database import Database
from storage.handovers import Offered, offer_deals
from storage.owner import Owner
from storage.secrets import WrongKey


@click.command("hand-over")
@click.option("--from", "by", required=True, help="Who leaves: a person's id, U… or W….")
@click.option("--to", required=True, help="Who is offered their open lost deals.")
@click.option("--workspace", help="Its id, T… (or E…); needed where the bot serves several.")
def hand_over_command(by: str, to: str, workspace: str | None) -> None:
    """Offer the open lost deals of a rep who leaves to a colleague, who takes each or not."""
    if by == to:
        stop(["--from and --to are the same person"])
    try:
        settings = read_settings(environment())
        with open_database() as db:
            client, team = _client(settings, db, workspace)
            leaver = _profile(client, by)
            _check_taker(settings, client, Owner(team, to))
            tell = not leaver.get("deleted") and settings.may_use(Owner(team, by))
            offered = _offer(db, Owner(team, by), to, tell)
    except SettingsError as error:
        stop(error.problems)
    except (StartError, WrongKey) as error:
        stop([str(error)], 1)
    except SLACK_FAILED as error:
        stop([f"Slack does not answer: {error_code(error)}. Nothing was offered"], 1)
    click.echo(_said(offered, by, to, tell))


def _client(settings: Settings, db: Database, workspace: str | None) -> tuple[WebClient, str]:
    """The client of the workspace that is meant, and its id."""
    if not settings.many_workspaces:
        one, team = one_workspace(settings)
        if workspace not in (None, team):
            stop([f"the bot serves {team}, not {workspace}"])
        return one.client_for(team), team
    if workspace is None:
        stop(
            [
                "--workspace is needed: the bot serves several, and a person's id may stand for others elsewhere"
            ]
        )
    try:
        return many_workspaces(settings, db).client_for(workspace), workspace
    except NotInstalled:
        stop([f"the bot is not installed in {workspace}"])


def _profile(client: WebClient, user: str) -> Profile:
    """What Slack says of a person; exits where it knows nobody by that id, or it is a bot."""
    try:
        profile: Profile = client.users_info(user=user)["user"]
    except SlackApiError as error:
        if error_code(error) not in NOBODY:
            raise
        stop([f"Slack knows nobody called {user} in this workspace"])
    if why_outside(profile) is Outsider.BOT:
        stop([f"{user} is a bot, no person"])
    return profile


def _check_taker(settings: Settings, client: WebClient, taker: Owner) -> None:
    profile = _profile(client, taker.rep)
    if profile.get("deleted"):
        stop([f"{taker.rep} has left this workspace: choose somebody who is there"])
    if not is_member(profile, taker.team, taker.team if taker.team.startswith("E") else None):
        stop([f"{taker.rep} is a guest, or of another company: lost deals stay within the workspace"])
    if not settings.may_use(taker):
        stop([f"{taker.rep} is not among those whom the bot is open to"])


def _offer(db: Database, by: Owner, to: str, tell: bool) -> Offered:
    """Offered once, also where two do so at the same moment: the second finds what the first did."""
    try:
        return _offer_once(db, by, to, tell)
    except IntegrityError:
        return _offer_once(db, by, to, tell)


def _offer_once(db: Database, by: Owner, to: str, tell: bool) -> Offered:
    with db.write(by) as session:
        entry = by_server(Event.HAND_OVER, by.team, by.rep, to=to)
        offered = offer_deals(session, by, to, entry.at, tell)
        if offered.new:
            details = {**entry.details, "lost_deals": offered.new}
            record(session, by_server(Event.HAND_OVER, by.team, by.rep, **details))
    return offered


def _said(offered: Offered, by: str, to: str, tell: bool) -> str:
    lines = [f"{offered.new} open lost deals of {by} are offered to {to}"]
    if offered.new:
        lines[0] += f"; the bot tells {'both' if tell else to + ' (the one who leaves is told nothing)'}"
    if offered.waiting:
        lines.append(f"{offered.waiting} are on offer already, to {to} or to somebody else")
    if offered.refused:
        lines.append(f"{offered.refused} were refused by {to} before: offer them to somebody else")
    return "\n".join(lines)
