"""`gotano hook` about hooks that go out: made with their secret shown once, listed with what waits, and replayed."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from bot.cli import main
from bot.clock import real_now
from storage.audit import trail
from storage.database import Database
from storage.hook_tables import HookRow
from storage.outbox import Happened, put_events
from storage.outbox_queue import claim_outbox, mark_told, park_hook, try_again
from storage.outbox_tables import EventName, OutboxRow
from storage.owner import EVERYBODY
from storage.records import PENDING
from storage.secrets import Vault, new_key
from storage.workspaces import mark_installed
from tests.databases import ready
from tests.storage.made import ANA, MONDAY, lose

KEY = new_key()
URL = "https://crm.example.com/gotano"


@pytest.fixture(autouse=True)
def leads_to(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The IP addresses that every name has."""
    addresses = ["93.184.216.34"]
    monkeypatch.setattr("bot.cli_hooks.resolve", lambda _host, _port: addresses)
    return addresses


@pytest.fixture
def db(tmp_path: Path) -> Database:
    made = ready(f"sqlite:///{tmp_path / 'gotano.db'}")
    with made.write(EVERYBODY) as session:
        mark_installed(session, ANA.team, MONDAY)
    return made


def hook(db: Database, *arguments: str, **more: str) -> Result:
    environ = {
        "SLACK_BOT_TOKEN": "xoxb-1",
        "SLACK_SIGNING_SECRET": "secret",
        "DATABASE_URL": db.url,
        "GOTANO_ENCRYPTION_KEY": KEY,
    }
    return CliRunner(env=environ | more).invoke(main, ["hook", *arguments])


def happen(db: Database, *prospects: str) -> None:
    with db.write(ANA) as session:
        for prospect in prospects:
            deal = lose(session, prospect, ANA)
            put_events(session, ANA, [Happened(deal.id, EventName.DEBRIEFED, {})], MONDAY)


def test_its_secret_is_shown_once_and_stored_encrypted(db: Database) -> None:
    made = hook(db, "add", "--url", URL, "--events", "outcome, debriefed")
    assert made.exit_code == 0, made.output
    (secret,) = re.findall(r"whsec_\S+", made.output)
    with db.read(EVERYBODY) as session:
        row = session.scalars(select(HookRow)).one()
        assert (row.team, row.direction, row.url) == (ANA.team, "out", URL)
        assert row.events == ["debriefed", "outcome"]
        assert Vault([KEY]).open(row.secret or "") == secret
        assert secret not in str([entry.details for entry in trail(session)])
    listed = hook(db, "list").output
    assert f"debriefed,outcome to {URL}" in listed
    assert "whsec" not in listed


def test_all_events_are_told_where_none_is_named(db: Database) -> None:
    hook(db, "add", "--url", URL)
    with db.read(EVERYBODY) as session:
        assert session.scalars(select(HookRow)).one().events == list(EventName)


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--url", "http://crm.example.com/"], "https://"),
        (["--url", "https://me:word@crm.example.com/"], "name and password"),
        (["--url", "https://127.0.0.1/"], "public internet"),
        (["--url", "https://127.1/"], "public internet"),
        (["--url", "https://[::ffff:10.0.0.1]/"], "GOTANO_HOOKS_ALLOW_NETWORKS"),
        (["--url", URL, "--events", "debriefed,lost"], "lost"),
        (["--url", URL, "--in"], "which way"),
        ([], "which way"),
        (["--in", "--events", "outcome"], "--url"),
        (["--url", URL, "--token"], "--in"),
        (["--url", URL, "--workspace", "T0OTHER"], "T0OTHER"),
    ],
)
def test_what_cannot_be_is_refused_in_plain_words_and_makes_nothing(
    db: Database, arguments: list[str], named: str
) -> None:
    refused = hook(db, "add", *arguments)
    assert refused.exit_code == 2
    assert named in refused.output
    assert hook(db, "list").output == "there are no hooks\n"


@pytest.mark.parametrize(
    ("addresses", "noted"),
    [
        (["93.184.216.34"], None),
        (["93.184.216.34", "10.0.0.1"], "address_refused"),
        ([], "has no IP address"),
    ],
)
def test_a_name_that_leads_nowhere_allowed_is_noted_and_the_hook_is_made(
    db: Database, leads_to: list[str], addresses: list[str], noted: str | None
) -> None:
    leads_to[:] = addresses
    made = hook(db, "add", "--url", URL)
    assert made.exit_code == 0
    said = [line for line in made.output.splitlines() if line.startswith("note: crm.example.com ")]
    assert [noted in line for line in said if noted] == [True] * bool(noted)
    assert len(said) == bool(noted)
    assert URL in hook(db, "list").output


def test_an_address_in_an_own_network_that_is_allowed_is_taken(db: Database, leads_to: list[str]) -> None:
    leads_to[:] = ["10.0.0.1"]
    made = hook(db, "add", "--url", "https://10.0.0.1/", GOTANO_HOOKS_ALLOW_NETWORKS="10.0.0.0/8")
    assert (made.exit_code, "note:" in made.output) == (0, False)


def test_the_list_shows_by_what_name_those_failed_that_wait(db: Database) -> None:
    hook(db, "add", "--url", URL)
    happen(db, "Acme", "Birch", "Cope")
    with db.write(EVERYBODY) as session:
        first, second, _ = claim_outbox(session, MONDAY + timedelta(minutes=1))
        for due, failure in ((first, "address_refused"), (second, "http_503")):
            try_again(session, due, MONDAY + timedelta(hours=1), failed=True, failure=failure)
    listed = hook(db, "list").output
    assert "3 waiting (1 last failed for address_refused, 1 last failed for http_503)" in listed


def test_without_a_key_it_says_how_to_make_one(db: Database) -> None:
    refused = hook(db, "add", "--url", URL, GOTANO_ENCRYPTION_KEY="")
    assert refused.exit_code == 2
    assert "gotano key" in refused.output


def test_the_list_shows_what_waits_and_what_is_parked_and_a_replay_sends_it_again(db: Database) -> None:
    hook(db, "add", "--url", URL)
    happen(db, "Acme", "Birch", "Cope")
    with db.write(EVERYBODY) as session:
        told, *_ = claim_outbox(session, MONDAY + timedelta(minutes=1))
        mark_told(session, told, MONDAY)
        park_hook(session, 1, real_now(), "http_500")
    happen(db, "Dent")
    assert "1 waiting, 2 parked for http_500" in hook(db, "list").output
    assert hook(db, "replay", "1").output.startswith("2 events")
    assert "3 waiting" in hook(db, "list").output
    assert hook(db, "replay", "1", "--since", "2026-11-01").output.startswith("1 events")
    with db.read(EVERYBODY) as session:
        assert set(session.scalars(select(OutboxRow.status))) == {PENDING}


def test_only_a_hook_that_goes_out_is_replayed(db: Database) -> None:
    hook(db, "add", "--in")
    for hook_id in ("1", "7"):
        refused = hook(db, "replay", hook_id)
        assert refused.exit_code == 2
        assert "no hook" in refused.output
