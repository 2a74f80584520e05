"""A rep's own record on Home: honest counts with the days they took, and a percentage only where there are enough."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from coaching.deal import Reply
from coaching.kinds import Kind
from prompts.deal_card import EDIT, HAPPENED, WON_BECAUSE
from storage.owner import EVERYBODY, Owner
from tests.rig import MONDAY, SAM, TEAM, Rig
from tests.storage.made import ANA, lose
from tests.storage.made import record as record_of
from tests.stories.cards import happened
from tests.stories.scenes import card, choose, lost, reply, undo, words_on


def past(rig: Rig, cases: int, won_after: list[int], kind: Kind = Kind.NOT_NOW, owner: Owner = ANA) -> None:
    """So many lost deals, the first of them won back after so many days."""
    began = MONDAY - timedelta(days=200)
    with rig.db.write(EVERYBODY) as session:
        for number in range(cases):
            deal = lose(session, f"{kind} {number}", owner, began, kind=kind)
            if number < len(won_after):
                back = began + timedelta(days=won_after[number])
                record_of(session, deal.id, owner).win_back(back, ZoneInfo("UTC"))


def record(rig: Rig) -> list[str]:
    """The lines of the record; none where Home shows none."""
    rig.ana.open_home()
    title = rig.playbook.words.say("home.record")
    for block in (rig.ana.home or {})["blocks"]:
        if block["type"] == "rich_text" and title in words_on(block):
            (listed,) = (e for e in block["elements"] if e["type"] == "rich_text_list")
            return ["".join(run["text"] for run in item["elements"]) for item in listed["elements"]]
    return []


def numbers(line: str) -> list[int]:
    return [int(word) for word in "".join(c if c.isdigit() else " " for c in line).split()]


def test_a_count_is_told_with_the_days_it_took(rig: Rig) -> None:
    past(rig, 9, [88, 41])
    (line,) = record(rig)
    assert numbers(line) == [2, 9, 41, 88]
    assert rig.playbook.kinds[Kind.NOT_NOW].label in line


@pytest.mark.parametrize(
    ("cases", "came", "percent"), [(1, 1, None), (9, 9, None), (10, 3, "30%"), (11, 1, "9%"), (40, 10, "25%")]
)
def test_a_percentage_is_told_from_ten_cases_on(rig: Rig, cases: int, came: int, percent: str | None) -> None:
    past(rig, cases, [41] * came)
    (line,) = record(rig)
    assert numbers(line)[:2] == [came, cases]
    assert ("%" in line) is (percent is not None)
    assert (percent or "") in line.replace("\N{NO-BREAK SPACE}", "")


@pytest.mark.parametrize(("cases", "told"), [(2, []), (3, [3]), (12, [12])])
def test_a_kind_of_which_none_came_back_is_told_of_once_it_makes_a_pattern(
    rig: Rig, cases: int, told: list[int]
) -> None:
    past(rig, cases, [])
    assert [number for line in record(rig) for number in numbers(line)] == told


def test_kinds_that_never_came_back_are_told_honestly_too(rig: Rig) -> None:
    past(rig, 3, [41])
    past(rig, 12, [], Kind.NO_VALUE)
    never, came = record(rig)
    assert rig.playbook.kinds[Kind.NO_VALUE].label in never
    assert numbers(never) == [12]
    assert "%" not in never
    assert numbers(came) == [1, 3, 41]


def test_the_most_frequent_kind_stands_first(rig: Rig) -> None:
    past(rig, 2, [41], Kind.NO_FIT)
    past(rig, 5, [41], Kind.NO_BUDGET)
    past(rig, 3, [41], Kind.NO_VALUE)
    assert [numbers(line)[1] for line in record(rig)] == [5, 3, 2]


def test_many_wins_stay_within_slack_s_limits(rig: Rig) -> None:
    for kind in Kind:
        past(rig, 30, list(range(1, 31)), kind)
    assert record(rig)


def test_a_record_is_the_rep_s_own(rig: Rig) -> None:
    past(rig, 4, [41], owner=Owner(TEAM, SAM.id))
    lost(rig, "Acme")
    assert record(rig) == []


@pytest.mark.parametrize(("days", "hours"), [(41, 0), (41, -1), (41, 5), (1, 0), (0, 2)])
def test_days_are_counted_by_the_calendar(rig: Rig, days: int, hours: int) -> None:
    lost(rig, "Acme")
    rig.clock.move(days=days, hours=hours)
    rig.ana.press(HAPPENED, card(rig.ana, rig.deals()[0]))
    rig.ana.fill({"reply": Reply.WON_BACK})
    rig.ana.submit()
    assert numbers(record(rig)[0]) == [1, 1, days]


def test_a_won_deal_that_is_taken_back_counts_no_more(rig: Rig) -> None:
    lost(rig, "Acme")
    rig.jump()
    reply(rig.ana, Reply.WON_BACK)
    assert len(record(rig)) == 1
    undo(rig.ana)
    assert record(rig) == []


def test_a_kind_corrected_later_is_counted_as_corrected(rig: Rig) -> None:
    lost(rig, "Acme")
    choose(rig.ana, EDIT, card(rig.ana, rig.deals()[0]))
    rig.ana.submit()
    rig.ana.fill({"kind-buying": "no_value"})
    rig.ana.submit()
    rig.ana.submit()
    rig.ana.close()
    happened(rig, Reply.WON_BACK)
    (line,) = record(rig)
    assert rig.playbook.kinds[Kind.NO_VALUE].label in line


def test_a_deal_counts_once_by_the_no_it_began_with(rig: Rig) -> None:
    lost(rig, "Acme")
    rig.clock.move(days=1)
    lost(rig, "Acme", kind="no_value")
    happened(rig, Reply.WON_BACK)
    (line,) = record(rig)
    assert numbers(line)[:2] == [1, 1]
    assert rig.playbook.kinds[Kind.NOT_NOW].label in line


def test_what_made_the_difference_is_asked_once_and_kept(rig: Rig) -> None:
    lost(rig, "Acme")
    happened(rig, Reply.WON_BACK)
    rig.ana.press(WON_BECAUSE, card(rig.ana, rig.deals()[0]))
    rig.ana.fill({"what": "A smaller offer"})
    rig.ana.submit()
    (deal,) = rig.deals()
    assert deal.won_because == "A smaller offer"
    assert "A smaller offer" in words_on(card(rig.ana, deal))


@pytest.mark.parametrize("nudges", [0, 1, 2])
def test_an_outcome_is_kept_with_when_and_after_how_many_nudges(rig: Rig, nudges: int) -> None:
    lost(rig, "Acme")
    for _ in range(nudges):
        rig.jump()
        reply(rig.ana, Reply.TALKING_AGAIN)
    rig.clock.move(hours=1)
    happened(rig, Reply.WON_BACK)
    (row,) = rig.export()
    assert (row["outcome"], row["nudges_sent"]) == ("won_back", nudges)
    assert row["ended_at"] == f"{rig.clock.now():%Y-%m-%dT%H:%M:%SZ}"


def test_what_the_rep_overruled_is_kept(rig: Rig) -> None:
    rig.debrief(rig.ana, "Acme")
    rig.ana.fill({"verdict": "let_go"})
    rig.ana.submit()
    (row,) = rig.export()
    assert (row["recommended"], row["verdict"], row["outcome"]) == ("follow_up", "let_go", "let_go")
