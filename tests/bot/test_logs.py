"""Logs hold events and ids: at DEBUG too, in text and JSON, nobody's words, no token, and no value of a statement."""

import io
import json
import logging
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_network
from typing import Any

import pytest
from sqlalchemy import text

from bot.logs import set_up_logs
from bot.settings import read_settings
from handlers.delivery.hook_address import HookRules
from handlers.delivery.hook_post import HookPoster
from playground import Fault
from storage.owner import EVERYBODY
from tests.conftest import MakeRig
from tests.handlers.answering import answering
from tests.rig import Rig
from tests.stories.rich_journey import journey
from tests.stories.scenes import told

pytestmark = pytest.mark.trouble

TYPED = ("Dana", "Reyes", "Quillon", "Marrow", "Patience", "Birch", "Cedar", "Zenith", "mulberry")
"""What is typed below and on the journey: names, words, lessons, a shared one."""
LINE = re.compile(r"^(?P<time>\d{4}-\S+Z) (?P<level>\w+) (?P<logger>\S+) (?P<event>.*)$")
PAIR = re.compile(r"(\w+)=(\S+)")


@dataclass
class Log:
    """What the bot has logged on standard error."""

    shape: str
    stream: io.StringIO

    @property
    def text(self) -> str:
        return self.stream.getvalue()

    @property
    def entries(self) -> list[dict[str, Any]]:
        """Each line as an object; of text, the lines that begin with a time."""
        if self.shape == "json":
            return [json.loads(line) for line in self.text.splitlines()]
        found = filter(None, map(LINE.match, self.text.splitlines()))
        return [line.groupdict() | dict(PAIR.findall(line["event"])) for line in found]


@pytest.fixture(params=["text", "json"])
def log(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Log]:
    """The bot's own logs at DEBUG; pytest's handlers are back afterwards."""
    root = logging.getLogger()
    before, level = root.handlers, root.level
    made = Log(request.param, io.StringIO())
    monkeypatch.setattr(sys, "stderr", made.stream)
    set_up_logs("DEBUG", made.shape)
    yield made
    root.handlers = before
    root.setLevel(level)


def test_a_receiver_s_headers_and_a_hook_s_address_are_not_logged_where_its_answer_is_no_http(
    log: Log,
) -> None:
    answer = b"HTTP/1.1 200 OK\r\nnonsense\r\nSet-Cookie: session=hush\r\n\r\n"
    with answering(answer, body=b"{}") as (port, heard):
        rules = HookRules(http=True, networks=(ip_network("127.0.0.0/8"),))
        post = HookPoster(rules, lambda _host, _port: ["127.0.0.1"])
        post(f"http://receiver.example:{port}/in/whispered?key=1", {}, b"{}")
    assert heard
    for untold in ("hush", "whispered", "key=1"):
        assert untold not in log.text


def secrets(rig: Rig) -> tuple[str, ...]:
    return (rig.slack.bot_token, rig.slack.signing_secret, rig.slack.app_token)


def assert_nothing_told(log: Log, rig: Rig) -> None:
    assert [said for said in (*TYPED, *secrets(rig)) if said in log.text] == []


@pytest.mark.parametrize("log", ["json"], indirect=True)
def test_a_whole_journey_leaves_ids_and_no_words(rig: Rig, log: Log) -> None:
    rig.slack.invite("C0LESSONS")
    for _, step in journey():
        step(rig)
    rig.debrief(rig.ana, "Quillon", words="Ask Marrow", lesson="Be mulberry", callback_on="2028-05-10")
    rig.ana.close()
    rig.slack.faults.add("chat.postMessage", Fault(status=500))
    rig.jump()
    rig.clock.move(minutes=3)
    rig.sweep()
    assert_nothing_told(log, rig)
    entries = log.entries
    assert len(entries) > 10
    sent = [entry for entry in entries if "nudge" in entry and "team" in entry]
    assert sent, "and ids are there"
    assert all(str(entry["team"]) == "T0TEST" and int(entry["nudge"]) for entry in sent)
    assert all({"time", "level", "logger", "event"} <= set(entry) for entry in entries if entry)


def test_nothing_that_is_told_can_make_up_a_line_of_its_own(log: Log) -> None:
    logger, forged = logging.getLogger("handlers.somewhere"), "2026-01-01T00:00:00Z error bot.run forged"
    logger.warning(f"one\n{forged}", extra={"team": f"T0\n{forged}", "rows": 3})
    logger.info("%s of %s", 1, 2)
    first, second = log.entries
    assert (str(first["rows"]), first["level"]) == ("3", "warning")
    assert second["event"] == "1 of 2"


def test_a_failure_s_traceback_is_there_and_shows_no_locals(log: Log) -> None:
    def deep(typed: str) -> None:
        raise RuntimeError(f"failed after {len(typed)} letters")

    try:
        deep(TYPED[0])
    except RuntimeError:
        logging.getLogger("handlers.x").exception("it failed", extra={"nudge": 7})
    assert "RuntimeError" in log.text
    assert "deep" in log.text
    assert "Dana" not in log.text
    assert all(line for line in log.text.splitlines())
    if log.shape == "json":
        (entry,) = log.entries
        assert entry["nudge"] == 7


BROKEN = {
    "sqlite": "CREATE TRIGGER no_more BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'no more'); END",
    "postgresql": "ALTER TABLE {table} ADD CONSTRAINT no_more CHECK (id < 0) NOT VALID",
}


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
@pytest.mark.parametrize("table", ["deals", "debriefs", "drafts"])
def test_a_failed_statement_s_traceback_shows_no_values(
    make_rig: MakeRig,
    request: pytest.FixtureRequest,
    log: Log,
    database: str,
    table: str,
) -> None:
    """PostgreSQL itself tells the whole failing row."""
    url = request.getfixturevalue("postgres_url") if database == "postgresql" else None
    rig = make_rig(database_url=url)
    with rig.db.write(EVERYBODY) as session:
        session.execute(text(BROKEN[database].format(table=table)))
    rig.ana.command("/gotano", "Dana Reyes, Quillon")
    rig.ana.fill({"stage": "buying", "asked_why": "told", "words": "Ask Marrow"})
    failed = rig.ana.submit()
    if not failed.errors:
        rig.ana.fill({"kind-buying": "not_now", "door": "ajar"})
        rig.ana.submit()
        rig.ana.fill({"lesson": "Be mulberry"})
        failed = rig.ana.submit()
    assert failed.errors, "the rep is told"
    assert "Traceback" in log.text or "IntegrityError" in log.text
    assert_nothing_told(log, rig)


def test_a_sweep_s_traceback_shows_no_values(each_rig: Rig, log: Log) -> None:
    rig = each_rig
    rig.debrief(rig.ana, "Dana Reyes, Quillon", words="Ask Marrow", callback_on="2026-12-10")
    rig.ana.close()
    with rig.db.write(EVERYBODY) as session:
        session.execute(text('UPDATE plans SET reasons = \'[{"why": "Marrow", "count": "mulberry"}]\''))
    rig.jump()
    assert "cannot be made" in log.text
    assert_nothing_told(log, rig)


def test_what_slack_refused_is_told_by_name_alone(rig: Rig, log: Log) -> None:
    rig.debrief(rig.ana, "Dana Reyes, Quillon", words="Ask Marrow", callback_on="2026-12-10")
    rig.ana.close()
    for fault in (Fault(error="invalid_blocks"), Fault(status=500), Fault(accepted_but_dropped=True)):
        rig.slack.faults.add("chat.postMessage", fault)
    rig.jump()
    for _ in range(3):
        rig.clock.move(minutes=5)
        rig.sweep()
    rig.slack.faults.add("views.open", Fault(error="internal_error"))
    rig.ana.command("/gotano", "Dana Reyes, Quillon")
    assert "invalid_blocks" in log.text
    assert_nothing_told(log, rig)
    assert told(rig.ana)


def test_settings_choose_the_shape() -> None:
    told = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "x"}
    assert read_settings(told).log_format == "text"
    assert read_settings(told | {"GOTANO_LOG_FORMAT": "JSON"}).log_format == "json"
