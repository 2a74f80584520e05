"""What can never be sent is parked by the name of why: shown, not tried again, and it holds up nobody."""

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
from handlers.delivery.retry_policy import MOST_ATTEMPTS
from handlers.slack.context import Services
from playground import Fault
from prompts.home import SHELF
from storage.owner import EVERYBODY
from storage.records import PARKED, PENDING, SENT
from storage.tables import NudgeRow
from tests.rig import Rig
from tests.stories.parked import PERMANENT, days, parked_for, planned, statuses
from tests.stories.scenes import words_on

pytestmark = pytest.mark.trouble


POISON = [
    pytest.param('UPDATE plans SET reasons = \'[{"why": "nonsense"}]\' WHERE deal_id = :deal', id="reasons"),
    pytest.param("UPDATE plans SET reasons = 'no JSON at all' WHERE deal_id = :deal", id="no JSON"),
    pytest.param("UPDATE debriefs SET kind = 'no_such_kind' WHERE deal_id = :deal", id="kind"),
    pytest.param("DELETE FROM debriefs WHERE deal_id = :deal", id="no debriefs"),
]


def failures(rig: Rig) -> list[str | None]:
    with rig.db.read(EVERYBODY) as session:
        return [row.failure for row in session.query(NudgeRow).order_by(NudgeRow.deal_id)]


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
