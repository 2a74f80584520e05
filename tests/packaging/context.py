"""What reaches the builder: the repository, less what .dockerignore keeps out."""

import os
import re
import shutil
from pathlib import Path

_TOKENS = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}


class Ignored:
    """The rules of one .dockerignore: the last pattern that matches a path, or a folder above it, decides."""

    def __init__(self, text: str) -> None:
        lines = [line.strip() for line in text.splitlines()]
        rules = [line for line in lines if line and not line.startswith("#")]
        self._rules = [(rule.startswith("!"), _regex(rule.lstrip("!").strip("/"))) for rule in rules]
        self._exceptions = [rule.lstrip("!").strip("/") for rule in rules if rule.startswith("!")]

    def keeps_out(self, path: str) -> bool:
        """`path` is relative, with forward slashes."""
        out = False
        for wanted, regex in self._rules:
            if regex.fullmatch(path):
                out = not wanted
        return out

    def may_hold_exceptions(self, folder: str) -> bool:
        return any(rule.startswith((f"{folder}/", "*")) for rule in self._exceptions)


def copy_context(repository: Path, target: Path) -> list[str]:
    """Copies what is let through and returns its relative paths, sorted."""
    ignored = Ignored((repository / ".dockerignore").read_text())
    copied = []
    for folder, folders, files in os.walk(repository):
        here = Path(folder).relative_to(repository)
        paths = {name: (here / name).as_posix() for name in [*folders, *files]}
        folders[:] = [
            name
            for name in folders
            if not ignored.keeps_out(paths[name]) or ignored.may_hold_exceptions(paths[name])
        ]
        for path in (paths[name] for name in files if not ignored.keeps_out(paths[name])):
            (target / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(repository / path, target / path)
            copied.append(path)
    return sorted(copied)


def _regex(pattern: str) -> re.Pattern[str]:
    tokens = re.findall(r"\*\*/|\*\*|\[[^\]]+\]|.", pattern)
    translated = (
        _TOKENS.get(token, token if token.startswith("[") else re.escape(token)) for token in tokens
    )
    return re.compile(f"{''.join(translated)}(?:/.*)?", re.DOTALL)
