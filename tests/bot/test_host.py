"""HOST may be a name: one address of it is listened on, and one that leads nowhere ends the start in plain words."""

import errno
import socket
import urllib.request
from typing import Any

import pytest

import bot.bootstrap
from bot.bootstrap import _http
from bot.errors import StartError
from bot.http_server import HttpServer
from bot.routing import Route
from bot.wsgi import Page, page_of

BOTH = [
    (socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("::1", 0, 0, 0)),
    (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 0)),
]


ROUTES = [Route("GET", "/x", page_of(lambda: Page(b"here", "text/plain")))]


@pytest.fixture
def resolver(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the system says of a name: addresses, or what it raises."""
    names: dict[str, Any] = {}
    real = socket.getaddrinfo

    def told(host: Any, *asked: Any, **more: Any) -> Any:
        found = names.get(host)
        if isinstance(found, Exception):
            raise found
        return found or real(host, *asked, **more)

    monkeypatch.setattr(socket, "getaddrinfo", told)
    return names


@pytest.mark.parametrize("order", [BOTH, BOTH[::-1]])
def test_a_name_of_two_addresses_is_listened_on_at_the_one_of_ipv4(
    resolver: dict[str, Any], order: list[Any]
) -> None:
    resolver["here.example"] = order
    server = HttpServer(ROUTES, "here.example", 0)
    server.start()
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{server.port}/x") as answer:
            assert answer.read() == b"here"
    finally:
        server.close()


@pytest.mark.parametrize("name", ["HOST", "GOTANO_METRICS_HOST"])
@pytest.mark.parametrize(("number", "code"), [(socket.EAI_NONAME, 2), (socket.EAI_AGAIN, 1)])
def test_a_name_that_leads_nowhere_is_named_with_its_setting(
    resolver: dict[str, Any], name: str, number: int, code: int
) -> None:
    resolver["nowhere.example"] = socket.gaierror(number, "not known")
    with pytest.raises(StartError, match=rf"{name}.*nowhere\.example") as ended:
        _http(ROUTES, name, "nowhere.example", 0)
    assert ended.value.code == code


@pytest.mark.parametrize("host", ["a..example", "x" * 70])
def test_a_name_that_is_none_is_named_too(host: str) -> None:
    with pytest.raises(StartError, match="HOST") as ended:
        _http(ROUTES, "HOST", host, 0)
    assert ended.value.code in (1, 2)


def test_an_address_that_the_machine_has_not_been_given_yet_is_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """waitress leaves the socket open that could not be bound."""

    def not_ours(*_: object) -> None:
        raise OSError(errno.EADDRNOTAVAIL, "Cannot assign requested address")

    monkeypatch.setattr(bot.bootstrap, "HttpServer", not_ours)
    with pytest.raises(StartError, match="cannot listen") as ended:
        _http(ROUTES, "HOST", "192.0.2.1", 0)
    assert ended.value.code == 1
