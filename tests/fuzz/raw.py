"""HTTP as anybody on the internet may speak it: bytes, whether they are a request or not."""

import json
import socket
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus

from playground.transport.delivery import signed

PROCESSOR_SECONDS = 3.0
"""Slack waits so long. Of this process's own time, which a busy machine does not make more of."""
HANG_SECONDS = 20.0
"""Whoever has not answered, or not ended, by then would not on a busy machine either."""

FORM, JSON_TYPE = "application/x-www-form-urlencoded", "application/json"


@dataclass(frozen=True)
class Told:
    """What came back: no status where the connection was closed without an answer."""

    status: int | None
    body: str
    in_time: bool

    @property
    def json(self) -> Any:
        try:
            return json.loads(self.body)
        except ValueError:
            return None


def send(port: int, data: bytes) -> Told:
    """Sends all of it, says that there is no more, and reads until the other side is done too."""
    began = time.process_time()
    heard = b""
    in_time = True
    with socket.create_connection(("127.0.0.1", port), timeout=HANG_SECONDS) as line:
        try:
            line.sendall(data)
            line.shutdown(socket.SHUT_WR)
        except OSError:
            # Refused before it was heard out, as a body over the limit is.
            pass
        try:
            while part := line.recv(65_536):
                heard += part
        except TimeoutError:
            in_time = False
        except OSError:
            pass
    seconds = time.process_time() - began
    head, _, body = heard.partition(b"\r\n\r\n")
    words = head.split(b" ", 2)
    status = int(words[1]) if len(words) > 1 and words[0].startswith(b"HTTP/") else None
    return Told(status, body.decode("utf-8", "replace"), in_time and seconds < PROCESSOR_SECONDS)


def request(
    method: str = "POST",
    path: str = "/slack/events",
    headers: tuple[tuple[str, str], ...] = (),
    body: bytes = b"",
    length: bool = True,
) -> bytes:
    """A request's bytes; `headers` may repeat a name, and hold what no header may hold."""
    told = [("Host", "bot.example.com"), ("Connection", "close"), *headers]
    told += [("Content-Length", str(len(body)))] if length else []
    lines = "".join(f"{name}: {value}\r\n" for name, value in told)
    return f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode("utf-8", "surrogatepass") + body


def from_slack(secret: str, kind: str, payload: Any, at: int | None = None) -> bytes:
    """A request as Slack signs and sends it."""
    headers, body = signed_parts(secret, kind, payload, at)
    return request(headers=tuple(headers.items()), body=body.encode())


def signed_parts(secret: str, kind: str, payload: Any, at: int | None = None) -> tuple[dict[str, str], str]:
    """Its headers and body: a command's fields, an event's JSON, or JSON in a form."""
    if kind == "events_api":
        body, content_type = json.dumps(payload), JSON_TYPE
    elif kind == "slash_commands" and isinstance(payload, dict):
        body = "&".join(f"{_quoted(name)}={_quoted(as_text(one))}" for name, one in payload.items())
        content_type = FORM
    else:
        body, content_type = f"payload={_quoted(json.dumps(payload))}", FORM
    return {"Content-Type": content_type, **signed(secret, body, at)}, body


def as_text(field: Any) -> str:
    return field if isinstance(field, str) else json.dumps(field)


def _quoted(text: str) -> str:
    """A half of a surrogate pair goes as the bytes that no decoder takes for one."""
    return quote_plus(text, errors="surrogatepass")
