"""A workspace that joined an organisation leaves by either name, and its token with it."""

from dataclasses import replace

import pytest

from storage.owner import EVERYBODY
from storage.tables import WorkspaceRow
from tests.oauth.joining import ORG, bots, joined
from tests.oauth.rig import OAuthRig
from tests.rig import TEAM

__all__ = ["joined"]


@pytest.mark.parametrize("known", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("first", ["tokens_revoked", "app_uninstalled"])
def test_an_uninstall_that_names_the_organisation_too_deletes_the_token(
    joined: OAuthRig, first: str, known: bool
) -> None:
    """Before and after Slack has said where the workspace is."""
    rig = joined
    if known:
        rig.ana.command("/gotano", "help")
        rig.sweep()
    rig.uninstall(rig.slack, first)
    assert bots(rig) == []
    rig.clock.move(days=31)
    rig.sweep()
    assert set(rig.counts(TEAM).values()) == {0}


def test_an_uninstall_that_names_the_organisation_alone_deletes_its_one_token(joined: OAuthRig) -> None:
    rig = joined
    rig.ana.command("/gotano", "help")
    rig.sweep()
    with rig.slack._ws.lock:
        rig.slack._ws.identity = replace(rig.slack._ws.identity, enterprise_wide=True)
    rig.uninstall(rig.slack)
    assert bots(rig) == []
    with rig.db.read(EVERYBODY) as session:
        assert session.get_one(WorkspaceRow, TEAM).uninstalled_at


def test_news_of_one_organisation_deletes_no_token_of_a_workspace_beside_it(joined: OAuthRig) -> None:
    """It had the bot as a whole and removed it: a workspace that has it by itself keeps it, also at the second news."""
    rig = joined
    rig.ana.command("/gotano", "help")
    rig.sweep()
    two = rig.add("T0TWO", enterprise_id=ORG)
    rig.install("T0TWO")
    with rig.db.write(EVERYBODY) as session:
        session.add(WorkspaceRow(team=ORG))
    with two._ws.lock:
        two._ws.identity = replace(two._ws.identity, enterprise_wide=True)
    for name in ("tokens_revoked", "app_uninstalled"):
        rig.tell(two, name)
    assert bots(rig) == [(ORG, TEAM), (ORG, "T0TWO")]
