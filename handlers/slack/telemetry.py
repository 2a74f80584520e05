"""What is counted of the sending of nudges, for whoever watches the bot from outside."""

from typing import Protocol


class DeliveryMetrics(Protocol):
    """Told of each nudge's fate; `bot` counts, tests and the demo need not."""

    def sent(self, late_seconds: float) -> None: ...

    def found_sent(self) -> None:
        """It was sent before by somebody who could not settle it."""

    def postpone(self, name: str) -> None: ...

    def parked(self, name: str) -> None: ...

    def told(self, target: str) -> None:
        """Somebody outside has what was in the outbox for them."""

    def not_told(self, target: str, name: str) -> None:
        """Somebody outside did not take it: it is tried again, or parked."""


class NoMetrics:
    """Counts nothing."""

    def sent(self, late_seconds: float) -> None:
        pass

    def found_sent(self) -> None:
        pass

    def postpone(self, name: str) -> None:
        pass

    def parked(self, name: str) -> None:
        pass

    def told(self, target: str) -> None:
        pass

    def not_told(self, target: str, name: str) -> None:
        pass
