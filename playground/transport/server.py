"""Runs the local Slack's HTTP server in a thread with an event loop of its own."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from typing import Any

from aiohttp import web

from playground.identity import PlaygroundError

UPLOAD_MOST = 100 * 1024 * 1024


class Server:
    """`build` fills the application on the loop, `close` is awaited there at the end."""

    def __init__(
        self, build: Callable[[web.Application], Awaitable[None]], close: Callable[[], Awaitable[None]]
    ) -> None:
        self._build = build
        self._close = close
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ending: asyncio.Event | None = None
        self._thread: threading.Thread | None = None

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        if self._loop is None:
            raise PlaygroundError("start the local Slack first")
        return self._loop

    def start(self, host: str, port: int) -> int:
        """Returns the port once the server listens; raises OSError when it cannot."""
        listening: Future[int] = Future()
        self._thread = threading.Thread(
            target=lambda: asyncio.run(self._run(host, port, listening)), name="local-slack", daemon=True
        )
        self._thread.start()
        return listening.result()

    def stop(self) -> None:
        if self._thread and self._thread.is_alive() and self._loop and self._ending:
            self._loop.call_soon_threadsafe(self._ending.set)
            self._thread.join()

    async def _run(self, host: str, port: int, listening: Future[int]) -> None:
        self._loop, self._ending = asyncio.get_running_loop(), asyncio.Event()
        app = web.Application(client_max_size=UPLOAD_MOST)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        try:
            await self._build(app)
            await runner.setup()
            site = web.TCPSite(runner, host, port)
            await site.start()
            listening.set_result(_port(site))
            await self._ending.wait()
        except Exception as failed:
            if listening.done():
                raise
            listening.set_exception(failed)
        finally:
            await self._close()
            await runner.cleanup()


def _port(site: Any) -> int:
    port: int = site._server.sockets[0].getsockname()[1]
    return port
