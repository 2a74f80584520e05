"""A few lost deals for the demo, told by one rep, stored the way a debrief stores them."""

from datetime import date, timedelta

from slack_sdk import WebClient

from coaching.deal import Source
from coaching.debrief import Answers, AskedWhy, Door, FirstNo, Worth
from coaching.kinds import Kind, Question, Stage
from handlers.deals.redraw import redraw
from handlers.deals.rep import refresh_rep
from handlers.deals.work import adopt_plan, deal_to_change, judge_anew
from handlers.slack.context import Services
from storage.deals import add_debrief, find_by_prospect, start_deal
from storage.owner import Owner


def add_examples(services: Services, client: WebClient, team: str, rep: str) -> int:
    """How many were added; those that are there already are left alone."""
    owner = Owner(team, rep)
    refresh_rep(services, client, owner)
    added = 0
    for prospect, answers in _examples(services.now().date()):
        with services.db.write(owner) as session:
            if find_by_prospect(session, owner, prospect):
                continue
            deal_id = start_deal(session, owner, prospect, services.now())
            add_debrief(session, deal_id, answers, Source.DEBRIEF, services.now())
            plan = judge_anew(services, session, owner, deal_id)
            adopt_plan(services, session, owner, deal_to_change(session, owner, deal_id), plan)
        redraw(services, client, owner, deal_id)
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
