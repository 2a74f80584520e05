"""`gotano run` for many workspaces, as a process: installed by a browser, used, told to stop."""

import signal
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest

from bot.manifest import EVENTS
from playground import AppConfig, Identity, LocalSlack
from playground import Clock as SlackClock
from storage.secrets import new_key
from tests import patience
from tests.bot.processes import Process, debrief
from tests.oauth.browser import Browser
from tests.oauth.rig import OTHER
from tests.rig import ANA, MONDAY, TEAM

KEY = new_key()


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    busy = SlackClock(answer_within=patience.SECONDS)
    config = AppConfig(events=EVENTS)
    with LocalSlack((ANA,), Identity(team_id=TEAM), config, installed=False, clock=busy) as local:
        local.add_workspace((ANA,), team_id=OTHER, installed=False)
        yield local
        assert local.refusals == []


def environment(slack: LocalSlack, folder: Path) -> dict[str, str]:
    return {
        "SLACK_CLIENT_ID": slack.client_id,
        "SLACK_CLIENT_SECRET": slack.client_secret,
        "SLACK_API_URL": slack.api_url,
        "GOTANO_ENCRYPTION_KEY": KEY,
        "DATABASE_URL": f"sqlite:///{folder / 'gotano.db'}",
        "GOTANO_SWEEP_SECONDS": "1",
        "GOTANO_LOG_LEVEL": "DEBUG",
        "PORT": "0",
    }


@contextmanager
def running(
    slack: LocalSlack, folder: Path, now: datetime | None = None, **more: str
) -> Iterator[tuple[Process, str]]:
    """The process, and its address."""
    environ = environment(slack, folder) | more
    if "SLACK_APP_TOKEN" not in more:
        environ["SLACK_SIGNING_SECRET"] = slack.signing_secret
    if now:
        environ["GOTANO_TEST_NOW"] = now.isoformat()
    process = Process(folder, "tests.bot.on_a_clock" if now else "bot run", environ)
    try:
        url = process.wait_for(r"running on (http://\S+)")
        slack.redirect_urls[:] = [f"{url}/slack/oauth_redirect"]
        slack.deliver_to(None if "SLACK_APP_TOKEN" in more else f"{url}/slack/events")
        yield process, url
    finally:
        process.close()


def stored(folder: Path, query: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(folder / "gotano.db")
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def test_it_is_installed_used_and_told_to_stop(slack: LocalSlack, tmp_path: Path) -> None:
    with running(slack, tmp_path) as (process, url):
        assert Browser().install(f"{url}/slack/install", TEAM).status == 200
        ana = slack.person(ANA.id)
        debrief(ana)
        process.signal(signal.SIGTERM)
        assert process.ended() == 0
    for secret in ("Traceback", "Dana", "xoxb-", "code=", "state=", slack.client_secret, slack.bot_token):
        assert secret not in process.logged, process.logged
    assert stored(tmp_path, "SELECT team, prospect FROM deals") == [(TEAM, "Dana Reyes, Acme")]
    assert slack.bot_token not in str(stored(tmp_path, "SELECT * FROM slack_bots"))


def test_what_was_installed_is_known_after_a_restart_and_nudged(slack: LocalSlack, tmp_path: Path) -> None:
    ana = slack.person(ANA.id)
    with running(slack, tmp_path, now=MONDAY) as (process, url):
        for team in (TEAM, OTHER):
            assert Browser().install(f"{url}/slack/install", team).status == 200
        debrief(ana)
        process.signal(signal.SIGKILL)
        process.ended()
    with running(slack, tmp_path, now=datetime.fromisoformat("2027-02-01T09:30:00+00:00")):
        ana.wait(lambda: len(ana.messages()) == 2, 20)


def test_an_uninstall_is_heard_by_the_process(slack: LocalSlack, tmp_path: Path) -> None:
    with running(slack, tmp_path, GOTANO_RETENTION_DAYS="0") as (process, url):
        Browser().install(f"{url}/slack/install", TEAM)
        ana = slack.person(ANA.id)
        debrief(ana)
        time.sleep(1.1)  # another second than that of the installation, as Slack's events tell it
        slack.uninstall()
        ana.wait(lambda: stored(tmp_path, "SELECT * FROM slack_bots") == [], 10)
        ana.wait(lambda: stored(tmp_path, "SELECT * FROM deals") == [], 10)
        process.signal(signal.SIGTERM)
        assert process.ended() == 0
    assert "Traceback" not in process.logged


def test_in_socket_mode_the_install_pages_are_served_and_slack_s_requests_are_not(
    slack: LocalSlack, tmp_path: Path
) -> None:
    with running(slack, tmp_path, SLACK_APP_TOKEN=slack.app_token) as (process, url):
        ana = slack.person(ANA.id)
        ana.wait(lambda: slack.connections, 30)
        assert Browser().open(f"{url}/slack/events", form={"command": "/gotano"}).status == 404
        assert Browser().open(f"{url}/slack/events").status == 404
        assert Browser().install(f"{url}/slack/install", TEAM).status == 200
        debrief(ana)
        process.signal(signal.SIGTERM)
        assert process.ended() == 0
    assert "Traceback" not in process.logged
    assert stored(tmp_path, "SELECT team FROM deals") == [(TEAM,)]


def test_with_a_token_in_the_settings_there_are_no_install_pages(slack: LocalSlack, tmp_path: Path) -> None:
    slack.add_workspace((ANA,), team_id="T0FIXED")
    with running(slack, tmp_path, SLACK_BOT_TOKEN="xoxb-T0FIXED") as (_, url):
        assert Browser().open(f"{url}/slack/install").status == 404
        assert Browser().open(f"{url}/slack/oauth_redirect?code=1&state=2").status == 404
