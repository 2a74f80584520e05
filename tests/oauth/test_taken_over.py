"""An organisation installs the bot for all its workspaces: what one of them had already is taken over."""

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError

import bot.organisations
from playground import Fault, LocalWorkspace
from prompts.nudge_buttons import REPLY
from storage.audit import Event, trail
from storage.joining import move_workspace
from storage.owner import EVERYBODY
from tests.oauth.joining import ORG, asked
from tests.oauth.many import many_deals
from tests.oauth.rig import OAuthRig
from tests.rig import ANA


@pytest.fixture
def wide(each_rig: OAuthRig) -> tuple[OAuthRig, LocalWorkspace]:
    """A workspace has the bot, and Ana a lost deal; then its organisation installs it for all."""
    rig = each_rig
    one = rig.add("T0ONE", enterprise_id=ORG, enterprise_name="The Org")
    rig.add("T0TWO", enterprise_id=ORG, enterprise_name="The Org")
    rig.install("T0ONE")
    rig.debrief(one.person(ANA.id))
    rig.install(ORG)
    return rig, one


def test_an_organisation_that_installs_it_as_one_takes_over_what_its_workspaces_have(
    wide: tuple[OAuthRig, LocalWorkspace],
) -> None:
    rig, one = wide
    ana = one.person(ANA.id)
    rig.sweep()
    assert [deal.prospect for deal in rig.deals(ORG)] == ["Dana Reyes, Acme"]
    left = rig.counts("T0ONE")
    assert {name: count for name, count in left.items() if count and name != "slack_bots"} == {}
    with rig.db.read(EVERYBODY) as session:
        (entry,) = trail(session)
    assert (entry.what, entry.team, entry.details) == (Event.MOVE, "T0ONE", {"into": ORG})
    ana.command("/gotano", "list")
    assert "Dana" in str(ana.messages()[-1])
    rig.jump(ORG)
    (asking,) = (m for m in ana.messages() if f"{REPLY}talking_again" in str(m))
    assert ana.press(f"{REPLY}talking_again", asking).ok
    assert rig.deals(ORG)[0].replies


@pytest.mark.trouble
def test_an_organisation_that_could_not_be_asked_is_asked_at_the_next_look(
    wide: tuple[OAuthRig, LocalWorkspace],
) -> None:
    rig, _ = wide
    rig.slack.faults.add("auth.teams.list", Fault(error="internal_error"))
    rig.sweep()
    assert rig.deals(ORG) == []
    for _ in range(3):
        rig.sweep()
    assert len(rig.deals(ORG)) == 1
    assert asked(rig, "auth.teams.list") == 2, "and once it has answered, an hour later"


@pytest.mark.trouble
def test_a_workspace_that_cannot_be_moved_now_holds_up_no_other_and_is_moved_later(
    wide: tuple[OAuthRig, LocalWorkspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    rig, _ = wide
    many_deals(rig, "T0TWO", 1)

    def busy(session: Any, team: str, *more: Any) -> None:
        if team == "T0ONE":
            raise OperationalError("", {}, Exception("a lock was waited for in vain"))
        move_workspace(session, team, *more)

    monkeypatch.setattr(bot.organisations, "move_workspace", busy)
    rig.where.find_joined()
    assert [len(rig.deals(where)) for where in ("T0ONE", "T0TWO", ORG)] == [1, 0, 1]
    monkeypatch.undo()
    rig.where.find_joined()
    assert [len(rig.deals(where)) for where in ("T0ONE", "T0TWO", ORG)] == [0, 0, 2]


def test_a_workspace_may_take_longer_to_move_than_a_statement_may_for_slack(
    wide: tuple[OAuthRig, LocalWorkspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    rig, _ = wide

    def slow(session: Any, *more: Any) -> None:
        if session.connection().dialect.name == "postgresql":
            session.execute(text("SELECT pg_sleep(2.6)"))
        move_workspace(session, *more)

    monkeypatch.setattr(bot.organisations, "move_workspace", slow)
    rig.where.find_joined()
    assert [len(rig.deals(where)) for where in ("T0ONE", ORG)] == [0, 1]


@pytest.mark.trouble
def test_a_workspace_that_never_can_be_moved_is_not_tried_at_every_look(
    wide: tuple[OAuthRig, LocalWorkspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each try locks all that its reps have."""
    rig, _ = wide
    tried: list[str] = []

    def never(_session: Any, team: str, *_more: Any) -> None:
        tried.append(team)
        raise IntegrityError("", {}, Exception("there is one already"))

    monkeypatch.setattr(bot.organisations, "move_workspace", never)
    for _ in range(3):
        rig.where.find_joined()
    assert tried == ["T0ONE"]


def test_moving_a_second_time_changes_nothing(wide: tuple[OAuthRig, LocalWorkspace]) -> None:
    rig, _ = wide
    rig.sweep()
    before = rig.everything()
    rig.restart()
    rig.sweep()
    assert rig.everything() == before


def test_what_was_parked_with_the_workspace_s_own_token_is_due_again(
    wide: tuple[OAuthRig, LocalWorkspace],
) -> None:
    """The workspace's token was taken back when its organisation took over."""
    rig, one = wide
    rig.clock.move(minutes=1)
    rig.tell(one, "tokens_revoked", team_id="T0ONE")
    rig.sweep()
    rig.jump(ORG)
    assert [m for m in one.person(ANA.id).messages() if f"{REPLY}talking_again" in str(m)]
