"""Keys of stored tokens: one that is not listed stops that workspace alone, and older ones can be dropped."""

import re

import pytest
from click.testing import CliRunner
from sqlalchemy import select, text

from bot.check import check
from bot.cli import main
from playground import LocalWorkspace
from storage.audit import Event, trail
from storage.hooks import Direction, add_hook, secrets_of
from storage.installations import Installations
from storage.owner import EVERYBODY
from storage.records import PENDING
from storage.secrets import Vault, WrongKey, new_key
from storage.tables import NudgeRow
from tests.oauth.conftest import MakeOAuth
from tests.oauth.rig import KEY, OTHER, OAuthRig
from tests.oauth.trouble import database_away, logged
from tests.rig import ANA, TEAM
from tests.stories.scenes import told

NEW = new_key()


@pytest.fixture
def other(each_rig: OAuthRig) -> LocalWorkspace:
    """Ours was sealed with a key that is not listed any more; theirs with the one that is."""
    rig = each_rig
    added = rig.add()
    rig.install()
    rig.debrief(rig.ana)
    rig.restart(GOTANO_ENCRYPTION_KEY=NEW)
    rig.install(OTHER)
    rig.debrief(added.person(ANA.id))
    return added


def store(rig: OAuthRig, *keys: str) -> Installations:
    return Installations(rig.db, rig.slack.client_id, Vault(keys), rig.clock.now)


@pytest.mark.trouble
def test_other_workspaces_go_on_and_what_could_not_be_sent_comes_with_the_key(
    each_rig: OAuthRig, other: LocalWorkspace, caplog: pytest.LogCaptureFixture
) -> None:
    rig = each_rig
    rig.jump()
    assert len(other.person(ANA.id).messages()) == 2
    assert len(rig.ana.messages()) == 1
    assert "WrongKey" in logged(caplog) or "GOTANO_ENCRYPTION_KEY" in logged(caplog)
    assert rig.scheduler.heartbeat.well_age < 5, "the sweep went well"
    rig.restart(GOTANO_ENCRYPTION_KEY=f"{NEW},{KEY}")
    rig.clock.move(hours=1)
    rig.sweep()
    assert len(rig.ana.messages()) == 2


@pytest.mark.trouble
@pytest.mark.usefixtures("other")
def test_a_key_that_is_missing_for_days_loses_no_nudge(each_rig: OAuthRig) -> None:
    rig = each_rig
    rig.jump()
    for _ in range(25):
        rig.clock.move(hours=2)
        rig.sweep()
    rig.restart(GOTANO_ENCRYPTION_KEY=f"{NEW},{KEY}")
    rig.sweep()
    with rig.db.read(EVERYBODY) as session:
        pending = [
            n.due_at for n in session.scalars(select(NudgeRow)) if n.status == PENDING and n.team == TEAM
        ]
    for due in sorted(pending):
        rig.clock.move_to(max(due, rig.clock.now()))
        rig.sweep()
    assert len(rig.ana.messages()) >= 2


@pytest.mark.trouble
@pytest.mark.refused
def test_a_request_from_there_is_answered_in_plain_words(
    each_rig: OAuthRig, other: LocalWorkspace, caplog: pytest.LogCaptureFixture
) -> None:
    rig = each_rig
    before = rig.everything()
    assert rig.ana.command("/gotano", "list").status == 200
    assert [text for text in told(rig.ana) if text], "something was said"
    assert "KEY" not in str(told(rig.ana)), "to whoever looks after the server, not to a rep"
    assert "GOTANO_ENCRYPTION_KEY" in logged(caplog), "and that is who reads it"
    assert rig.everything() == before
    their_ana = other.person(ANA.id)
    assert their_ana.command("/gotano", "list").ok


@pytest.mark.trouble
def test_the_installations_are_looked_after_all_the_same(make_each: MakeOAuth) -> None:
    """One token that cannot be opened keeps neither the others from being renewed, nor data from being erased."""
    rig = make_each(rotating=True)
    for team in (OTHER, "T0GONE"):
        rig.add(team)
    rig.install()
    rig.restart(GOTANO_ENCRYPTION_KEY=NEW)
    rig.install(OTHER)
    rig.install("T0GONE")
    rig.tell(rig.slack, "app_uninstalled", team_id="T0GONE")
    first = rig.where.client_for(OTHER).token
    with rig.db.write(EVERYBODY) as session:
        session.execute(text("UPDATE slack_bots SET bot_token_expires_at = '2020-01-01 00:00:00'"))
    rig.clock.move(days=31)
    rig.sweep()
    assert rig.where.client_for(OTHER).token != first
    assert set(rig.counts("T0GONE").values()) == {0}


@pytest.mark.usefixtures("other")
def test_an_uninstall_needs_no_key(each_rig: OAuthRig) -> None:
    each_rig.uninstall(each_rig.slack)
    assert each_rig.counts(TEAM)["slack_bots"] == 0


@pytest.mark.usefixtures("other")
def test_a_reinstall_heals_it(each_rig: OAuthRig) -> None:
    each_rig.install()
    each_rig.jump()
    assert len(each_rig.ana.messages()) == 2


@pytest.mark.usefixtures("other")
def test_check_says_so_and_what_to_do(each_rig: OAuthRig) -> None:
    wrong = [finding.text for finding in check(each_rig.environ) if not finding.fine]
    assert len(wrong) == 1
    assert "GOTANO_ENCRYPTION_KEY" in wrong[0]
    assert TEAM in wrong[0], "whose token it is"
    fine = list(check(each_rig.environ | {"GOTANO_ENCRYPTION_KEY": f"{NEW},{KEY}"}))
    assert all(finding.fine for finding in fine), fine


def test_check_tells_the_number_of_workspaces_and_a_token_that_slack_does_not_take(rig: OAuthRig) -> None:
    rig.add()
    rig.install()
    rig.install(OTHER)
    assert any("installed in 2" in finding.text for finding in check(rig.environ))
    rig.slack.uninstall(events=[])
    wrong = [finding.text for finding in check(rig.environ) if not finding.fine]
    assert [TEAM in one and "account_inactive" in one for one in wrong] == [True]


def test_a_key_is_changed_by_listing_both_sealing_anew_and_dropping_the_old_one(rig: OAuthRig) -> None:
    rig.add()
    rig.install()
    rig.install(OTHER)
    rig.debrief(rig.ana)
    rig.restart(GOTANO_ENCRYPTION_KEY=f"{NEW} {KEY}")
    assert rig.ana.command("/gotano", "help").ok, "both are read meanwhile"
    with pytest.raises(WrongKey):
        store(rig, NEW).bot_of(TEAM)
    assert store(rig, NEW, KEY).seal_anew() == (2, [])
    assert rig.counts(TEAM)["slack_bots"] == rig.counts(OTHER)["slack_bots"] == 1
    rig.restart(GOTANO_ENCRYPTION_KEY=NEW)
    assert rig.ana.command("/gotano", "help").ok
    rig.jump()
    assert len([m for m in rig.ana.messages() if not m["ephemeral"]]) == 2
    with pytest.raises(WrongKey):
        store(rig, KEY).bot_of(TEAM)


def two_hooks(rig: OAuthRig, *keys: str) -> list[tuple[int, str]]:
    """Of our workspace, each with its secret sealed with a key of its own."""
    with rig.db.write(EVERYBODY) as session:
        return [add_hook(session, Vault([key]), TEAM, Direction.IN, rig.clock.now()) for key in keys]


@pytest.mark.parametrize("column", ["bot_token", "bot_refresh_token"])
def test_what_no_key_opens_is_named_and_keeps_nothing_else_from_a_new_key(
    make_each: MakeOAuth, column: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rig = make_each(rotating=True)
    monkeypatch.chdir(rig.folder)
    rig.add()
    rig.install()
    rig.install(OTHER)
    (fine, secret), (lost, _) = two_hooks(rig, KEY, new_key())
    with rig.db.write(EVERYBODY) as session:
        spoil = text(f"UPDATE slack_bots SET {column} = :lost WHERE team_id = :team")  # noqa: S608
        session.execute(spoil, {"lost": Vault([new_key()]).seal("xoxe-lost"), "team": TEAM})
    before = rig.everything(TEAM)["slack_bots"]
    done = CliRunner().invoke(main, ["rekey"], env=rig.environ | {"GOTANO_ENCRYPTION_KEY": f"{NEW},{KEY}"})
    assert (done.exit_code, rig.everything(TEAM)["slack_bots"]) == (1, before)
    assert re.findall(r"T0\w+|\b\d+ \(T0\w+\)", done.stderr) == [TEAM, f"{lost} ({TEAM})"]
    assert store(rig, NEW).bot_of(OTHER), "sealed with the newest key"
    with rig.db.read(EVERYBODY) as session:
        assert secrets_of(session, Vault([NEW]), fine, rig.clock.now()) == (secret,)
        (entry,) = trail(session)
    assert (entry.what, entry.details) == (Event.REKEY, {"tokens": 1, "hooks": 1})


@pytest.mark.trouble
@pytest.mark.refused
def test_a_database_that_is_away_leaves_the_form_open(
    make_oauth: MakeOAuth, postgres: str, postgres_url: str
) -> None:
    """Here the token cannot be looked up either."""
    rig = make_oauth(database_url=postgres_url)
    rig.install()
    rig.ana.command("/gotano", "Dana Reyes, Acme")
    rig.ana.fill({"stage": "buying", "asked_why": "told"})
    words = rig.playbook.words.say("wrong.not_saved")
    with database_away(rig, postgres):
        assert words in rig.ana.submit().errors.values()
        rig.ana.command("/gotano", "list")
    assert words in told(rig.ana)
    assert rig.ana.submit().action == "updated"
