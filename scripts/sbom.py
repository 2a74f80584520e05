"""Writes the software bill of materials: CycloneDX, from what is locked for running, the same bytes each time."""

import tomllib
from collections.abc import Iterator
from importlib.metadata import requires
from pathlib import Path
from uuid import NAMESPACE_OID, uuid5

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import ExternalReference, ExternalReferenceType, HashAlgorithm, HashType, XsUri
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL
from packaging.requirements import Requirement
from packaging.utils import NormalizedName, canonicalize_name

from scripts.licences import licence_of
from scripts.locked import ROOT, Pin, read_lock

TARGET = ROOT / "dist" / "gotano.cdx.json"

_IMAGE = {
    "implementation_name": "cpython",
    "os_name": "posix",
    "platform_machine": "x86_64",
    "platform_python_implementation": "CPython",
    "platform_system": "Linux",
    "python_full_version": "3.13.0",
    "python_version": "3.13",
    "sys_platform": "linux",
}
"""Who needs whom is told for the image, whatever machine writes this."""


def bill(root: Path) -> Bom:
    """Every pinned package with its licence and hashes, and who needs whom; LookupError as in `licence_of`."""
    lock = root / "requirements/runtime.txt"
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    bom = Bom(serial_number=uuid5(NAMESPACE_OID, project["version"] + lock.read_text()))
    # The time of writing would make every copy another file.
    bom.metadata.timestamp = None  # type: ignore[assignment]
    own = _component(project["name"], project["version"], project["license"], ComponentType.APPLICATION)
    bom.metadata.component = own
    parts = {pin.name: _locked(pin) for pin in read_lock(lock)}
    bom.components.update(parts.values())
    bom.register_dependency(own, [parts[need] for need in _needs(project["dependencies"], set())])
    for name, extras in _asked_for(project["dependencies"]).items():
        needs = _needs(requires(name) or [], extras)
        bom.register_dependency(parts[name], [parts[need] for need in needs])
    return bom


def _locked(pin: Pin) -> Component:
    component = _component(pin.name, pin.version, licence_of(pin), ComponentType.LIBRARY)
    component.purl = PackageURL("pypi", name=pin.name, version=pin.version)
    hashes = [HashType(alg=HashAlgorithm.SHA_256, content=content) for content in pin.hashes]
    component.external_references.add(
        ExternalReference(
            type=ExternalReferenceType.DISTRIBUTION,
            url=XsUri(str(component.purl)),
            comment="one of these files is installed",
            hashes=hashes,
        )
    )
    return component


def _component(name: str, version: str, licence: str, kind: ComponentType) -> Component:
    licences = [LicenseFactory().make_from_string(licence)]
    return Component(name=name, version=version, type=kind, licenses=licences, bom_ref=f"{name}@{version}")


def _asked_for(dependencies: list[str]) -> dict[NormalizedName, set[str]]:
    """Everything that is needed in the end, with the extras that anybody asks of it."""
    asked: dict[NormalizedName, set[str]] = {}
    waiting = list(_wanted(dependencies, set()))
    while waiting:
        need = waiting.pop()
        name = canonicalize_name(need.name)
        if name not in asked or not need.extras <= asked[name]:
            asked.setdefault(name, set()).update(need.extras)
            waiting.extend(_wanted(requires(name) or [], asked[name]))
    return asked


def _needs(requirements: list[str], extras: set[str]) -> list[NormalizedName]:
    return sorted({canonicalize_name(need.name) for need in _wanted(requirements, extras)})


def _wanted(requirements: list[str], extras: set[str]) -> Iterator[Requirement]:
    for need in map(Requirement, requirements):
        if need.marker is None or any(
            need.marker.evaluate(_IMAGE | {"extra": name}) for name in ("", *extras)
        ):
            yield need


def render(root: Path) -> str:
    """The bill as JSON."""
    return JsonV1Dot6(bill(root)).output_as_string(indent=2) + "\n"


def main() -> None:
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(render(ROOT))
    print(TARGET.relative_to(ROOT))


if __name__ == "__main__":
    main()
