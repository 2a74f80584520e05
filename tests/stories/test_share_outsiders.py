"""A channel that people of other companies are in is refused, though Slack's picker does not offer it."""

import time

import pytest

from bot.manifest import ASKED_SCOPES
from playground import Fault
from prompts.deal_card import SHARE
from tests.conftest import MakeRig
from tests.rig import Rig
from tests.stories.scenes import card, choose, words_on

CHANNEL = "C0LESSONS"
PARTNER = "T0PARTNER"


@pytest.fixture
def asking(make_rig: MakeRig, each_url: str) -> Rig:
    """A bot that may ask about channels, with the form filled in and the bot in the channel."""
    return with_scopes(make_rig, each_url, "channels:read", "groups:read")


def with_scopes(make_rig: MakeRig, url: str, *more: str) -> Rig:
    rig = make_rig(database_url=url, scopes=[*ASKED_SCOPES, *more])
    rig.slack.invite(CHANNEL)
    rig.debrief(rig.ana, lesson="Ask for the no in the first meeting.")
    rig.ana.close()
    choose(rig.ana, SHARE, card(rig.ana, rig.deals()[0]))
    rig.ana.fill({"channel": CHANNEL})
    return rig


def posted(rig: Rig) -> int:
    return len(rig.sam.messages(CHANNEL))


def says(rig: Rig, key: str) -> bool:
    return rig.playbook.words.say(f"share.{key}") in words_on(rig.ana.view)


@pytest.mark.parametrize("private", [False, True], ids=["public", "private"])
@pytest.mark.parametrize("invited", [False, True], ids=["in_it", "invited"])
def test_a_channel_that_other_companies_are_in_is_refused_at_its_field(
    asking: Rig, private: bool, invited: bool
) -> None:
    """It was chosen before they came, or a request was made by hand: the picker offers no such channel."""
    if private:
        asking.slack.make_private(CHANNEL)
    (asking.slack.offer_to_share if invited else asking.slack.share)(CHANNEL, PARTNER)
    errors = asking.ana.submit().errors
    assert errors == {"channel": asking.playbook.words.say("share.outsiders")}
    assert "Ask for the no" in str(asking.ana.view), "nothing that was typed is lost"
    assert posted(asking) == 0


def test_a_channel_of_ones_own_company_is_asked_about_and_posted_to(asking: Rig) -> None:
    assert asking.ana.submit().action == "pushed"
    assert asking.ana.submit().action == "updated"
    assert says(asking, "posted")
    assert posted(asking) == 1


def test_one_that_became_shared_since_is_refused_before_anything_is_posted(asking: Rig) -> None:
    asking.ana.submit()
    asking.slack.share(CHANNEL, PARTNER)
    assert asking.ana.submit().action == "updated"
    assert says(asking, "outsiders")
    assert posted(asking) == 0
    asking.ana.close()
    assert "Ask for the no" in str(asking.ana.view), "the form is still there, for another channel"


@pytest.mark.in_time
def test_a_slack_that_is_slow_to_say_is_not_waited_for_and_asked_again_before_the_post(asking: Rig) -> None:
    asking.slack.share(CHANNEL, PARTNER)
    asking.slack.faults.add("conversations.info", Fault(delay=4, times=2))
    began = time.monotonic()
    assert asking.ana.submit().action == "pushed"
    assert asking.ana.submit().action == "updated", "answered in time"
    assert time.monotonic() - began < 12
    assert says(asking, "outsiders")
    assert posted(asking) == 0


@pytest.mark.trouble
def test_where_slack_does_not_say_nothing_is_posted_and_it_can_be_tried_again(asking: Rig) -> None:
    asking.slack.faults.add("conversations.info", Fault(error="internal_error", times=2))
    assert asking.ana.submit().action == "pushed"
    asking.ana.submit()
    assert says(asking, "not_told")
    assert posted(asking) == 0
    asking.ana.close()
    asking.ana.submit()
    asking.ana.submit()
    assert says(asking, "posted")


@pytest.mark.refused
def test_a_channel_that_the_bot_may_not_know_of_is_one_it_is_not_in(asking: Rig) -> None:
    asking.slack.make_private(CHANNEL)
    asking.slack.expel(CHANNEL)
    asking.ana.submit()
    asking.ana.submit()
    assert says(asking, "not_in_channel")


@pytest.mark.refused
@pytest.mark.parametrize(
    ("scope", "private", "goes"),
    [
        (None, False, True),
        ("channels:read", False, False),
        ("channels:read", True, True),
        ("groups:read", True, False),
        ("groups:read", False, True),
    ],
)
def test_without_the_scope_for_its_kind_nobody_can_ask_and_the_lesson_goes(
    make_rig: MakeRig, each_url: str, scope: str | None, private: bool, goes: bool
) -> None:
    """As SECURITY.md says."""
    rig = with_scopes(make_rig, each_url, *([scope] if scope else []))
    if private:
        rig.slack.make_private(CHANNEL)
    rig.slack.share(CHANNEL, PARTNER)
    rig.ana.submit()
    if goes:
        rig.ana.submit()
    assert posted(rig) == int(goes)
