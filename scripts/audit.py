"""Asks for known vulnerabilities of every locked package, and says plainly what could not be asked."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scripts.locked import ROOT

LOCKS = ("requirements/dev.txt", "requirements/bench.txt", "requirements/build.txt")
"""Between them they hold every pin: what runs is part of what is tested."""

_SECONDS = 15
_FOUND, _NOT_DONE = 1, 2


@dataclass(frozen=True)
class Report:
    """What one service said: `vulnerable` is a line each, `unasked` the packages it said nothing about.

    `failure` is what went wrong when there was no answer at all.
    """

    vulnerable: list[str] = field(default_factory=list)
    asked: int = 0
    unasked: list[str] = field(default_factory=list)
    failure: str | None = None

    @property
    def whole(self) -> bool:
        return self.failure is None and self.asked > 0 and not self.unasked


def read_report(output: str, errors: str) -> Report:
    """Of pip-audit's JSON. It calls a package it could not look up skipped, and exits with 0 all the same."""
    try:
        dependencies: list[dict[str, Any]] = json.loads(output)["dependencies"]
    except (ValueError, KeyError):
        return Report(failure=(errors.strip().splitlines() or ["no answer"])[-1])
    asked = [told for told in dependencies if "skip_reason" not in told]
    vulnerable = [
        f"{told['name']} {told['version']}: {found['id']}, fixed in {', '.join(found['fix_versions']) or 'nothing yet'}"
        for told in asked
        for found in told["vulns"]
    ]
    unasked = [told["name"] for told in dependencies if "skip_reason" in told]
    return Report(vulnerable, len(asked), unasked)


def ask(locks: list[Path], service: list[str]) -> Report:
    """Never resolves or installs anything: the locks are complete."""
    command = [sys.executable, "-m", "pip_audit", "--disable-pip", "--progress-spinner=off", "--format=json"]
    files = [word for lock in locks for word in ("--requirement", str(lock))]
    done = subprocess.run(
        [*command, f"--timeout={_SECONDS}", *service, *files], capture_output=True, text=True, check=False
    )
    return read_report(done.stdout, done.stderr)


def services(environ: Mapping[str, str]) -> list[list[str]]:
    """GOTANO_OSV_URL names a copy of the OSV database inside a closed network; else the tool's own two."""
    if url := environ.get("GOTANO_OSV_URL", "").strip():
        return [["--vulnerability-service=osv", f"--osv-url={url}"]]
    return [[], ["--vulnerability-service=osv"]]


def verdict(reports: list[Report], required: bool) -> tuple[int, str]:
    """The exit code and what to say. A vulnerability always counts; an audit not done only where it is required."""
    if vulnerable := sorted({line for report in reports for line in report.vulnerable}):
        return _FOUND, "\n".join(["Known vulnerabilities:", *vulnerable])
    if any(report.whole for report in reports):
        return 0, f"No known vulnerability in {max(report.asked for report in reports)} packages."
    why = "; ".join(
        report.failure or f"{len(report.unasked)} of {report.asked + len(report.unasked)} packages not found"
        for report in reports
    )
    said = f"AUDIT NOT DONE: no service answered for every package ({why}). This says nothing about vulnerabilities."
    return (_NOT_DONE if required else 0), said


def main(locks: list[str]) -> None:
    paths = [Path(lock) for lock in locks] or [ROOT / lock for lock in LOCKS]
    reports: list[Report] = []
    for service in services(os.environ):
        reports.append(ask(paths, service))
        if reports[-1].whole:
            break
    code, said = verdict(reports, os.environ.get("GOTANO_AUDIT_REQUIRED") == "1")
    print(said)
    sys.exit(code)


if __name__ == "__main__":
    main(sys.argv[1:])
