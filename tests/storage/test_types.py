"""Column types: what goes in comes out, and what makes no sense is refused."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, literal, select
from sqlalchemy.exc import StatementError
from sqlalchemy.types import TypeEngine

from coaching.debrief import AskedWhy, Draft, FirstNo
from coaching.kinds import Kind, Question, Stage
from coaching.plan import PlannedDate, Reason, Why
from storage.database import Database
from storage.types import Named, Packed, UtcDateTime

MOMENT = datetime(2026, 11, 2, 10, 0, 0, 123456, tzinfo=UTC)


def there_and_back(connection: Connection, value: object, kind: TypeEngine[Any]) -> object:
    return connection.execute(select(literal(value, kind))).scalar_one()


@pytest.mark.parametrize(
    "moment",
    [
        MOMENT,
        MOMENT.astimezone(timezone(timedelta(hours=5, minutes=45))),
        datetime(2026, 10, 25, 1, 30, tzinfo=ZoneInfo("Europe/Lisbon"), fold=1),
        datetime(9999, 12, 31, tzinfo=UTC),
    ],
)
def test_a_moment_comes_back_as_the_same_moment_in_utc(empty: Database, moment: datetime) -> None:
    with empty.engine.connect() as connection:
        back = there_and_back(connection, moment, UtcDateTime())
    assert back == moment.astimezone(UTC)
    assert isinstance(back, datetime)
    assert back.utcoffset() == timedelta()


def test_a_moment_without_a_zone_is_refused(empty: Database) -> None:
    with empty.engine.connect() as connection, pytest.raises(StatementError, match="zone"):
        there_and_back(connection, datetime(2026, 11, 2, 10, 0), UtcDateTime())  # noqa: DTZ001


@pytest.mark.parametrize("kind", [UtcDateTime(), Named(Kind), Packed(Draft)])
def test_nothing_comes_back_as_nothing(empty: Database, kind: TypeEngine[Any]) -> None:
    with empty.engine.connect() as connection:
        assert there_and_back(connection, None, kind) is None


def test_a_name_comes_back_as_the_enum_and_a_strange_one_is_refused(empty: Database) -> None:
    with empty.engine.connect() as connection:
        assert there_and_back(connection, Kind.NO_FIT, Named(Kind)) is Kind.NO_FIT
        with pytest.raises(StatementError):
            there_and_back(connection, "no_such_kind", Named(Kind))


@pytest.mark.parametrize(
    ("value", "shape"),
    [
        (PlannedDate(date(2026, 12, 1), Reason(Why.NAMED, on=date(2026, 12, 1)), (Reason(Why.DAY_OFF),)), PlannedDate),
        ((Reason(Why.KIND, about="not_now"), Reason(Why.NOES, count=3)), tuple[Reason, ...]),
        ({Question.TODAY: "by hand 😀 \\ \" '"}, dict[Question, str]),
        (
            Draft(
                "Acme",
                stage=Stage.FIRST,
                kind=Kind.NO_NEED,
                asked_why=AskedWhy.TOLD,
                first_no=FirstNo.END,
                callback_on=date(2027, 1, 1),
                better_terms=False,
                notes={Question.TODAY: "x"},
            ),
            Draft,
        ),
    ],
)  # fmt: skip
def test_what_is_packed_comes_back_whole(empty: Database, value: object, shape: object) -> None:
    with empty.engine.connect() as connection:
        assert there_and_back(connection, value, Packed(shape)) == value
