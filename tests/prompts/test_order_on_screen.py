"""What a tired rep reads first on the verdict screen and the card, and when to say what stands there."""

import pytest

from coaching.plan import Variant, Verdict
from prompts.deal_card import card
from prompts.verdict_screen import verdict_screen
from tests.prompts.examples import (
    LISBON,
    NOW,
    PLAIN,
    Scene,
    deal,
    plan,
    playbook,
    said_plainly,
    scene_id,
    scenes,
)

OPEN_SCENES = [scene for scene in scenes() if scene[2] is not Variant.CLOSED]


@pytest.mark.parametrize("scene", OPEN_SCENES, ids=scene_id)
def test_a_tired_rep_reads_what_to_say_and_then_the_date_before_anything_else(scene: Scene) -> None:
    held = deal(plan(scene))
    blocks = verdict_screen(held, held.plan, playbook(), LISBON, more=True)["blocks"]
    places = {
        name: next(place for place, block in enumerate(blocks) if text in str(block))
        for name, text in {
            "now": f"{playbook().words.say('verdict.now')}: ",
            "say": "rich_text_preformatted",
            "date": "'type': 'datepicker'",
            "why": playbook().words.say("verdict.why"),
            "next": playbook().words.say("verdict.before_next_time"),
            "choose": playbook().words.say("verdict.choose"),
        }.items()
    }
    assert sorted(places, key=lambda name: places[name]) == [
        "now",
        "say",
        "date",
        "why",
        "next",
        "choose",
    ]
    assert blocks[0]["type"] == "header"


LATER = (Verdict.ASK_WHY, Verdict.GO_BACK)


@pytest.mark.parametrize("scene", OPEN_SCENES, ids=scene_id)
def test_a_script_says_whether_it_is_for_today_or_for_the_day(scene: Scene) -> None:
    held = deal(plan(scene))
    today, on_the_day = (playbook().words.say(f"verdict.say_{when}") for when in ("today", "on_the_day"))
    shown = str(verdict_screen(held, held.plan, playbook(), LISBON)["blocks"])
    text = said_plainly(card(held, playbook(), LISBON))
    for told in (shown, text):
        assert (on_the_day in told) is (scene[1] in LATER)
        assert (today in told) is (scene[1] not in LATER)


def test_a_deal_won_back_says_so_and_no_longer_what_to_do() -> None:
    text = said_plainly(card(deal(plan(), won_back_at=NOW), playbook(), LISBON))
    assert text.startswith(playbook().words.say("card.won_back_title", prospect=PLAIN))
    assert playbook().words.say("verdict.why") not in text
    assert playbook().words.say("verdict.before_next_time") not in text
