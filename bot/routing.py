"""An address of the bot: how it is protected, and who answers there."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO

from bot.wsgi import Environ, Guard, Page, Wsgi, answer, refuse, unprotected

BODY_LIMIT = 1_000_000
"""Bytes; Slack's largest payload, a view with its state, stays under 500 KB."""

_NOT_FOUND = Page(b"not found", "text/plain", 404)


@dataclass(frozen=True)
class Route:
    """One address; where `served` is false it is not there.

    A body must stay under `body_limit` bytes; with GET, which answers HEAD too, the handler gets none. `guard` sees a
    request before the handler does: who is not let in, is answered by it.
    """

    method: str
    path: str
    handler: Wsgi
    guard: Guard = unprotected
    body_limit: int = BODY_LIMIT
    served: bool = True
    below: bool = False
    """Whether what lies one step below the path is this address too."""
    too_late: Wsgi | None = None
    """Who answers in place of guard and handler what has waited too long for its turn; without one, it is served."""


def in_time() -> bool:
    """The answer of a server where nothing waits."""
    return False


def dispatcher(routes: Sequence[Route], too_late: Callable[[], bool] = in_time) -> Wsgi:
    """Only what is in the table is there; everything else is 404.

    `too_late` says whether the request that this thread serves has waited too long, with many others behind it.
    """
    doors = {(route.method, route.path): _door(route, too_late) for route in routes if route.served}
    parents = {
        (route.method, route.path): _door(route, too_late) for route in routes if route.served and route.below
    }

    def serve(environ: Environ, start_response: object) -> Iterable[bytes]:
        asked = "GET" if environ["REQUEST_METHOD"] == "HEAD" else environ["REQUEST_METHOD"]
        path = environ["PATH_INFO"]
        door = doors.get((asked, path)) or parents.get((asked, path.rpartition("/")[0]))
        return door(environ, start_response) if door else answer(start_response, _NOT_FOUND)

    return serve


def _door(route: Route, too_late: Callable[[], bool]) -> Wsgi:
    """The handler behind its guard, behind the limit of the body."""
    usual, refusing = route.guard(route.handler), route.too_late

    def serve(environ: Environ, start_response: object) -> Iterable[bytes]:
        inner = refusing if refusing and too_late() else usual
        if route.method == "GET":
            return inner({**environ, "wsgi.input": BytesIO(), "CONTENT_LENGTH": "0"}, start_response)
        if int(environ.get("CONTENT_LENGTH") or 0) >= route.body_limit:
            return refuse(start_response, 413)
        return inner(environ, start_response)

    return serve
