"""A deal that a colleague has taken: what its former rep still has of it, and what its new one finds."""

from typing import Any

from coaching.deal import Status
from playground import Gestures
from prompts.deal_card import DELETE, HAPPENED, HISTORY, SHOW
from prompts.find_modal import FIND
from storage.overview import Shelf
from tests.rig import SAM, Rig
from tests.stories.handing_over import offered, take
from tests.stories.homes import counts, go_to, shown, standing
from tests.stories.scenes import JSON, actions_on, card, lost, words_on
from tests.stories.shown import find, show, top


def taken(rig: Rig, **given: Any) -> None:
    """A deal that was Ana's and is Sam's."""
    lost(rig, "Acme", callback_on="2027-02-10", **given)
    offered(rig)
    take(rig)


def test_its_former_rep_is_told_who_it_was_and_no_longer_what_to_do(each_rig: Rig) -> None:
    rig = each_rig
    taken(rig, words="We like it, but", lesson="Ask sooner")
    view, say = show(rig), rig.playbook.words.say
    assert view["blocks"][0]["text"]["text"] == "Acme"
    for part in ("Handed over on", "We like it, but", "Ask sooner", say("history.title")):
        assert part in words_on(view), part
    assert actions_on(view) == {HISTORY, DELETE}
    _nothing_to_do(rig, view)
    _nothing_to_do(rig, card(rig.ana, rig.deals()[0]))


def _nothing_to_do(rig: Rig, surface: JSON) -> None:
    say, deal = rig.playbook.words.say, rig.deals()[0]
    title = say(f"verdict.{deal.plan.verdict}_line", prospect=deal.prospect)
    for part in (title, "10 February"):
        assert part not in str(surface["blocks"][:2]), part


def test_its_new_rep_is_told_what_to_do(some_rig: Rig) -> None:
    rig = some_rig
    taken(rig, words="We like it, but", lesson="Ask sooner")
    (deal,) = rig.deals(SAM)
    assert find(rig.sam, "acme") == ["Acme"]
    rig.sam.press(SHOW)
    view = top(rig.sam)
    title = rig.playbook.words.say(f"verdict.{deal.plan.verdict}_line", prospect="Acme")
    assert title in words_on(view)
    assert HAPPENED in actions_on(view)
    for kept in ("Handed over on", "We like it, but", "Ask sooner"):
        assert kept not in words_on(view), kept


def test_both_find_it_each_their_own(each_rig: Rig) -> None:
    rig = each_rig
    taken(rig)
    for who, status in ((rig.ana, Status.HANDED_OVER), (rig.sam, Status.OPEN)):
        assert find(who, "acme") == ["Acme"]
        (deal,) = rig.deals(who.person)
        assert deal.status is status
        assert _found_ids(who) == [str(deal.id)]
        who.close()


def _found_ids(who: Gestures) -> list[str]:
    rows = [b for b in top(who)["blocks"] if b["block_id"].startswith("found-")]
    return [row["accessory"]["value"] for row in rows]


def test_its_lesson_stays_on_its_former_reps_shelf_and_on_no_other(some_rig: Rig) -> None:
    rig = some_rig
    standing(rig, Status.HANDED_OVER)
    rig.ana.open_home()
    assert set(counts(rig.ana)) == {Shelf.LESSONS}
    assert "(1)" in counts(rig.ana)[Shelf.LESSONS]
    assert "Ask sooner" in shown(rig.ana)[0]
    rig.sam.open_home()
    assert Shelf.LESSONS not in counts(rig.sam)
    go_to(rig.sam, Shelf.OPEN)
    assert len(shown(rig.sam)) == 1


def test_a_rep_who_handed_all_over_is_not_greeted_as_new(rig: Rig) -> None:
    taken(rig)
    rig.ana.open_home()
    assert rig.playbook.words.say("home.welcome") not in words_on(rig.ana.home)
    assert FIND in actions_on(rig.ana.home or {})
    assert counts(rig.ana) == {}


def test_it_is_a_case_of_its_new_reps_record_alone(rig: Rig) -> None:
    for number in range(3):
        lost(rig, f"P{number}")
    offered(rig)
    for _ in range(3):
        take(rig)
    record = rig.playbook.words.say("home.record")
    rig.ana.open_home()
    assert record not in words_on(rig.ana.home)
    rig.sam.open_home()
    assert record in words_on(rig.sam.home)
