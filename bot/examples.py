"""A few lost deals for the demo, told by one rep, stored the way a debrief stores them."""

from datetime import timedelta

from slack_sdk import WebClient

from bot.example_deals import Example, example_deals
from coaching.deal import Reply, Source
from handlers.deals.rep import refresh_rep
from handlers.deals.show import show
from handlers.deals.work import Work, change
from handlers.slack.context import Services
from storage.deal_record import DealRecord
from storage.deals import is_known
from storage.owner import Owner


def add_examples(services: Services, client: WebClient, team: str, rep: str) -> int:
    """How many were added; those that are there already are left alone."""
    owner = Owner(team, rep)
    refresh_rep(services, client, owner)
    added = 0
    for example in example_deals(services.now().date()):
        with change(services, owner) as work:
            if is_known(work.session, owner, example.prospect):
                continue
            shown = work.on_show(_told(work, owner, example))
        show(services, client, owner, shown)
        added += 1
    return added


def _told(work: Work, owner: Owner, example: Example) -> DealRecord:
    at = work.now - timedelta(days=example.days_ago)
    record = DealRecord.start(work.session, owner, example.prospect, at)
    record.add_debrief(example.answers, Source.DEBRIEF, at)
    work.adopt(record, work.judge(record))
    if example.won_because:
        work.take_reply(record, Reply.WON_BACK)
        record.note_what_won(example.won_because)
    return record
