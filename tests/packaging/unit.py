"""Reads a systemd unit: its directives in order, a repeated one once for each line."""

from dataclasses import dataclass
from pathlib import Path

KNOWN = {
    "Unit": {"After", "Description", "Wants"},
    "Service": {
        # systemd.service
        *("ExecStart", "Restart", "RestartPreventExitStatus", "RestartSec", "TimeoutStopSec", "Type"),
        # systemd.exec
        *(
            "AmbientCapabilities",
            "CapabilityBoundingSet",
            "Environment",
            "EnvironmentFile",
            "LockPersonality",
        ),
        *("MemoryDenyWriteExecute", "NoNewPrivileges", "PrivateDevices", "PrivateIPC", "PrivateTmp"),
        *("PrivateUsers", "ProtectClock", "ProtectControlGroups", "ProtectHome", "ProtectHostname"),
        *(
            "ProtectKernelLogs",
            "ProtectKernelModules",
            "ProtectKernelTunables",
            "ProtectProc",
            "ProtectSystem",
        ),
        *(
            "RemoveIPC",
            "RestrictAddressFamilies",
            "RestrictNamespaces",
            "RestrictRealtime",
            "RestrictSUIDSGID",
        ),
        *("StateDirectory", "StateDirectoryMode", "SystemCallArchitectures", "SystemCallErrorNumber"),
        *("SystemCallFilter", "UMask", "User", "WorkingDirectory"),
    },
    "Install": {"WantedBy"},
}
"""What the unit may use, from systemd's manual pages: systemd warns of a misspelt name and runs on without it."""


@dataclass(frozen=True)
class Directive:
    section: str
    name: str
    value: str


@dataclass(frozen=True)
class Unit:
    """The whole file; ValueError from `read_unit` for a line that is none of a section, a directive, a comment."""

    directives: tuple[Directive, ...]

    def all(self, name: str) -> list[str]:
        return [directive.value for directive in self.directives if directive.name == name]

    def one(self, name: str) -> str:
        """ValueError when it is not there exactly once."""
        (value,) = self.all(name)
        return value


def read_unit(path: Path) -> Unit:
    section, directives = "", []
    for line in path.read_text().splitlines():
        if not line or line.startswith("#"):
            continue
        if line.startswith("[") and line.endswith("]"):
            section = line[1:-1]
        elif "=" in line and section and not line.endswith("\\"):
            name, _, value = line.partition("=")
            directives.append(Directive(section, name, value))
        else:
            raise ValueError(f"not known here: {line}")
    return Unit(tuple(directives))
