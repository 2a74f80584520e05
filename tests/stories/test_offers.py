"""A lost deal from elsewhere in its rep's DM: asked on their clock, answered once, never asked too often."""

from datetime import timedelta
from decimal import Decimal

import pytest

from playground import Gestures
from prompts.offer import DEBRIEF_IT, LATER, NOT_MINE
from tests.conftest import MakeRig
from tests.crm import DEAL, Crm
from tests.rig import Rig
from tests.stories.scenes import actions_on, card, lost, nudge, told, values_on, words_on
from tests.stories.told import HOOKED, JSON, crm_of, offers, said, statuses


@pytest.fixture
def rig(make_rig: MakeRig, each_url: str) -> Rig:
    """Debriefs in full, on both databases."""
    return make_rig(database_url=each_url, **HOOKED)


@pytest.fixture
def system(rig: Rig) -> Crm:
    return crm_of(rig)


def asked(rig: Rig, system: Crm, **changed: object) -> JSON:
    """The offer's message, on the morning it is told of."""
    assert system.tell(dict(changed)).state == "new"
    rig.sweep()
    return said(rig)[-1]


def answered_in_full(who: Gestures) -> None:
    """From the first screen, prefilled, to the verdict."""
    who.fill({"stage": "buying", "asked_why": "told"})
    assert who.submit().action == "updated"
    who.fill({"kind-buying": "no_budget", "door": "ajar"})
    assert who.submit().action == "updated"
    assert who.submit().action == "updated"
    who.close()


def test_an_offer_tells_what_is_known_and_asks(rig: Rig, system: Crm) -> None:
    message = asked(rig, system)
    for part in ("Dana Reyes, Acme", "30 October 2026", "There is no budget left this year", "12000 EUR"):
        assert part in words_on(message)
        assert part in str(message["text"]), "it can be heard"
    assert actions_on(message) == {DEBRIEF_IT, LATER, NOT_MINE}
    assert DEAL["url"] in str(message["blocks"])
    rig.sweep()
    assert len(said(rig)) == 1, "once"


def test_debriefing_it_begins_with_what_is_known_and_settles_it(rig: Rig, system: Crm) -> None:
    rig.ana.press(DEBRIEF_IT, asked(rig, system))
    assert values_on(rig.ana.view)["prospect"] == "Dana Reyes, Acme"
    assert values_on(rig.ana.view)["words"] == DEAL["reason"]
    assert "30 October 2026" in words_on(rig.ana.view)
    answered_in_full(rig.ana)
    (deal,) = rig.deals()
    assert (deal.url, deal.value, deal.answers.words) == (DEAL["url"], Decimal(12000), DEAL["reason"])
    (offer,) = offers(rig)
    assert (str(offer.status), offer.deal_id) == ("debriefed", deal.id)
    assert actions_on(said(rig)[0]) == set()
    assert rig.playbook.words.say("offer.said_debriefed") in words_on(said(rig)[0])
    assert "Dana" not in words_on(said(rig)[0]), "the name goes with the deal, when that is deleted"
    assert DEAL["url"] in str(card(rig.ana, deal)["blocks"])
    rig.jump()
    assert DEAL["url"] in str(nudge(rig.ana)["blocks"])


def test_the_quick_way_begins_with_it_too(make_rig: MakeRig) -> None:
    rig = make_rig(quick=True, **HOOKED)
    rig.ana.press(DEBRIEF_IT, asked(rig, crm_of(rig)))
    assert values_on(rig.ana.view)["prospect"] == "Dana Reyes, Acme"
    rig.ana.fill({"kind-any": "no_budget"})
    rig.ana.fill({"door": "ajar", "stage": "first"})
    assert rig.ana.submit().action == "updated"
    (deal,) = rig.deals()
    assert (deal.url, deal.value, statuses(rig)) == (DEAL["url"], Decimal(12000), ["debriefed"])


def test_the_same_id_again_changes_what_is_asked_and_nothing_after(rig: Rig, system: Crm) -> None:
    message = asked(rig, system)
    system.tell({"reason": "They chose another", "company": None})
    rig.ana.press(DEBRIEF_IT, message)
    assert values_on(rig.ana.view)["words"] == "They chose another"
    answered_in_full(rig.ana)
    before = rig.deals()
    assert system.tell({"reason": "Something else"}).state == "already_debriefed"
    rig.sweep()
    assert rig.deals() == before


def test_a_debrief_left_half_way_is_gone_on_with_from_the_offer(rig: Rig, system: Crm) -> None:
    message = asked(rig, system)
    rig.ana.press(DEBRIEF_IT, message)
    rig.ana.fill({"stage": "buying", "asked_why": "told", "words": "In my words"})
    rig.ana.submit()
    rig.ana.close()
    rig.ana.press(DEBRIEF_IT, message)
    assert rig.ana.view
    assert "debrief_why" in rig.ana.view["callback_id"]
    rig.ana.fill({"kind-buying": "no_budget", "door": "ajar"})
    rig.ana.submit()
    rig.ana.submit()
    assert statuses(rig) == ["debriefed"]
    assert rig.deals()[0].answers.words == "In my words"


def test_a_prospect_who_is_known_gets_one_more_no(rig: Rig, system: Crm) -> None:
    lost(rig, "Dana Reyes, ACME")
    rig.ana.press(DEBRIEF_IT, asked(rig, system))
    answered_in_full(rig.ana)
    (deal,) = rig.deals()
    assert (len(deal.debriefs), deal.url) == (2, DEAL["url"])


def test_what_is_not_theirs_is_never_asked_again(rig: Rig, system: Crm) -> None:
    message = asked(rig, system)
    rig.ana.press(NOT_MINE, message)
    assert actions_on(said(rig)[0]) == set()
    assert system.tell({"reason": "Other words"}).state == "updated"
    for _ in range(30):
        rig.clock.move(days=1)
        rig.sweep()
    assert (len(said(rig)), statuses(rig)) == (1, ["not_mine"])


def test_told_of_another_rep_it_is_asked_of_them_and_leaves_the_first_one(rig: Rig, system: Crm) -> None:
    rig.ana.press(NOT_MINE, asked(rig, system))
    assert system.tell({"rep": "U0SAM"}).state == "updated"
    rig.clock.move(hours=4, minutes=30)
    rig.sweep()
    assert said(rig) == []
    assert DEBRIEF_IT in actions_on(said(rig, rig.sam)[-1])


def test_later_is_the_next_working_morning(rig: Rig, system: Crm) -> None:
    rig.ana.press(LATER, asked(rig, system))
    assert "3 November 2026" in words_on(said(rig)[0])
    rig.sweep()
    assert len(said(rig)) == 1
    rig.clock.move(hours=23, minutes=29)
    rig.sweep()
    assert len(said(rig)) == 1
    rig.clock.move(minutes=1)
    rig.sweep()
    (message,) = said(rig)
    assert actions_on(message) == {DEBRIEF_IT, LATER, NOT_MINE}


def test_one_reminder_then_silence_and_the_buttons_still_work(rig: Rig, system: Crm) -> None:
    asked(rig, system)
    days = []
    for day in range(1, 40):
        rig.clock.move(days=1)
        before = said(rig)[-1]["ts"]
        rig.sweep()
        if said(rig)[-1]["ts"] != before:
            days.append(day)
    assert (days, statuses(rig), len(said(rig))) == ([7], ["lapsed"], 1)
    rig.ana.press(DEBRIEF_IT, said(rig)[-1])
    answered_in_full(rig.ana)
    assert statuses(rig) == ["debriefed"]


def test_a_button_on_what_is_debriefed_says_so(rig: Rig, system: Crm) -> None:
    message = asked(rig, system)
    rig.ana.press(DEBRIEF_IT, message)
    answered_in_full(rig.ana)
    for action in (DEBRIEF_IT, LATER, NOT_MINE):
        rig.ana.press(action, message)
    assert told(rig.ana) == [rig.playbook.words.say("offer.done")] * 3
    assert statuses(rig) == ["debriefed"]


def test_a_stranger_s_press_reaches_nothing(rig: Rig, system: Crm) -> None:
    asked(rig, system)
    for action in (DEBRIEF_IT, LATER, NOT_MINE):
        payload = next(dict(one) for one in [_pressed(rig, action)])
        rig.sam.send_raw(payload)
    assert statuses(rig) == ["offered"]
    assert rig.sam.view is None


def _pressed(rig: Rig, action: str) -> dict[str, object]:
    """Ana's press as it reached the bot, made by Sam."""
    rig.ana.press(action, said(rig)[0]) if action == DEBRIEF_IT else None
    heard = next(body for body in rig.heard if body.get("type") == "block_actions")
    body = dict(heard) | {"user": heard["user"] | {"id": "U0SAM"}, "trigger_id": rig.sam.trigger()}
    return body | {"actions": [heard["actions"][0] | {"action_id": action}]}


def test_pausing_holds_it_and_a_weekend_too(rig: Rig, system: Crm) -> None:
    rig.ana.command("/gotano", "settings")
    rig.ana.fill({"pause": "2026-11-06"})
    rig.ana.submit()
    system.tell()
    for _ in range(4):
        rig.sweep()
        assert all(DEBRIEF_IT not in actions_on(message) for message in said(rig))
        rig.clock.move(days=1)
    rig.sweep()
    assert DEBRIEF_IT in actions_on(said(rig)[-1])
    rig.clock.move(days=1)
    system.tell({"id": "2"})
    rig.sweep()
    rig.clock.move(days=1)
    rig.sweep()
    assert statuses(rig) == ["offered", "waiting"], "a Saturday and a Sunday"
    rig.clock.move_to(rig.clock.now() + timedelta(days=1))
    rig.sweep()
    assert statuses(rig) == ["offered", "offered"]


def test_nothing_that_was_told_acts(rig: Rig, system: Crm) -> None:
    odd = "<!channel> *bold* <https://evil.example|click>"
    message = asked(rig, system, prospect=odd, company=None, reason=odd)
    assert "&lt;!channel&gt;" in str(message["text"])
    assert {block["type"] for block in message["blocks"]} <= {"header", "rich_text", "actions"}
    assert "mrkdwn" not in str(message["blocks"])
