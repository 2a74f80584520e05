"""A team's weekly note: chosen for a channel, by somebody of the team who is in it; stopped by anybody of the team."""

from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from coaching.team_note import next_morning
from coaching.team_numbers import Period
from handlers.deals.team import draw_team, publish_team
from handlers.slack.channels import trouble_for
from handlers.slack.context import Services, asked
from handlers.slack.dm import update
from handlers.slack.errors import SLACK_FAILED, Refused
from handlers.slack.json_shapes import record, string
from handlers.slack.modals import open_modal
from handlers.slack.people import quick
from prompts.team_note import CHANNEL, CHOOSE, FORM, STOP, note_form, read_note_channel, read_stop, stopped
from storage.owner import Owner
from storage.team_notes import choose_note, find_note, stop_note
from storage.teams import belongs

_A_CALL = 1
"""Seconds: the form waits three for its answer, and Slack is asked twice."""


def register(app: App) -> None:
    app.action(CHOOSE)(on_choose)
    app.view(FORM)(on_chosen)
    app.action(STOP)(on_stop)


def on_choose(ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    ack()
    services, owner = asked(context)
    with services.db.read(owner) as session:
        mine = belongs(session, owner)
        group = mine.group_id if mine else None
        note = find_note(session, owner.team, group) if mine else None
    if mine is None:
        raise Refused("team_note.not_yours")
    open_modal(client, body, note_form(note.channel if note else None, services.playbook_for(owner)))


def on_chosen(ack: Ack, view: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    """Nothing is stored unless Slack says that both they and the bot are in that channel."""
    services, owner = asked(context)
    channel = read_note_channel(view)
    key = _refused(client, channel, owner) or (None if _choose(services, owner, channel) else "not_yours")
    if key:
        said = services.playbook_for(owner).words.say(f"team_note.{key}")
        ack(response_action="errors", errors={CHANNEL: said})
        return
    ack(response_action="clear")
    publish_team(services, client, owner, Period.LAST)


def on_stop(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, context: BoltContext
) -> None:
    """On the team's page, or on the note itself: there whoever is not of its team is told so, for them alone."""
    ack()
    services, owner = asked(context)
    on_note, group = read_stop(action)
    if not on_note:
        _stop(services, owner)
        draw_team(services, client, owner, body, Period.LAST)
        return
    stands, shown = record(body.get("container")), record(body.get("message"))
    channel, ts = string(stands.get("channel_id")), string(stands.get("message_ts"))
    playbook = services.playbook_for(owner)
    if refused := _stop_there(services, owner, group, channel):
        said = playbook.words.say(f"team_note.{refused}")
        client.chat_postEphemeral(channel=channel, user=owner.rep, text=said)
        return
    update(client, channel, ts, stopped(shown.get("blocks", ()), string(shown.get("text")), playbook))


def _refused(client: WebClient, channel: str, owner: Owner) -> str | None:
    try:
        return trouble_for(quick(client, _A_CALL), channel, owner.rep)
    except SLACK_FAILED:
        return "unsure"


def _choose(services: Services, owner: Owner, channel: str) -> bool:
    """Whether they count in with a team; it comes by their own clock."""
    with services.db.write(owner) as session:
        mine = belongs(session, owner)
        if mine is None:
            return False
        times = services.times(session, owner)
        due = next_morning(services.now(), None, times.zone, times.week)
        choose_note(session, owner, mine.group_id, channel, due)
    return True


def _stop(services: Services, owner: Owner) -> None:
    with services.db.write(owner) as session:
        if mine := belongs(session, owner):
            stop_note(session, owner, mine.group_id)


def _stop_there(services: Services, owner: Owner, group: int | None, channel: str) -> str | None:
    """Why nothing was stopped, by the end of the message's key; the note that was pressed may be an old one."""
    with services.db.write(owner) as session:
        mine = belongs(session, owner)
        if mine is None or mine.group_id != group:
            return "not_yours"
        note = find_note(session, owner.team, group)
        if note is None or note.channel != channel:
            return "stopped_already"
        stop_note(session, owner, group)
    return None
