"""Choosing the channel of a team's weekly note: by somebody who counts in and is in it, where the bot was invited."""

import pytest

from bot.manifest import ASKED_SCOPES
from playground import Fault
from prompts.team_note import CHOOSE, FORM
from storage.export import export_own
from storage.owner import Owner
from storage.teams import leave_team
from tests.conftest import MakeRig
from tests.rig import TEAM, Rig
from tests.stories.scenes import actions_on, lost
from tests.stories.team_notes import CHANNEL, chooses, kept, noted, with_scopes
from tests.stories.teams import counts_in, page

ANA = Owner(TEAM, "U0ANA")


def said(rig: Rig, key: str) -> str:
    return rig.playbook.words.say(f"team_note.{key}")


def test_somebody_of_the_team_who_is_in_the_channel_chooses_it(make_rig: MakeRig, each_url: str) -> None:
    rig = noted(make_rig, database_url=each_url)
    note = kept(rig)
    assert note is not None
    assert (note.owner, note.channel) == (ANA, CHANNEL)


def test_who_does_not_count_in_is_not_offered_it(make_rig: MakeRig) -> None:
    rig = with_scopes(make_rig)
    page(rig.ana)
    assert CHOOSE not in actions_on(rig.ana.view or {})


def test_who_left_since_the_form_was_opened_chooses_nothing(make_rig: MakeRig) -> None:
    rig = with_scopes(make_rig)
    counts_in(rig.ana)
    page(rig.ana)
    rig.ana.press(CHOOSE)
    rig.ana.fill({"channel": CHANNEL})
    with rig.db.write(ANA) as session:
        leave_team(session, ANA, rig.clock.now())
    assert rig.ana.submit().errors == {"channel": said(rig, "not_yours")}
    assert kept(rig) is None


def test_the_bot_must_have_been_invited(make_rig: MakeRig) -> None:
    rig = with_scopes(make_rig)
    rig.slack.expel(CHANNEL)
    counts_in(rig.ana)
    assert chooses(rig.ana) == said(rig, "invite")
    assert kept(rig) is None
    rig.slack.invite(CHANNEL)
    assert rig.ana.submit().action == "cleared"
    assert kept(rig) is not None


def test_the_chooser_must_be_in_the_channel(make_rig: MakeRig) -> None:
    rig = with_scopes(make_rig)
    rig.slack.leave(CHANNEL, "U0ANA")
    counts_in(rig.ana)
    assert chooses(rig.ana) == said(rig, "not_member")


def test_a_private_channel_is_looked_at_as_well(make_rig: MakeRig) -> None:
    rig = with_scopes(make_rig)
    rig.slack.make_private(CHANNEL)
    counts_in(rig.ana)
    assert chooses(rig.ana) == "cleared"


def test_an_archived_channel_is_refused(make_rig: MakeRig) -> None:
    rig = with_scopes(make_rig)
    rig.slack.archive(CHANNEL)
    counts_in(rig.ana)
    assert chooses(rig.ana) == said(rig, "archived")


def test_a_channel_that_other_companies_are_invited_to_is_refused(make_rig: MakeRig) -> None:
    rig = with_scopes(make_rig)
    rig.slack.offer_to_share(CHANNEL, "T0PARTNER")
    counts_in(rig.ana)
    assert chooses(rig.ana) == said(rig, "outsiders")


@pytest.mark.parametrize("scopes", [ASKED_SCOPES, (*ASKED_SCOPES, "groups:read")])
def test_without_the_scope_nothing_is_chosen_and_it_is_said_which(
    make_rig: MakeRig, scopes: tuple[str, ...]
) -> None:
    rig = make_rig(scopes=scopes)
    rig.slack.invite(CHANNEL)
    counts_in(rig.ana)
    assert chooses(rig.ana) == said(rig, "no_scope")


@pytest.mark.trouble
@pytest.mark.parametrize("method", ["conversations.info", "conversations.members"])
def test_nothing_is_chosen_while_slack_does_not_say(make_rig: MakeRig, method: str) -> None:
    rig = with_scopes(make_rig)
    counts_in(rig.ana)
    rig.slack.faults.add(method, Fault(error="internal_error"))
    assert chooses(rig.ana) == said(rig, "unsure")
    assert rig.ana.view is not None
    assert rig.ana.view["callback_id"] == FORM


def test_the_rep_s_own_export_names_the_channel_they_chose(make_rig: MakeRig) -> None:
    rig = noted(make_rig)
    lost(rig)
    with rig.db.read(ANA) as session:
        (row,) = export_own(session, ANA)
    assert row["team_note_channel"] == CHANNEL
