"""What is counted for whoever watches the bot from outside: nudges, offers, and lost deals that come in."""

from typing import Protocol


class DeliveryMetrics(Protocol):
    """Told what became of each; `bot` counts, tests and the demo need not."""

    def sent(self, late_seconds: float) -> None: ...

    def found_sent(self) -> None:
        """It was sent before by somebody who could not settle it."""

    def postpone(self, name: str) -> None: ...

    def parked(self, name: str) -> None: ...

    def told(self, target: str) -> None:
        """Somebody outside has what was in the outbox for them."""

    def not_told(self, target: str, name: str) -> None:
        """Somebody outside did not take it: it is tried again, or parked."""

    def lost_deal(self, result: str) -> None:
        """Another system told of one: what it was taken as, or why it was refused."""

    def offer_sent(self) -> None: ...

    def offer_found_sent(self) -> None:
        """As with a nudge."""

    def offer_put_off(self, name: str) -> None: ...

    def offer_parked(self, name: str) -> None: ...


class NoMetrics(DeliveryMetrics):
    """Counts nothing."""
