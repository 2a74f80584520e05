"""The page's own HTTP routes: its files, its state, its events; for browsers on this machine only."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

from aiohttp import web

from .identity import JSON, SlackError
from .page_actions import PageActions
from .workspace import Workspace

PAGE = Path(__file__).parent / "page"
HEARTBEAT_SECONDS = 15.0
GESTURES = {"command", "say", "action", "submit", "close", "home", "shortcut", "control"}
_LOCAL = {"127.0.0.1", "localhost", "[::1]"}


class PageRoutes:
    def __init__(self, ws: Workspace, state: Callable[[str], JSON], actions: PageActions) -> None:
        self._ws = ws
        self._state = state
        self._actions = actions
        self._watchers: set[asyncio.Event] = set()
        self._stopping = False
        self._workers = ThreadPoolExecutor(16, thread_name_prefix="page")

    def add_to(self, app: web.Application) -> None:
        app.middlewares.append(_this_machine_only)
        app.router.add_get("/", self._file)
        app.router.add_get("/page/{name:.+}", self._file)
        app.router.add_get("/ui/state", self._get_state)
        app.router.add_get("/ui/events", self._events)
        app.router.add_get("/ui/files/{file}", self._download)
        app.router.add_post("/ui/{gesture}", self._gesture)
        loop = asyncio.get_running_loop()

        def wake() -> None:
            loop.call_soon_threadsafe(self._wake)

        self._ws.listeners.append(wake)

    def stop(self) -> None:
        self._stopping = True
        self._ws.listeners.clear()
        self._wake()
        self._workers.shutdown(wait=False, cancel_futures=True)

    def _wake(self) -> None:
        for watcher in self._watchers:
            watcher.set()

    async def _file(self, request: web.Request) -> web.StreamResponse:
        file = (PAGE / request.match_info.get("name", "index.html")).resolve()
        if not file.is_relative_to(PAGE.resolve()) or not file.is_file():
            raise web.HTTPNotFound
        return web.FileResponse(file, headers={"Cache-Control": "no-cache"})

    async def _download(self, request: web.Request) -> web.Response:
        try:
            file = self._ws.uploads.get(request.match_info["file"])
        except SlackError:
            raise web.HTTPNotFound from None
        disposition = f"attachment; filename*=UTF-8''{quote(file.name)}"
        return web.Response(body=file.content, headers={"Content-Disposition": disposition})

    async def _get_state(self, request: web.Request) -> web.Response:
        try:
            return web.json_response(self._state(request.query.get("user", "")))
        except SlackError as refused:
            return web.json_response(refused.answer(), status=404)

    async def _events(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        await response.prepare(request)
        changed = asyncio.Event()
        self._watchers.add(changed)
        try:
            while not self._stopping:
                changed.clear()
                data = json.dumps({"version": self._ws.version})
                await response.write(f"event: changed\ndata: {data}\n\n".encode())
                while not await _within(changed, HEARTBEAT_SECONDS):
                    await response.write(b": still here\n\n")
        except ConnectionError:
            pass  # the browser went away
        finally:
            self._watchers.discard(changed)
        return response

    async def _gesture(self, request: web.Request) -> web.Response:
        gesture = request.match_info["gesture"]
        if gesture not in GESTURES:
            raise web.HTTPNotFound
        try:
            asked = await request.json()
        except ValueError:
            return web.json_response({"ok": False, "error": "This is not JSON."}, status=400)
        loop = asyncio.get_running_loop()
        return web.json_response(await loop.run_in_executor(self._workers, self._actions.run, gesture, asked))


async def _within(changed: asyncio.Event, seconds: float) -> bool:
    try:
        async with asyncio.timeout(seconds):
            return await changed.wait()
    except TimeoutError:
        return False


@web.middleware
async def _this_machine_only(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Refuse other hosts' names (DNS rebinding) and other sites' requests; bots' routes have tokens."""
    if request.path == "/" or request.path.startswith(("/ui/", "/page/")):
        host = request.host.rsplit(":", 1)[0] if not request.host.endswith("]") else request.host
        origin = request.headers.get("Origin")
        foreign = origin is not None and origin != f"http://{request.host}"
        foreign = foreign or request.headers.get("Sec-Fetch-Site") == "cross-site"
        typed = request.method != "POST" or request.content_type == "application/json"
        if host not in _LOCAL or foreign or not typed:
            raise web.HTTPForbidden(text="This page is for browsers on this machine only.")
    return await handler(request)
