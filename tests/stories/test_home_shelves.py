"""App Home: the rep's own lost deals, each on its shelf, counted and in order."""

import pytest

from coaching.deal import Reply, Status
from coaching.plan import Verdict
from prompts.deal_card import WON_BECAUSE
from storage.overview import Shelf
from tests.rig import Rig
from tests.stories.cards import happened
from tests.stories.homes import counts, go_to, offers, shelves, show_on_shelf, shown, standing
from tests.stories.scenes import card, lost, words_on


@pytest.mark.parametrize(
    ("shelf", "names"),
    [
        (Shelf.COMING_UP, ["Soon", "Late"]),
        (Shelf.OPEN, ["Soon", "Late"]),
        (Shelf.WAITING, ["Waits"]),
        (Shelf.LET_GO, ["Shut", "Unfit"]),
        (Shelf.WON_BACK, ["Back"]),
        (Shelf.LESSONS, ["Unfit", "Soon", "Waits"]),
    ],
)
def test_every_deal_stands_on_its_shelf_and_is_counted_there(
    rig: Rig, shelf: Shelf, names: list[str]
) -> None:
    shelves(rig)
    rig.ana.open_home()
    go_to(rig.ana, shelf)
    assert [row.split("\n")[0] for row in shown(rig.ana)] == names
    assert f"({len(names)})" in counts(rig.ana)[shelf]
    assert set(counts(rig.ana)) == set(Shelf)


def test_a_row_says_the_verdict_the_kind_and_when(rig: Rig) -> None:
    lost(rig, "Acme", callback_on="2026-12-10")
    rig.ana.open_home()
    (row,) = shown(rig.ana)
    words = rig.playbook.words
    deal = rig.deals()[0]
    for said in (words.say(f"verdict.{Verdict.FOLLOW_UP}"), rig.playbook.kinds[deal.answers.kind].label):
        assert said in row
    assert deal.next_nudge_at is not None
    assert words.short_date(rig.local(deal.next_nudge_at).date()) in row


def test_a_recommendation_that_waits_for_a_word_is_open(rig: Rig) -> None:
    lost(rig, "Acme")
    for _ in range(2):
        lost(rig, "Acme")
    rig.ana.open_home()
    assert offers(rig.ana, Shelf.OPEN) is any(d.status is Status.OPEN for d in rig.deals())


def test_a_lesson_stands_in_its_row_only_on_its_shelf(rig: Rig) -> None:
    lost(rig, "Acme", lesson="Ask *sooner* <!channel>")
    rig.ana.open_home()
    assert "sooner" not in words_on(rig.ana.home)
    go_to(rig.ana, Shelf.LESSONS)
    (row,) = shown(rig.ana)
    assert "Ask *sooner* <!channel>" in row
    assert "mrkdwn" not in str(rig.ana.home)


def test_what_won_it_back_stands_on_its_shelf(rig: Rig) -> None:
    lost(rig, "Acme")
    happened(rig, Reply.WON_BACK)
    rig.ana.press(WON_BECAUSE, card(rig.ana, rig.deals()[0]))
    rig.ana.fill({"what": "A smaller offer"})
    rig.ana.submit()
    rig.ana.open_home()
    go_to(rig.ana, Shelf.WON_BACK)
    assert "A smaller offer" in shown(rig.ana)[0]


@pytest.mark.parametrize("status", Status, ids=str)
def test_show_works_on_every_shelf(rig: Rig, status: Status) -> None:
    standing(rig, status)
    rig.ana.open_home()
    go_to(rig.ana, Shelf.LESSONS if status is Status.HANDED_OVER else status)
    show_on_shelf(rig.ana, rig.deals()[0].id)
    assert "Acme" in words_on(rig.ana.view)


def test_everything_coming_up_is_by_date_and_the_rest_newest_first(rig: Rig) -> None:
    for number, day in enumerate(("2027-03-01", "2026-12-01", "2027-01-11")):
        lost(rig, f"P{number}", callback_on=day)
    rig.ana.open_home()
    assert [row[:2] for row in shown(rig.ana)] == ["P1", "P2", "P0"]
    go_to(rig.ana, Shelf.OPEN)
    assert [row[:2] for row in shown(rig.ana)] == ["P2", "P1", "P0"]
