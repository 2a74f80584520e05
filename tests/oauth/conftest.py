"""Rigs of a bot for many workspaces, and the watch that no story went wrong unseen."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.oauth.rig import OAuthRig
from tests.watch import watched

MakeOAuth = Callable[..., OAuthRig]


@pytest.fixture
def make_oauth(
    tmp_path: Path, request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> Iterator[MakeOAuth]:
    yield from watched(partial(OAuthRig, tmp_path), request, caplog)


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
def some_rig(some_url: str, make_oauth: MakeOAuth) -> OAuthRig:
    """On SQLite, where every statement is sent to PostgreSQL by another test; the full run tries it on both."""
    return make_oauth(database_url=some_url)


@pytest.fixture
def rotating(make_each: MakeOAuth) -> OAuthRig:
    """With tokens that end and are renewed."""
    return make_each(rotating=True)
