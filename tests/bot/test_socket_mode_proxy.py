"""Socket Mode's WebSocket goes by the proxy that calls take, and who asks that proxy stands in no log."""

import logging
import socket
import socketserver
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from slack_bolt import App

from bot.slack_client import slack_client
from bot.socket_mode import SocketModeClient
from playground import LocalSlack
from tests.rig import ANA

ADDRESS = "wss://wss-primary.slack.com/link"
WHO = "Basic bWU6cEBzcw=="
"""me:p@ss"""


class Proxy(socketserver.ThreadingTCPServer):
    """Refuses whatever it is asked for, and remembers that."""

    daemon_threads = True

    def __init__(self) -> None:
        self.asked: list[str] = []
        super().__init__(("127.0.0.1", 0), Refusal)

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class Refusal(socketserver.StreamRequestHandler):
    server: Proxy

    def handle(self) -> None:
        head = b"".join(iter(self.rfile.readline, b"\r\n")).decode()
        self.server.asked.append(head)
        self.wfile.write(b"HTTP/1.0 407 Proxy Authentication Required\r\n\r\n")


@pytest.fixture
def proxy(monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:
    """slack_sdk leaves the socket to a proxy that refuses to the collector of garbage: it is closed here."""
    really, lines = socket.create_connection, list[socket.socket]()

    def connected(address: tuple[str, int], *args: Any, **more: Any) -> socket.socket:
        line = really(address, *args, **more)
        if address[1] == made.port:
            lines.append(line)
        return line

    with Proxy() as made:
        monkeypatch.setattr(socket, "create_connection", connected)
        thread = threading.Thread(target=made.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield made
        made.shutdown()
    for line in lines:
        line.close()


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with LocalSlack([ANA]) as local:
        yield local


@pytest.fixture
def app(slack: LocalSlack, monkeypatch: pytest.MonkeyPatch) -> Iterator[App]:
    monkeypatch.setenv("NO_PROXY", "")
    with ThreadPoolExecutor(4) as executor:
        client = slack_client(slack.bot_token, slack.api_url)
        yield App(client=client, signing_secret=slack.signing_secret, listener_executor=executor)


def tried(app: App, slack: LocalSlack, proxy: str, monkeypatch: pytest.MonkeyPatch) -> SocketModeClient:
    """One that has begun by this proxy, with the address that Slack would tell: it is asked for none."""
    app.client.proxy = proxy
    made = SocketModeClient(app, slack.app_token)
    monkeypatch.setattr(made._handler.client, "issue_new_wss_url", lambda: ADDRESS)
    try:
        made.start()
    finally:
        made.close()
    return made


@pytest.mark.parametrize("scheme", ["http://", "", "https://"])
def test_a_proxy_that_refuses_is_told_who_asks_and_the_log_is_not(
    app: App,
    slack: LocalSlack,
    proxy: Proxy,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    scheme: str,
) -> None:
    with caplog.at_level(logging.DEBUG):
        tried(app, slack, f"{scheme}me:p%40ss@127.0.0.1:{proxy.port}", monkeypatch)
    assert "CONNECT wss-primary.slack.com:443 " in proxy.asked[0]
    assert f"Proxy-Authorization: {WHO}" in proxy.asked[0]
    assert "407" in caplog.text
    for secret in ("p%40ss", "p@ss", WHO):
        assert secret not in caplog.text


def test_a_proxy_that_wants_no_name_is_told_none(
    app: App, slack: LocalSlack, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried(app, slack, f"http://127.0.0.1:{proxy.port}/", monkeypatch)
    assert "CONNECT wss-primary.slack.com:443 " in proxy.asked[0]
    assert "Proxy-Authorization" not in proxy.asked[0]


@pytest.mark.parametrize("excepted", ["127.0.0.1", "*"])
def test_a_host_that_no_proxy_excepts_is_connected_to_directly(
    app: App, slack: LocalSlack, proxy: Proxy, monkeypatch: pytest.MonkeyPatch, excepted: str
) -> None:
    monkeypatch.setenv("NO_PROXY", excepted)
    app.client.proxy = f"http://127.0.0.1:{proxy.port}"
    client = SocketModeClient(app, slack.app_token)
    client.start()
    try:
        slack.person(ANA.id).wait(lambda: slack.connections == 1)
    finally:
        client.close()
    assert proxy.asked == []
