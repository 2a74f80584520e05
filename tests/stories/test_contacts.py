"""Where somebody answers, and the pages on privacy and terms, stand wherever a rep, or Slack's reviewer, looks."""

from typing import Any

import pytest

from tests.conftest import MakeRig
from tests.rig import Rig
from tests.stories.scenes import lost, told, words_on

GIVEN = {
    "GOTANO_SUPPORT_URL": "https://example.com/help?a=1&b=2",
    "GOTANO_SUPPORT_EMAIL": "help@example.com",
    "GOTANO_PRIVACY_URL": "https://example.com/privacy",
    "GOTANO_TERMS_URL": "https://example.com/terms",
}
ADDRESSES = {address if "@" not in address else f"mailto:{address}" for address in GIVEN.values()}


def addresses(part: Any) -> set[str]:
    """Every link of a view."""
    if isinstance(part, list):
        return {url for one in part for url in addresses(one)}
    if not isinstance(part, dict):
        return set()
    own = {str(part["url"])} if part.get("type") == "link" else set()
    return own | {url for one in part.values() for url in addresses(one)}


@pytest.fixture
def supported(make_rig: MakeRig) -> Rig:
    return make_rig(environ=GIVEN)


@pytest.mark.parametrize("deals", [0, 1])
def test_home_has_them_from_the_first_visit_on(supported: Rig, deals: int) -> None:
    if deals:
        lost(supported)
    supported.ana.open_home()
    assert addresses(supported.ana.home) == ADDRESSES
    assert supported.playbook.words.say("home.support") not in words_on(supported.ana.home)


def test_the_settings_and_the_help_have_them_too(supported: Rig) -> None:
    supported.ana.command("/gotano", "settings")
    assert addresses(supported.ana.view) == ADDRESSES
    supported.ana.command("/gotano", "help")
    (said,) = told(supported.ana)
    assert "<https://example.com/help?a=1&amp;b=2>" in said
    assert "<mailto:help@example.com>" in said


def test_without_them_nothing_is_shown_that_leads_nowhere(rig: Rig) -> None:
    rig.ana.open_home()
    assert addresses(rig.ana.home) == set()
    assert rig.playbook.words.say("home.support") in words_on(rig.ana.home)
    rig.ana.command("/gotano", "help")
    assert told(rig.ana) == [rig.playbook.words.say("help.text")]


def test_a_privacy_page_alone_does_not_say_that_somebody_answers(make_rig: MakeRig) -> None:
    rig = make_rig(environ={"GOTANO_PRIVACY_URL": GIVEN["GOTANO_PRIVACY_URL"]})
    rig.ana.open_home()
    assert addresses(rig.ana.home) == {GIVEN["GOTANO_PRIVACY_URL"]}
    assert rig.playbook.words.say("home.support") in words_on(rig.ana.home)
