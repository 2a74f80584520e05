"""Several workspaces side by side: the same ids are other people's, and nothing of one is another's."""

import copy
from typing import Any

import pytest
from sqlalchemy import select

from playground import Fault, Gestures, LocalWorkspace, Person
from prompts.deal_card import CHANGE_DATE, DELETE, EDIT, HAPPENED
from storage.owner import EVERYBODY
from storage.tables import DealRow, NudgeRow
from tests.oauth.forged import delete_of_ours, form_of_theirs, overheard
from tests.oauth.rig import OTHER, OAuthRig
from tests.rig import ANA, TEAM
from tests.stories.scenes import choices_on, choose, delete, told


@pytest.fixture
def other(each_rig: OAuthRig) -> LocalWorkspace:
    """Both are installed."""
    added = each_rig.add(channels=[("C0LESSONS", "their-lessons")])
    each_rig.install()
    each_rig.install(OTHER)
    return added


def shown(who: Gestures) -> str:
    return str([who.messages(), who.home, who.view])


def calls_by_token(rig: OAuthRig, method: str) -> set[str | None]:
    return {call.team for call in rig.slack.calls if call.method == method}


def test_the_same_person_s_id_is_somebody_else_in_another_workspace(
    each_rig: OAuthRig, other: LocalWorkspace
) -> None:
    rig, their_ana = each_rig, other.person(ANA.id)
    rig.debrief(rig.ana, "Dana Reyes, Acme")
    rig.debrief(their_ana, "Kim Holt, Birch")
    for who in (rig.ana, their_ana):
        who.open_home()
    assert [deal.prospect for deal in rig.deals()] == ["Dana Reyes, Acme"]
    assert [deal.prospect for deal in rig.deals(OTHER)] == ["Kim Holt, Birch"]
    assert "Dana" in shown(rig.ana)
    assert "Kim" not in shown(rig.ana)
    assert "Kim" in shown(their_ana)
    assert "Dana" not in shown(their_ana)


def test_the_same_prospect_is_a_deal_of_each(each_rig: OAuthRig, other: LocalWorkspace) -> None:
    for who in (each_rig.ana, other.person(ANA.id)):
        each_rig.debrief(who)
    assert len(each_rig.deals()) == len(each_rig.deals(OTHER)) == 1
    assert each_rig.deals()[0].id != each_rig.deals(OTHER)[0].id


def test_each_is_nudged_with_its_own_token_in_its_own_dm(each_rig: OAuthRig, other: LocalWorkspace) -> None:
    rig, their_ana = each_rig, other.person(ANA.id)
    rig.debrief(rig.ana)
    rig.debrief(their_ana, "Kim Holt, Birch")
    rig.slack.clear_calls()
    rig.jump()
    posted = [call for call in rig.slack.calls if call.method == "chat.postMessage"]
    assert sorted(str(call.team) for call in posted) == [OTHER, TEAM]
    assert "Dana" in str(rig.ana.messages()[-1])
    assert "Kim" in str(their_ana.messages()[-1])
    assert len(rig.ana.messages()) == len(their_ana.messages()) == 2


@pytest.mark.trouble
def test_a_rate_limit_of_one_workspace_rests_that_one_alone(rig: OAuthRig) -> None:
    other = rig.add()
    rig.install()
    rig.install(OTHER)
    rig.debrief(rig.ana)
    rig.debrief(other.person(ANA.id), "Kim Holt, Birch")
    rig.slack.faults.add("chat.postMessage", Fault(status=429, retry_after=600, team=TEAM))
    rig.jump()
    assert (len(rig.ana.messages()), len(other.person(ANA.id).messages())) == (1, 2)
    rig.clock.move(minutes=11)
    rig.sweep()
    assert len(rig.ana.messages()) == 2


@pytest.mark.trouble
@pytest.mark.parametrize("action", [CHANGE_DATE, EDIT, HAPPENED, DELETE])
def test_a_button_with_another_workspace_s_deal_on_it_changes_nothing(
    each_rig: OAuthRig, other: LocalWorkspace, action: str
) -> None:
    """The request is rightly signed and of an installed workspace; only its value names a deal of the other."""
    rig, their_ana = each_rig, other.person(ANA.id)
    rig.debrief(rig.ana)
    rig.debrief(their_ana, "Kim Holt, Birch")
    card = copy.deepcopy(their_ana.messages()[0])
    mine, theirs = (str(rig.deals(team)[0].id) for team in (TEAM, OTHER))
    before, seen = rig.everything(TEAM), shown(rig.ana)
    for element in _elements(card):
        if element.get("value"):
            element["value"] = element["value"].replace(theirs, mine)
        for option in element.get("options", ()):
            option["value"] = option["value"].replace(theirs, mine)
    if f"{action}:{mine}" in choices_on(card).values():
        choose(their_ana, action, card)
    else:
        their_ana.press(action, card)
    if their_ana.view:
        their_ana.close()
    assert rig.everything(TEAM) == before
    assert shown(rig.ana) == seen
    assert [deal.prospect for deal in rig.deals()] == ["Dana Reyes, Acme"]


@pytest.mark.trouble
def test_a_form_with_another_workspace_s_ticket_in_it_changes_nothing(
    each_rig: OAuthRig, other: LocalWorkspace
) -> None:
    """Their form sent with what stands in ours: metadata and blocks are ours, the person and team are theirs."""
    rig, their_ana = each_rig, other.person(ANA.id)
    heard = overheard(rig)
    rig.debrief(rig.ana)
    rig.debrief(their_ana, "Kim Holt, Birch")
    rig.ana.press(CHANGE_DATE, rig.ana.messages()[0])
    rig.ana.fill({"on": "2026-12-10"})
    rig.ana.submit()
    submission = next(body for body in reversed(heard) if body["type"] == "view_submission")
    their_ana.press(HAPPENED, their_ana.messages()[0])
    before, seen = rig.everything(TEAM), shown(rig.ana)
    answer = their_ana.send_raw(form_of_theirs(submission, their_ana))
    assert "Dana" not in answer.body
    assert rig.everything(TEAM) == before
    assert shown(rig.ana) == seen


@pytest.mark.refused
@pytest.mark.trouble
def test_a_stranger_in_a_shared_channel_sees_and_changes_nothing_of_ours(
    each_rig: OAuthRig, other: LocalWorkspace
) -> None:
    """Their own workspace has the bot too, and somebody there has the same id as our rep."""
    rig = each_rig
    rig.debrief(rig.ana)
    rig.debrief(other.person(ANA.id), "Kim Holt, Birch")
    stranger = rig.slack.stranger(Person("U0EVE", "Eve Hart"), team_id=OTHER, channel="C0LESSONS")
    before = (rig.everything(TEAM), shown(rig.ana), shown(other.person(ANA.id)))
    stranger.command("/gotano", "list", channel="C0LESSONS")
    stranger.shortcut("debrief_a_no")
    assert "Dana" not in shown(stranger) + str(stranger.messages("C0LESSONS"))
    assert "Kim" not in shown(stranger) + str(stranger.messages("C0LESSONS"))
    now = (rig.everything(TEAM), shown(rig.ana), shown(other.person(ANA.id)))
    assert now[1:] == before[1:]
    assert now[0]["deals"] == before[0]["deals"]


@pytest.mark.trouble
def test_where_it_is_not_installed_everything_says_so_and_changes_nothing(rig: OAuthRig) -> None:
    other = rig.add()
    rig.install()
    rig.install(OTHER)
    rig.lose_token(OTHER)
    rig.debrief(rig.ana)
    their_ana = other.person(ANA.id)
    words = rig.playbook.words.say("wrong.not_installed")
    before = rig.everything()
    assert their_ana.command("/gotano", "Kim Holt, Birch").status == 200
    assert told(their_ana) == [words]
    assert their_ana.send_raw(delete_of_ours(rig, their_ana)).status == 200
    assert their_ana.shortcut("debrief_a_no").status == 200
    other.send_event({"type": "user_change", "user": {"id": ANA.id, "tz": "Asia/Tokyo"}}, retries=False)
    other.send_event({"type": "app_home_opened", "user": ANA.id, "tab": "home"}, retries=False)
    assert rig.everything() == before
    assert (their_ana.view, their_ana.home) == (None, None)


@pytest.mark.refused
@pytest.mark.trouble
def test_a_form_left_open_when_the_bot_was_removed_says_so_in_the_form(rig: OAuthRig) -> None:
    """Only the token is gone: Slack still shows the form, and takes JSON for an answer to it."""
    rig.install()
    rig.ana.command("/gotano", "Dana Reyes, Acme")
    rig.ana.fill({"stage": "buying", "asked_why": "told"})
    rig.lose_token(TEAM)
    answer = rig.ana.submit()
    assert rig.playbook.words.say("wrong.not_installed") in answer.errors.values()


def test_a_zone_of_one_is_not_the_zone_of_the_other(each_rig: OAuthRig, other: LocalWorkspace) -> None:
    rig, their_ana = each_rig, other.person(ANA.id)
    rig.debrief(rig.ana)
    rig.debrief(their_ana, "Kim Holt, Birch")
    before = rig.everything(TEAM)
    their_ana.change_zone("Asia/Tokyo")
    other.send_event({"type": "user_change", "user": {"id": ANA.id, "team_id": OTHER, "tz": "Asia/Tokyo"}})
    assert rig.everything(TEAM) == before
    with rig.db.read(EVERYBODY) as session:
        due = {row.team: row.due_at for row in session.scalars(select(NudgeRow))}
    assert due[OTHER] < due[TEAM], "a morning in Tokyo comes before one in Lisbon"


def test_deleting_everything_in_one_leaves_the_other(each_rig: OAuthRig, other: LocalWorkspace) -> None:
    rig, their_ana = each_rig, other.person(ANA.id)
    rig.debrief(rig.ana)
    rig.debrief(their_ana, "Kim Holt, Birch")
    before = rig.everything(TEAM)
    delete(their_ana, their_ana.messages()[0])
    assert rig.everything(TEAM) == before
    with rig.db.read(EVERYBODY) as session:
        assert list(session.scalars(select(DealRow.team))) == [TEAM]


def _elements(message: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for block in message["blocks"] for one in block.get("elements", []) if isinstance(one, dict)]
