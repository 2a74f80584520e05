"""Names the folders of tests/ that belong to what has changed since the last commit on main, on one line."""

import subprocess
from pathlib import Path

_ROOT = Path(__file__).parents[1]
_PACKAGING = ("scripts", "requirements", "deploy", ".ci")


def folders(changed: list[str]) -> list[str]:
    """A room's own tests; of a folder of tests, that folder. Stories and the like are run when they changed."""
    found = {_tests_of(Path(path)) for path in changed}
    return sorted(folder for folder in found if (_ROOT / folder).is_dir())


def changed_since_main() -> list[str]:
    """What is committed on this branch, changed, or new; all paths from the top of the repository."""
    base = _git("merge-base", "HEAD", "main") or ["HEAD"]
    return [*_git("diff", "--name-only", base[0]), *_git("ls-files", "--others", "--exclude-standard")]


def _tests_of(path: Path) -> str:
    top = path.parts[0]
    if top == "tests":
        return "/".join(path.parts[:2])
    # What lies at the top (Dockerfile, Makefile) is tried where the packaging is.
    return "tests/packaging" if top in _PACKAGING or len(path.parts) == 1 else f"tests/{top}"


def _git(*told: str) -> list[str]:
    done = subprocess.run(["git", *told], capture_output=True, text=True, cwd=_ROOT)
    return done.stdout.split("\n")[:-1]


if __name__ == "__main__":
    print(*folders(changed_since_main()))
