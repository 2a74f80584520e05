"""A recommendation to let go in a digest: it says so, and offers both ways on."""

from datetime import UTC, date, datetime

from coaching.deal import Reply, Status
from coaching.plan import Opening
from prompts.deal_card import ONE_MORE_TRY
from prompts.nudge_message import UNDO
from tests.rig import Rig
from tests.stories.digests import NAMES, answer, button, deal, morning, open_answer, planned, row
from tests.stories.scenes import (
    nudge,
    reply,
    words_on,
)


def quiet_for_270_days(rig: Rig) -> None:
    """Acme was first asked about on 9 November and put off since, to a morning with three others."""
    rig.debrief(rig.ana, "Acme", kind="no_value")
    rig.ana.close()
    rig.jump()
    reply(rig.ana, Reply.SNOOZE_UNTIL)
    rig.ana.fill({"on": "2027-09-01"})
    rig.ana.submit()
    planned(rig, NAMES[1:4], on=date(2027, 9, 1))
    rig.clock.move_to(datetime(2027, 9, 1, 8, 30, tzinfo=UTC))
    rig.sweep()


def test_a_recommendation_to_let_go_in_a_digest_says_so_and_gives_its_ways_on(rig: Rig) -> None:
    quiet_for_270_days(rig)
    assert not deal(rig).plan.accepted
    assert rig.playbook.words.say("nudges.recommends", prospect="Acme") in row(rig, "Acme")["text"]["text"]
    open_answer(rig)
    assert rig.playbook.words.say("nudges.goodbye") in words_on(rig.ana.view)
    assert rig.playbook.words.say("verdict.why") in words_on(rig.ana.view)
    rig.ana.fill({"reply": Reply.LET_GO})
    assert rig.ana.submit().action == "closed"
    assert deal(rig).status is Status.LET_GO
    assert button(rig, "Acme") == UNDO


def test_one_more_try_from_a_digest_asks_for_its_day(rig: Rig) -> None:
    quiet_for_270_days(rig)
    assert answer(rig, Reply.ONE_MORE_TRY) == "updated"
    rig.ana.fill({"on": "2027-10-04"})
    assert rig.ana.submit().action == "closed"
    assert deal(rig).plan.opening is Opening.ONE_MORE_TRY
    assert button(rig, "Acme") == UNDO


def test_one_more_try_is_offered_once_a_deal_in_a_digest_too(rig: Rig) -> None:
    """The try was used and stayed quiet; the reminder of what is then recommended comes in a digest."""
    rig.debrief(rig.ana, "Acme", kind="no_budget")
    rig.ana.close()
    rig.jump()
    reply(rig.ana, Reply.NO_ANSWER)
    rig.ana.press(ONE_MORE_TRY, nudge(rig.ana))
    rig.ana.fill({"on": "2027-02-03"})
    rig.ana.submit()
    rig.jump()
    reply(rig.ana, Reply.NO_ANSWER)
    assert not deal(rig).plan.accepted
    planned(rig, NAMES[1:4])
    morning(rig)
    open_answer(rig)
    (choice,) = (b["element"] for b in (rig.ana.view or {})["blocks"] if b["type"] == "input")
    assert [option["value"] for option in choice["options"]] == [Reply.LET_GO]
