"""`python -m bench.queue`: the whole table, on both databases."""

import os
import platform
import sys
import tempfile
from pathlib import Path

import click

from bench.queue.course import FULL, SMALL, run
from bench.queue.databases import SqliteFiles, postgres
from bench.queue.figures import HEAD, Figures


@click.command()
@click.option("--small", is_flag=True, help="20,000 pending instead of a million, with wider goals.")
def main(small: bool) -> None:
    """Measure on a SQLite file and on PostgreSQL; fails when a goal is missed."""
    size = SMALL if small else FULL
    print(f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}; ", end="")
    print(f"{size.many.due:,} due among {size.many.pending:,} pending\n\n{HEAD}", flush=True)
    figures = Figures(size.slack)
    with tempfile.TemporaryDirectory(prefix="gotano-bench-") as name, postgres(Path(name)) as server:
        for kind in (SqliteFiles(Path(name)), server):
            run(kind, size, figures.of(kind.name))
    for missed in figures.missed:
        print(f"missed: {missed}", file=sys.stderr)
    sys.exit(bool(figures.missed))


if __name__ == "__main__":
    main()
