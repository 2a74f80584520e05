"""*Stop this note* on the note at the end of a rep's week."""

from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from handlers.slack.context import asked
from handlers.slack.dm import update
from handlers.slack.json_shapes import record
from prompts.week_note import STOP, stopped_note
from storage.week_notes import want_no_week_note


def register(app: App) -> None:
    app.action(STOP)(on_stop)


def on_stop(ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    ack()
    services, owner = asked(context)
    with services.db.write(owner) as session:
        want_no_week_note(session, owner)
    stands = record(body.get("container"))
    channel, ts = stands.get("channel_id"), stands.get("message_ts")
    if isinstance(channel, str) and isinstance(ts, str):
        update(client, channel, ts, stopped_note(services.playbook_for(owner)))
