"""Tokens that end are renewed ahead of their end, once, and by one process at a time."""

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from bot.workspace_factory import many_workspaces
from bot.workspaces import ManyWorkspaces
from playground import Fault
from storage.database import Database
from storage.owner import EVERYBODY
from tests.oauth.rig import OTHER, OAuthRig
from tests.oauth.tokens import token
from tests.oauth.trouble import logged
from tests.rig import TEAM

HOUR = 3600


def ends_in(rig: OAuthRig, seconds: float, team: str = TEAM) -> None:
    """Time has passed: so much is left of the token's life, by the real clock, which slack_sdk goes by."""
    end = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(time.time() + seconds))
    with rig.db.write(EVERYBODY) as session:
        session.execute(
            text("UPDATE slack_bots SET bot_token_expires_at = :end WHERE team_id = :team"),
            {"end": end, "team": team},
        )


def let_go_of_claims(rig: OAuthRig) -> None:
    """A minute later."""
    with rig.db.write(EVERYBODY) as session:
        session.execute(text("UPDATE workspaces SET rotating_until = NULL"))


def renewals(rig: OAuthRig) -> list[str]:
    """The refresh tokens that were handed in."""
    asked = [call.args for call in rig.slack.calls if call.method == "oauth.v2.access"]
    return [str(args["refresh_token"]) for args in asked if args.get("grant_type") == "refresh_token"]


def none_of(_answer: object) -> None:
    """What a hook gives back."""


def another_process(rig: OAuthRig) -> tuple[ManyWorkspaces, Database]:
    db = Database(rig.database_url)
    return many_workspaces(rig.settings, db), db


def test_a_token_is_renewed_ahead_of_its_end_and_not_before(rotating: OAuthRig) -> None:
    rig = rotating
    rig.install()
    first = token(rig)
    ends_in(rig, 3 * HOUR)
    rig.sweep()
    assert renewals(rig) == []
    ends_in(rig, 1.9 * HOUR)
    rig.sweep()
    assert len(renewals(rig)) == 1
    assert token(rig) != first
    assert token(rig) == rig.slack.bot_token or token(rig).startswith("xoxe.xoxb-")
    let_go_of_claims(rig)
    rig.sweep()
    assert len(renewals(rig)) == 1, "the new one lives twelve hours"
    rig.debrief(rig.ana)


def test_an_organisation_s_token_is_renewed_too(rotating: OAuthRig) -> None:
    rig = rotating
    rig.add("T0ONE", enterprise_id="E0ORG")
    rig.install("E0ORG")
    with rig.db.write(EVERYBODY) as session:
        session.execute(text("UPDATE slack_bots SET bot_token_expires_at = '2020-01-01 00:00:00'"))
    first = token(rig, "E0ORG")
    rig.sweep()
    assert len(renewals(rig)) == 1
    assert token(rig, "E0ORG") != first


def test_two_processes_renew_a_token_once(rotating: OAuthRig) -> None:
    rig = rotating
    rig.install()
    ends_in(rig, HOUR)
    others = [another_process(rig) for _ in range(3)]
    rig.slack.faults.add("oauth.v2.access", Fault(delay=0.3, times=None))
    hands = [threading.Thread(target=where.renew) for where in (rig.where, *(one for one, _ in others))]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert len(renewals(rig)) == 1
    assert {str(one.client_for(TEAM).token) for one, _ in others} == {token(rig)}
    for _, db in others:
        db.close()


def test_a_process_that_looked_before_another_renewed_does_not_use_the_old_refresh_token(
    rotating: OAuthRig, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was busy with other workspaces for more than a minute: the claim is free, and what it read is old."""
    rig = rotating
    rig.install()
    ends_in(rig, HOUR)
    late, db = another_process(rig)
    ahead = datetime.now(UTC) + timedelta(hours=2)
    old = late._installations.places(ending_before=ahead)
    assert len(old) == 1
    monkeypatch.setattr(late._installations, "places", lambda **_: old)
    rig.where.renew()
    let_go_of_claims(rig)
    late.renew()
    db.close()
    assert len(renewals(rig)) == len(set(renewals(rig))) == 1
    assert token(rig).startswith("xoxe.xoxb-")


@pytest.mark.trouble
@pytest.mark.parametrize(
    "fault",
    [
        Fault(error="internal_error"),
        Fault(status=500),
        Fault(status=429, retry_after=5),
        Fault(status=503),
        Fault(before=lambda: time.sleep(0), error="fatal_error"),
    ],
    ids=["internal_error", "500", "429", "503", "fatal_error"],
)
def test_a_renewal_that_fails_is_said_and_tried_again(
    rotating: OAuthRig, caplog: pytest.LogCaptureFixture, fault: Fault
) -> None:
    rig = rotating
    rig.install()
    ends_in(rig, HOUR)
    first = token(rig)
    fault.times = 1
    rig.slack.faults.add("oauth.v2.access", fault)
    rig.sweep()
    assert token(rig) == first
    assert "a token is not renewed" in logged(caplog)
    rig.debrief(rig.ana)
    let_go_of_claims(rig)
    rig.sweep()
    assert token(rig) != first
    for secret in [*renewals(rig), first, token(rig)]:
        assert secret not in logged(caplog)


@pytest.mark.trouble
def test_slack_hanging_up_on_one_renewal_stops_neither_the_others_nor_the_erasing(
    rotating: OAuthRig, caplog: pytest.LogCaptureFixture
) -> None:
    rig = rotating
    for team in (OTHER, "T0GONE"):
        rig.add(team)
    for team in (TEAM, OTHER, "T0GONE"):
        rig.install(team)
    rig.debrief(rig.ana)
    rig.tell(rig.slack, "app_uninstalled", team_id="T0GONE")
    rig.clock.move(days=31)
    for team in (TEAM, OTHER):
        ends_in(rig, HOUR, team)
    first = token(rig, OTHER)
    rig.slack.faults.add("oauth.v2.access", Fault(status=None, accepted_but_dropped=True, times=1))
    rig.sweep()
    assert "a token is not renewed" in logged(caplog)
    assert len(renewals(rig)) == 2, "the other one was renewed all the same"
    assert token(rig, OTHER) != first or token(rig) != first
    assert set(rig.counts("T0GONE").values()) == {0}


@pytest.mark.trouble
def test_news_of_an_uninstall_during_the_renewal_leaves_no_token(rotating: OAuthRig) -> None:
    rig = rotating
    rig.install()
    ends_in(rig, HOUR)
    rig.slack.faults.add("oauth.v2.access", Fault(after=lambda: rig.uninstall(rig.slack)))
    rig.sweep()
    assert rig.counts(TEAM)["slack_bots"] == 0


def test_a_renewal_during_a_new_installation_does_not_bring_the_old_one_back(rotating: OAuthRig) -> None:
    rig = rotating
    rig.install()
    ends_in(rig, HOUR)
    rig.slack.faults.add("oauth.v2.access", Fault(after=lambda: none_of(rig.install())))
    rig.sweep()
    assert rig.counts(TEAM)["slack_bots"] == 1
    assert rig.where.client_for(TEAM).auth_test()["ok"]


def test_requests_go_on_while_a_token_is_being_renewed(rotating: OAuthRig) -> None:
    rig = rotating
    rig.install()
    ends_in(rig, HOUR)
    debriefed = threading.Event()
    rig.slack.faults.add("oauth.v2.access", Fault(before=lambda: none_of(debriefed.wait(8))))
    renewing = threading.Thread(target=rig.where.renew)
    renewing.start()
    rig.debrief(rig.ana)
    assert renewing.is_alive(), "the debrief was done before the renewal"
    debriefed.set()
    renewing.join()
    assert len(renewals(rig)) == 1


@pytest.mark.trouble
def test_after_an_outage_longer_than_a_token_lives_nudges_come_all_the_same(rotating: OAuthRig) -> None:
    """The bot was off for weeks: its token is dead by now, its refresh token is not."""
    rig = rotating
    rig.install()
    rig.debrief(rig.ana)
    ends_in(rig, -HOUR)
    rig.jump()
    rig.clock.move(minutes=5)
    rig.sweep()
    assert len(rig.ana.messages()) == 2
    assert len(renewals(rig)) == 1
