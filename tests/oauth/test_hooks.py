"""Hooks where there are many workspaces: each is one workspace's, and goes with it."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from storage.hook_tables import HookRow
from storage.hooks import Direction, add_hook
from storage.offer_tables import OfferRow
from storage.owner import EVERYBODY
from storage.secrets import Vault
from tests.crm import Crm
from tests.oauth.rig import KEY, OTHER, OAuthRig
from tests.rig import ANA, SAM, TEAM


def crm_of(rig: OAuthRig, team: str) -> Crm:
    with rig.db.write(EVERYBODY) as session:
        hook_id, secret = add_hook(session, Vault([KEY]), team, Direction.IN, rig.clock.now())
    return Crm(rig.server.port, hook_id, secret)


def owners(rig: OAuthRig) -> list[tuple[str, str]]:
    with rig.db.read(EVERYBODY) as session:
        return [(row.team, row.rep) for row in session.execute(select(OfferRow.team, OfferRow.rep))]


def test_a_hook_tells_its_own_workspace_s_reps_alone(each_rig: OAuthRig) -> None:
    """The same ids are other people's there, and another deal's."""
    rig = each_rig
    other = rig.add()
    rig.install(TEAM)
    rig.install(OTHER)
    assert {crm_of(rig, team).tell().state for team in (TEAM, OTHER)} == {"new"}
    assert sorted(owners(rig)) == [(OTHER, ANA.id), (TEAM, ANA.id)]
    rig.sweep()
    theirs = other.person(ANA.id)
    assert (len(rig.ana.messages()), len(theirs.messages())) == (1, 1)
    theirs.press("offer_not_mine", theirs.messages()[0])
    with rig.db.read(EVERYBODY) as session:
        found = session.execute(select(OfferRow.team, OfferRow.status)).all()
    assert {row[0]: str(row[1]) for row in found} == {TEAM: "offered", OTHER: "not_mine"}


def test_an_uninstalled_bot_takes_nothing_and_asks_nothing_until_it_is_back(some_rig: OAuthRig) -> None:
    rig = some_rig
    rig.install(TEAM)
    system = crm_of(rig, TEAM)
    assert system.tell().state == "new"
    rig.uninstall(rig.slack)
    assert system.tell({"id": "2", "rep": "U0SAM"}).status == 409
    rig.clock.move(minutes=1)
    rig.sweep()
    rig.install(TEAM)
    rig.sweep()
    assert len(rig.ana.messages()) == 1, "what was parked is asked about"


def test_after_the_grace_period_hooks_and_offers_are_gone(each_rig: OAuthRig) -> None:
    rig = each_rig
    rig.install(TEAM)
    system = crm_of(rig, TEAM)
    system.tell()
    rig.uninstall(rig.slack)
    rig.clock.move(seconds=timedelta(days=31).total_seconds())
    rig.sweep()
    with rig.db.read(EVERYBODY) as session:
        assert session.scalars(select(HookRow)).all() == []
    assert owners(rig) == []
    assert system.tell().status == 401


def test_a_workspace_in_an_organisation_takes_what_is_its_own_members_whichever_one_slack_names(
    rig: OAuthRig,
) -> None:
    """A profile may name any workspace of the organisation; which ones somebody is in stands beside it."""
    one = rig.add("T0ONE", enterprise_id="E0ORG")
    rig.install("T0ONE")
    system = crm_of(rig, "T0ONE")
    in_both = {"enterprise_id": "E0ORG", "teams": ["T0ONE", "T0TWO"]}
    one.person(ANA.id).change_profile(team_id="T0TWO", enterprise_user=in_both)
    assert system.tell().state == "new"
    elsewhere = {"enterprise_id": "E0PARTNER", "teams": ["T0PARTNER"]}
    one.person(SAM.id).change_profile(team_id="T0PARTNER", enterprise_user=elsewhere)
    assert system.tell({"rep": SAM.id, "id": "2"}).status == 422


@pytest.mark.parametrize(
    "elsewhere",
    [{"enterprise_id": "E0PARTNER", "teams": ["T0PARTNER"]}, {}],
    ids=["another organisation", "a company that is none"],
)
def test_an_organisation_takes_what_is_its_members_and_no_other_one_s(
    rig: OAuthRig, elsewhere: dict[str, Any]
) -> None:
    one = rig.add("T0ONE", enterprise_id="E0ORG")
    rig.install("E0ORG")
    system = crm_of(rig, "E0ORG")
    assert system.tell().state == "new"
    one.person(SAM.id).change_profile(team_id="T0PARTNER", enterprise_user=elsewhere)
    assert system.tell({"rep": SAM.id, "id": "2"}).status == 422
