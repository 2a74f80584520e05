"""The page's own HTTP routes: its files, its state, its events."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from aiohttp import web

from playground.identity import JSON, SlackError
from playground.state.workspace import Workspace
from playground.this_machine import RoutesOfPages

from .actions import PageActions

PAGE = Path(__file__).parent
SERVED = {".css", ".html", ".js"}
HEARTBEAT_SECONDS = 15.0
GESTURES = {
    "command",
    "say",
    "action",
    "submit",
    "close",
    "home",
    "messages",
    "shortcut",
    "control",
    "step",
    "upload",
    "crm_lose",
}


@dataclass(frozen=True)
class Page:
    """One workspace's page: `state` is all that one person sees, `actions` what they can do."""

    ws: Workspace
    state: Callable[[str], JSON]
    actions: PageActions


class PageRoutes:
    """The pages of all workspaces: `?team=` says which, the first without it."""

    def __init__(self) -> None:
        self._pages: dict[str, Page] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._watchers: set[asyncio.Event] = set()
        self._stopping = False
        self._workers = ThreadPoolExecutor(16, thread_name_prefix="page")

    def add(self, page: Page) -> None:
        self._pages[page.ws.identity.team_id] = page
        page.ws.listeners.append(self._wake_soon)

    def add_to(self, routes: RoutesOfPages) -> None:
        routes.add_get("/", self._file)
        routes.add_get("/page/{name:.+}", self._file)
        routes.add_get("/ui/state", self._get_state)
        routes.add_get("/ui/events", self._events)
        routes.add_get("/ui/files/{file}", self._download)
        routes.add_post("/ui/{gesture}", self._gesture)
        self._loop = asyncio.get_running_loop()

    def stop(self) -> None:
        self._stopping = True
        self._loop = None
        self._wake()
        self._workers.shutdown(wait=False, cancel_futures=True)

    def _page(self, request: web.Request) -> Page:
        page = self._pages.get(request.query.get("team") or next(iter(self._pages)))
        if page is None:
            raise web.HTTPNotFound
        return page

    def _wake_soon(self) -> None:
        if loop := self._loop:
            loop.call_soon_threadsafe(self._wake)

    def _wake(self) -> None:
        for watcher in self._watchers:
            watcher.set()

    async def _file(self, request: web.Request) -> web.StreamResponse:
        file = (PAGE / request.match_info.get("name", "index.html")).resolve()
        within = file.is_relative_to(PAGE.resolve()) and file.suffix in SERVED
        if not within or not file.is_file():
            raise web.HTTPNotFound
        return web.FileResponse(file, headers={"Cache-Control": "no-cache"})

    async def _download(self, request: web.Request) -> web.Response:
        id_ = request.match_info["file"]
        file = next((one for page in self._pages.values() if (one := page.ws.uploads.files.get(id_))), None)
        if file is None:
            raise web.HTTPNotFound
        disposition = f"attachment; filename*=UTF-8''{quote(file.name)}"
        return web.Response(body=file.content, headers={"Content-Disposition": disposition})

    async def _get_state(self, request: web.Request) -> web.Response:
        try:
            return web.json_response(self._page(request).state(request.query.get("user", "")))
        except SlackError as refused:
            return web.json_response(refused.answer(), status=404)

    async def _events(self, request: web.Request) -> web.StreamResponse:
        ws = self._page(request).ws
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        await response.prepare(request)
        changed = asyncio.Event()
        self._watchers.add(changed)
        try:
            while not self._stopping:
                changed.clear()
                data = json.dumps({"version": ws.version})
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
        run = self._page(request).actions.run
        loop = asyncio.get_running_loop()
        return web.json_response(await loop.run_in_executor(self._workers, run, gesture, asked))


async def _within(changed: asyncio.Event, seconds: float) -> bool:
    try:
        async with asyncio.timeout(seconds):
            return await changed.wait()
    except TimeoutError:
        return False
