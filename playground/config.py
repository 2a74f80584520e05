"""What a local Slack is made from: the app's settings and the clock."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from .identity import JSON

ANSWER_SECONDS = 3.0  # docs/slack.md, "Time and delivery"


def real_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class AppConfig:
    """What stands in the app's settings at Slack.

    `commands` and `shortcuts` are offered on the page, `events` are those subscribed to. An app that is sold outside
    the Marketplace (`non_marketplace`) reads conversations.history at a lower limit. `functions` are the workflow steps
    of its manifest.
    """

    commands: Sequence[JSON] = ()
    shortcuts: Sequence[JSON] = ()
    events: Collection[str] = ("app_home_opened",)
    redirect_urls: Sequence[str] = ()
    token_rotation: bool = False
    non_marketplace: bool = False
    functions: Mapping[str, JSON] = field(default_factory=dict)

    @classmethod
    def of_manifest(cls, manifest: JSON, **more: Any) -> AppConfig:
        """As the manifest's own words say."""
        features = manifest["features"]
        return cls(
            commands=[{**one, "name": one["command"]} for one in features["slash_commands"]],
            shortcuts=features["shortcuts"],
            events=manifest["settings"]["event_subscriptions"]["bot_events"],
            functions=manifest.get("functions") or {},
            **more,
        )


@dataclass(frozen=True)
class Clock:
    """The time in the workspace (`now`), and in which triggers and response URLs age (`monotonic`, in seconds).

    `retry_scale` stretches the delays of event retries. `answer_within` is for how many seconds the bot's answer is
    waited for and a trigger lives: Slack's own, or more where a test is not about them and the machine may be busy.
    """

    now: Callable[[], datetime] = real_now
    monotonic: Callable[[], float] = time.monotonic
    retry_scale: float = 1.0
    answer_within: float = ANSWER_SECONDS
