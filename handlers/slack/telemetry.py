"""What is counted of the sending of nudges, for whoever watches the bot from outside."""

from typing import Protocol


class DeliveryMetrics(Protocol):
    """Told of each nudge's fate; `bot` counts, tests and the demo need not."""

    def sent(self, late_seconds: float) -> None: ...

    def found_sent(self) -> None:
        """It was sent before by somebody who could not settle it."""

    def postpone(self, name: str) -> None: ...

    def parked(self, name: str) -> None: ...


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
