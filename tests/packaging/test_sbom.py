"""The software bill of materials: everything that is locked, the same bytes each time, and no registry's address."""

import json
import subprocess
import sys
import tomllib
from typing import Any

import pytest
from packaging.requirements import Requirement

from scripts.locked import read_lock
from scripts.sbom import TARGET
from tests.packaging.conftest import REPOSITORY


def write() -> str:
    subprocess.run([sys.executable, "-m", "scripts.sbom"], cwd=REPOSITORY, check=True, capture_output=True)
    return TARGET.read_text()


@pytest.fixture(scope="module")
def text() -> str:
    return write()


@pytest.fixture(scope="module")
def bill(text: str) -> dict[str, Any]:
    loaded = json.loads(text)
    assert isinstance(loaded, dict)
    return loaded


def test_every_pinned_package_is_in_it_with_its_hashes(bill: dict[str, Any]) -> None:
    told = {}
    for part in bill["components"]:
        (files,) = part["externalReferences"]
        told[part["name"], part["version"]] = {each["content"] for each in files["hashes"]}
    assert told == {
        (p.name, p.version): set(p.hashes) for p in read_lock(REPOSITORY / "requirements/runtime.txt")
    }


def test_every_part_has_a_licence_and_an_address_that_tools_know(bill: dict[str, Any]) -> None:
    assert all(part["licenses"] for part in bill["components"])
    assert all(part["purl"] == f"pkg:pypi/{part['name']}@{part['version']}" for part in bill["components"])


def test_it_says_who_needs_whom(bill: dict[str, Any]) -> None:
    needs = {told["ref"].partition("@")[0]: told.get("dependsOn", []) for told in bill["dependencies"]}
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]
    direct = {Requirement(line).name for line in project["dependencies"]}
    assert {ref.partition("@")[0] for ref in needs["gotano"]} == direct
    reached, waiting = set(), ["gotano"]
    while waiting:
        name = waiting.pop()
        reached.add(name)
        waiting += [ref.partition("@")[0] for ref in needs[name] if ref.partition("@")[0] not in reached]
    assert reached == {part["name"] for part in bill["components"]} | {"gotano"}


def test_it_is_about_this_release(bill: dict[str, Any]) -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]
    about = bill["metadata"]["component"]
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert (about["name"], about["version"]) == (project["name"], project["version"])


def test_the_same_lock_makes_the_same_bytes(text: str) -> None:
    assert write() == text


def test_it_names_no_host_but_its_schema(text: str) -> None:
    assert [line.strip() for line in text.splitlines() if "://" in line] == [
        '"$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",'
    ]


def test_git_leaves_it_alone() -> None:
    lines = (REPOSITORY / ".gitignore").read_text().splitlines()
    assert f"{TARGET.parent.relative_to(REPOSITORY)}/" in lines
