"""The answers behind a card are edited: they are judged anew, and an edit is not another no."""

from coaching.deal import Reply, Status
from coaching.plan import Verdict
from prompts.deal_card import EDIT, HAPPENED
from tests.rig import Rig
from tests.stories.cards import press
from tests.stories.scenes import card, choose, due_on, lost, values_on, words_on


def walk(rig: Rig, **changes: str) -> str:
    """Through the three prefilled screens, changing what is given where it stands."""
    for _ in range(3):
        here = set(values_on(rig.ana.view))
        rig.ana.fill({name: value for name, value in changes.items() if name.split("-")[0] in here})
        done = rig.ana.submit()
        assert not done.errors, done
    return done.action


def test_edited_answers_are_judged_anew(rig: Rig) -> None:
    lost(rig, words="Not now.", lesson="Ask")
    press(rig, EDIT)
    assert values_on(rig.ana.view)["words"] == "Not now."
    assert walk(rig, **{"kind-buying": "no_value", "lesson": "Ask sooner"}) == "updated"
    (deal,) = rig.deals()
    assert (deal.answers.kind, deal.answers.lesson) == ("no_value", "Ask sooner")
    assert (deal.plan.verdict, due_on(rig)) == (Verdict.GO_BACK, "2026-11-09")
    assert rig.export()[0]["kind"] == "no_value"
    assert len(rig.ana.messages()) == 1, "the card is changed in place"


def test_an_edit_is_not_another_no(rig: Rig) -> None:
    lost(rig)
    for _ in range(3):
        press(rig, EDIT)
        walk(rig)
        rig.ana.close()
    assert rig.deals()[0].plan.verdict is Verdict.FOLLOW_UP


def test_an_edit_renames_the_prospect_everywhere(rig: Rig) -> None:
    lost(rig)
    press(rig, EDIT)
    walk(rig, prospect="Dan Rey, Apex")
    (deal,) = rig.deals()
    assert deal.prospect == "Dan Rey, Apex"
    assert "Dana" not in words_on(card(rig.ana, deal))
    rig.ana.close()
    lost(rig, prospect="dan rey, APEX")
    assert len(rig.deals()) == 1, "the new name joins it"


def test_an_edit_cannot_take_the_name_of_another_open_deal(rig: Rig) -> None:
    lost(rig, prospect="Birch")
    lost(rig, prospect="Acme")
    press(rig, EDIT)
    rig.ana.fill({"prospect": " BIRCH "})
    assert set(rig.ana.submit().errors) == {"prospect"}
    assert [deal.prospect for deal in rig.deals()] == ["Acme", "Birch"]


def test_an_edit_may_change_the_case_of_its_own_name(rig: Rig) -> None:
    lost(rig, prospect="acme")
    press(rig, EDIT)
    walk(rig, prospect="ACME")
    assert [deal.prospect for deal in rig.deals()] == ["ACME"]


def test_an_edit_open_while_the_deal_is_won_changes_nothing(rig: Rig) -> None:
    lost(rig)
    press(rig, EDIT)
    view = rig.ana.view
    press(rig, HAPPENED)
    rig.ana.fill({"reply": Reply.WON_BACK})
    rig.ana.submit()
    assert rig.ana.view is not None
    assert rig.ana.view["id"] == (view or {})["id"]
    for _ in range(3):
        done = rig.ana.submit()
    assert done.errors
    assert rig.deals()[0].status is Status.WON_BACK


def test_an_edit_left_half_way_goes_on_where_it_was(rig: Rig) -> None:
    deal = rig.debrief(rig.ana, prospect="Acme")
    rig.ana.close()
    choose(rig.ana, EDIT, card(rig.ana, deal))
    rig.ana.fill({"words": "Not before we have moved."})
    rig.ana.submit()
    rig.ana.close(all=True)

    choose(rig.ana, EDIT, card(rig.ana, deal))
    assert rig.ana.view is not None
    [words] = [block for block in rig.ana.view["blocks"] if block["block_id"] == "words"]
    assert words["element"]["initial_value"] == "Not before we have moved."
    for _ in range(3):
        rig.ana.submit()
    assert rig.deals()[0].answers.words == "Not before we have moved."
