"""The health check's script against a small server, as the engine would run it."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from tests.packaging.conftest import REPOSITORY
from tests.packaging.running import free_port

SCRIPT = REPOSITORY / "scripts" / "healthcheck.py"


class Answering(BaseHTTPRequestHandler):
    """Answers /healthz as its server says, anything else with 418."""

    def do_GET(self) -> None:
        status = self.server.status if self.path == "/healthz" else 418  # type: ignore[attr-defined]
        self.send_response(status)
        self.end_headers()
        self.wfile.write(b"the words of the bot")

    def log_message(self, *_: object) -> None:
        """Keeps the tests' output clean."""


@pytest.fixture
def server() -> Iterator[HTTPServer]:
    with HTTPServer(("127.0.0.1", 0), Answering) as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def check(**env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, SCRIPT], env=env, capture_output=True, text=True, timeout=30)


@pytest.mark.parametrize(("status", "code"), [(200, 0), (204, 1), (302, 1), (404, 1), (500, 1), (503, 1)])
def test_only_a_200_is_healthy(server: HTTPServer, status: int, code: int) -> None:
    server.status = status  # type: ignore[attr-defined]
    assert check(HOST="0.0.0.0", PORT=str(server.server_port)).returncode == code  # noqa: S104


def test_a_check_that_fails_says_what_the_bot_said(server: HTTPServer) -> None:
    server.status = 503  # type: ignore[attr-defined]
    assert "the words of the bot" in check(PORT=str(server.server_port)).stderr


def test_a_proxy_for_slack_is_not_asked(server: HTTPServer) -> None:
    server.status = 200  # type: ignore[attr-defined]
    proxy = f"http://127.0.0.1:{free_port()}"
    proxies = {"HTTP_PROXY": proxy, "http_proxy": proxy, "ALL_PROXY": proxy}
    assert check(HOST="127.0.0.1", PORT=str(server.server_port), **proxies).returncode == 0


def test_nobody_there_is_said_in_one_line() -> None:
    done = check(HOST=" ", PORT=str(free_port()))
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
