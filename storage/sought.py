"""Messages that may have come without our knowing, by what each is known again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from coaching.hand_over import Told
from storage.types import adapter_of

Handed = tuple[Told, int]
"""Which of the messages of a hand-over."""


@dataclass(frozen=True)
class Sought:
    """What one look through the DM `channel` is for: nudges and offers by the public ids that they carry, or cards by
    their deals, or messages about hand-overs.

    `since` is when the oldest try was made of a message that carries an id; a claim that holds ends in the future.
    """

    channel: str
    nudges: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    since: datetime | None = None
    cards: tuple[int, ...] = ()
    handed: tuple[Handed, ...] = ()
    everything: bool = False
    """Whether all that is the owner's was deleted, and not one deal."""


def pack(sought: Sought) -> Any:
    """As JSON has it."""
    return adapter_of(Sought).dump_python(sought, mode="json")


def unpack(packed: Any) -> Sought:
    """ValueError for what nobody packed."""
    sought: Sought = adapter_of(Sought).validate_python(packed)
    return sought
