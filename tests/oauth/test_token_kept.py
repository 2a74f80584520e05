"""A renewed token is good once it is there: where it cannot be stored at once it is kept, and stored first of all."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from storage.installations import Installations
from tests.oauth.rig import OTHER, OAuthRig
from tests.oauth.test_token_renewal import HOUR, ends_in, let_go_of_claims, renewals
from tests.oauth.tokens import token
from tests.oauth.trouble import logged
from tests.rig import TEAM

Away = Callable[[int], None]


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch) -> Away:
    """The database is away for the next so many renewed tokens."""
    really = Installations.renewed

    def begin(times: int) -> None:
        left = [None] * times

        def renewed(*args: Any, **more: Any) -> Any:
            if left:
                left.pop()
                raise OperationalError("", {}, Exception("the server hung up"))
            return really(*args, **more)

        monkeypatch.setattr(Installations, "renewed", renewed)

    return begin


@pytest.fixture
def ending(rotating: OAuthRig) -> OAuthRig:
    rotating.install()
    ends_in(rotating, HOUR)
    return rotating


@pytest.mark.trouble
def test_what_could_not_be_stored_is_stored_at_the_next_try_and_slack_is_not_asked_again(
    ending: OAuthRig, away: Away, caplog: pytest.LogCaptureFixture
) -> None:
    """Its refresh token is spent: asking again would get a no, and the workspace could only be installed anew."""
    rig = ending
    first = token(rig)
    away(3)
    for _ in range(3):
        rig.where.renew()
        let_go_of_claims(rig)
    assert "a token is not renewed" in logged(caplog)
    assert token(rig) == first
    rig.where.renew()
    assert token(rig) != first
    assert len(renewals(rig)) == 1
    assert rig.where.client_for(TEAM).auth_test()["ok"]
    for secret in [*renewals(rig), first, token(rig)]:
        assert secret not in logged(caplog)
    ends_in(rig, HOUR)
    let_go_of_claims(rig)
    rig.where.renew()
    assert len(set(renewals(rig))) == 2, "it is renewed with the refresh token that came with it"


@pytest.mark.trouble
def test_the_claim_of_a_minute_does_not_keep_it_waiting(ending: OAuthRig, away: Away) -> None:
    rig = ending
    first = token(rig)
    away(1)
    rig.where.renew()
    rig.where.renew()
    assert token(rig) != first


@pytest.mark.trouble
def test_the_other_workspaces_are_renewed_all_the_same(ending: OAuthRig, away: Away) -> None:
    rig = ending
    rig.add()
    rig.install(OTHER)
    ends_in(rig, HOUR, OTHER)
    before = {token(rig), token(rig, OTHER)}
    away(1)
    rig.where.renew()
    assert len(before & {token(rig), token(rig, OTHER)}) == 1
    rig.where.renew()
    assert not before & {token(rig), token(rig, OTHER)}


@pytest.mark.trouble
def test_a_newer_installation_is_not_overwritten_with_what_was_kept(ending: OAuthRig, away: Away) -> None:
    rig = ending
    away(1)
    rig.where.renew()
    rig.install()
    newest = token(rig)
    for _ in range(2):
        rig.where.renew()
    assert token(rig) == newest
    assert rig.counts(TEAM)["slack_bots"] == 1
    ends_in(rig, HOUR)
    let_go_of_claims(rig)
    rig.where.renew()
    assert token(rig) != newest, "and it is renewed in its turn"


@pytest.mark.trouble
def test_nothing_is_brought_back_to_where_the_bot_was_uninstalled(ending: OAuthRig, away: Away) -> None:
    rig = ending
    away(1)
    rig.where.renew()
    rig.uninstall(rig.slack)
    rig.where.renew()
    assert rig.counts(TEAM)["slack_bots"] == 0


@pytest.mark.trouble
def test_what_was_kept_does_not_take_the_place_of_a_newer_one(ending: OAuthRig, away: Away) -> None:
    """Another replica had the answer to the COMMIT that this one never heard, and has renewed it since."""
    rig = ending
    away(1)
    rig.where.renew()
    ends_in(rig, 13 * HOUR)
    newer = token(rig)
    rig.where.renew()
    assert token(rig) == newer
