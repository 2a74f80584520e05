"""Sharing a lesson: after a preview, where the bot may post, and never with the prospect's name."""

import pytest

from playground import Fault
from prompts.deal_card import SHARE
from tests.rig import Rig
from tests.stories.scenes import card, choose, words_on


def to_form(rig: Rig, lesson: str = "Ask for the no in the first meeting.") -> None:
    rig.debrief(rig.ana, words="Secret words", lesson=lesson)
    rig.ana.close()
    choose(rig.ana, SHARE, card(rig.ana, rig.deals()[0]))
    rig.ana.fill({"channel": "C0LESSONS"})


def posted(rig: Rig) -> list[str]:
    return [words_on(message) for message in rig.sam.messages("C0LESSONS")]


def test_a_lesson_is_posted_after_a_preview(rig: Rig) -> None:
    rig.slack.invite("C0LESSONS")
    to_form(rig)
    assert rig.ana.submit().action == "pushed"
    assert posted(rig) == []
    assert "Ask for the no" in words_on(rig.ana.view)
    assert rig.ana.submit().action == "updated"
    assert rig.playbook.words.say("share.posted") in words_on(rig.ana.view)
    rig.ana.close()
    assert rig.ana.view is None
    (message,) = posted(rig)
    assert "Ask for the no" in message
    assert rig.playbook.kinds[rig.deals()[0].answers.kind].label in message
    assert not {"Dana", "Acme", "Secret"} & set(message.replace(",", " ").split())


def test_going_back_from_the_preview_posts_nothing(rig: Rig) -> None:
    rig.slack.invite("C0LESSONS")
    to_form(rig)
    rig.ana.submit()
    rig.ana.close()
    assert "Ask for the no" in str(rig.ana.view)
    assert posted(rig) == []


@pytest.mark.parametrize(
    "lesson",
    [
        "Dana Reyes, Acme wanted less.",
        "I should have asked dana reyes sooner.",
        "ACME moves slowly.",
        "Dana wanted less.",
        "Mrs Reyes wanted less",
    ],
)
def test_a_lesson_that_names_the_prospect_is_refused(rig: Rig, lesson: str) -> None:
    rig.slack.invite("C0LESSONS")
    to_form(rig, lesson)
    assert set(rig.ana.submit().errors) == {"lesson"}
    assert posted(rig) == []


@pytest.mark.parametrize(
    "lesson", ["Academes are slow.", "Dan is no part of it.", "Ask sooner, and at one place."]
)
def test_a_lesson_with_words_like_the_name_may_be_shared(rig: Rig, lesson: str) -> None:
    rig.slack.invite("C0LESSONS")
    to_form(rig, lesson)
    assert rig.ana.submit().action == "pushed"


def test_a_channel_the_bot_is_not_in_is_said_and_nothing_is_lost(rig: Rig) -> None:
    to_form(rig)
    rig.ana.submit()
    assert rig.ana.submit().action == "updated"
    assert rig.playbook.words.say("share.not_in_channel") in words_on(rig.ana.view)
    assert posted(rig) == []
    rig.slack.invite("C0LESSONS")
    rig.ana.close()
    assert rig.ana.submit().action == "pushed"
    assert rig.ana.submit().action == "updated"
    assert rig.playbook.words.say("share.posted") in words_on(rig.ana.view)
    rig.ana.close()
    assert rig.ana.view is None
    assert len(posted(rig)) == 1


@pytest.mark.in_time
def test_a_slack_that_is_slow_to_post_is_waited_for_after_the_answer(some_rig: Rig) -> None:
    rig = some_rig
    rig.slack.invite("C0LESSONS")
    to_form(rig)
    rig.ana.submit()
    rig.slack.faults.add("chat.postMessage", Fault(delay=4, times=None))
    assert rig.ana.submit().action == "updated", "answered in time"
    assert len(posted(rig)) == 1
    assert rig.playbook.words.say("share.posted") in words_on(rig.ana.view)


@pytest.mark.trouble
@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Fault(error="restricted_action"), "failed"),
        (Fault(error="is_archived"), "failed"),
        (Fault(status=429, retry_after=30), "failed"),
        (Fault(status=500, accepted_but_dropped=True), "unknown"),
        (Fault(accepted_but_dropped=True), "unknown"),
    ],
    ids=["restricted", "archived", "rate limit", "500", "broken connection"],
)
def test_a_refusal_is_shown_where_the_rep_is(some_rig: Rig, fault: Fault, said: str) -> None:
    rig = some_rig
    rig.slack.invite("C0LESSONS")
    to_form(rig)
    rig.ana.submit()
    rig.slack.faults.add("chat.postMessage", fault)
    assert rig.ana.submit().action == "updated"
    assert rig.playbook.words.say(f"share.{said}") in words_on(rig.ana.view)
    rig.ana.close()
    assert "Ask for the no" in str(rig.ana.view), "the form is still there"


def test_whoever_has_closed_it_meanwhile_is_told_of_a_refusal_in_the_dm(rig: Rig) -> None:
    to_form(rig)
    rig.ana.submit()
    rig.slack.faults.add("chat.postMessage", Fault(delay=1.5))
    rig.slack.faults.add("views.update", Fault(error="not_found"))
    rig.ana.submit()
    assert rig.playbook.words.say("share.not_in_channel") in words_on(rig.ana.messages()[-1])


def test_channels_that_other_companies_are_in_are_not_offered(rig: Rig) -> None:
    to_form(rig)
    assert rig.ana.view is not None
    (picker,) = (block["element"] for block in rig.ana.view["blocks"] if block["block_id"] == "channel")
    assert picker["filter"]["exclude_external_shared_channels"] is True


def test_two_identical_posts_share_once(rig: Rig) -> None:
    rig.slack.invite("C0LESSONS")
    to_form(rig)
    rig.ana.submit()
    rig.ana.submit()
    rig.ana.send_raw(rig.heard[-1])
    assert len(posted(rig)) == 1


def test_an_empty_lesson_is_refused(rig: Rig) -> None:
    to_form(rig)
    rig.ana.fill({"lesson": "   "})
    assert set(rig.ana.submit().errors) == {"lesson"}


def test_nothing_in_a_lesson_acts(rig: Rig) -> None:
    rig.slack.invite("C0LESSONS")
    to_form(rig, "<!channel> *ask* <@U0SAM>")
    rig.ana.submit()
    rig.ana.submit()
    (message,) = rig.sam.messages("C0LESSONS")
    assert "<!channel>" not in message["text"]
    assert "mrkdwn" not in str(message["blocks"])
    assert "<!channel> *ask* <@U0SAM>" in posted(rig)[0]


@pytest.mark.parametrize(
    ("prospect", "lesson", "goes"),
    [
        ("Dana Reyes, The Body Shop", "Ask for the first no early, and of whom.", True),
        ("Dana Reyes, The Body Shop", "Never rush a body like theirs.", False),
        ("Li Wei, HP", "HP buys in spring.", False),
        ("Li Wei, HP", "Li knew it from the start.", False),
    ],
    ids=[
        "small_words_give_nobody_away",
        "a_word_of_the_name_does",
        "two_letters_do",
        "a_short_first_name_does",
    ],
)
def test_only_what_names_the_prospect_is_refused(rig: Rig, prospect: str, lesson: str, goes: bool) -> None:
    rig.slack.invite("C0LESSONS")
    deal = rig.debrief(rig.ana, prospect)
    rig.ana.close()
    choose(rig.ana, SHARE, card(rig.ana, deal))
    rig.ana.fill({"lesson": lesson, "channel": "C0LESSONS"})
    assert (rig.ana.submit().action == "pushed") is goes
