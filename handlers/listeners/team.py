"""The team's page: from Home, by `/gotano team`, by period, and as a table in the DM."""

import csv
import io
import re
from functools import partial
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from coaching.team_numbers import Period
from handlers.deals.home_page import publish
from handlers.deals.team import draw_team, publish_team, team_page
from handlers.slack.context import Services, asked
from handlers.slack.dm import to_dm
from handlers.slack.idempotency import process_once
from handlers.slack.modals import open_modal
from prompts import team_page as page
from prompts.deal_modals import notice
from prompts.team_page import read_period, team_modal
from prompts.team_table import table_rows
from storage.export import harmless
from storage.owner import Owner


def register(app: App) -> None:
    app.action(page.TEAM)(on_team)
    app.action(page.BACK)(on_back)
    app.action(re.compile(f"^{page.PERIOD}"))(on_period)
    app.action(page.CSV)(on_csv)


def open_team(services: Services, client: WebClient, owner: Owner, trigger_id: str) -> None:
    shown = team_page(services, owner, Period.LAST)
    client.views_open(trigger_id=trigger_id, view=team_modal(shown, services.playbook_for(owner)))


def on_team(ack: Ack, client: WebClient, context: BoltContext) -> None:
    ack()
    services, owner = asked(context)
    publish_team(services, client, owner, Period.LAST)


def on_back(ack: Ack, client: WebClient, context: BoltContext) -> None:
    ack()
    services, owner = asked(context)
    publish(services, client, owner)


def on_period(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, context: BoltContext
) -> None:
    ack()
    services, owner = asked(context)
    draw_team(services, client, owner, body, read_period(action))


def on_csv(ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    """Every period that is shown, a row a number."""
    ack()
    services, owner = asked(context)
    process_once(services, context["request_id"])
    words = services.playbook_for(owner).words
    released = team_page(services, owner, Period.LAST).released
    if released and released.as_of and released.numbers:
        out = io.StringIO()
        rows = table_rows(released, services.playbook_for(owner))
        csv.writer(out, lineterminator="\r\n").writerows([[harmless(cell) for cell in row] for row in rows])
        done = words.say("team_page.csv_done", date=words.day(released.as_of))
        upload = partial(_upload, client, out.getvalue(), f"{words.say('team_page.csv_file')}.csv", done)
        to_dm(services, client, owner, upload)
    said = words.say("team_page.csv_sent" if released and released.numbers else "team_page.csv_none")
    open_modal(client, body, notice(words.say("team_page.title"), said, words))


def _upload(client: WebClient, content: str, name: str, comment: str, channel: str) -> None:
    client.files_upload_v2(channel=channel, content=content, filename=name, initial_comment=comment)
