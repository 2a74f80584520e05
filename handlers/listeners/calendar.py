"""*Add to calendar*: the deal's next date as a file in the rep's own messages."""

from functools import partial
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from coaching.deal import LostDeal
from handlers.deals.checks import check_date_ahead
from handlers.deals.work import look
from handlers.slack.context import Services, asked
from handlers.slack.dm import to_dm
from handlers.slack.idempotency import process_once
from handlers.slack.rep_times import Times
from prompts.calendar_file import CALENDAR, calendar_file, summary
from prompts.playbook import Playbook
from storage.owner import Owner


def register(app: App) -> None:
    app.action(CALENDAR)(on_add_to_calendar)


def on_add_to_calendar(ack: Ack, action: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    ack()
    services, owner = asked(context)
    with look(services, owner) as work:
        deal, times, playbook = work.deal(int(action["value"])).deal, work.times, work.playbook
    process_once(services, context["request_id"])
    _send(services, client, owner, deal, times, playbook)


def _send(
    services: Services, client: WebClient, owner: Owner, deal: LostDeal, times: Times, playbook: Playbook
) -> None:
    words, now = playbook.words, services.now()
    at = check_date_ahead(deal, now)
    upload = partial(
        _upload,
        client,
        calendar_file(deal, at, playbook, times.zone, now),
        f"{words.say('calendar.file')}.ics",
        summary(deal, playbook),
        words.say("calendar.done", moment=words.moment(at, times.zone)),
    )
    to_dm(services, client, owner, upload)


def _upload(client: WebClient, content: str, name: str, title: str, comment: str, channel: str) -> None:
    client.files_upload_v2(
        channel=channel, content=content, filename=name, title=title, initial_comment=comment
    )
