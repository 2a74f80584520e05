"""Column types: moments in UTC, enum values as text, amounts as whole hundredths, dataclasses as JSON."""

from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import JSON, BigInteger, DateTime, Dialect, String
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """A moment. SQLite keeps no zone, so it is written and read as UTC; a naive time is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Named(TypeDecorator[StrEnum]):
    """A StrEnum kept as its value."""

    impl = String(32)
    cache_ok = True

    def __init__(self, names: type[StrEnum]) -> None:
        super().__init__()
        self.names = names

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:
        return None if value is None else str(self.names(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        return None if value is None else self.names(value)


class Amount(TypeDecorator[Decimal]):
    """An amount of money, kept in whole hundredths: exact, and in order, on every database."""

    impl = BigInteger()
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        return None if value is None else int(value.scaleb(2).to_integral_exact())

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value).scaleb(-2)


class Packed(TypeDecorator[Any]):
    """A dataclass (or a tuple or mapping of such) kept as JSON."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def __init__(self, shape: Any) -> None:
        super().__init__(none_as_null=True)
        self.shape = shape

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else adapter_of(self.shape).dump_python(value, mode="json")

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else adapter_of(self.shape).validate_python(value)


@cache
def adapter_of(shape: Any) -> TypeAdapter[Any]:
    """Made when the first is read or written: together they are a fortieth of a start."""
    return TypeAdapter(shape)
