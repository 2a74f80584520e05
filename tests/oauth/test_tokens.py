"""Tokens: replaced by a newer installation, and allowed what each workspace granted."""

import time

from tests.oauth.rig import OTHER, OAuthRig
from tests.oauth.tokens import token
from tests.rig import TEAM


def test_a_second_installation_replaces_the_token_of_the_first(some_rig: OAuthRig) -> None:
    rig = some_rig
    rig.install()
    first = token(rig)
    rig.uninstall(rig.slack)
    rig.clock.move(minutes=1)
    rig.install()
    assert token(rig) == rig.slack.bot_token != first
    assert rig.counts(TEAM)["slack_bots"] == 1
    rig.debrief(rig.ana)


def test_of_two_installations_with_tokens_that_both_live_the_newer_is_used(rotating: OAuthRig) -> None:
    rotating.install()
    time.sleep(0.01)
    rotating.install()
    assert token(rotating) == rotating.slack.bot_token
    assert rotating.counts(TEAM)["slack_bots"] == 1


def test_more_scopes_count_from_the_next_request_on_and_where_they_were_granted(some_rig: OAuthRig) -> None:
    rig = some_rig
    rig.add()
    rig.install()
    rig.install(OTHER)
    assert not rig.services.may(TEAM, "dnd:read")
    rig.install(more_scopes="dnd:read")
    assert rig.services.may(TEAM, "dnd:read")
    assert rig.services.may(TEAM, "chat:write")
    assert not rig.services.may(OTHER, "dnd:read")
    assert not rig.services.may("T0NOWHERE", "chat:write")


def test_do_not_disturb_is_asked_where_it_was_granted_and_nowhere_else(some_rig: OAuthRig) -> None:
    rig = some_rig
    other = rig.add()
    rig.install(more_scopes="dnd:read")
    rig.install(OTHER)
    for who in (rig.ana, other.person("U0ANA")):
        rig.debrief(who)
    rig.slack.clear_calls()
    rig.jump()
    assert [call.team for call in rig.slack.calls if call.method == "dnd.info"] == [TEAM]
    assert len(rig.ana.messages()) == len(other.person("U0ANA").messages()) == 2
