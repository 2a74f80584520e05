"""A workspace that has the bot joins an organisation: it goes on, and takes its data along."""

from datetime import time
from typing import Any

import pytest
from sqlalchemy import update

from playground import Fault
from prompts.nudge_buttons import REPLY
from storage.owner import EVERYBODY, Owner
from storage.reps import find_rep
from storage.tables import RepRow
from storage.teams import belongs
from tests.oauth.joining import ORG, asked, bots, joined
from tests.oauth.rig import OTHER, OAuthRig
from tests.rig import ANA, TEAM
from tests.stories.odd import Odd, odd

__all__ = ["joined", "odd"]


CHOSEN = {"nudge_time": time(16), "language": "de", "country": "DE", "region": "BY"}


def test_it_goes_on_as_if_nothing_had_happened(joined: OAuthRig) -> None:
    rig = joined
    rig.ana.command("/gotano", "list")
    assert "Dana" in str(rig.ana.messages()[-1])
    rig.ana.open_home()
    assert "Dana" in str(rig.ana.home)
    rig.jump()
    (asking,) = (m for m in rig.ana.messages() if f"{REPLY}talking_again" in str(m))
    assert rig.ana.press(f"{REPLY}talking_again", asking).ok
    assert rig.deals()[0].replies


def test_its_installation_is_moved_under_the_organisation_once_slack_says_so(joined: OAuthRig) -> None:
    rig = joined
    rig.ana.command("/gotano", "help")
    assert bots(rig) == [(None, TEAM)], "what a request says is no proof"
    for _ in range(3):
        rig.sweep()
        rig.ana.command("/gotano", "help")
    assert bots(rig) == [(ORG, TEAM)]
    assert asked(rig) == 1
    rig.ana.command("/gotano", "list")
    assert "Dana" in str(rig.ana.messages()[-1])


def test_slack_away_is_asked_again(joined: OAuthRig) -> None:
    rig = joined
    rig.slack.faults.add("auth.test", Fault(error="internal_error"))
    rig.ana.command("/gotano", "help")
    rig.sweep()
    assert bots(rig) == [(None, TEAM)]
    rig.sweep()
    assert bots(rig) == [(ORG, TEAM)]


def test_installed_anew_from_there_it_has_one_token(joined: OAuthRig) -> None:
    rig = joined
    rig.install()
    assert bots(rig) == [(ORG, TEAM)]


@pytest.mark.trouble
def test_nothing_follows_that_slack_does_not_count_to_the_organisation(some_rig: OAuthRig, odd: Odd) -> None:
    """Another customer's workspace, whatever a request of theirs or of ours may have named."""
    rig = some_rig
    rig.install()
    rig.debrief(rig.ana)
    one = rig.add("T0ONE", enterprise_id=ORG, enterprise_name="The Org")
    odd.always("auth.teams.list", teams=[{"id": "T0ONE", "name": "One"}])
    rig.install(ORG)
    before = rig.everything(TEAM)
    forged = {
        "type": "shortcut",
        "callback_id": "debrief_a_no",
        "trigger_id": one.person(ANA.id).trigger(),
        "team": None,
        "user": {"id": ANA.id, "team_id": TEAM},
        "enterprise": {"id": ORG, "name": "The Org"},
        "is_enterprise_install": True,
    }
    one.person(ANA.id).send_raw(forged)
    rig.ana.send_raw(forged | {"team": {"id": TEAM}, "is_enterprise_install": False})
    rig.sweep()
    assert rig.deals(ORG) == []
    assert [deal.prospect for deal in rig.deals()] == ["Dana Reyes, Acme"]
    assert rig.everything(TEAM)["deals"] == before["deals"]
    assert (None, TEAM) in bots(rig), "auth.test says that it is in no organisation"


@pytest.mark.trouble
def test_a_rep_s_two_deals_with_one_prospect_both_stay(each_rig: OAuthRig, odd: Odd) -> None:
    rig = each_rig
    one = rig.add("T0ONE", enterprise_id=ORG, enterprise_name="The Org")
    rig.install("T0ONE")
    ana = one.person(ANA.id)
    rig.debrief(ana, words="The first")
    with rig.db.write(EVERYBODY) as session:
        session.execute(
            update(RepRow).where(RepRow.team == "T0ONE").values(CHOSEN | {"counts_in_at": rig.clock.now()})
        )
    rig.install(ORG)
    rig.debrief(ana, words="The second")
    odd.always("auth.teams.list", teams=[{"id": "T0ONE", "name": "One"}])
    rig.sweep()
    rig.restart()
    rig.sweep()
    found = {deal.prospect: deal.debriefs[-1].answers.words for deal in rig.deals(ORG)}
    assert found == {"Dana Reyes, Acme": "The second", "Dana Reyes, Acme (2)": "The first"}
    with rig.db.read(EVERYBODY) as session:
        rep = find_rep(session, Owner(ORG, ANA.id))
        assert belongs(session, Owner(ORG, ANA.id)) is not None, "still counted in"
    assert rep is not None
    assert f"{rep.nudge_time:%H:%M}" == "16:00"
    assert (rep.language.chosen, rep.country, rep.region) == ("de", "DE", "BY")


def test_an_organisation_whose_answer_is_odd_loses_nothing(each_rig: OAuthRig, odd: Odd) -> None:
    rig = each_rig
    one = rig.add("T0ONE", enterprise_id=ORG, enterprise_name="The Org")
    rig.install("T0ONE")
    rig.debrief(one.person(ANA.id))
    rig.install(ORG)
    answers: list[Any] = [None, [], [{"id": "T0ELSE"}]]
    for teams in answers:
        odd.always("auth.teams.list", teams=teams)
        rig.restart()
        rig.sweep()
        assert [deal.prospect for deal in rig.deals("T0ONE")] == ["Dana Reyes, Acme"]
        assert rig.scheduler.heartbeat.well_age < 5


def test_somebody_else_s_workspace_beside_it_is_untouched(joined: OAuthRig) -> None:
    rig = joined
    other = rig.add(OTHER)
    rig.install(OTHER)
    rig.debrief(other.person(ANA.id), "Kim Holt, Birch")
    before = rig.everything(OTHER)
    rig.ana.command("/gotano", "help")
    rig.sweep()
    rig.uninstall(rig.slack)
    assert rig.everything(OTHER) == before
