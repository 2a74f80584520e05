"""What can never be sent is parked by the name of why: shown, not tried again, and awake when there is hope."""

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import text, update

from bot.check import check
from bot.cli import main
from bot.metrics import Metrics
from coaching.deal import Status
from handlers.deals.rep import unpark_workspace
from handlers.delivery.retry_policy import INSTALLATION_GONE, MOST_ATTEMPTS
from handlers.slack.context import Services
from handlers.slack.errors import PERSON_GONE
from playground import Fault
from prompts.home import SHELF
from storage.owner import EVERYBODY
from storage.records import PARKED, PENDING, SENT
from storage.tables import NudgeRow
from tests.rig import TEAM, Rig
from tests.stories.scenes import words_on

pytestmark = pytest.mark.trouble

PERMANENT = sorted(PERSON_GONE | INSTALLATION_GONE)
POISON = [
    pytest.param('UPDATE plans SET reasons = \'[{"why": "nonsense"}]\' WHERE deal_id = :deal', id="reasons"),
    pytest.param("UPDATE plans SET reasons = 'no JSON at all' WHERE deal_id = :deal", id="no JSON"),
    pytest.param("UPDATE debriefs SET kind = 'no_such_kind' WHERE deal_id = :deal", id="kind"),
    pytest.param("DELETE FROM debriefs WHERE deal_id = :deal", id="no debriefs"),
]


def planned(rig: Rig, *names: str, on: str = "2026-12-10") -> None:
    for name in names:
        rig.debrief(rig.ana, name, callback_on=on)
        rig.ana.close()


def parked_for(rig: Rig, error: str = "channel_not_found", *names: str) -> None:
    """One nudge that met a permanent error; Slack is well again then."""
    planned(rig, *(names or ("Acme",)))
    rig.slack.faults.add("chat.postMessage", Fault(error=error, times=None))
    rig.jump()
    rig.slack.faults.clear()
    rig.slack.clear_calls()


def statuses(rig: Rig) -> list[str]:
    with rig.db.read(EVERYBODY) as session:
        return [
            row.status for row in session.query(NudgeRow).order_by(NudgeRow.deal_id) if row.step == "nudge"
        ]


def failures(rig: Rig) -> list[str | None]:
    with rig.db.read(EVERYBODY) as session:
        return [row.failure for row in session.query(NudgeRow).order_by(NudgeRow.deal_id)]


def carried(rig: Rig) -> list[str]:
    return [message["text"] for message in rig.ana.messages() if message.get("metadata")]


def days(rig: Rig, count: int) -> None:
    for _ in range(count):
        rig.clock.move(days=1)
        rig.sweep()


@pytest.mark.parametrize("error", PERMANENT)
def test_each_permanent_error_is_kept_by_name_shown_everywhere_and_never_tried_again(
    rig: Rig, tmp_path: Path, error: str
) -> None:
    metrics = Metrics()
    rig.services = Services(
        rig.db, rig.playbook, rig.clock.now, throttle=rig.services.throttle, metrics=metrics
    )
    metrics.look_at(rig.services)
    parked_for(rig, error)
    days(rig, 12)
    assert rig.slack.calls == []
    assert (statuses(rig), failures(rig)) == ([PARKED], [error])
    (deal,) = rig.deals()
    assert (deal.status, deal.next_nudge_at, deal.parked_for) == (Status.OPEN, None, error)
    assert rig.export()[0]["nudge_failure"] == error
    assert error in told_by_check(rig, tmp_path)
    page = metrics.page().decode()
    assert f'gotano_nudges_parked_total{{error="{error}"}} 1.0' in page
    assert f'gotano_nudges_parked_now{{error="{error}"}} 1.0' in page


def told_by_check(rig: Rig, folder: Path) -> str:
    environ = {
        "SLACK_BOT_TOKEN": rig.slack.bot_token,
        "SLACK_SIGNING_SECRET": "x",
        "SLACK_API_URL": rig.slack.api_url,
        "DATABASE_URL": f"sqlite:///{folder / 'gotano.db'}",
    }
    return "\n".join(finding.text for finding in check(environ) if "parked" in finding.text)


def test_the_command_line_s_export_tells_it_in_both_shapes(rig: Rig, tmp_path: Path) -> None:
    parked_for(rig)
    told = {"DATABASE_URL": f"sqlite:///{tmp_path / 'gotano.db'}"}
    as_json = CliRunner().invoke(main, ["export"], env=told).output
    as_csv = CliRunner().invoke(main, ["export", "--format", "csv"], env=told).output
    assert json.loads(as_json)[0]["nudge_failure"] == "channel_not_found"
    assert next(csv.DictReader(io.StringIO(as_csv)))["nudge_failure"] == "channel_not_found"


def test_one_s_own_export_tells_it(rig: Rig) -> None:
    planned(rig, "Acme")
    rig.slack.faults.add("chat.postMessage", Fault(error="account_inactive", times=None))
    rig.jump()
    rig.ana.command("/gotano", "export")
    assert b"account_inactive" in b"".join(file.content or b"" for file in rig.slack.files)


@pytest.mark.parametrize("error", ["channel_not_found", "token_revoked"])
def test_the_row_of_a_home_that_is_open_names_the_trouble(rig: Rig, error: str) -> None:
    """Opening Home wakes it; whoever had it open before, and looks at a shelf, is told."""
    planned(rig, "Acme")
    rig.ana.open_home()
    rig.slack.faults.add("chat.postMessage", Fault(error=error, times=None))
    rig.jump()
    rig.slack.faults.clear()
    rig.ana.press(f"{SHELF}open", "home")
    (row,) = (b for b in (rig.ana.home or {})["blocks"] if b["block_id"].startswith("deal-"))
    assert rig.playbook.words.say("home.parked", error=error) in words_on(row)


@pytest.mark.parametrize("error", ["channel_not_found", "user_disabled", "account_inactive"])
@pytest.mark.parametrize("how", ["home", "command", "shortcut"])
def test_a_rep_who_is_here_again_gets_what_was_parked(rig: Rig, error: str, how: str) -> None:
    parked_for(rig, error)
    days(rig, 3)
    if how == "home":
        rig.ana.open_home()
    elif how == "command":
        rig.ana.command("/gotano", "Birch")
    else:
        rig.ana.shortcut("debrief_a_no")
    assert statuses(rig) == [PENDING]
    assert rig.deals()[0].next_nudge_at is not None
    days(rig, 1)
    for _ in range(5):
        if carried(rig):
            break
        rig.jump()
    assert len(carried(rig)) == 1
    assert (statuses(rig), rig.deals()[0].parked_for) == ([SENT], None)


def test_somebody_else_s_coming_wakes_nothing_of_the_rep(rig: Rig) -> None:
    parked_for(rig)
    rig.sam.open_home()
    rig.sam.command("/gotano", "Birch")
    assert statuses(rig) == [PARKED]


@pytest.mark.parametrize("error", PERMANENT)
def test_a_start_with_a_good_token_wakes_what_was_not_parked_for_a_rep_who_left(rig: Rig, error: str) -> None:
    parked_for(rig, error)
    unpark_workspace(rig.services, "T0OTHER")
    assert statuses(rig) == [PARKED], "another workspace's token says nothing of this one"
    unpark_workspace(rig.services, TEAM)
    assert statuses(rig) == [PARKED if error in PERSON_GONE else PENDING]
    rig.sweep()
    assert len(carried(rig)) == (error in INSTALLATION_GONE)


def test_what_woke_has_all_its_tries_again(rig: Rig) -> None:
    parked_for(rig, "account_inactive")
    unpark_workspace(rig.services, TEAM)
    rig.slack.faults.add("chat.postMessage", Fault(error="msg_too_long"))
    rig.sweep()
    with rig.db.read(EVERYBODY) as session:
        assert [(row.attempts, row.status) for row in session.query(NudgeRow)] == [(1, PENDING)]


@pytest.mark.parametrize("poison", POISON)
@pytest.mark.parametrize("healthy", [1, 5])
def test_a_row_that_cannot_be_read_stops_neither_the_sweep_nor_the_rep_s_others(
    rig: Rig, poison: str, healthy: int
) -> None:
    """Also when the others come as a digest; in the end it is parked by what went wrong, without its words."""
    planned(rig, "Bad Apple", *[f"Deal {number}" for number in range(healthy)])
    poisoned(rig, poison)
    rig.clock.move_to(rig.clock.now().replace(month=12, day=10))
    rig.sweep()
    assert statuses(rig).count(SENT) == healthy
    with rig.db.write(EVERYBODY) as session:
        poor = NudgeRow.status == PENDING
        session.execute(update(NudgeRow).where(poor).values(attempts=MOST_ATTEMPTS - 1))
    rig.clock.move(minutes=91)
    rig.sweep()
    assert statuses(rig).count(PARKED) == 1
    (failure,) = {one for one in failures(rig) if one}
    assert failure.isidentifier(), "the exception's name"
    rig.slack.clear_calls()
    days(rig, 2)
    assert statuses(rig).count(SENT) == healthy


def poisoned(rig: Rig, statement: str) -> None:
    deal = min(one.id for one in rig.deals())
    with rig.db.write(EVERYBODY) as session:
        session.execute(text(statement), {"deal": deal})


@pytest.mark.parametrize("poison", POISON)
def test_nor_anybody_else_s(rig: Rig, poison: str) -> None:
    planned(rig, "Bad Apple")
    rig.debrief(rig.sam, "Good", callback_on="2026-12-10")
    poisoned(rig, poison)
    rig.clock.move_to(rig.clock.now().replace(month=12, day=10, hour=16))
    rig.sweep()
    assert len([message for message in rig.sam.messages() if message.get("metadata")]) == 1


def test_a_reinstalled_bot_s_nudge_comes_in_the_new_conversation(rig: Rig) -> None:
    """The old conversation is not found any more: it is opened anew, and kept."""
    planned(rig, "Acme", "Birch")
    old = rig.ana.dm
    with rig.db.write(EVERYBODY) as session:
        session.execute(text("UPDATE reps SET dm_channel = 'D0LONGGONE'"))
    rig.jump()
    assert len(carried(rig)) == 2
    assert statuses(rig) == [SENT, SENT]
    with rig.db.read(EVERYBODY) as session:
        assert {row.channel for row in session.query(NudgeRow) if row.channel} == {old}
        assert session.execute(text("SELECT dm_channel FROM reps WHERE rep = 'U0ANA'")).scalar_one() == old


def test_a_new_bot_user_s_nudge_comes_in_its_own_conversation(rig: Rig) -> None:
    planned(rig, "Acme")
    old = rig.ana.dm
    rig.slack.uninstall(new_bot_user=True, events=())
    rig.sweep()
    reinstalled(rig)
    unpark_workspace(rig.services, TEAM)
    rig.jump()
    assert rig.ana.dm != old
    assert len(carried(rig)) == 1
    assert statuses(rig) == [SENT]


def reinstalled(rig: Rig) -> None:
    """The same token works again, as an admin's new one in the settings would."""
    ws = rig.slack._ws
    rig.slack._line.installations.preinstall(ws)
