"""`gotano check`: each finding in plain words, and an exit code that tells."""

from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.check import check
from bot.cli import main
from bot.clock import real_now
from bot.manifest import NEEDED_SCOPES
from playground import Fault, Identity, LocalSlack
from storage.filesystem import network_filesystem
from storage.outbox import put_step_end
from storage.outbox_queue import claim_outbox, park_row
from storage.owner import EVERYBODY, Owner
from storage.sent_nudges import park_all
from storage.workspaces import rest_sending
from tests.bot.checked import ANA, environ, notes, slack, wrong
from tests.databases import ready
from tests.storage.made import lose

__all__ = ["environ", "slack"]


@pytest.mark.parametrize("more", [{}, {"SLACK_APP_TOKEN": "xapp-playground-app"}])
def test_nothing_is_wrong_with_a_whole_bot(environ: dict[str, str], more: dict[str, str]) -> None:
    assert wrong(environ | more) == []
    told = " ".join(finding.text for finding in check(environ | more))
    for looked_at in ("playbook", "token", "scopes", "database", "schema", "send due nudges (every 15 s)"):
        assert looked_at in told


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-somebody-elses"}, "SLACK_BOT_TOKEN"),
        ({"SLACK_APP_TOKEN": "xapp-somebody-elses"}, "SLACK_APP_TOKEN"),
        ({"SLACK_API_URL": "http://127.0.0.1:1/api/"}, "http://127.0.0.1:1"),
        ({"DATABASE_URL": "postgresql+psycopg://127.0.0.1:1/x"}, "database"),
        ({"DATABASE_URL": "sqlite:///no/such/folder/x.db"}, "database"),
    ],
)
def test_one_thing_wrong_is_one_finding(environ: dict[str, str], changed: dict[str, str], named: str) -> None:
    (finding,) = wrong(environ | changed)
    assert named in finding


@pytest.mark.parametrize(
    "fault", [Fault(accepted_but_dropped=True, times=None), Fault(status=503)], ids=["the network", "503"]
)
def test_slack_away_while_the_app_token_is_tried_is_a_finding(
    environ: dict[str, str], slack: LocalSlack, fault: Fault
) -> None:
    slack.faults.add("apps.connections.open", fault)
    (finding,) = wrong(environ | {"SLACK_APP_TOKEN": "xapp-playground-app"})
    assert "SLACK_APP_TOKEN" in finding
    assert "connections:write" not in finding, "nothing is known of its scopes"


def test_pending_migrations_are_a_finding(environ: dict[str, str], tmp_path: Path) -> None:
    (finding,) = wrong(environ | {"DATABASE_URL": f"sqlite:///{tmp_path / 'new.db'}"})
    assert "gotano migrate" in finding


def test_a_missing_scope_is_named_with_what_it_is_for(environ: dict[str, str]) -> None:
    granted = sorted(set(NEEDED_SCOPES) - {"im:write", "users:read"})
    with LocalSlack([ANA], Identity(scopes=granted)) as poorer:
        (finding,) = wrong(environ | {"SLACK_API_URL": poorer.api_url})
    for scope in ("im:write", "users:read"):
        assert scope in finding
        assert NEEDED_SCOPES[scope] in finding
    assert "chat:write" not in finding


@pytest.mark.parametrize("error", ["token_revoked", "account_inactive", "something_new"])
def test_slacks_own_refusal_is_told(slack: LocalSlack, environ: dict[str, str], error: str) -> None:
    slack.faults.add("auth.test", Fault(error=error))
    (finding,) = wrong(environ)
    assert "SLACK_BOT_TOKEN" in finding


def test_every_bad_setting_is_a_finding() -> None:
    assert len(wrong({"PORT": "x", "GOTANO_LOG_LEVEL": "y"})) == 4


def test_a_token_beside_the_client_id_of_oauth_is_a_note(environ: dict[str, str]) -> None:
    oauth = {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "x"}
    (note,) = notes(environ | oauth)
    assert "SLACK_BOT_TOKEN" in note
    assert "SLACK_CLIENT_ID" in note


def test_a_workspace_that_rests_is_a_note_with_its_end_until_that_is_over(environ: dict[str, str]) -> None:
    until = real_now() + timedelta(minutes=40)
    db = ready(environ["DATABASE_URL"])
    with db.write(EVERYBODY) as session:
        rest_sending(session, "T0BUSY", until)
        rest_sending(session, "T0DONE", real_now() - timedelta(seconds=1))
    db.close()
    (note,) = notes(environ)
    assert "T0BUSY" in note
    assert f"{until:%H:%M:%S}" in note
    assert wrong(environ) == []


def test_sqlite_on_a_network_file_system_is_a_note(
    environ: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"disk / ext4 rw 0 0\nserver:/export {tmp_path} nfs4 rw 0 0\n", encoding="utf-8")
    monkeypatch.setattr("bot.check.network_filesystem", partial(network_filesystem, mounts=mounts))
    (note,) = notes(environ)
    assert "nfs4" in note
    assert wrong(environ) == []


def test_a_parked_nudge_is_a_note_and_not_simply_well(environ: dict[str, str]) -> None:
    db = ready(environ["DATABASE_URL"])
    with db.write(EVERYBODY) as session:
        lose(session, "Dana Reyes, Acme", Owner("T0BUSY", "U0ANA"))
        park_all(session, "T0BUSY", "user_disabled", real_now())
    db.close()
    ended = CliRunner().invoke(main, ["check"], env=environ | {"GOTANO_PLAYBOOK_DIR": ""})
    (line,) = [line for line in ended.output.splitlines() if "parked" in line]
    assert line.startswith("note ")
    assert "1 for user_disabled" in line
    assert ended.exit_code == 0


def test_what_waits_in_workspaces_that_it_does_not_serve_is_a_note(environ: dict[str, str]) -> None:
    db = ready(environ["DATABASE_URL"])
    with db.write(EVERYBODY) as session:
        lose(session, "Dana Reyes, Acme", Owner("T0DEMO", "U0ANA"))
    assert notes(environ) == []
    with db.write(EVERYBODY) as session:
        lose(session, "Dana Reyes, Acme", Owner("T0OTHER", "U0ANA"))
    db.close()
    (told,) = notes(environ)
    assert told.endswith("whose token is T0DEMO's, does not send them: 1 of T0OTHER")


@pytest.mark.parametrize(("token", "code"), [(None, 0), ("xoxb-somebody-elses", 1)])
def test_the_exit_code_tells(
    environ: dict[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    token: str | None,
    code: int,
) -> None:
    monkeypatch.chdir(tmp_path)
    told = environ | ({"SLACK_BOT_TOKEN": token} if token else {})
    ended = CliRunner().invoke(
        main, ["check"], env={**told, "SLACK_APP_TOKEN": "", "GOTANO_PLAYBOOK_DIR": ""}
    )
    assert ended.exit_code == code
    assert ("problem" in ended.output) == bool(code)


def test_each_token_has_where_it_comes_from_and_is_not_told(
    environ: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    token = environ.pop("SLACK_BOT_TOKEN")
    (tmp_path / ".env").write_text(f"SLACK_BOT_TOKEN={token}\nSLACK_SIGNING_SECRET=another\n")
    said = CliRunner().invoke(main, ["check"], env=environ | {"SLACK_APP_TOKEN": ""}).output
    (line,) = [line for line in said.splitlines() if "tokens and keys" in line]
    assert f"SLACK_BOT_TOKEN from {tmp_path / '.env'}" in line
    assert "SLACK_SIGNING_SECRET from the environment" in line
    assert "SLACK_APP_TOKEN" not in line
    assert token not in said


@pytest.mark.parametrize(
    "told", [{}, {"SLACK_APP_TOKEN": "xapp-playground-app"}, {"SLACK_BOT_TOKEN": "xoxb-0"}]
)
def test_no_line_says_none(environ: dict[str, str], told: dict[str, str]) -> None:
    assert [finding.text for finding in check(environ | told) if "None" in finding.text] == []


def test_what_hooks_and_steps_did_not_take_is_a_note_by_why_and_what_waits_long_too(
    environ: dict[str, str],
) -> None:
    ana, long_ago = Owner("T0TEST", "U0ANA"), real_now() - timedelta(hours=2)
    with ready(environ["DATABASE_URL"]).write(ana) as session:
        for execution in ("Fx1", "Fx2"):
            put_step_end(session, ana, execution, long_ago, error="Nobody answered.")
        first, *_ = claim_outbox(session, real_now())
        park_row(session, first, real_now(), "access_denied")
    waits, parked = notes(environ)
    assert waits.startswith("1 events wait for hooks or steps")
    assert "1 for access_denied (step)" in parked
