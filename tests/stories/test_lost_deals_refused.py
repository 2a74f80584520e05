"""A lost deal for somebody who left, or for a workspace that removed the bot, is refused as soon as Slack has told."""

from typing import Any

import pytest

from bot.manifest import ASKED_SCOPES
from playground import Person
from storage.owner import EVERYBODY
from storage.workspaces import mark_installed, mark_uninstalled
from tests.conftest import MakeRig
from tests.crm import Crm
from tests.rig import ANA, TEAM, Rig
from tests.stories.told import HOOKED, crm_of, offers

BY = pytest.mark.parametrize("told", [ANA.id, ANA.email], ids=["by id", "by e-mail"])


@pytest.fixture
def rig(make_rig: MakeRig, each_url: str) -> Rig:
    return make_rig(database_url=each_url, scopes=[*ASKED_SCOPES, "users:read.email"], **HOOKED)


@pytest.fixture
def system(rig: Rig) -> Crm:
    return crm_of(rig)


@BY
def test_a_known_rep_who_is_deactivated_is_refused_once_slack_has_told(
    rig: Rig, system: Crm, told: str
) -> None:
    assert system.tell({"rep": told}).state == "new"
    rig.ana.deactivate()
    rig.ana.tell_profile()
    rig.listeners.idle()
    refused = system.tell({"rep": told, "id": "2"})
    assert (refused.status, refused.wrong, len(offers(rig))) == (422, {"rep"}, 1)
    rig.ana.reactivate()
    rig.ana.tell_profile()
    rig.listeners.idle()
    assert system.tell({"rep": ANA.id, "id": "3"}).state == "new"


@BY
@pytest.mark.parametrize("kind", [{"is_restricted": True}, {"is_ultra_restricted": True}], ids=str)
def test_a_known_rep_who_is_a_guest_now_is_refused(
    rig: Rig, system: Crm, told: str, kind: dict[str, Any]
) -> None:
    assert system.tell({"rep": told}).state == "new"
    rig.ana.change_profile(**kind)
    rig.ana.tell_profile()
    rig.listeners.idle()
    refused = system.tell({"rep": told, "id": "2"})
    assert (refused.status, refused.wrong, len(offers(rig))) == (422, {"rep"}, 1)


@BY
def test_somebody_of_another_company_in_a_shared_channel_is_refused(rig: Rig, system: Crm, told: str) -> None:
    """Slack calls nobody a stranger whom the bot shares a channel with: only their workspace tells."""
    partner = Person("U0PARTNER", "Pat Ner")
    rig.slack.stranger(partner, "T0PARTNER", "C0LESSONS")
    rep = partner.id if told == ANA.id else partner.email
    refused = system.tell({"rep": rep})
    assert (refused.status, refused.wrong, offers(rig)) == (422, {"rep"}, [])
    assert refused.body["errors"][0]["reason"] == "is of another workspace"
    rig.sweep()
    assert rig.slack.person(partner.id).messages() == []
    assert system.tell({"rep": told, "id": "2"}).state == "new"


@BY
def test_a_workspace_that_removed_the_bot_takes_nothing_until_it_is_back(
    rig: Rig, system: Crm, told: str
) -> None:
    assert system.tell({"rep": told}).state == "new"
    with rig.db.write(EVERYBODY) as session:
        mark_uninstalled(session, TEAM, rig.clock.now(), rig.clock.now())
    rig.slack.clear_calls()
    refused = system.tell({"rep": told, "id": "2"})
    assert (refused.status, refused.wrong, len(offers(rig))) == (409, {"body"}, 1)
    assert rig.slack.calls == []
    with rig.db.write(EVERYBODY) as session:
        mark_installed(session, TEAM, rig.clock.now())
    assert system.tell({"rep": told, "id": "2"}).state == "new"
