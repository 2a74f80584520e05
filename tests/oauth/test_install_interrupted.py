"""An installation is stored whole or not at all, whatever comes between its beginning and its end."""

import threading
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

import storage.installations
from handlers.listeners.app_lifecycle import erase_gone_workspaces
from storage.workspaces import mark_installed
from tests.oauth.browser import Browser
from tests.oauth.rig import OAuthRig
from tests.rig import TEAM


@pytest.fixture
def gone(each_rig: OAuthRig) -> OAuthRig:
    """Ana has a lost deal, and the bot was uninstalled a while ago."""
    rig = each_rig
    rig.install()
    rig.debrief(rig.ana)
    rig.uninstall(rig.slack)
    return rig


def fails_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*args: Any, **more: Any) -> None:
        monkeypatch.undo()
        mark_installed(*args, **more)
        raise OperationalError("", {}, Exception("the server hung up"))

    monkeypatch.setattr(storage.installations, "mark_installed", away)


@pytest.mark.trouble
def test_one_that_is_interrupted_stores_nothing_and_says_so(
    gone: OAuthRig, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A token that was kept alone would look like an installation, and be erased with everything a month later."""
    rig = gone
    before = rig.everything(TEAM)
    fails_once(monkeypatch)
    page = Browser().install(f"{rig.url}/slack/install", TEAM)
    assert page.status == 503
    assert rig.everything(TEAM) == before
    rig.clock.move(days=20)
    rig.install()
    rig.clock.move(days=20)
    rig.sweep()
    assert len(rig.deals()) == 1
    assert rig.counts(TEAM)["slack_bots"] == 1


@pytest.mark.trouble
def test_one_that_is_interrupted_leaves_the_token_that_was_there(
    each_rig: OAuthRig, monkeypatch: pytest.MonkeyPatch
) -> None:
    rig = each_rig
    rig.install()
    before = rig.everything(TEAM)
    fails_once(monkeypatch)
    assert Browser().install(f"{rig.url}/slack/install", TEAM).status == 503
    assert rig.everything(TEAM) == before


def test_the_last_of_the_erasing_takes_no_token_that_is_being_stored(
    gone: OAuthRig, monkeypatch: pytest.MonkeyPatch
) -> None:
    rig = gone
    rig.clock.move(days=31)
    erasing = threading.Thread(target=erase_gone_workspaces, args=(rig.services,))

    def overtaken(*args: Any, **more: Any) -> None:
        erasing.start()
        erasing.join(1)
        mark_installed(*args, **more)

    monkeypatch.setattr(storage.installations, "mark_installed", overtaken)
    rig.install()
    erasing.join()
    assert rig.counts(TEAM)["slack_bots"] == 1
    assert rig.counts(TEAM)["workspaces"] == 1
    assert rig.ana.command("/gotano", "help").ok
