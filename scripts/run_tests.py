"""Runs all tests: most on all cores, and beside them, one after the other, those that are about real time.

A bot that must answer or send within so many seconds cannot share the machine on equal terms: its tests go first
wherever both want the processor. Where the system does not allow that (it takes the right to raise a priority), they
run alone, after the others.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from scripts.in_memory import memory_folder

REAL_TIME = ("tests/faults", "tests/bench")
_PRIORITY = -5
"""Niceness: three times the share of a process of the usual priority. More would starve the others for seconds."""


@contextmanager
def scratch_folder() -> Iterator[list[str]]:
    """Where the tests that are not about the disk need not wait for it: in memory, if there is enough."""
    memory = memory_folder()
    if memory is None:
        yield []
        return
    with tempfile.TemporaryDirectory(dir=memory, prefix="gotano-tests-") as folder:
        yield ["--basetemp", f"{folder}/tests", "-o", "tmp_path_retention_policy=none"]


def on_all_cores() -> list[str]:
    """Two processes a core: a story also waits, for PostgreSQL and for threads of its own."""
    processes = 2 * (os.cpu_count() or 1)
    left_out = [f"--ignore={folder}" for folder in REAL_TIME]
    spread = ["--numprocesses", str(processes), "--dist", "loadscope", "--no-loadscope-reorder"]
    return [sys.executable, "-m", "pytest", *spread, *left_out]


def in_real_time() -> list[str]:
    return [sys.executable, "-m", "pytest", *REAL_TIME]


def may_go_first() -> bool:
    """Whether this user may raise a priority: tried in a process of its own, which then ends."""
    tried = f"import os; os.setpriority(os.PRIO_PROCESS, 0, {_PRIORITY})"
    return subprocess.run([sys.executable, "-c", tried], capture_output=True).returncode == 0


def side_by_side() -> bool:
    """Whether all passed. What the second prints comes when the first has ended, so that they can be read."""
    with tempfile.TemporaryFile() as said:
        go_first = [sys.executable, "-m", "scripts.run_tests", "--first"]
        beside = subprocess.Popen(go_first, stdout=said, stderr=subprocess.STDOUT)
        with scratch_folder() as scratch:
            most = subprocess.run(on_all_cores() + scratch).returncode
        rest = beside.wait()
        said.seek(0)
        sys.stdout.write(said.read().decode(errors="replace"))
    return most == rest == 0


def one_after_the_other() -> bool:
    with scratch_folder() as scratch:
        most = subprocess.run(on_all_cores() + scratch).returncode
    rest = subprocess.run(in_real_time()).returncode
    return most == rest == 0


def main() -> int:
    if sys.argv[1:] == ["--first"]:
        os.setpriority(os.PRIO_PROCESS, 0, _PRIORITY)
        return subprocess.run(in_real_time()).returncode
    return 0 if (side_by_side() if may_go_first() else one_after_the_other()) else 1


if __name__ == "__main__":
    sys.exit(main())
