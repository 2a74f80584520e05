"""One door to words and numbers: each owner gets the phrasebook of their language and the policy of their team."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path

import pytest
from slack_sdk import WebClient

from bot.jobs import never, nothing
from coaching.deal import Reply
from coaching.kinds import Kind
from coaching.policy import Policy
from handlers.deals.work import look
from handlers.delivery.retry_policy import NotInstalled
from handlers.delivery.undo_expiry import end_undos
from handlers.slack.context import Services
from handlers.slack.playbooks import PlaybookChoices
from prompts.named_dates import shipped_days
from prompts.playbook import Phrasebook, Playbook
from prompts.words import Words
from storage.database import Database
from storage.languages import RepLanguage
from storage.owner import EVERYBODY, Owner
from storage.undo import undos_over
from tests.databases import ready
from tests.storage.made import ANA, MONDAY, SAM, lose, record
from tests.words import shipped_playbook

ROOT = Path(__file__).parents[2]
ELSEWHERE = Owner("T0ELSEWHERE", ANA.rep)
"""Another team's rep, with the same id as Ana's."""
OTHER_WORDS = Phrasebook(Words({"verdict.done": "Fertig", "formats.locale": "de"}), {}, shipped_days())


def hasty() -> Policy:
    """The policy of a team that is sooner with everything."""
    shipped = shipped_playbook().policy
    numbers = replace(shipped.numbers, nudge_time=time(8), undo_hours=2)
    not_now = {**shipped.kinds[Kind.NOT_NOW], "follow_up_days": 30}
    return Policy(numbers, {**shipped.kinds, Kind.NOT_NOW: not_now})


CHOICES = PlaybookChoices({"de": OTHER_WORDS}, {ELSEWHERE.team: hasty()})
LATIN, GERMAN = RepLanguage(told="la"), RepLanguage(chosen="de")


@pytest.fixture
def db(each_url: str) -> Iterator[Database]:
    with closing(ready(each_url)) as db:
        yield db


def services(db: Database, choices: PlaybookChoices = CHOICES) -> Services:
    return Services(db, shipped_playbook(), lambda: MONDAY, choices=choices)


def gone(_team: str) -> WebClient:
    raise NotInstalled


@pytest.mark.parametrize(
    ("owner", "language", "expected"),
    [
        (ANA, LATIN, shipped_playbook()),
        (SAM, GERMAN, Playbook(OTHER_WORDS, shipped_playbook().policy)),
        (ELSEWHERE, LATIN, Playbook(shipped_playbook().phrasebook, hasty())),
    ],
    ids=["neither", "a language", "a policy"],
)
def test_whoever_has_none_of_their_own_has_the_bot_s(
    owner: Owner, language: RepLanguage, expected: Playbook
) -> None:
    """A language that nobody has written a phrasebook for is none."""
    assert CHOICES.of(owner, language, shipped_playbook()) == expected


def test_without_any_choice_everybody_has_the_bot_s() -> None:
    assert PlaybookChoices().of(ANA, GERMAN, shipped_playbook()) == shipped_playbook()


def test_a_deal_is_judged_and_nudged_by_the_policy_of_its_rep_s_team(db: Database) -> None:
    with db.write(EVERYBODY) as session:
        deals = {owner: lose(session, owner=owner).id for owner in (ANA, ELSEWHERE)}
    days, times = {}, {}
    for owner, deal_id in deals.items():
        with look(services(db), owner) as work:
            due = work.judge(work.deal(deal_id)).due
            assert due is not None
            days[owner] = (due.on - work.today).days
            times[owner] = work.times.week.nudge_time
    assert days[ANA] - days[ELSEWHERE] >= 55
    assert times == {ANA: shipped_playbook().policy.numbers.nudge_time, ELSEWHERE: time(8)}


def test_an_undo_goes_when_the_rep_s_own_team_says_so(db: Database) -> None:
    three_hours_ago = MONDAY - timedelta(hours=3)
    with db.write(EVERYBODY) as session:
        for owner in (ANA, ELSEWHERE):
            deal = lose(session, owner=owner, now=MONDAY - timedelta(days=9))
            record(session, deal.id, owner).add_reply(Reply.NO_ANSWER, three_hours_ago, None)
    assert end_undos(services(db, PlaybookChoices()), gone, never, nothing) == 0
    assert end_undos(services(db), gone, never, nothing) == 1
    with db.read(EVERYBODY) as session:
        left = undos_over(session, MONDAY, {}, 10)
    assert [owner for owner, _, _ in left] == [ANA]


MAY_ASK = {
    "bot/bootstrap.py": "the pages of an install: nobody has said yet who they are",
    "bot/demo.py": "the page of the demo, which is no rep's",
    "bot/error_handler.py": "a payload that does not say whose it is",
    "handlers/deals/workflow_step.py": "the sentence that a run of a workflow fails with, for whoever built it",
    "handlers/delivery/undo_expiry.py": "the window of every team that has none of its own",
    "handlers/slack/context.py": "the door itself",
}


def test_the_bot_s_own_playbook_is_asked_for_only_where_nobody_is_known() -> None:
    """Anywhere else a rep would get words of another language, or another team's numbers."""
    sources = [path for room in ("bot", "handlers") for path in (ROOT / room).rglob("*.py")]
    asking = {
        path.relative_to(ROOT).as_posix() for path in sources if "default_playbook" in path.read_text("utf-8")
    }
    assert asking == MAY_ASK.keys()
