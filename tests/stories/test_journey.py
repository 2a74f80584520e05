"""The whole journey: debrief, verdict, nudge, reply, end."""

from coaching.deal import Reply, Status
from coaching.plan import Verdict
from tests.rig import Rig
from tests.stories.scenes import actions_on, card, nudge, reply, words_on


def test_a_no_becomes_a_verdict_a_nudge_and_a_win(some_rig: Rig) -> None:
    rig = some_rig
    deal = rig.debrief(rig.ana, words="Ask me when we have moved.", callback_on="2027-01-20")
    assert deal.plan.verdict is Verdict.FOLLOW_UP
    rig.ana.submit()
    assert rig.ana.view is None

    due = rig.jump()
    assert rig.local(due).isoformat() == "2027-01-20T09:30:00+00:00"
    assert "Ask me when we have moved." in words_on(nudge(rig.ana))

    reply(rig.ana, Reply.REACHED_OUT)
    rig.jump()
    reply(rig.ana, Reply.TALKING_AGAIN)
    rig.jump()
    reply(rig.ana, Reply.WON_BACK)

    (deal,) = rig.deals()
    assert deal.status is Status.WON_BACK
    assert deal.next_nudge_at is None
    assert [r.reply for r in deal.replies] == [Reply.REACHED_OUT, Reply.TALKING_AGAIN, Reply.WON_BACK]
    (row,) = rig.export()
    assert (row["outcome"], row["nudges_sent"], row["kind"]) == ("won_back", 3, "not_now")


def test_the_card_outlives_the_modal(rig: Rig) -> None:
    deal = rig.debrief(rig.ana)
    rig.ana.close(all=True)
    assert actions_on(card(rig.ana, deal))
    assert deal.next_nudge_at is not None
