"""A lean Slack for the benchmark, in a process of its own: every call takes 150 ms, every trigger lives 3 s.

The playground issues its own triggers and delivers its own commands, so it cannot stand apart from whoever sends the
load. This one takes triggers from outside, looks at their age only, and keeps what it saw for GET /report.
"""

import asyncio
import time
from typing import Any

from aiohttp import web

CALL_SECONDS = 0.150
TRIGGER_SECONDS = 3.0
_TEAM = {"team": "Bench", "team_id": "T0BENCH", "user": "gotano", "user_id": "U0BOT", "bot_id": "B0BOT"}


class Seen:
    """What was asked since the last reset; times in seconds.

    `opened` are the triggers' ages when their modal opened, `refused` of those that were too old; `overslept` is
    how much longer than 150 ms each call took, which says whether this process keeps up.
    """

    def __init__(self) -> None:
        self.opened: list[float] = []
        self.refused: list[float] = []
        self.overslept: list[float] = []
        self.view_bytes: list[int] = []
        self.users_info = 0


class BenchSlack:
    def __init__(self) -> None:
        self._seen = Seen()

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self.call)
        app.router.add_post("/respond", self.call)
        app.router.add_get("/report", self.report)
        app.router.add_post("/reset", self.reset)
        return app

    async def call(self, request: web.Request) -> web.Response:
        due = time.monotonic() + CALL_SECONDS
        body = await request.read()
        await asyncio.sleep(due - time.monotonic())
        method = request.match_info.get("method")
        self._seen.overslept.append(time.monotonic() - due)
        if method == "views.open":
            return web.json_response(self._open(await request.json(), len(body)))
        if method == "users.info":
            self._seen.users_info += 1
            user = (await request.post())["user"]
            return web.json_response({"ok": True, "user": {"id": user, "tz": "Europe/Lisbon"}})
        return web.json_response({"ok": True, **_TEAM})

    def _open(self, asked: dict[str, Any], size: int) -> dict[str, Any]:
        """Judged when the 150 ms are over, on the strict side; a trigger id begins with its moment."""
        age = time.monotonic() - float(asked["trigger_id"].split("/")[0])
        self._seen.view_bytes.append(size)
        if age > TRIGGER_SECONDS:
            self._seen.refused.append(age)
            return {"ok": False, "error": "expired_trigger_id"}
        self._seen.opened.append(age)
        return {"ok": True, "view": {"id": "V0BENCH", **asked["view"]}}

    async def report(self, _request: web.Request) -> web.Response:
        return web.json_response(vars(self._seen))

    async def reset(self, _request: web.Request) -> web.Response:
        self._seen = Seen()
        return web.Response()


async def _serve() -> None:
    runner = web.AppRunner(BenchSlack().app(), access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, backlog=1024)
    await site.start()
    print(f"running on http://127.0.0.1:{runner.addresses[0][1]}", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve())
