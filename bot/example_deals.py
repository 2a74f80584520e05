"""What the demo's rep was told: a deal of each sort, with a win, lessons, and four that come up on one morning."""

from dataclasses import dataclass
from datetime import date, timedelta

from coaching.debrief import Answers, AskedWhy, Door, FirstNo, Worth
from coaching.kinds import Kind, Question, Stage


@dataclass(frozen=True)
class Example:
    """`days_ago` the no came; `won_because` where the deal came back today."""

    prospect: str
    answers: Answers
    days_ago: int = 0
    won_because: str = ""


def example_deals(today: date) -> tuple[Example, ...]:
    """In the order in which they are told."""
    return (*_dated(today), _let_go(), *_next_morning(), _won())


def _won() -> Example:
    said = Answers(
        stage=Stage.BUYING,
        kind=Kind.NO_BUDGET,
        asked_why=AskedWhy.TOLD,
        door=Door.OPEN,
        words="The budget is spent. Come back once the new year's is signed.",
        lesson="Ask when the money is decided before I write an offer.",
    )
    because = "I called the week their budget was signed, with the smaller package."
    return Example("Maya Chen, Harbor Foods", said, days_ago=64, won_because=because)


def _let_go() -> Example:
    said = Answers(
        stage=Stage.BUYING,
        kind=Kind.NO_BUDGET,
        asked_why=AskedWhy.TOLD,
        door=Door.AJAR,
        words="Maybe next month. Maybe the month after.",
        worth=Worth.COSTS_MORE,
    )
    return Example("Joe Marsh, Dunmore", said)


def _dated(today: date) -> tuple[Example, ...]:
    dana = Answers(
        stage=Stage.BUYING,
        kind=Kind.NOT_NOW,
        asked_why=AskedWhy.TOLD,
        door=Door.OPEN,
        words="We like it, but we move offices first. Ask me again when the boxes are gone.",
        callback_on=today + timedelta(days=75),
        condition="the new office is open",
        first_no=FirstNo.END,
        lesson="Ask about their calendar before I show anything.",
    )
    tomas = Answers(
        stage=Stage.FIRST,
        kind=Kind.CONTENT,
        asked_why=AskedWhy.DODGED,
        door=Door.AJAR,
        words="We're happy with what we have, thanks.",
        contract_end=today + timedelta(days=240),
        notes={Question.WITH_WHOM: "a tool their founder picked"},
    )
    return Example("Dana Reyes, Acme", dana), Example("Tomas Lind, Birch & Co", tomas)


def _next_morning() -> tuple[Example, ...]:
    """Four of them make a digest of the next working morning."""
    priya = Answers(
        stage=Stage.BUYING,
        kind=Kind.NO_VALUE,
        asked_why=AskedWhy.NOT_YET,
        door=Door.AJAR,
        words="It's just a lot of money for what it does.",
    )
    wes = Answers(
        stage=Stage.BUYING,
        kind=Kind.NEVER_ASKED,
        asked_why=AskedWhy.NOT_YET,
        door=Door.OPEN,
        words="Thanks for showing us, really nice. Bye!",
        lesson="Say the price and a start date before the call ends.",
    )
    lena = Answers(
        stage=Stage.FIRST,
        kind=Kind.UNKNOWN,
        asked_why=AskedWhy.DODGED,
        door=Door.AJAR,
        words="It's not for us, I think.",
    )
    ines = Answers(
        stage=Stage.FIRST,
        kind=Kind.NO_NEED,
        asked_why=AskedWhy.NOT_YET,
        door=Door.AJAR,
        words="We've never had a problem with that.",
    )
    told = {
        "Priya Nair, Copperline": priya,
        "Wes Okafor, Elmhurst": wes,
        "Lena Vogt, Fairmont": lena,
        "Ines Prado, Galena": ines,
    }
    return tuple(Example(prospect, answers) for prospect, answers in told.items())
