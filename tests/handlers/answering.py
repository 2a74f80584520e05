"""A server on 127.0.0.1 that says one thing to everybody."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_HEAD_ENDS = b"\r\n\r\n"


@contextmanager
def answering(
    answer: bytes, tls: ssl.SSLContext | None = None, body: bytes = b""
) -> Iterator[tuple[int, list[bytes]]]:
    """Its port, and what it was sent, each request with `body` at its end; b"" for one that broke off."""
    heard: list[bytes] = []
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            with connection:
                try:
                    talk = tls.wrap_socket(connection, server_side=True) if tls else connection
                    heard.append(_whole_request(talk, body))
                    talk.sendall(answer)
                    talk.close()
                except OSError:
                    heard.append(b"")

    threading.Thread(target=serve, daemon=True).start()
    yield server.getsockname()[1], heard
    server.close()


def _whole_request(talk: socket.socket, body: bytes) -> bytes:
    """To its body's end: whoever closes with something unread resets the connection, before the answer is read."""
    request = b""
    while not (_HEAD_ENDS in request and request.endswith(body)) and (more := talk.recv(65536)):
        request += more
    return request
