"""Migrations: they equal the models, start from nothing, and carry an old database along."""

import shutil
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text

from storage.database import Database
from storage.export import export_deals
from storage.migrate import migrate, pending_migrations
from storage.nudges import next_due
from storage.tables import Base
from tests.storage.fixtures.make_0_1_0 import EXPORTED

OLD = Path(__file__).parent / "fixtures" / "0.1.0.db"


def test_the_migrations_make_what_the_models_say(db: Database) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_a_fresh_database_has_every_table_and_nothing_pending(empty: Database) -> None:
    assert pending_migrations(empty.engine)[0].startswith("0001")
    migrate(empty.engine)
    assert set(Base.metadata.tables) <= set(inspect(empty.engine).get_table_names())
    assert pending_migrations(empty.engine) == []


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


def test_a_database_of_0_1_0_is_migrated_and_exported(tmp_path: Path) -> None:
    shutil.copy(OLD, tmp_path / "old.db")
    db = Database(f"sqlite:///{tmp_path / 'old.db'}")
    migrate(db.engine)
    assert pending_migrations(db.engine) == []
    with db.read() as session:
        told = [{key: row[key] for key in EXPORTED[0]} for row in export_deals(session)]
        assert next_due(session) is not None
        assert session.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
        assert session.execute(text("PRAGMA foreign_key_check")).all() == []
    db.close()
    assert told == EXPORTED
