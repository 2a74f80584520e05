"""An address of the bot: how it is protected, and who answers there."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO

from bot.wsgi import Environ, Guard, Page, Wsgi, answer, refuse, unprotected

BODY_LIMIT = 1_000_000
"""Bytes; Slack's largest payload, a view with its state, stays under 500 KB."""

MOST_SECONDS = 0.5
"""How long a request may have waited for its turn. Slack wants a form opened within three seconds, of which a busy bot
needs the others; and half a second after a rush nothing is left of it."""

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


def at_once() -> float:
    """The answer of a server where nothing waits."""
    return 0.0


def dispatcher(routes: Sequence[Route], waited: Callable[[], float] = at_once) -> Wsgi:
    """Only what is in the table is there; everything else is 404.

    `waited` says how many seconds the request that is served by this thread has waited for its turn.
    """
    doors = {(route.method, route.path): _door(route, waited) for route in routes if route.served}
    parents = {
        (route.method, route.path): _door(route, waited) for route in routes if route.served and route.below
    }

    def serve(environ: Environ, start_response: object) -> Iterable[bytes]:
        asked = "GET" if environ["REQUEST_METHOD"] == "HEAD" else environ["REQUEST_METHOD"]
        path = environ["PATH_INFO"]
        door = doors.get((asked, path)) or parents.get((asked, path.rpartition("/")[0]))
        return door(environ, start_response) if door else answer(start_response, _NOT_FOUND)

    return serve


def _door(route: Route, waited: Callable[[], float]) -> Wsgi:
    """The handler behind its guard, behind the limit of the body."""
    in_time, too_late = route.guard(route.handler), route.too_late

    def serve(environ: Environ, start_response: object) -> Iterable[bytes]:
        inner = too_late if too_late and waited() > MOST_SECONDS else in_time
        if route.method == "GET":
            return inner({**environ, "wsgi.input": BytesIO(), "CONTENT_LENGTH": "0"}, start_response)
        if int(environ.get("CONTENT_LENGTH") or 0) >= route.body_limit:
            return refuse(start_response, 413)
        return inner(environ, start_response)

    return serve
