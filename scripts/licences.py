"""Writes LICENSES.md: under what licence each package comes that the bot is installed with."""

import re
import sys
from importlib.metadata import PackageNotFoundError, metadata

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

from scripts.locked import ROOT, Pin, read_lock

TARGET = ROOT / "LICENSES.md"

ALLOWED = {
    "Apache-2.0": "permissive; notices stay in the package",
    "BSD-2-Clause": "permissive",
    "BSD-3-Clause": "permissive",
    "ISC": "permissive",
    "MIT": "permissive, gotano's own",
    "MIT-0": "permissive, asks for nothing",
    "MIT-CMU": "permissive, as Python used to have it",
    "MPL-2.0": "copyleft for its own files only, and none of them is changed here",
    "PSF-2.0": "permissive, Python's own",
    "ZPL-2.1": "permissive; forbids the use of the authors' names",
}
"""SPDX identifier to why it goes with MIT. Not here, on purpose: GPL and AGPL, which would reach the bot's own code."""

ALLOWED_FOR = {
    ("psycopg", "LGPL-3.0-only"): "used unchanged as a library that anybody can replace in the installation",
    (
        "psycopg-binary",
        "LGPL-3.0-only",
    ): "used unchanged as a library that anybody can replace in the installation",
    (
        "regex",
        "CNRI-Python",
    ): "permissive: an early licence of Python's own, of the code that regex began with",
}
"""What is allowed to one package and nobody else: package and SPDX identifier to why."""

_TOLD = {"python-dateutil": "BSD-3-Clause"}
"""Packages that name no licence where it can be read, and what their licence files say of all of their code."""

_NAMED = {"ISC License (ISCL)": "ISC", "ZPL 2.1": "ZPL-2.1"}
"""What packages without an SPDX expression call theirs."""

_HEAD = """\
# Licences of what gotano is installed with

gotano itself is under the [MIT licence](LICENSE). `make licences` writes this file from what the packages pinned in
`requirements/runtime.txt` say of themselves; `make test` fails when it is out of date, or when a licence is on neither
list below. psycopg-binary and cryptography bundle compiled libraries, libpq and OpenSSL among them: the `sboms` folder
in the `.dist-info` of each names them. The image's base, Debian and Python, brings its own licences.
"""


def licence_of(pin: Pin) -> str:
    """An SPDX expression; LookupError when the package is not installed as locked or names no licence we know."""
    try:
        told = metadata(pin.name)
    except PackageNotFoundError as missing:
        raise LookupError(f"{pin.name} is locked but not installed") from missing
    if told["Version"] != pin.version:
        raise LookupError(f"{pin.name} is locked at {pin.version} but installed at {told['Version']}")
    classified = [line.rpartition(" :: ")[2] for line in told.get_all("Classifier") or []]
    for words in (*(told.get_all("License-Expression") or []), *(told.get_all("License") or []), *classified):
        if expression := _spdx(words):
            return expression
    if pin.name in _TOLD:
        return _TOLD[pin.name]
    raise LookupError(f"{pin.name} {pin.version} names no licence that is known here")


def refused(name: str, expression: str) -> list[str]:
    """The licences in the expression that are on no list; with a choice (OR) every one of them must be."""
    named = [word for word in re.findall(r"[\w.+-]+", expression) if word not in ("AND", "OR", "WITH")]
    return [licence for licence in named if licence not in ALLOWED and (name, licence) not in ALLOWED_FOR]


def render(pins: list[Pin]) -> str:
    """The whole file."""
    rows = [f"| {pin.name} | {pin.version} | {licence_of(pin)} |" for pin in pins]
    general = [f"| {licence} | {why} |" for licence, why in ALLOWED.items()]
    special = [f"| {licence}, for {name} alone | {why} |" for (name, licence), why in ALLOWED_FOR.items()]
    packages = ["| package | version | licence |", "|---|---|---|", *rows]
    allowed = ["## What is allowed, and why", "", "| licence | why |", "|---|---|", *general, *special]
    return "\n".join([_HEAD, *packages, "", *allowed, ""])


def _spdx(words: str) -> str | None:
    try:
        return str(canonicalize_license_expression(_NAMED.get(words, words)))
    except InvalidLicenseExpression:
        return None


def main() -> None:
    """Exits with 1, writing nothing, when a licence is unknown or not allowed."""
    pins = read_lock(ROOT / "requirements/runtime.txt")
    try:
        text = render(pins)
    except LookupError as problem:
        sys.exit(str(problem))
    if bad := {pin.name: found for pin in pins if (found := refused(pin.name, licence_of(pin)))}:
        sys.exit(f"Not allowed: {bad}. Replace the package, or allow it in scripts/licences.py and say why.")
    TARGET.write_text(text)
    print(f"{TARGET.name}: {len(pins)} packages")


if __name__ == "__main__":
    main()
