"""A connection of Socket Mode that goes at the moment it is told to."""

import asyncio

from aiohttp import ClientSession, web

from playground.identity import Identity
from playground.transport.socket_mode import Sockets


async def _left_when_one_goes() -> int:
    """How many connections are left when one of two went just before they are closed."""
    # In one piece: server and client share a loop, and the order of what happens on it is the test.
    sockets, requests = Sockets(Identity()), list[web.Request]()

    async def link(request: web.Request) -> web.StreamResponse:
        requests.append(request)
        return await sockets.connect(request)

    app = web.Application()
    app.router.add_get("/link/{ticket}", link)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    async with ClientSession(f"http://127.0.0.1:{runner.addresses[0][1]}") as session:
        first, second = [await session.ws_connect(sockets.issue_ticket()) for _ in range(2)]
        await first.receive(), await second.receive()
        transport = requests[0].transport
        assert transport is not None
        transport.close()
        await sockets.disconnect("link_disabled")
        assert (await second.receive_json())["reason"] == "link_disabled"
        await first.close()
        await second.close()
    await runner.cleanup()
    return sockets.count


def test_the_others_are_told_and_closed_all_the_same() -> None:
    assert asyncio.run(asyncio.wait_for(_left_when_one_goes(), 10)) == 0
