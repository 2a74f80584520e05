"""News of an uninstall that comes while the database is away is not lost: Slack sends it again until it is stored."""

import time
from contextlib import AbstractContextManager

import pytest
from sqlalchemy import make_url

import storage.database
from playground.transport.delivery import Delivery
from tests import patience
from tests.oauth.conftest import MakeOAuth
from tests.oauth.rig import OAuthRig
from tests.oauth.trouble import database_away
from tests.rig import TEAM
from tests.stories.test_database_away import locked

pytestmark = pytest.mark.trouble


def away(rig: OAuthRig, postgres: str) -> AbstractContextManager[None]:
    """SQLite's one writer is busy, or the server hangs up."""
    on_sqlite = make_url(rig.database_url).get_backend_name() == "sqlite"
    return locked(rig) if on_sqlite else database_away(rig, postgres)


def told(rig: OAuthRig, name: str, tries: int) -> list[Delivery]:
    """Slack's first delivery and its retries, all at once."""
    before = len(rig.slack.attempts)
    event = {"type": name} | ({"tokens": {"bot": [rig.slack.identity.bot_user_id]}} if "_rev" in name else {})
    rig.slack.send_event(event)
    ends = time.monotonic() + patience.SECONDS
    while len(rig.slack.attempts) < before + tries and time.monotonic() < ends:
        time.sleep(0.01)
    return [attempt.delivery for attempt in rig.slack.attempts[before:]]


@pytest.mark.parametrize("name", ["app_uninstalled", "tokens_revoked"])
def test_the_tokens_go_and_the_data_is_erased_all_the_same(
    make_each: MakeOAuth, postgres: str, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(storage.database, "_BUSY_SECONDS", 0.05)
    rig = make_each()
    rig.install()
    rig.debrief(rig.ana)
    rig.clock.move(minutes=1)
    rig.slack.uninstall(events=[])
    with away(rig, postgres):
        statuses = [one.status for one in told(rig, name, 4)]
    assert statuses == [503, 503, 503, 200]
    assert rig.counts(TEAM)["slack_bots"] == 1
    assert [one.status for one in told(rig, name, 1)] == [200]
    assert rig.counts(TEAM)["slack_bots"] == 0
    rig.clock.move(days=31)
    rig.sweep()
    assert set(rig.counts(TEAM).values()) == {0}
