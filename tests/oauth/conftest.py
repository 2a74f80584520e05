"""Rigs of a bot for many workspaces, and the watch that no story went wrong unseen."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import is_a_worry
from tests.oauth.rig import OAuthRig

MakeOAuth = Callable[..., OAuthRig]


@pytest.fixture
def make_oauth(
    tmp_path: Path, request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> Iterator[MakeOAuth]:
    with ExitStack() as stack:
        made: list[OAuthRig] = []

        def make(**wanted: Any) -> OAuthRig:
            made.append(stack.enter_context(OAuthRig(tmp_path, **wanted)))
            return made[-1]

        yield make
        refused = [refusal for rig in made for refusal in rig.slack.refusals]
    if "refused" not in request.keywords:
        assert refused == []
    if "trouble" not in request.keywords:
        assert [r.getMessage() for r in caplog.get_records("call") if is_a_worry(r)] == []


@pytest.fixture
def rig(make_oauth: MakeOAuth) -> OAuthRig:
    """On a fresh SQLite file; the test fails when Slack refused anything, or the bot logged a failure."""
    return make_oauth()


@pytest.fixture
def make_each(each_url: str, make_oauth: MakeOAuth) -> MakeOAuth:
    """The same on both databases."""
    return lambda **wanted: make_oauth(database_url=each_url, **wanted)


@pytest.fixture
def each_rig(make_each: MakeOAuth) -> OAuthRig:
    return make_each()


@pytest.fixture
def rotating(make_each: MakeOAuth) -> OAuthRig:
    """With tokens that end and are renewed."""
    return make_each(rotating=True)
