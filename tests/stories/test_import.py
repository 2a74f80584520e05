"""`/gotano import`: a list is looked at, taken in whole and once, and waits at its rep's own pace."""

from datetime import UTC, date, datetime

import pytest

from bot.manifest import ASKED_SCOPES
from playground import Fault
from prompts.import_form import DATES, FIELD, FILE, LIST
from prompts.import_line import GO_ON, STOP
from storage.offer_tables import OfferSource, OfferStatus
from tests.conftest import MakeRig
from tests.rig import Rig
from tests.stories.lists import DANA, ELI, HEAD, handed_in, imported, offers
from tests.stories.lists import LIST as CONTENT
from tests.stories.scenes import actions_on, lost, rows, told, words_on

SCOPES = (*ASKED_SCOPES, "files:read")


@pytest.fixture
def rig(make_rig: MakeRig) -> Rig:
    return make_rig(scopes=SCOPES)


@pytest.fixture
def each(make_rig: MakeRig, each_url: str) -> Rig:
    return make_rig(scopes=SCOPES, database_url=each_url)


def say(rig: Rig, key: str, **facts: object) -> str:
    return rig.playbook.words.say(f"import.{key}", **facts)


def shown(rig: Rig) -> str:
    return words_on(rig.ana.view)


def test_a_list_is_looked_at_and_then_comes_in(each: Rig) -> None:
    rig = each
    assert handed_in(rig.ana).action == "updated"
    assert (rig.ana.view or {})["callback_id"] == LIST
    assert say(rig, "new", count=2) in shown(rig)
    assert "Dana Reyes, Acme · 31 Mar 2026 · Too dear" in shown(rig)
    assert offers(rig) == [], "nothing is stored before it was seen"
    assert rig.ana.submit().action == "updated"
    dana, eli = offers(rig)
    assert (dana.rep, dana.source, dana.status) == ("U0ANA", OfferSource.IMPORT, OfferStatus.WAITING)
    assert (dana.prospect, dana.company, dana.lost_on) == ("Dana Reyes", "Acme", date(2026, 3, 31))
    assert (dana.reason, dana.amount, dana.url) == ("Too dear", "12000", "https://crm.example/1")
    assert (eli.prospect, eli.reason, eli.amount, eli.url) == ("Eli Stone", None, None, None)


def test_the_same_list_twice_changes_nothing(rig: Rig) -> None:
    imported(rig.ana)
    before = rows(rig)
    refused = handed_in(rig.ana)
    assert refused.errors == {FIELD: say(rig, "file_imported_before", about="Monday 2 November 2026")}
    assert rows(rig) == before


def test_a_row_without_an_id_takes_no_other_s_place(each: Rig) -> None:
    rig = each
    names, ids = ("Acme", "Birch", "Cope", "Dune", "Elm"), ("1", "2", "3", "", "5")
    imported(rig.ana, "prospect,id\n" + "".join(map("{},{}\n".format, names, ids)))
    assert [one.prospect for one in offers(rig)] == [*names]


def test_a_submission_delivered_twice_takes_in_once_and_says_the_same(rig: Rig) -> None:
    handed_in(rig.ana)
    rig.ana.submit()
    said, before = shown(rig), rows(rig)
    again = rig.ana.send_raw(rig.heard[-1]).json
    assert rows(rig) == before
    assert again is not None
    assert set(words_on(again["view"]).split("\n")) == set(said.split("\n"))


def test_a_longer_list_brings_in_what_is_new(rig: Rig) -> None:
    imported(rig.ana)
    handed_in(rig.ana, f"{CONTENT}Cope Ltd,,,,,,D-3\n")
    assert say(rig, "new", count=1) in shown(rig)
    assert say(rig, "known", count=2) in shown(rig)
    rig.ana.submit()
    assert [one.prospect for one in offers(rig)] == ["Dana Reyes", "Eli Stone", "Cope Ltd"]


def test_a_prospect_with_an_open_lost_deal_is_said_and_left_out(rig: Rig) -> None:
    lost(rig, "dana reyes,  ACME")
    handed_in(rig.ana)
    assert say(rig, "line", line=2, text="Dana Reyes, Acme") in shown(rig)
    rig.ana.submit()
    assert [one.prospect for one in offers(rig)] == ["Eli Stone"]


def test_bad_rows_are_named_by_line_and_the_others_come_in(rig: Rig) -> None:
    handed_in(rig.ana, f"{HEAD}\n{DANA}\n,,soon,,,,\nBirch,,2026-02-30,,,,\nCope,,,,a lot,,\n")
    for line, column, what, text in (
        (3, "prospect", "no_prospect", ""),
        (4, "lost_on", "no_such_day", "2026-02-30"),
        (5, "amount", "amount", "a lot"),
    ):
        why = say(rig, f"bad_{what}", text=text)
        assert say(rig, "line_column", line=line, column=column, text=why) in shown(rig)
    rig.ana.submit()
    assert [one.prospect for one in offers(rig)] == ["Dana Reyes"]


def test_a_list_with_nothing_new_has_no_button(rig: Rig) -> None:
    handed_in(rig.ana, f"{HEAD}\nCope,,,,a lot,,\n")
    assert say(rig, "nothing") in shown(rig)
    assert not (rig.ana.view or {}).get("submit")


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "empty"),
        (b"PK\x03\x04", "workbook"),
        (b"\x00\x01\x02\x03" * 9, "no_text"),
        (f"{HEAD}\n".encode(), "no_rows"),
        (f'{HEAD}\n"Dana'.encode(), "broken"),
        (b"prospect\n" + b"x" * 1024**2, "too_large"),
        (b"prospect\n" + b"Dana\n" * 1001, "too_many_rows"),
    ],
)
def test_what_is_no_list_is_said_at_its_field(rig: Rig, content: bytes, what: str) -> None:
    assert handed_in(rig.ana, content).errors == {FIELD: say(rig, f"file_{what}", about="2")}
    assert handed_in(rig.ana).action == "updated", "another file in the same form"


def test_doubtful_dates_are_asked_about_at_their_own_field(rig: Rig) -> None:
    doubtful = "prospect,lost_on\nDana,01/02/2026\n"
    assert handed_in(rig.ana, doubtful).errors == {DATES: say(rig, "file_doubtful_dates")}
    assert handed_in(rig.ana, doubtful, "month-first").action == "updated"
    rig.ana.submit()
    assert offers(rig)[0].lost_on == date(2026, 1, 2)


def test_where_it_may_not_read_files_it_says_how_to_allow_it(make_rig: MakeRig) -> None:
    rig = make_rig()
    rig.ana.command("/gotano", "import")
    assert rig.ana.view is None
    assert told(rig.ana) == [say(rig, "no_scope")]


@pytest.mark.parametrize("content", [CONTENT, "owner\nSam\n"], ids=["a list", "no list"])
def test_where_slack_takes_its_time_another_answer_goes_first(rig: Rig, content: str) -> None:
    rig.slack.faults.add("files.info", Fault(delay=1.2))
    assert handed_in(rig.ana, content).action == "updated"
    view = rig.ana.view or {}
    assert view["callback_id"] == (LIST if content == CONTENT else FILE)
    problem = say(rig, "file_no_prospect_column", about='"owner"')
    assert (problem in shown(rig)) == (content != CONTENT)


def test_home_counts_what_is_left_stops_it_and_lets_it_go_on(each: Rig) -> None:
    rig = each
    imported(rig.ana)
    rig.ana.open_home()
    assert say(rig, "left", left=2, all=2) in words_on(rig.ana.home)
    rig.ana.press(STOP, "home")
    assert say(rig, "left_stopped", left=2, all=2) in words_on(rig.ana.home)
    assert {one.status for one in offers(rig)} == {OfferStatus.STOPPED}
    assert STOP not in actions_on(rig.ana.home or {})
    rig.ana.press(GO_ON, "home")
    assert {one.status for one in offers(rig)} == {OfferStatus.WAITING}
    assert {STOP, GO_ON} & actions_on(rig.ana.home or {}) == {STOP}


def test_home_that_is_open_follows_when_a_list_comes_in(rig: Rig) -> None:
    lost(rig, "Cope")
    rig.ana.open_home()
    imported(rig.ana)
    assert say(rig, "left", left=2, all=2) in words_on(rig.ana.home)


def test_what_is_in_a_list_acts_nowhere(rig: Rig) -> None:
    handed_in(rig.ana, f"{HEAD},<!here>\n<!channel> *b*,,,=HYPERLINK(1),,,,\n<@U0SAM>,,soon,,,,,\n{ELI}")
    assert "mrkdwn" not in str(rig.ana.view)
    assert "<!channel> *b*" in shown(rig)


def test_two_a_working_morning_are_offered_the_oldest_loss_first(each: Rig) -> None:
    rig = each
    imported(rig.ana, f"{CONTENT}Cope Ltd,,,,,,D-3\n")
    asked = []
    for day in (3, 4):
        rig.clock.move_to(datetime(2026, 11, day, 9, 30, tzinfo=UTC))
        rig.sweep()
        asked.append({one.prospect for one in offers(rig) if one.status is OfferStatus.OFFERED})
    assert asked == [{"Eli Stone", "Dana Reyes"}, {"Eli Stone", "Dana Reyes", "Cope Ltd"}]
    rig.ana.open_home()
    assert say(rig, "left", left=3, all=3) in words_on(rig.ana.home)
    assert {STOP, GO_ON} & actions_on(rig.ana.home or {}) == {STOP}, "they will be brought up again"
