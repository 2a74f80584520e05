"""What a gesture costs: SQL statements and transactions, and calls to Slack, counted where they leave the bot."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, event

from tests.rig import Rig


@dataclass
class Cost:
    """Of one gesture and all that it sets off, until the bot is idle again."""

    statements: int = 0
    transactions: int = 0
    calls: Counter[str] = field(default_factory=Counter)

    def row(self) -> str:
        """As a line of the table; the calls in the order of their names."""
        called = ", ".join(f"{number} {name}" for name, number in sorted(self.calls.items())) or "none"
        return f"{self.statements} | {self.transactions} | {called}"


@contextmanager
def counting(rig: Rig) -> Iterator[Callable[[], Cost]]:
    """Gives a function that returns what was counted since it was last called.

    BEGIN, COMMIT and ROLLBACK are no statements here; what a transaction costs is the next column.
    """
    # In one piece: three listeners share one count and one lock, which nobody else may touch.
    lock, cost = threading.Lock(), Cost()
    engines = {rig.db.engine, rig.db.reading_engine}

    def a_statement(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        # On SQLite the bot begins its transactions itself, by a statement.
        if not statement.startswith("BEGIN"):
            with lock:
                cost.statements += 1

    def a_transaction(_: Any) -> None:
        with lock:
            cost.transactions += 1

    def since() -> Cost:
        nonlocal cost
        with lock:
            counted, cost = cost, Cost()
        counted.calls.update(call.method for call in rig.slack.calls)
        rig.slack.clear_calls()
        return counted

    listeners = (("before_cursor_execute", a_statement), ("begin", a_transaction))
    _each(event.listen, engines, listeners)
    since()
    try:
        yield since
    finally:
        _each(event.remove, engines, listeners)


def _each(do: Callable[..., Any], engines: set[Engine], listeners: tuple[tuple[str, Any], ...]) -> None:
    for engine in engines:
        for name, listener in listeners:
            do(engine, name, listener)
