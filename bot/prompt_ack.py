"""An ack that is sent when it is given, not when Bolt looks next."""

from threading import Event, get_ident

from slack_bolt import Ack, BoltResponse

_LOOK_SECONDS = 1.0
"""How long one look waits at most: Bolt counts the seconds of a listener that does not ack between two looks."""


class PromptAck(Ack):
    """The serving thread looks for the answer every 10 ms, that being most of what an ack takes: its look waits.

    Made by the thread that serves the request; any other reads what is there, as from Bolt's own.
    """

    def __init__(self) -> None:
        self._serving = get_ident()
        self._given = Event()
        self._response: BoltResponse | None = None

    @property
    def response(self) -> BoltResponse | None:
        if self._response is None and get_ident() == self._serving:
            self._given.wait(_LOOK_SECONDS)
        return self._response

    @response.setter
    def response(self, response: BoltResponse | None) -> None:
        """What is given stays: a listener that fails after its ack takes nothing back."""
        if response is not None:
            self._response = response
            self._given.set()
