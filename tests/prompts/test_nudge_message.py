"""A nudge and the same message once answered, for every kind, verdict, opening and reply."""

from dataclasses import replace
from itertools import cycle, product

import pytest

from coaching.deal import LostDeal, Replied, Reply
from coaching.follow_up import let_go_recommended
from coaching.kinds import Kind
from coaching.plan import Opening, Reason, Variant, Verdict, Why
from playground import check_message
from prompts import advice
from prompts.deal_card import LET_GO, ONE_MORE_TRY, WON_BECAUSE, recommendation_buttons
from prompts.notes import ADD_NOTE
from prompts.nudge_message import (
    UNDO,
    answered,
    moved_on,
    nudge,
    recommended,
)
from tests.prompts.examples import (
    ASKED,
    LISBON,
    LONG_WORDS,
    NOW,
    PLAIN,
    SOON,
    WORST_PROSPECT,
    WORST_WORDS,
    Scene,
    buttons,
    deal,
    plan,
    playbook,
    replied,
    said_plainly,
    scene_id,
    scenes,
    scenes_of,
    scripts,
)

SENT = [scene for scene in scenes() if scene[2] is not Variant.CLOSED]
SCRIPTED = [opening for opening in ASKED if opening not in (Opening.DID_THEY_ANSWER, Opening.STILL_TALKING)]


@pytest.mark.parametrize("kind", Kind, ids=str)
def test_a_nudge_keeps_slack_s_limits_for_the_worst_words(kind: Kind) -> None:
    sent = [scene for scene in scenes_of(kind) if scene in SENT]
    for scene, opening in product(sent, ASKED):
        held = deal(plan(scene), prospect=WORST_PROSPECT, words=WORST_WORDS)
        for shown in (
            nudge(held, held.plan, 5, opening, playbook(), LISBON),
            nudge(held, held.plan, 5, opening, playbook(), LISBON, reminder=True),
            moved_on(held, held.plan, opening, playbook(), LISBON, "nudges.moved_on"),
        ):
            assert check_message(shown) == []
            assert len(shown["text"]) <= 40_000
            assert "<!channel>" not in shown["text"]


@pytest.mark.parametrize("words", [None, "Not before spring."], ids=["none", "plain"])
@pytest.mark.parametrize("scene", SENT, ids=scene_id)
def test_a_nudge_shows_and_says_their_words_the_kind_the_rule_and_what_to_say(
    scene: Scene, words: str | None
) -> None:
    held = deal(plan(scene), words=words)
    for opening in ASKED:
        message = nudge(held, held.plan, 5, opening, playbook(), LISBON)
        shown, text = str(message["blocks"]), said_plainly(message)
        assert len(list(scripts(message))) == (opening in SCRIPTED)
        assert all(script in text for script in scripts(message)), opening
        assert PLAIN in text
        label = playbook().kinds[scene[0]].label
        assert label in shown
        assert label in text
        assert words is None or words in shown
        if held.plan.due:
            assert advice.why_today(held.plan.due, playbook()) in text


@pytest.mark.parametrize("opening", SCRIPTED, ids=str)
def test_long_words_of_theirs_do_not_push_the_script_out_of_the_plain_text(opening: Opening) -> None:
    held = deal(plan(), words=LONG_WORDS)
    message = nudge(held, held.plan, 5, opening, playbook(), LISBON)
    [script] = scripts(message)
    assert script in said_plainly(message)
    assert len(message["text"]) <= 4000


def test_the_openings_differ() -> None:
    held = deal(plan())
    heads = [
        said_plainly(nudge(held, held.plan, 5, one, playbook(), LISBON)).splitlines()[0] for one in ASKED
    ]
    assert len(set(heads)) == len(ASKED)


def test_keeping_warm_opens_with_something_to_give() -> None:
    held = deal(plan((Kind.NO_NEED, Verdict.NURTURE, None)))
    [script] = scripts(nudge(held, held.plan, 5, Opening.NURTURE, playbook(), LISBON))
    [given, *_] = playbook().kinds[Kind.NO_NEED].of(Verdict.NURTURE).tips
    assert script == given[0].text.replace("{name}", "Dana")


def outcomes(scene: Scene, reply: Reply) -> list[tuple[LostDeal, Replied]]:
    """The ways a deal may stand after a reply: going on, waiting for the rep's word, won back."""
    held = deal(plan((scene[0], Verdict.FOLLOW_UP, None)), prospect=WORST_PROSPECT, words=WORST_WORDS)
    then = plan(scene)
    waits = replace(then, accepted=then.verdict is not Verdict.LET_GO)
    return [
        replied(held, reply, then, next_nudge_at=SOON),
        replied(held, reply, waits),
        replied(held, reply, then, won_back_at=NOW),
    ]


@pytest.mark.parametrize("kind", Kind, ids=str)
def test_an_answered_nudge_keeps_slack_s_limits_whatever_was_replied(kind: Kind) -> None:
    """Every verdict with every reply; the opening goes round, as only the top of the message depends on it."""
    openings = cycle(ASKED)
    for scene, reply in product(scenes_of(kind), Reply):
        for held, said in outcomes(scene, reply):
            message = answered(held, held.plans[0].plan, next(openings), said, playbook(), LISBON, undo=True)
            assert check_message(message) == []
            assert len(message["text"]) <= 40_000
            assert "<!channel>" not in message["text"]


@pytest.mark.parametrize("reply", Reply, ids=str)
@pytest.mark.parametrize("opening", ASKED, ids=str)
def test_once_answered_the_replies_go_and_undo_stays_while_it_may(opening: Opening, reply: Reply) -> None:
    held, said = replied(deal(plan()), reply, plan(), next_nudge_at=SOON)
    for undo in (True, False):
        message = answered(held, held.plans[0].plan, opening, said, playbook(), LISBON, undo)
        assert set(buttons(message)) - {ADD_NOTE} == ({UNDO} if undo else set())
        assert check_message(message) == []


@pytest.mark.parametrize("reply", Reply, ids=str)
def test_an_answered_nudge_says_what_was_answered_when_and_what_comes_next(reply: Reply) -> None:
    held, said = replied(deal(plan()), reply, plan(), next_nudge_at=SOON)
    text = said_plainly(answered(held, held.plans[0].plan, Opening.GO_BACK, said, playbook(), LISBON, True))
    words = playbook().words
    assert words.say(f"replies.{reply}") in text
    assert words.moment(NOW, LISBON) in text
    assert words.moment(SOON, LISBON) in text


LETS_GO = [scene for scene in scenes() if scene[1] is Verdict.LET_GO]


@pytest.mark.parametrize("scene", LETS_GO, ids=scene_id)
@pytest.mark.parametrize("accepted", [True, False], ids=["accepted", "waiting"])
def test_letting_go_shows_why_and_the_goodbye_and_says_them_in_plain_text_too(
    scene: Scene, accepted: bool
) -> None:
    then = replace(plan(scene), accepted=accepted)
    held, said = replied(deal(plan((scene[0], Verdict.FOLLOW_UP, None))), Reply.NO_ANSWER, then)
    message = answered(held, held.plans[0].plan, Opening.FOLLOW_UP, said, playbook(), LISBON, True)
    goodbye = advice.script(then, held, playbook(), LISBON)
    assert list(scripts(message)) == [goodbye]
    text = said_plainly(message)
    assert goodbye in text, "screen readers read the text, not the blocks"
    assert all(reason in text for reason in advice.reasons(then, playbook()))
    ways_on = set() if accepted else {LET_GO, ONE_MORE_TRY}
    assert set(buttons(message)) - {ADD_NOTE} == ways_on | {UNDO}


def test_one_more_try_is_offered_once_a_deal() -> None:
    then = replace(plan((Kind.NOT_NOW, Verdict.LET_GO, None)), accepted=False)
    held, _ = replied(deal(plan()), Reply.ONE_MORE_TRY, then)
    assert [button["action_id"] for button in recommendation_buttons(held, playbook())] == [LET_GO]


def test_won_back_is_celebrated_and_asks_one_question() -> None:
    held, said = replied(deal(plan()), Reply.WON_BACK, plan(), won_back_at=NOW)
    message = answered(held, held.plans[0].plan, Opening.GO_BACK, said, playbook(), LISBON, True)
    assert set(buttons(message)) == {WON_BECAUSE, UNDO, ADD_NOTE}
    assert PLAIN in said_plainly(message)
    assert not list(scripts(message))


@pytest.mark.parametrize("kind", Kind, ids=str)
@pytest.mark.parametrize("why", [Why.NOES, Why.FOLLOW_UPS, Why.QUIET], ids=str)
def test_an_unasked_recommendation_says_why_and_gives_the_goodbye(kind: Kind, why: Why) -> None:
    scene = (kind, Verdict.NURTURE, None)
    held = deal(plan(scene), prospect=WORST_PROSPECT, words=WORST_WORDS)
    stop = let_go_recommended(held.plan, Reason(why, count=5))
    message = recommended(held, stop, recommendation_buttons(held, playbook()), playbook(), LISBON)
    assert check_message(message) == []
    text = said_plainly(message)
    assert advice.reason(Reason(why, count=5), playbook()) in text
    assert advice.script(stop, held, playbook(), LISBON) in text


def test_a_nudge_overtaken_says_so_and_has_nothing_to_press() -> None:
    held = deal(plan())
    message = moved_on(held, held.plan, Opening.GO_BACK, playbook(), LISBON, "nudges.moved_on")
    assert not buttons(message)
    assert playbook().words.say("nudges.moved_on") in said_plainly(message)
