"""Where /metrics is to be had: beside the rest on loopback, else at an address of its own or nowhere."""

import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError

import pytest

from bot.manifest import ASKED_SCOPES
from playground import Clock as SlackClock
from playground import Identity, LocalSlack
from tests import patience
from tests.bot.processes import Process
from tests.bot.samples import SAID, samples
from tests.rig import ANA, SAM

pytestmark = pytest.mark.trouble


# Where it is served, by real processes.


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    busy = SlackClock(answer_within=patience.SECONDS)
    with LocalSlack([ANA, SAM], Identity(scopes=sorted(ASKED_SCOPES)), clock=busy) as local:
        yield local


@pytest.fixture
def environ(slack: LocalSlack, tmp_path: Path) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_SIGNING_SECRET": slack.signing_secret,
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'gotano.db'}",
        "GOTANO_SWEEP_SECONDS": "1",
        "PORT": "0",
    }


def ask(address: str) -> tuple[int, str, str]:
    try:
        with urllib.request.urlopen(address) as answer:  # noqa: S310
            return answer.status, answer.read().decode(), answer.headers["Content-Type"]
    except HTTPError as error:
        error.close()
        return error.code, "", ""


def test_on_loopback_it_is_beside_the_rest_and_counts_a_debrief(
    slack: LocalSlack, environ: dict[str, str], tmp_path: Path
) -> None:
    process = Process(tmp_path, "bot run", environ)
    try:
        address = process.wait_for(r"running on (http://127\.0\.0\.1:\d+)")
        slack.deliver_to(f"{address}/slack/events")
        ana = slack.person("U0ANA")
        ana.command("/gotano", "Dana Reyes, Acme")
        ana.wait(lambda: ana.view)
        status, page, kind = ask(f"{address}/metrics")
    finally:
        process.close()
    assert (status, kind.split(";")[0]) == (200, "text/plain")
    told = samples(page)
    assert told["gotano_ack_seconds_count", ()] >= 1
    assert told["gotano_transaction_seconds_count", ("read",)] >= 1
    assert told["gotano_transaction_seconds_count", ("write",)] >= 1
    assert told["gotano_nudges_due", ()] == 0
    assert ("process_cpu_seconds_total", ()) in told
    assert not [said for said in (*SAID, "U0ANA") if said in page]


@pytest.mark.parametrize("own", [False, True])
def test_where_others_can_reach_the_bot_it_is_not_unless_it_has_an_address_of_its_own(
    environ: dict[str, str], tmp_path: Path, own: bool
) -> None:
    told = environ | {"HOST": "0.0.0.0"} | ({"GOTANO_METRICS_PORT": "0"} if own else {})  # noqa: S104
    process = Process(tmp_path, "bot run", told)
    try:
        port = process.wait_for(r"running on http://0\.0\.0\.0:(\d+)")
        assert ask(f"http://127.0.0.1:{port}/healthz")[0] == 200
        assert ask(f"http://127.0.0.1:{port}/metrics")[0] == 404
        if own:
            address = process.wait_for(r"metrics on (http://127\.0\.0\.1:\d+)/metrics")
            assert "gotano_nudges_due 0.0" in ask(f"{address}/metrics")[1]
            assert [ask(f"{address}{path}")[0] for path in ("/healthz", "/readyz", "/slack/events", "/")] == [
                404
            ] * 4
    finally:
        process.close()
    assert ("metrics on" in process.logged) == own


def test_over_socket_mode_there_is_nothing_to_reach_unless_a_port_is_told(
    slack: LocalSlack, environ: dict[str, str], tmp_path: Path
) -> None:
    told = environ | {"SLACK_APP_TOKEN": slack.app_token, "SLACK_SIGNING_SECRET": ""}
    process = Process(tmp_path, "bot run", told)
    try:
        address = process.wait_for(r"running on (http://127\.0\.0\.1:\d+)")
        slack.person("U0ANA").wait(lambda: slack.connections, 30)
        slack.person("U0ANA").wait(lambda: ask(f"{address}/readyz")[0] == 200, 10)
        assert ask(f"{address}/metrics")[0] == 200
        assert ask(f"{address}/slack/events")[0] == 404
    finally:
        process.close()
