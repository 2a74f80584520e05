"""An open-loop load: signed `/gotano` commands on a fixed schedule, whether or not the earlier ones were answered."""

import asyncio
import hashlib
import hmac
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode

import aiohttp

from bench.processes import SIGNING_SECRET

_LEAD_SECONDS = 0.2
_PATIENCE_SECONDS = 10

UserOf = Callable[[int], str]
"""Who sends the n-th command."""


@dataclass
class Answers:
    """What came back; seconds. `acks` count from the moment the schedule said, `lag` is how late each was sent."""

    acks: list[float] = field(default_factory=list)
    lag: list[float] = field(default_factory=list)
    failed: int = 0
    behind: float = 0.0
    """From the end of the schedule to the last answer."""


async def send_commands(url: str, slack: str, rate: float, count: int, user_of: UserOf) -> Answers:
    """`count` commands, `rate` a second, evenly spaced; returns when each was answered or given up."""
    answers = Answers()
    connector = aiohttp.TCPConnector(limit=0)
    patience = aiohttp.ClientTimeout(total=_PATIENCE_SECONDS)
    async with aiohttp.ClientSession(connector=connector, timeout=patience, trust_env=False) as session:
        start = time.monotonic() + _LEAD_SECONDS
        due_of = [start + n / rate for n in range(count)]
        tasks = []
        for n, due in enumerate(due_of):
            body = _body(n, due, user_of(n), slack)
            await asyncio.sleep(due - time.monotonic())
            tasks.append(asyncio.create_task(_send(session, url, due, body, answers)))
        await asyncio.gather(*tasks)
        answers.behind = time.monotonic() - due_of[-1]
    return answers


async def _send(session: aiohttp.ClientSession, url: str, due: float, body: bytes, answers: Answers) -> None:
    headers = _signed(body)
    answers.lag.append(time.monotonic() - due)
    try:
        async with session.post(f"{url}/slack/events", data=body, headers=headers) as answer:
            await answer.read()
    except (aiohttp.ClientError, TimeoutError):
        answers.failed += 1
        return
    if answer.status == 200:
        answers.acks.append(time.monotonic() - due)
    else:
        answers.failed += 1


def _body(n: int, due: float, user: str, slack: str) -> bytes:
    """The trigger id begins with its moment: this machine's processes share the monotonic clock."""
    fields = {
        "team_id": "T0BENCH",
        "team_domain": "bench",
        "channel_id": "C0BENCH",
        "channel_name": "sales",
        "user_id": user,
        "user_name": user.lower(),
        "command": "/gotano",
        "text": "Dana Reyes, Acme",
        "api_app_id": "A0BENCH",
        "is_enterprise_install": "false",
        "response_url": f"{slack}/respond",
        "trigger_id": f"{due:.6f}/{n}",
    }
    return urlencode(fields).encode()


def _signed(body: bytes) -> dict[str, str]:
    stamp = str(int(time.time()))
    digest = hmac.new(SIGNING_SECRET.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256)
    return {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={digest.hexdigest()}",
    }
