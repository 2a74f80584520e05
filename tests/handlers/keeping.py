"""A server on 127.0.0.1 that keeps connections, as Slack does; and a proxy before it."""

import select
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

GOOD = b'{"ok":true}'


class Asked:
    """One request: over which connection it came, counted from 1, to what, and with which headers."""

    def __init__(self, connection: int, handler: BaseHTTPRequestHandler) -> None:
        self.connection = connection
        self.target = handler.path
        self.headers = handler.headers


class Keeping(ThreadingHTTPServer):
    """Says {"ok":true} to everybody, unless `answer` does something else with a request and says so."""

    daemon_threads = True

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.port: int = self.server_address[1]
        self._tls = tls
        self.asked: list[Asked] = []
        self.answer: Callable[[_Handler], bool] = lambda _: False
        self.open: list[socket.socket] = []

    def get_request(self) -> tuple[socket.socket, str]:
        connection, address = self.socket.accept()
        if self._tls:  # shakes hands with the first reading, in the connection's own thread
            connection = self._tls.wrap_socket(connection, server_side=True, do_handshake_on_connect=False)
        self.open.append(connection)
        return connection, address

    def hang_up(self) -> None:
        """Ends all connections that are open."""
        for connection in self.open:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: object, client_address: object) -> None:
        """What a client breaks off is the test's own doing."""


class _Handler(BaseHTTPRequestHandler):
    server: Keeping
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def setup(self) -> None:
        self.number = self.server.open.index(self.request) + 1
        super().setup()

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self.server.asked.append(Asked(self.number, self))
        if not self.server.answer(self):
            self.say(200, GOOD)

    def do_GET(self) -> None:
        self.do_POST()

    def do_CONNECT(self) -> None:
        """As a proxy: passes on what comes from either side until one ends."""
        self.server.asked.append(Asked(self.number, self))
        host, _, port = self.path.rpartition(":")
        with socket.create_connection((host, int(port))) as there:
            self.send_response(200)
            self.end_headers()
            sides = {self.connection: there, there: self.connection}
            while True:
                for side in select.select(list(sides), [], [])[0]:
                    if not (data := side.recv(65536)):
                        self.close_connection = True
                        return
                    sides[side].sendall(data)

    def say(self, status: int, body: bytes, **headers: str) -> bool:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        return True

    def log_message(self, format: str, *args: object) -> None:
        """Not in the tests' output."""


@contextmanager
def keeping(tls: ssl.SSLContext | None = None) -> Iterator[Keeping]:
    with Keeping(tls) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.hang_up()
            server.shutdown()
            thread.join()
