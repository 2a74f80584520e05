"""Names the tests that belong to what has changed since the last commit on main, on one line."""

import subprocess
from pathlib import Path

_ROOT = Path(__file__).parents[1]
_PACKAGING = ("scripts", "requirements", "deploy", ".ci")
_JOURNEY = "tests/stories/test_journey.py"


def find_tests(changed: list[str], root: Path) -> list[str]:
    """A room's own tests; of a folder of tests, that folder. Stories and the like are run when they changed."""
    found = {_test_of(Path(path)) for path in changed}
    return sorted(test for test in found if (root / test).exists())


def changed_since_main(root: Path) -> list[str]:
    """What is committed on this branch, changed, or new; all paths from the top of the repository."""
    base = _git(root, "merge-base", "HEAD", "main") or ["HEAD"]
    return [
        *_git(root, "diff", "--name-only", base[0]),
        *_git(root, "ls-files", "--others", "--exclude-standard"),
    ]


def _test_of(path: Path) -> str:
    top = path.parts[0]
    if top == "tests":
        # What all tests share is tried by the one story that goes all the way.
        return _JOURNEY if len(path.parts) == 2 else "/".join(path.parts[:2])
    # What lies at the top (Dockerfile, Makefile) is tried where the packaging is.
    return "tests/packaging" if top in _PACKAGING or len(path.parts) == 1 else f"tests/{top}"


def _git(root: Path, *told: str) -> list[str]:
    done = subprocess.run(["git", *told], capture_output=True, text=True, cwd=root)
    return done.stdout.split("\n")[:-1]


if __name__ == "__main__":
    print(*find_tests(changed_since_main(_ROOT), _ROOT))
