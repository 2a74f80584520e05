"""A few lost deals for the demo, told by one rep, stored the way a debrief stores them."""

from datetime import date, timedelta

from slack_sdk import WebClient

from coaching.deal import Source
from coaching.debrief import Answers, AskedWhy, Door, FirstNo, Worth
from coaching.kinds import Kind, Question, Stage
from handlers.deals.rep import refresh_rep
from handlers.deals.show import show
from handlers.deals.work import change
from handlers.slack.context import Services
from storage.deal_record import DealRecord
from storage.deals import is_known
from storage.owner import Owner


def add_examples(services: Services, client: WebClient, team: str, rep: str) -> int:
    """How many were added; those that are there already are left alone."""
    owner = Owner(team, rep)
    refresh_rep(services, client, owner)
    added = 0
    for prospect, answers in _examples(services.now().date()):
        with change(services, owner) as work:
            if is_known(work.session, owner, prospect):
                continue
            record = DealRecord.start(work.session, owner, prospect, work.now)
            record.add_debrief(answers, Source.DEBRIEF, work.now)
            work.adopt(record, work.judge(record))
            shown = work.on_show(record)
        show(services, client, owner, shown)
        added += 1
    return added


def _examples(today: date) -> list[tuple[str, Answers]]:
    return [
        (
            "Dana Reyes, Acme",
            Answers(
                stage=Stage.BUYING,
                kind=Kind.NOT_NOW,
                asked_why=AskedWhy.TOLD,
                door=Door.OPEN,
                words="We like it, but we move offices first. Ask me again when the boxes are gone.",
                callback_on=today + timedelta(days=75),
                condition="the new office is open",
                first_no=FirstNo.END,
                lesson="Ask about their calendar before I show anything.",
            ),
        ),
        (
            "Tomas Lind, Birch & Co",
            Answers(
                stage=Stage.FIRST,
                kind=Kind.CONTENT,
                asked_why=AskedWhy.DODGED,
                door=Door.AJAR,
                words="We're happy with what we have, thanks.",
                contract_end=today + timedelta(days=240),
                notes={Question.WITH_WHOM: "a tool their founder picked"},
            ),
        ),
        (
            "Priya Nair, Copperline",
            Answers(
                stage=Stage.BUYING,
                kind=Kind.NO_VALUE,
                asked_why=AskedWhy.NOT_YET,
                door=Door.AJAR,
                words="It's just a lot of money for what it does.",
            ),
        ),
        (
            "Joe Marsh, Dunmore",
            Answers(
                stage=Stage.BUYING,
                kind=Kind.NO_BUDGET,
                asked_why=AskedWhy.TOLD,
                door=Door.AJAR,
                words="Maybe next month. Maybe the month after.",
                worth=Worth.COSTS_MORE,
            ),
        ),
    ]
