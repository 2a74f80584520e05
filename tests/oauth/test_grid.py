"""Enterprise Grid: an organisation that installed the bot is one owner in all of its workspaces."""

import pytest
from slack_sdk.errors import SlackApiError

from playground import LocalWorkspace, Person
from prompts.deal_card import CHANGE_DATE
from prompts.nudge_buttons import REPLY
from storage.owner import EVERYBODY
from storage.tables import Base
from tests.oauth.rig import OAuthRig
from tests.rig import ANA

ORG = "E0ORG"
EVA = Person("U0EVA", "Eva Lind", "Europe/Stockholm")
Grid = tuple[LocalWorkspace, LocalWorkspace]


@pytest.fixture
def grid(each_rig: OAuthRig) -> Grid:
    """Two workspaces of one organisation; Eva is in both, nothing is installed."""
    one, two = (
        each_rig.add(team, people=(EVA, ANA), enterprise_id=ORG, enterprise_name="The Org")
        for team in ("T0ONE", "T0TWO")
    )
    return one, two


def owners(rig: OAuthRig) -> set[str]:
    """Every workspace or organisation that any row names."""
    with rig.db.read(EVERYBODY) as session:
        return {
            team
            for table in Base.metadata.tables.values()
            if "team" in table.c
            for team in session.scalars(table.select().with_only_columns(table.c.team))
        }


def test_an_organisation_is_one_owner_whichever_workspace_is_used(each_rig: OAuthRig, grid: Grid) -> None:
    rig, (one, two) = each_rig, grid
    done = rig.install(ORG)
    assert "The Org" in done.words
    eva, eva_two = one.person(EVA.id), two.person(EVA.id)
    rig.debrief(eva)
    assert [deal.prospect for deal in rig.deals(ORG, EVA.id)] == ["Dana Reyes, Acme"]
    rig.debrief(eva_two)
    (deal,) = rig.deals(ORG, EVA.id)
    assert len(deal.debriefs) == 2, "another no on the same deal of the same person, from the other workspace"
    eva.press(CHANGE_DATE, eva.messages()[0])
    eva.fill({"on": "2026-12-10"})
    eva.submit()
    one.send_event({"type": "user_change", "user": {"id": EVA.id, "team_id": "T0ONE", "tz": "Asia/Tokyo"}})
    eva.shortcut("debrief_a_no")
    eva.close()
    assert owners(rig) == {ORG}


def test_the_sweep_finds_the_token_of_an_organisation(each_rig: OAuthRig, grid: Grid) -> None:
    rig, (one, _) = each_rig, grid
    rig.install(ORG)
    eva = one.person(EVA.id)
    rig.debrief(eva)
    rig.jump(ORG)
    assert len(eva.messages()) == 2
    (asked,) = (m for m in eva.messages() if f"{REPLY}talking_again" in str(m))
    eva.press(f"{REPLY}talking_again", asked)
    rig.clock.move(days=2)
    rig.sweep()
    rig.jump(ORG)
    assert len(eva.messages()) == 3
    assert owners(rig) == {ORG}


def test_a_workspace_in_a_grid_can_have_the_bot_alone(each_rig: OAuthRig, grid: Grid) -> None:
    rig, (one, two) = each_rig, grid
    rig.install("T0ONE")
    eva = one.person(EVA.id)
    rig.debrief(eva)
    rig.jump("T0ONE")
    assert len(eva.messages()) == 2
    assert owners(rig) == {"T0ONE"}
    assert two.person(EVA.id).messages() == []


@pytest.mark.trouble
def test_the_rest_of_the_grid_is_not_installed(rig: OAuthRig) -> None:
    one, two = (rig.add(t, people=(EVA,), enterprise_id=ORG) for t in ("T0ONE", "T0TWO"))
    rig.install("T0ONE")
    rig.debrief(one.person(EVA.id))
    rig.install("T0TWO")
    rig.lose_token("T0TWO")
    before = rig.everything()
    eva = two.person(EVA.id)
    eva.command("/gotano", "list")
    assert [m["text"] for m in eva.messages()] == [rig.playbook.words.say("wrong.not_installed")]
    assert rig.everything() == before


def test_an_organisation_beside_a_plain_workspace_share_nothing(each_rig: OAuthRig, grid: Grid) -> None:
    rig, (one, _) = each_rig, grid
    rig.install()
    rig.install(ORG)
    rig.debrief(rig.ana)
    before = rig.everything("T0TEST")
    rig.debrief(one.person(ANA.id), "Kim Holt, Birch")
    rig.jump(ORG)
    assert [deal.prospect for deal in rig.deals(ORG)] == ["Kim Holt, Birch"]
    assert rig.everything("T0TEST")["deals"] == before["deals"]
    assert len(rig.ana.messages()) == 2
    assert "Kim" not in str(rig.ana.messages())


@pytest.mark.parametrize("first", ["tokens_revoked", "app_uninstalled"])
def test_an_organisation_that_uninstalls_is_parked_and_erased_as_one(
    each_rig: OAuthRig, grid: Grid, first: str
) -> None:
    rig, (one, two) = each_rig, grid
    rig.install()
    rig.install(ORG)
    rig.debrief(rig.ana)
    rig.debrief(one.person(EVA.id))
    second = {"tokens_revoked": "app_uninstalled", "app_uninstalled": "tokens_revoked"}[first]
    rig.uninstall(two, first, second)
    assert rig.counts(ORG)["slack_bots"] == 0
    rig.clock.move(days=31)
    rig.sweep()
    assert set(rig.counts(ORG).values()) == {0}
    assert rig.counts("T0TEST")["slack_bots"] == rig.counts("T0TEST")["deals"] == 1


def test_one_workspace_that_leaves_takes_not_the_organisation_along(each_rig: OAuthRig, grid: Grid) -> None:
    """Both are installed: the organisation, and one of its workspaces from before. Only the latter goes."""
    rig, (one, two) = each_rig, grid
    rig.install("T0ONE")
    rig.uninstall(one)
    rig.install(ORG)
    rig.debrief(two.person(EVA.id))
    rig.tell(one, "app_uninstalled", team_id="T0ONE")
    assert rig.counts(ORG)["deals"] == 1
    rig.jump(ORG)
    assert sum(len(ws.person(EVA.id).messages()) for ws in (one, two)) == 2


@pytest.mark.refused
@pytest.mark.usefixtures("grid")
def test_the_local_slack_tells_an_organisation_s_workspaces_page_by_page(each_rig: OAuthRig) -> None:
    each_rig.install(ORG)
    client = each_rig.where.client_for(ORG)
    first = client.auth_teams_list(limit=1)
    second = client.auth_teams_list(limit=1, cursor=first["response_metadata"]["next_cursor"])
    assert {team["id"] for page in (first, second) for team in page["teams"]} >= {"T0ONE", "T0TWO"}
    assert second["response_metadata"]["next_cursor"] == ""
    for wrong, error in (({"limit": 1001}, "invalid_limit"), ({"cursor": "x"}, "invalid_cursor")):
        with pytest.raises(SlackApiError, match=error):
            client.auth_teams_list(**wrong)
