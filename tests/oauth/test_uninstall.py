"""Uninstalling: the tokens go at once, nothing more is sent there, and everybody else's morning goes on."""

from datetime import timedelta

import pytest
from slack_bolt import BoltContext
from sqlalchemy import select, text

from bot.prompt_ack import PromptAck
from handlers.listeners.app_lifecycle import on_revoked
from playground import Fault, LocalWorkspace
from prompts.nudge_buttons import REPLY
from prompts.nudge_message import UNDO
from storage.owner import EVERYBODY
from storage.records import PARKED, PENDING
from storage.tables import NudgeRow, WorkspaceRow
from tests.oauth.rig import OTHER, OAuthRig
from tests.rig import ANA, MONDAY, TEAM

ORDERS = [
    ("tokens_revoked", "app_uninstalled"),
    ("app_uninstalled", "tokens_revoked"),
    ("tokens_revoked", "tokens_revoked", "app_uninstalled", "app_uninstalled"),
    ("app_uninstalled", "app_uninstalled", "tokens_revoked", "tokens_revoked"),
    ("app_uninstalled",),
    ("tokens_revoked",),
]


NAMES = ("Dana, Acme", "Kim, Birch", "Lee, Cedar", "Ola, Delta", "Pia, Ember", "Quinn, Fjord")


@pytest.fixture
def other(each_rig: OAuthRig) -> LocalWorkspace:
    """Both are installed, with a lost deal each; a minute has passed since."""
    added = each_rig.add()
    for team, who in ((TEAM, each_rig.ana), (OTHER, added.person(ANA.id))):
        each_rig.install(team)
        each_rig.debrief(who)
    each_rig.clock.move(minutes=1)
    return added


def nudges(rig: OAuthRig, team: str = TEAM) -> list[NudgeRow]:
    with rig.db.read(EVERYBODY) as session:
        return list(session.scalars(select(NudgeRow).where(NudgeRow.team == team).order_by(NudgeRow.id)))


def fates(rig: OAuthRig, team: str = TEAM) -> set[tuple[str, str | None]]:
    return {(nudge.status, nudge.failure) for nudge in nudges(rig, team)}


@pytest.mark.parametrize("told", ORDERS, ids="+".join)
def test_the_tokens_go_at_once_and_nothing_is_sent_while_others_go_on(
    each_rig: OAuthRig, other: LocalWorkspace, told: tuple[str, ...]
) -> None:
    rig = each_rig
    due = [nudge.due_at for nudge in nudges(rig)]
    rig.uninstall(rig.slack, told[0])
    assert rig.counts(TEAM)["slack_bots"] == 0, "after the first event already"
    for name in told[1:]:
        rig.tell(rig.slack, name)
    with rig.db.read(EVERYBODY) as session:
        assert session.execute(text("SELECT count(*) FROM slack_bots")).scalar_one() == 1, "the other's"
    assert fates(rig) == {(PARKED, "app_uninstalled")}
    assert [nudge.due_at for nudge in nudges(rig)] == due, "their dates are kept"
    assert rig.counts(TEAM)["deals"] == 1, "the data stays for a while"
    rig.slack.clear_calls()
    rig.jump(OTHER)
    assert {call.team for call in rig.slack.calls} == {OTHER}
    assert len(other.person(ANA.id).messages()) == 2


@pytest.mark.parametrize("tokens", [{"oauth": ["U0ANA"], "bot": []}, {"oauth": ["U0ANA"]}, {}])
@pytest.mark.usefixtures("other")
def test_a_person_s_own_token_is_nothing_to_us(each_rig: OAuthRig, tokens: dict[str, list[str]]) -> None:
    rig = each_rig
    before = rig.everything()
    rig.tell(rig.slack, "tokens_revoked", tokens=tokens)
    rig.tell(rig.slack, "tokens_revoked", tokens=tokens)
    if tokens:
        assert rig.everything() == before
        rig.jump()
        assert len(rig.ana.messages()) == 2


@pytest.mark.usefixtures("other")
def test_late_news_from_before_the_present_installation_changes_nothing(each_rig: OAuthRig) -> None:
    rig = each_rig
    gone_at = rig.clock.now().timestamp()
    rig.uninstall(rig.slack, "app_uninstalled")
    rig.clock.move(minutes=3)
    rig.install()
    before = rig.everything()
    for name in ("tokens_revoked", "app_uninstalled", "tokens_revoked"):
        rig.tell(rig.slack, name, at=gone_at)
    assert rig.everything() == before
    assert rig.ana.command("/gotano", "help").ok
    rig.jump()
    assert len([m for m in rig.ana.messages() if not m["ephemeral"]]) == 2


def test_an_uninstall_in_the_second_of_the_installation_counts(each_rig: OAuthRig) -> None:
    """Slack's events carry whole seconds."""
    rig = each_rig
    rig.clock.move(seconds=0.3)
    rig.install()
    rig.clock.move(seconds=0.4)
    rig.uninstall(rig.slack)
    assert rig.counts(TEAM)["slack_bots"] == 0


@pytest.mark.usefixtures("other")
def test_news_of_the_next_uninstall_counts_again(each_rig: OAuthRig) -> None:
    rig = each_rig
    for _ in range(3):
        rig.clock.move(minutes=3)
        rig.uninstall(rig.slack)
        assert rig.counts(TEAM)["slack_bots"] == 0
        rig.clock.move(minutes=3)
        rig.install()
        assert fates(rig) == {(PENDING, None)}


@pytest.mark.parametrize("new_bot_user", [False, True])
@pytest.mark.usefixtures("other")
def test_a_reinstall_brings_everything_back_and_pending_nudges_keep_their_dates(
    each_rig: OAuthRig, new_bot_user: bool
) -> None:
    rig = each_rig
    due = [nudge.due_at for nudge in nudges(rig)]
    rig.uninstall(rig.slack, new_bot_user=new_bot_user)
    rig.clock.move(days=20)
    rig.sweep()
    rig.install()
    assert [nudge.due_at for nudge in nudges(rig)] == due
    assert fates(rig) == {(PENDING, None)}
    with rig.db.read(EVERYBODY) as session:
        row = session.get_one(WorkspaceRow, TEAM)
        assert row.uninstalled_at is None
    before = len(rig.ana.messages())
    rig.jump()
    after = [message for message in rig.ana.messages() if not message["ephemeral"]]
    assert len(after) > before, "in the conversation there is now"
    assert "Dana" in str(after[-1])
    rig.ana.open_home()
    assert "Dana" in str(rig.ana.home)


@pytest.mark.trouble
def test_the_card_in_a_conversation_that_is_gone_is_posted_anew(each_rig: OAuthRig) -> None:
    """A new bot user has other DMs: what the deal knows of its card is of no use any more."""
    rig = each_rig
    rig.install()
    rig.debrief(rig.ana)
    rig.uninstall(rig.slack, new_bot_user=True)
    rig.clock.move(days=1)
    rig.install()
    rig.jump()
    shown = str(rig.ana.messages())
    assert "card_change_date" in shown, "the card"
    assert "nudge_reply" in shown, "and the nudge"


def test_what_fell_due_meanwhile_comes_in_the_next_window_and_not_in_a_burst(each_rig: OAuthRig) -> None:
    """Six are due while it is gone: after the reinstall, at night, nothing; in the morning one digest."""
    rig = each_rig
    rig.install()
    for name in NAMES:
        rig.debrief(rig.ana, name)
    rig.uninstall(rig.slack)
    last = max(nudge.due_at for nudge in nudges(rig))
    # A retention of 30 days would erase them first: the dates are brought closer instead.
    soon = MONDAY + timedelta(days=2)
    with rig.db.write(EVERYBODY) as session:
        for nudge in session.scalars(select(NudgeRow)):
            nudge.due_on, nudge.due_at = soon.date(), soon
    assert last > soon
    rig.clock.move_to(MONDAY.replace(hour=23) + timedelta(days=9))
    rig.sweep()
    rig.install()
    posted = len(rig.ana.messages())
    rig.sweep()
    assert len(rig.ana.messages()) == posted, "nobody is woken at night"
    rig.jump()
    assert len(rig.ana.messages()) == posted + 1, "one message for all six"
    assert all(name in str(rig.ana.messages()[-1]) for name in NAMES)


@pytest.mark.trouble
def test_an_uninstall_while_a_morning_is_sent_loses_nothing_and_stops_nobody(each_rig: OAuthRig) -> None:
    """Slack took the message, and the news of the uninstall comes before its answer."""
    rig = each_rig
    other = rig.add()
    for team, who in ((TEAM, rig.ana), (OTHER, other.person(ANA.id))):
        rig.install(team)
        rig.debrief(who)
    rig.clock.move(minutes=1)

    def removed() -> None:
        rig.uninstall(rig.slack, "app_uninstalled")

    rig.slack.faults.add("chat.postMessage", Fault(after=removed, team=TEAM))
    rig.jump()
    assert len(other.person(ANA.id).messages()) == 2
    rig.clock.move(minutes=3)
    rig.sweep()
    assert len(other.person(ANA.id).messages()) == 2, "settled once"
    assert not any(nudge.claimed_until for nudge in nudges(rig, OTHER))
    assert {nudge.status for nudge in nudges(rig, OTHER)} <= {"sent", PENDING}
    assert rig.scheduler.heartbeat.well_age < 5


@pytest.mark.trouble
def test_a_dead_token_whose_news_never_came_parks_and_goes_on_after_a_reinstall(each_rig: OAuthRig) -> None:
    rig = each_rig
    rig.install()
    rig.debrief(rig.ana)
    rig.slack.uninstall(events=[])
    rig.jump()
    assert {status for status, _ in fates(rig)} == {PARKED}
    rig.clock.move(minutes=1)
    rig.install()
    rig.sweep()
    rig.jump() if {(PENDING, None)} == fates(rig) else None
    assert [m for m in rig.ana.messages() if "nudge_reply" in str(m)]


@pytest.mark.trouble
def test_a_day_after_a_reply_in_a_workspace_that_left_the_others_undo_still_ends(rig: OAuthRig) -> None:
    other = rig.add()
    theirs = other.person(ANA.id)
    for team, who in ((TEAM, rig.ana), (OTHER, theirs)):
        rig.install(team)
        rig.debrief(who)
    rig.jump()
    for who in (rig.ana, theirs):
        (asked,) = (m for m in who.messages() if f"{REPLY}talking_again" in str(m))
        who.press(f"{REPLY}talking_again", asked)
        assert UNDO in str(who.messages())
    rig.uninstall(rig.slack)
    rig.clock.move(days=2)
    rig.sweep()
    assert UNDO not in str(theirs.messages())
    assert rig.scheduler.heartbeat.well_age < 5


@pytest.mark.parametrize("tokens", [None, [], "", {}, {"bot": None}])
def test_an_event_without_a_token_of_ours_stops_nothing(tokens: object) -> None:
    on_revoked(PromptAck(), {"tokens": tokens}, {}, BoltContext())
