"""The bot's addresses: which are there, who is let in, and how large a body may be."""

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from bot.health import Health
from bot.lost_deals_hook import lost_deals_route
from bot.metrics import Metrics
from bot.rate_limiter import RateLimiter, rate_limited
from bot.routes import public_routes
from bot.routing import Route, dispatcher
from bot.scheduler import Heartbeat
from bot.settings import read_settings
from bot.slack_signature import signed_by_slack
from bot.wsgi import Environ, Page, answer, unprotected
from playground.transport.delivery import signed
from storage.secrets import Vault, new_key
from tests.rig import Rig

ADMIN = Path(__file__).parents[2] / "docs/admin.md"
SECRET = "0123456789abcdef0123456789abcdef"
OVER_HTTP = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": SECRET}
OVER_SOCKET = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "PORT": "0"}
BY_OAUTH = {
    "SLACK_CLIENT_ID": "1.2",
    "SLACK_CLIENT_SECRET": "s",
    "SLACK_SIGNING_SECRET": SECRET,
    "GOTANO_ENCRYPTION_KEY": new_key(),
}
ALWAYS = {"/healthz", "/readyz", "/hooks/lost-deals"}


class Handler:
    """Answers with the body that it was given."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        self.bodies.append(environ["wsgi.input"].read())
        return answer(start_response, Page(self.bodies[-1], "text/plain"))


def ask(
    route: Route,
    method: str = "POST",
    path: str = "/x",
    body: bytes = b"",
    headers: dict[str, str] | None = None,
) -> int:
    """The status of the answer."""
    told: list[str] = []
    environ: Environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "wsgi.input": BytesIO(body),
        "CONTENT_LENGTH": str(len(body)),
        **{f"HTTP_{name.upper().replace('-', '_')}": value for name, value in (headers or {}).items()},
    }
    list(dispatcher([route])(environ, lambda status, _headers: told.append(status)))
    return int(told[0].split()[0])


@pytest.fixture
def handler() -> Handler:
    return Handler()


def table(rig: Rig, environ: dict[str, str]) -> list[Route]:
    health = Health(rig.db, Heartbeat(), 15)
    hook = lost_deals_route(rig.services, rig.where.client_for, Vault(()))
    words = rig.playbook.words
    routes = public_routes(read_settings(environ), rig.bot.app, health, Metrics(), hook, words)
    return [route for route in routes if route.served]


@pytest.mark.parametrize(
    ("environ", "paths"),
    [
        (OVER_HTTP, {"/slack/events", "/metrics"} | ALWAYS),
        (OVER_HTTP | {"HOST": "0.0.0.0"}, {"/slack/events"} | ALWAYS),  # noqa: S104
        (OVER_HTTP | {"GOTANO_METRICS_PORT": "0"}, {"/slack/events"} | ALWAYS),
        (OVER_SOCKET, {"/metrics"} | ALWAYS),
        (BY_OAUTH, {"/slack/events", "/slack/install", "/slack/oauth_redirect", "/metrics"} | ALWAYS),
    ],
)
def test_what_the_settings_ask_for_is_there_and_nothing_else(
    rig: Rig, environ: dict[str, str], paths: set[str]
) -> None:
    assert {route.path for route in table(rig, environ)} == paths


def test_whatever_takes_a_body_or_writes_is_protected_and_on_the_admin_page(rig: Rig) -> None:
    page = ADMIN.read_text()
    for route in table(rig, BY_OAUTH):
        assert f"{route.method} {route.path}`" in page, "The addresses it serves, in docs/admin.md"
        harmless = route.method == "GET" and not route.path.startswith("/slack/")
        assert harmless or route.guard is not unprotected, f"{route.path} has no guard"


def test_an_address_that_is_not_served_is_not_there(handler: Handler) -> None:
    assert ask(Route("POST", "/x", handler, served=False)) == 404
    assert ask(Route("POST", "/x", handler), path="/y") == 404
    assert ask(Route("POST", "/x", handler), "GET") == 404
    assert handler.bodies == []


@pytest.mark.parametrize(("size", "status"), [(0, 200), (9, 200), (10, 413), (11, 413)])
def test_a_body_must_stay_under_the_limit_of_its_address(handler: Handler, size: int, status: int) -> None:
    assert ask(Route("POST", "/x", handler, body_limit=10), body=b"a" * size) == status
    assert handler.bodies == ([b"a" * size] if status == 200 else [])


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_who_only_looks_is_answered_whatever_they_send(handler: Handler, method: str) -> None:
    assert ask(Route("GET", "/x", handler, body_limit=1), method, body=b"much") == 200
    assert handler.bodies == [b""]


def test_what_slack_signed_is_let_in_and_nothing_else(handler: Handler) -> None:
    route, body = Route("POST", "/x", handler, guard=signed_by_slack(SECRET)), b"payload=1"
    headers = signed(SECRET, body.decode())
    assert ask(route, body=body) == 401
    assert ask(route, body=body, headers=signed("another", body.decode())) == 401
    assert ask(route, body=b"payload=2", headers=headers) == 401
    assert handler.bodies == []
    assert ask(route, body=body, headers=headers) == 200
    assert handler.bodies == [body]


@pytest.mark.parametrize("secret", [None, ""])
def test_without_a_secret_nothing_counts_as_signed(handler: Handler, secret: str | None) -> None:
    route = Route("POST", "/x", handler, guard=signed_by_slack(secret))
    assert ask(route, body=b"a", headers=signed("", "a")) == 401
    assert handler.bodies == []


def test_what_comes_too_often_is_told_so(handler: Handler) -> None:
    few = rate_limited(RateLimiter(2), Page(b"later", "text/plain", 429))
    route = Route("GET", "/x", handler, guard=few)
    assert [ask(route, "GET") for _ in range(3)] == [200, 200, 429]
    assert len(handler.bodies) == 2
