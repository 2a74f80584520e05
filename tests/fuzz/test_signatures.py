"""A request that is real but for its signature, or its time, is not heard."""

import time
from collections.abc import Callable

import pytest

from playground.transport.delivery import signed
from tests.fuzz.attack import Attack
from tests.fuzz.raw import FORM, JSON_TYPE, from_slack, request, send

Headers = tuple[tuple[str, str], ...]
"""Of a good request: its time, then its signature."""

FORGERIES: dict[str, Callable[[Headers], Headers]] = {
    "unsigned": lambda _good: (),
    "without a time": lambda good: (good[1],),
    "without a signature": lambda good: (good[0],),
    "signed twice": lambda good: (*good, good[1]),
    "timed twice": lambda good: (*good, good[0]),
    "by another time": lambda good: (("X-Slack-Request-Timestamp", str(int(good[0][1]) - 1)), good[1]),
    "in capitals": lambda good: (good[0], ("X-Slack-Signature", good[1][1].upper())),
    "cut short": lambda good: (good[0], ("X-Slack-Signature", good[1][1][:-1])),
    "another version": lambda good: (good[0], ("X-Slack-Signature", good[1][1].replace("v0", "v1"))),
    "no number": lambda good: (("X-Slack-Request-Timestamp", "now"), good[1]),
    "no ascii": lambda good: (good[0], ("X-Slack-Signature", "v0=\u00e9")),
}


@pytest.mark.parametrize("how", FORGERIES)
def test_a_request_without_slack_s_own_signature_is_not_heard(attack: Attack, how: str) -> None:
    """A real one, but for its signature."""
    answers = set()
    for scene in attack.scenes:
        data = from_slack(attack.rig.slack.signing_secret, scene.kind, scene.payload)
        body = data.partition(b"\r\n\r\n")[2]
        good = tuple(signed(attack.rig.slack.signing_secret, body.decode()).items())
        kind = JSON_TYPE if scene.kind == "events_api" else FORM
        attack.rig.heard.clear()
        told = send(
            attack.rig.server.port,
            request(headers=(("Content-Type", kind), *FORGERIES[how](good)), body=body),
        )
        assert attack.rig.heard == []
        answers.add(told.status)
    assert answers <= {400, 401}


@pytest.mark.parametrize("seconds", [-301, 301, -86_400, 86_400])
def test_a_request_signed_long_ago_or_ahead_of_time_is_not_heard(attack: Attack, seconds: int) -> None:
    scene = attack.scenes[0]
    attack.rig.heard.clear()
    data = from_slack(attack.rig.slack.signing_secret, scene.kind, scene.payload, int(time.time()) + seconds)
    assert send(attack.rig.server.port, data).status == 401
    assert attack.rig.heard == []


def test_a_forged_request_that_is_no_text_is_refused(attack: Attack) -> None:
    """Its headers look right; what is under them cannot be read."""
    headers = (("X-Slack-Request-Timestamp", str(int(time.time()))), ("X-Slack-Signature", f"v0={'0' * 64}"))
    assert send(attack.rig.server.port, request(headers=headers, body=b"\x80")).status in (400, 401)
