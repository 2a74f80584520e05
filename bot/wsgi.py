"""What the bot's addresses are made of: WSGI's types, a page of our own, and how it is answered."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

Environ = dict[str, Any]
Wsgi = Callable[[Environ, Any], Iterable[bytes]]
"""An application; its second argument is WSGI's `start_response`."""

Guard = Callable[[Wsgi], Wsgi]
"""How an address is protected: what it lets through reaches the application, the rest it answers itself."""


@dataclass(frozen=True)
class Page:
    """What one of our own addresses answers."""

    body: bytes
    content_type: str
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    """Further ones."""


def unprotected(inner: Wsgi) -> Wsgi:
    """For addresses that tell nobody anything that matters, and change nothing."""
    return inner


def page_of(make: Callable[[], Page]) -> Wsgi:
    """A page that is made anew for each request."""
    return lambda _environ, start_response: answer(start_response, make())


def with_headers(inner: Wsgi, headers: Mapping[str, str]) -> Wsgi:
    """The same with these headers, in place of its own of the same names; `headers` has its names in lower case."""

    def serve(environ: Environ, start_response: Any) -> Iterable[bytes]:
        def start(status: str, told: list[tuple[str, str]], *more: Any) -> Any:
            kept = [(name, value) for name, value in told if name.lower() not in headers]
            return start_response(status, kept + list(headers.items()), *more)

        return inner(environ, start)

    return serve


def answer(start_response: Any, page: Page) -> Iterable[bytes]:
    status = f"{page.status} {HTTPStatus(page.status).phrase}"
    headers = [
        ("content-type", page.content_type),
        ("content-length", str(len(page.body))),
        ("cache-control", "no-store"),
        ("x-content-type-options", "nosniff"),
        *page.headers,
    ]
    start_response(status, headers)
    return [page.body]


def refuse(start_response: Any, status: int) -> Iterable[bytes]:
    """The status in words, and no more."""
    return answer(start_response, Page(HTTPStatus(status).phrase.encode(), "text/plain", status))
