"""A win has a card of its own, and can be shared: what made the difference, never the prospect."""

from coaching.deal import Reply
from prompts.deal_card import CHANGE_DATE, HAPPENED, SHARE, SHOW, WON_BECAUSE
from prompts.more import MORE
from tests.rig import Rig
from tests.stories.cards import press
from tests.stories.scenes import card, decisions_on, nudge, nudged, reply, values_on, words_on

THEIR_WORDS = "We move offices first."
BECAUSE = "I left them alone until they had moved."


def won(rig: Rig) -> None:
    """91 days after the no of 2 November 2026."""
    nudged(rig, words=THEIR_WORDS)
    reply(rig.ana, Reply.WON_BACK)


def test_the_card_of_a_win_says_how_long_it_took_their_words_then_and_what_made_the_difference(
    some_rig: Rig,
) -> None:
    rig = some_rig
    won(rig)
    (deal,) = rig.deals()
    days = rig.playbook.words.count("days", 91)
    for shown in (words_on(card(rig.ana, deal)), card(rig.ana, deal)["text"]):
        assert rig.playbook.words.say("won.waited", days=days) in shown
        assert THEIR_WORDS in shown
    assert rig.playbook.words.say("won.waited", days=days) in nudge(rig.ana)["text"]
    assert decisions_on(card(rig.ana, deal)) == {WON_BECAUSE, SHARE, SHOW, MORE}
    press(rig, WON_BECAUSE)
    rig.ana.fill({"what": BECAUSE})
    assert rig.ana.submit().action == "closed"
    assert BECAUSE.split(" until")[0] in words_on(card(rig.ana, deal))
    assert not {CHANGE_DATE, HAPPENED, WON_BECAUSE} & decisions_on(card(rig.ana, deal))


def test_a_win_on_the_day_of_the_no_speaks_of_no_waiting(rig: Rig) -> None:
    rig.debrief(rig.ana)
    rig.ana.close()
    press(rig, HAPPENED)
    rig.ana.fill({"reply": Reply.WON_BACK})
    rig.ana.submit()
    shown = words_on(card(rig.ana, rig.deals()[0]))
    assert rig.playbook.words.say("nudges.celebrate", prospect="Dana Reyes, Acme") in shown


def test_sharing_a_win_posts_what_made_the_difference_and_never_the_prospect(each_rig: Rig) -> None:
    rig = each_rig
    rig.slack.invite("C0LESSONS")
    won(rig)
    press(rig, WON_BECAUSE)
    rig.ana.fill({"what": BECAUSE})
    rig.ana.submit()
    press(rig, SHARE)
    assert values_on(rig.ana.view)["lesson"] == BECAUSE
    rig.ana.fill({"channel": "C0LESSONS", "lesson": "Dana needed time."})
    assert "lesson" in rig.ana.submit().errors, "it names the prospect"
    rig.ana.fill({"lesson": BECAUSE})
    assert rig.ana.submit().action == "pushed"
    assert BECAUSE in words_on(rig.ana.view), "a preview comes first"
    rig.ana.submit()
    (posted,) = rig.ana.messages("C0LESSONS")
    assert BECAUSE in posted["text"]
    assert rig.playbook.words.say("share.win_intro") in words_on(posted)
    assert "Dana" not in str(posted)
    assert THEIR_WORDS not in str(posted)


def test_a_win_taken_back_is_an_ordinary_deal_again(rig: Rig) -> None:
    won(rig)
    rig.ana.press("nudge_undo", nudge(rig.ana))
    assert {CHANGE_DATE, HAPPENED} <= decisions_on(card(rig.ana, rig.deals()[0]))
