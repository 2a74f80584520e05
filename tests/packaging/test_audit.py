"""The audit with the real tool against a small vulnerability service, and without any."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from scripts.audit import LOCKS, Report, read_report, services, verdict
from scripts.locked import read_lock
from tests.packaging.conftest import REPOSITORY
from tests.packaging.running import free_port

KNOWN = {
    "id": "OSV-2026-1",
    "summary": "everything is open",
    "modified": "2026-01-01T00:00:00Z",
    "published": "2026-01-01T00:00:00Z",
    "affected": [
        {
            "package": {"name": "setuptools", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "999"}]}],
        }
    ],
}


class Osv(BaseHTTPRequestHandler):
    """Answers every query with what its server knows, and remembers what was asked for."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((asked["package"]["name"], asked["version"]))  # type: ignore[attr-defined]
        answer = json.dumps(self.server.knows).encode()  # type: ignore[attr-defined]
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        """Keeps the tests' output clean."""


@pytest.fixture
def osv() -> Iterator[ThreadingHTTPServer]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Osv) as running:
        running.knows, running.asked = {}, []  # type: ignore[attr-defined]
        thread = threading.Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def audit(port: int, **env: str) -> subprocess.CompletedProcess[str]:
    """Of the smallest lock."""
    return subprocess.run(
        [sys.executable, "-m", "scripts.audit", "requirements/build.txt"],
        cwd=REPOSITORY,
        env={**os.environ, "GOTANO_OSV_URL": f"http://127.0.0.1:{port}/v1/query", "NO_PROXY": "*", **env},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_every_pinned_version_is_asked_about(osv: ThreadingHTTPServer) -> None:
    done = audit(osv.server_port, GOTANO_AUDIT_REQUIRED="1")
    assert done.returncode == 0, done.stdout + done.stderr
    pins = read_lock(REPOSITORY / "requirements/build.txt")
    assert osv.asked == [(pin.name, pin.version) for pin in pins]  # type: ignore[attr-defined]


def test_a_known_vulnerability_fails_required_or_not(osv: ThreadingHTTPServer) -> None:
    osv.knows = {"vulns": [KNOWN]}  # type: ignore[attr-defined]
    done = audit(osv.server_port)
    assert done.returncode == 1
    assert "setuptools" in done.stdout
    assert "OSV-2026-1" in done.stdout


@pytest.mark.parametrize(("required", "code"), [("", 0), ("0", 0), ("1", 2)])
def test_an_audit_that_could_not_be_done_says_so(required: str, code: int) -> None:
    done = audit(free_port(), GOTANO_AUDIT_REQUIRED=required)
    assert done.returncode == code
    assert "NOT DONE" in done.stdout


@pytest.mark.parametrize("required", [False, True])
def test_packages_that_were_skipped_are_not_passed_for_safe(required: bool) -> None:
    skipped = {"name": "a", "skip_reason": "not found"}
    fine = {"name": "b", "version": "1", "vulns": []}
    report = read_report(json.dumps({"dependencies": [skipped, fine], "fixes": []}), "")
    code, said = verdict([report], required)
    assert (code, "NOT DONE" in said) == (2 if required else 0, True)


@pytest.mark.parametrize("output", ["", "Traceback", "{}", '{"dependencies": []}'])
def test_no_answer_is_no_pass(output: str) -> None:
    assert verdict([read_report(output, "the reason")], True)[0] == 2


def test_what_one_service_did_not_know_another_may() -> None:
    reports = [Report(asked=1, unasked=["a"]), Report(asked=2)]
    assert verdict(reports, True)[0] == 0


def test_a_copy_inside_a_closed_network_is_the_only_one_asked() -> None:
    assert len(services({})) == 2
    assert services({"GOTANO_OSV_URL": " http://osv.example/v1/query "}) == [
        ["--vulnerability-service=osv", "--osv-url=http://osv.example/v1/query"]
    ]


def test_the_audited_locks_hold_every_pin() -> None:
    audited = {pin for name in LOCKS for pin in read_lock(REPOSITORY / name)}
    everything = {pin for path in (REPOSITORY / "requirements").glob("*.txt") for pin in read_lock(path)}
    assert {(pin.name, pin.version) for pin in audited} == {(pin.name, pin.version) for pin in everything}
