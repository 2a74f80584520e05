"""Runs `COMMAND TARGET TARGET ...` a target at a time, says how long each took, and ends at the first failure."""

import subprocess
import sys
import time


def main(told: list[str]) -> int:
    """`make --no-print-directory lint types`: the command goes up to its last option, the targets follow."""
    options = [number for number, word in enumerate(told) if word.startswith("-")]
    command, targets = told[: options[-1] + 1], told[options[-1] + 1 :]
    took: list[tuple[str, float]] = []
    status = 0
    for target in targets:
        began = time.monotonic()
        status = subprocess.run([*command, target]).returncode
        took.append((target, time.monotonic() - began))
        if status:
            break
    told_of = ", ".join(f"{target} {seconds:.0f} s" for target, seconds in took)
    print(f"{told_of}; in all {sum(seconds for _, seconds in took):.0f} s", flush=True)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
