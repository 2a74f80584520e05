"""The tables by whom a row belongs to."""

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import storage
from storage.owned import OfDeal, OfRep, OfTeam, OfTwo
from storage.tables import Base

for module in pkgutil.iter_modules(storage.__path__, "storage."):
    if module.name.endswith("_tables"):
        import_module(module.name)


def _made_of(kind: type[Any]) -> tuple[Any, ...]:
    def found() -> Iterator[Any]:
        for mapper in Base.registry.mappers:
            if issubclass(mapper.class_, kind):
                yield mapper.class_

    return tuple(sorted(found(), key=lambda table: str(table.__tablename__)))


BY_OWNER, BY_DEAL, BY_TEAM, BY_BOTH = (_made_of(kind) for kind in (OfRep, OfDeal, OfTeam, OfTwo))
