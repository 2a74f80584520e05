"""After the grace period everything of a workspace is erased, and nothing of anybody else's."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, text

import handlers.listeners.app_lifecycle
from storage.audit import By, Entry, Event, trail
from storage.handovers import offer_deals
from storage.owner import EVERYBODY, Owner
from storage.tables import Base, DealRow, LeftoverRow, PauseRow
from storage.team_note_tables import TeamPlaybookRow
from storage.team_notes import choose_note
from storage.team_tables import WORKSPACE, TeamGroupRow, TeamWeekRow
from storage.week_notes import want_week_note
from storage.workspaces import erase_some
from tests.oauth.conftest import MakeOAuth
from tests.oauth.many import many_deals
from tests.oauth.rig import OTHER, OAuthRig
from tests.rig import ANA, TEAM
from tests.storage.told import in_and_out


def rich(rig: OAuthRig, team: str, who: Any) -> None:
    """Something of that workspace in every table."""
    rig.install(team)
    rig.debrief(who)
    who.command("/gotano", "Half Way")
    who.fill({"stage": "buying", "asked_why": "told"})
    who.submit()
    who.close()
    who.press("card_happened", who.messages()[0])
    who.fill({"reply": "no_answer"})
    who.submit()
    who.press("note_add", who.messages()[0])
    who.fill({"note": "They move in May"})
    who.submit()
    _besides(rig, team)


def _besides(rig: OAuthRig, team: str) -> None:
    """What takes more than a gesture, or longer than a test."""
    today = rig.clock.now().date()
    with rig.db.write(EVERYBODY) as session:
        (deal,) = session.scalars(select(DealRow.id).where(DealRow.team == team)).all()
        session.add(PauseRow(team=team, rep=ANA.id, since=today, until=today))
        later, owner = rig.clock.now() + timedelta(days=400), Owner(team, ANA.id)
        session.add(LeftoverRow(team=team, rep=ANA.id, channel="D1", ts="1.0", due_at=later))
        session.add(TeamGroupRow(team=team, name="Inside sales", name_key="inside sales"))
        session.add(TeamWeekRow(team=team, group=WORKSPACE, week=today))
        want_week_note(session, owner, later)
        in_and_out(session, owner, later)
        choose_note(session, owner, None, "C1", later)
        session.add(TeamPlaybookRow(team=team, group=WORKSPACE, kept_by=ANA.id, numbers={}))
        offer_deals(session, owner, "U0SAM", later, tell=False)
        shared = {"deal_id": deal, "at": rig.clock.now(), "channel": "C1", "asked_in": f"V{team}"}
        session.execute(insert(Base.metadata.tables["shares"]).values(shared))


def both(rig: OAuthRig) -> None:
    other = rig.add()
    rich(rig, TEAM, rig.ana)
    rich(rig, OTHER, other.person(ANA.id))
    rig.clock.move(minutes=1)


def kept(rig: OAuthRig, team: str) -> dict[str, int]:
    """What time alone does not change: a month brings the next nudge."""
    return {name: count for name, count in rig.counts(team).items() if name != "nudges"}


def test_every_table_of_theirs_is_filled_before(some_rig: OAuthRig) -> None:
    """Else the tests below would prove little."""
    both(some_rig)
    assert {name for name, count in some_rig.counts(TEAM).items() if not count} == set()


@pytest.mark.parametrize("leaving", [TEAM, OTHER])
def test_after_the_grace_period_everything_of_theirs_is_erased_and_nothing_of_others(
    each_rig: OAuthRig, leaving: str
) -> None:
    rig = each_rig
    both(rig)
    staying = ({TEAM, OTHER} - {leaving}).pop()
    before = kept(rig, staying)
    rig.tell(rig.slack, "app_uninstalled", team_id=leaving)
    at_first = rig.counts(leaving)
    rig.clock.move(days=29, hours=23)
    rig.sweep()
    assert rig.counts(leaving) == at_first, "not a minute early"
    rig.clock.move(hours=2)
    rig.sweep()
    assert set(rig.counts(leaving).values()) == {0}
    assert kept(rig, staying) == before
    assert leaving not in str(rig.everything())


def test_the_time_counts_from_the_first_news(some_rig: OAuthRig) -> None:
    rig = some_rig
    both(rig)
    rig.tell(rig.slack, "app_uninstalled")
    rig.clock.move(days=20)
    rig.tell(rig.slack, "tokens_revoked")
    rig.clock.move(days=10, hours=1)
    rig.sweep()
    assert set(rig.counts(TEAM).values()) == {0}


def test_late_news_after_everything_was_erased_brings_nothing_back(each_rig: OAuthRig) -> None:
    rig = each_rig
    both(rig)
    rig.uninstall(rig.slack)
    rig.clock.move(days=31)
    rig.sweep()
    rig.tell(rig.slack, "app_uninstalled", at=rig.clock.now().timestamp() - 86400)
    rig.clock.move(days=31)
    rig.sweep()
    assert set(rig.counts(TEAM).values()) == {0}
    rig.install()
    rig.debrief(rig.ana)
    assert len(rig.deals()) == 1


def test_who_comes_back_within_the_period_is_not_erased_later(some_rig: OAuthRig) -> None:
    rig = some_rig
    both(rig)
    rig.uninstall(rig.slack)
    rig.clock.move(days=29)
    rig.install()
    before = rig.counts(TEAM)
    rig.clock.move(days=1, minutes=5)
    rig.sweep()
    assert rig.counts(TEAM)["deals"] == before["deals"] == 1
    assert rig.ana.command("/gotano", "help").ok


def counted_batches(monkeypatch: pytest.MonkeyPatch, dies_at: int | None = None) -> list[str]:
    """Whose data each batch erases, as they come; the process ends as it begins the batch of that number."""
    taken: list[str] = []

    def counted(session: Any, team: str, *more: Any, **named: Any) -> bool:
        taken.append(team)
        if len(taken) == dies_at:
            raise SystemExit
        return erase_some(session, team, *more, **named)

    monkeypatch.setattr(handlers.listeners.app_lifecycle, "erase_some", counted)
    return taken


@pytest.mark.parametrize("dies", [False, True])
def test_a_large_workspace_goes_in_batches_even_when_the_process_dies_in_between(
    each_rig: OAuthRig, monkeypatch: pytest.MonkeyPatch, dies: bool
) -> None:
    rig = each_rig
    both(rig)
    many_deals(rig, TEAM, 1050)
    many_deals(rig, OTHER, 10)
    before = kept(rig, OTHER)
    rig.uninstall(rig.slack)
    rig.clock.move(days=31)
    taken = counted_batches(monkeypatch, dies_at=3 if dies else None)
    if dies:
        with pytest.raises(SystemExit):
            handlers.listeners.app_lifecycle.erase_gone_workspaces(rig.services)
        left = rig.counts(TEAM)
        assert 0 < left["deals"] < 1051
        assert left["workspaces"] == 1, "it is still known what is to be done"
        rig.stop()
        rig.start()
    rig.sweep()
    assert set(rig.counts(TEAM).values()) == {0}
    assert kept(rig, OTHER) == before
    assert len(taken) >= 6


def test_who_installs_anew_while_their_old_data_is_being_erased_keeps_what_is_new(
    each_rig: OAuthRig, monkeypatch: pytest.MonkeyPatch
) -> None:
    rig = each_rig
    both(rig)
    many_deals(rig, TEAM, 450)
    rig.uninstall(rig.slack)
    rig.clock.move(days=31)
    taken = counted_batches(monkeypatch)
    real_write = rig.db.write

    def write(*args: Any) -> Any:
        if len(taken) == 1:
            taken.append("installed")
            rig.install()
            rig.debrief(rig.ana, "New Prospect")
        return real_write(*args)

    monkeypatch.setattr(rig.db, "write", write)
    handlers.listeners.app_lifecycle.erase_gone_workspaces(rig.services)
    assert "New Prospect" in [deal.prospect for deal in rig.deals()]
    assert rig.counts(TEAM)["workspaces"] == 1
    with rig.db.read(EVERYBODY) as session:
        assert session.execute(text("SELECT uninstalled_at FROM workspaces")).scalars().all() == [None, None]
    rig.ana.open_home()


def test_a_retention_of_no_days_erases_at_the_next_sweep(make_each: MakeOAuth) -> None:
    rig = make_each(environ={"GOTANO_RETENTION_DAYS": "0"})
    both(rig)
    before = kept(rig, OTHER)
    rig.uninstall(rig.slack)
    rig.clock.move(seconds=1)
    rig.sweep()
    assert set(rig.counts(TEAM).values()) == {0}
    assert kept(rig, OTHER) == before


def test_a_workspace_that_was_never_installed_and_never_left_is_left_alone(some_rig: OAuthRig) -> None:
    """Data from the days of SLACK_BOT_TOKEN has no row of its workspace: it is nobody's to erase."""
    rig = some_rig
    many_deals(rig, "T0OLD", 3)
    rig.clock.move(days=4000)
    rig.sweep()
    assert rig.counts("T0OLD")["deals"] == 3


def test_how_long_is_said_by_the_settings(make_each: MakeOAuth) -> None:
    rig = make_each(environ={"GOTANO_RETENTION_DAYS": "7"})
    assert rig.services.retention == timedelta(days=7)


def test_the_audit_trail_tells_of_both_and_outlives_what_it_tells_of(each_rig: OAuthRig) -> None:
    rig = each_rig
    both(rig)
    rig.uninstall(rig.slack)
    gone_at = rig.clock.now()
    rig.clock.move(days=31)
    rig.sweep()
    rig.sweep()
    with rig.db.read(EVERYBODY) as session:
        told = list(trail(session))
    assert told == [
        Entry(gone_at, Event.UNINSTALL, By.SLACK, team=TEAM),
        Entry(rig.clock.now(), Event.ERASE, By.BOT, team=TEAM),
    ]
