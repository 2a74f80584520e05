"""Where a key stands in a TOML file, so that a problem can point to its line."""

import re
from pathlib import Path

_TABLE = re.compile(r"^\s*\[\s*([\w.\-]+)\s*\]")
_KEY = re.compile(r"^\s*([\w.\-]+)\s*=")
_PROBLEM = re.compile(r"^(?P<path>.+?\.toml): (?P<key>[\w.]+)")


def located(problem: str) -> str:
    """The problem with the line of its key behind the file's name, where the key can be found."""
    told = _PROBLEM.match(problem)
    if told is None or not Path(told["path"]).is_file():
        return problem
    path = Path(told["path"])
    line = _line_of(told["key"], _lines(path), in_full=path.name == "messages.toml")
    return problem.replace(told["path"], f"{told['path']}:{line}", 1) if line else problem


def _lines(path: Path) -> dict[str, int]:
    """The line of every table and key, by its full name; the first of a name that stands twice."""
    found: dict[str, int] = {}
    table = ""
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
        if header := _TABLE.match(line):
            table = header[1]
            found.setdefault(table, number)
        elif key := _KEY.match(line):
            found.setdefault(f"{table}.{key[1]}" if table else key[1], number)
    return found


def _line_of(key: str, lines: dict[str, int], in_full: bool) -> int | None:
    """The line of the key, or of the nearest table around it; the checks name some keys without it."""
    parts = key.split(".")
    for start in range(1 if in_full else len(parts)):
        for end in range(len(parts), start, -1):
            name = ".".join(parts[start:end])
            for known, line in lines.items():
                if known == name or known.endswith(f".{name}"):
                    return line
    return None
