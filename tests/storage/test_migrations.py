"""Migrations: they equal the models, start from nothing, and carry an old database along."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, MetaData, create_engine, insert, inspect, select, text
from sqlalchemy.orm import Session

from storage.database import Database
from storage.export import export_deals
from storage.migrate import SCRIPTS, migrate, newest_revision, pending_migrations
from storage.owner import EVERYBODY
from storage.sent_nudges import next_due
from storage.tables import Base, RepRow
from tests.storage.fixtures import EXPORTED

FIXTURES = Path(__file__).parent / "fixtures"
SCHEMA_OF = {"0.1.0": "0001", "0.2.0": "0002"}


def test_the_migrations_make_what_the_models_say(db: Database) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_a_fresh_database_has_every_table_and_nothing_pending(empty: Database) -> None:
    assert pending_migrations(empty.engine)[0].startswith("0001")
    migrate(empty.engine)
    assert set(Base.metadata.tables) <= set(inspect(empty.engine).get_table_names())
    assert pending_migrations(empty.engine) == []


def test_the_newest_revision_is_told_without_alembic_as_alembic_tells_it() -> None:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    assert ScriptDirectory.from_config(config).get_heads() == [newest_revision()]


def test_migrating_twice_changes_nothing(db: Database) -> None:
    before = inspect(db.engine).get_table_names()
    migrate(db.engine)
    assert inspect(db.engine).get_table_names() == before


def test_a_folder_with_a_percent_sign_holds_a_database(tmp_path: Path) -> None:
    folder = tmp_path / "100%"
    folder.mkdir()
    db = Database(f"sqlite:///{folder / 'gotano.db'}")
    migrate(db.engine)
    db.close()
    assert (folder / "gotano.db").stat().st_size


@pytest.mark.parametrize("version", list(EXPORTED))
def test_a_database_of_an_earlier_version_is_migrated_and_exported(tmp_path: Path, version: str) -> None:
    shutil.copy(FIXTURES / f"{version}.db", tmp_path / "old.db")
    db = Database(f"sqlite:///{tmp_path / 'old.db'}")
    migrate(db.engine)
    assert pending_migrations(db.engine) == []
    with db.read(EVERYBODY) as session:
        assert told(session, version) == EXPORTED[version]
        assert next_due(session) is not None
        assert {rep.zone_seen_at.year for rep in session.scalars(select(RepRow))} == {2000}, (
            "Slack is asked anew"
        )
        assert session.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
        assert session.execute(text("PRAGMA foreign_key_check")).all() == []
    db.close()


@pytest.mark.parametrize("version", list(EXPORTED))
def test_the_same_on_postgresql(empty_postgres_url: str, version: str) -> None:
    """The kept rows are put into a database that was brought to that version's schema and no further."""
    db = Database(empty_postgres_url)
    kept = create_engine(f"sqlite:///file:{FIXTURES / version}.db?mode=ro&immutable=1&uri=true")
    migrate(db.engine, SCHEMA_OF[version])
    copy_rows(kept, db.engine)
    migrate(db.engine)
    with db.read(EVERYBODY) as session:
        assert told(session, version) == EXPORTED[version]
        assert next_due(session) is not None
        assert {rep.zone_seen_at.year for rep in session.scalars(select(RepRow))} == {2000}, (
            "Slack is asked anew"
        )
    kept.dispose()
    db.close()


def test_a_program_of_before_leaves_a_newer_database_as_it_is(db: Database) -> None:
    """Replicas are replaced one by one: the old ones meet the new schema, and may even start again."""
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert pending_migrations(db.engine) == []
    migrate(db.engine)
    with db.engine.connect() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "9999"


@pytest.mark.parametrize("each_empty_url", ["postgresql"], indirect=True)
def test_replicas_that_start_at_once_migrate_once(empty: Database) -> None:
    with ThreadPoolExecutor(4) as replicas:
        for done in [replicas.submit(migrate, empty.engine) for _ in range(4)]:
            done.result()
    assert pending_migrations(empty.engine) == []


def told(session: Session, version: str) -> list[dict[str, Any]]:
    names = EXPORTED[version][0]
    return [{key: row[key] for key in names} for row in export_deals(session)]


def copy_rows(source: Engine, target: Engine) -> None:
    """Every row of every table, in an order that the foreign keys allow; the counters of ids follow."""
    tables = MetaData()
    tables.reflect(target)
    there = inspect(source).get_table_names()
    with source.connect() as old, target.begin() as new:
        for table in tables.sorted_tables:
            if table.name == "alembic_version" or table.name not in there:
                continue
            if rows := [dict(row._mapping) for row in old.execute(select(table))]:
                new.execute(insert(table), rows)
            if "id" in table.c:
                new.execute(text(f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), 1000)"))


def test_an_index_of_some_rows_is_of_those_that_the_models_say(db: Database) -> None:
    """Which rows is what Alembic does not compare."""
    said = {
        str(index.name): str(where)
        for table in Base.metadata.tables.values()
        for index in table.indexes
        if (where := index.dialect_options["sqlite"]["where"]) is not None
    }
    found = {
        index["name"]: _plain(str(where))
        for table in Base.metadata.tables
        for index in inspect(db.engine).get_indexes(table)
        if (where := index.get("dialect_options", {}).get(f"{db.engine.name}_where")) is not None
    }
    assert len(said) == 9
    assert found == said


def _plain(where: str) -> str:
    """PostgreSQL gives each condition its brackets."""
    return where.replace("(", "").replace(")", "")
