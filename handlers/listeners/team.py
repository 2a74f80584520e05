"""The team's page: from Home, by `/gotano team`, by period, and as a table in the DM."""

import csv
import io
import re
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
from prompts.blocks import cut
from prompts.deal_modals import notice
from prompts.playbook import Playbook
from prompts.team_chart import png_of, team_chart
from prompts.team_page import read_period, team_modal
from prompts.team_table import table_rows
from storage.export import harmless
from storage.owner import Owner

_ALT_TEXT = 1000
"""Characters that Slack takes of what a picture shows."""


def register(app: App) -> None:
    app.action(page.TEAM)(on_team)
    app.action(page.BACK)(on_back)
    app.action(re.compile(f"^{page.PERIOD}"))(on_period)
    app.action(page.CSV)(on_csv)
    app.action(page.CHART)(on_chart)


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
    playbook = services.playbook_for(owner)
    say, released = playbook.words.say, team_page(services, owner, Period.LAST).released
    if not (released and released.as_of and released.numbers):
        _say(client, body, playbook, "team_page.csv_none")
        return
    # Before it is sent: a trigger is good for three seconds.
    _say(client, body, playbook, "team_page.csv_sent")
    out = io.StringIO()
    rows = table_rows(released, playbook)
    csv.writer(out, lineterminator="\r\n").writerows([[harmless(cell) for cell in row] for row in rows])
    done = say("team_page.csv_done", date=playbook.words.day(released.as_of))
    name = f"{say('team_page.csv_file')}.csv"
    _send(services, client, owner, content=out.getvalue(), filename=name, initial_comment=done)


def on_chart(ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    """Drawn once Slack has its answer, and sent with what it shows in words."""
    ack()
    services, owner = asked(context)
    process_once(services, context["request_id"])
    playbook = services.playbook_for(owner)
    released = team_page(services, owner, Period.LAST).released
    chart = team_chart(released, playbook) if released else None
    if chart is None:
        _say(client, body, playbook, "team_page.chart_none")
        return
    _say(client, body, playbook, "team_page.chart_sent")
    name = f"{playbook.words.say('team_page.chart_file')}.png"
    told: dict[str, Any] = {
        "title": chart.title,
        "alt_txt": cut(chart.says, _ALT_TEXT),
        "initial_comment": chart.says,
    }
    _send(services, client, owner, content=png_of(chart), filename=name, **told)


def _send(services: Services, client: WebClient, owner: Owner, **file: Any) -> None:
    def upload(channel: str) -> None:
        client.files_upload_v2(channel=channel, **file)

    to_dm(services, client, owner, upload)


def _say(client: WebClient, body: dict[str, Any], playbook: Playbook, key: str) -> None:
    words = playbook.words
    open_modal(client, body, notice(words.say("team_page.title"), words.say(key), words))
