"""What a deal would bring: as people type it, in the rep's currency; it sorts, and judges nothing."""

from decimal import Decimal

import pytest

from prompts.deal_card import EDIT
from tests.rig import Rig
from tests.stories.cards import press, whole
from tests.stories.homes import shown
from tests.stories.scenes import lost, values_on, words_on
from tests.stories.screens import to_look
from tests.words import shipped_playbook

SAY = shipped_playbook().words.say


def choose(rig: Rig, currency: str) -> None:
    rig.ana.command("/gotano", "settings")
    rig.ana.fill({"currency": currency})
    assert rig.ana.submit().action == "closed"


@pytest.mark.parametrize(
    ("typed", "said"), [("12k", "12,000"), ("12.000,50", "12,000.50"), ("€12000", "12,000")]
)
def test_it_is_typed_as_people_write_it_and_shown_with_the_deal(rig: Rig, typed: str, said: str) -> None:
    lost(rig, value=typed)
    assert f"{SAY('value.label')} {said}\n" in words_on(whole(rig)) + "\n"


def test_what_is_no_amount_is_refused_at_its_field_and_nothing_is_lost(rig: Rig) -> None:
    to_look(rig)
    rig.ana.fill({"value": "a lot", "lesson": "Ask sooner"})
    answer = rig.ana.submit()
    assert answer.errors == {"value": SAY("wrong.not_an_amount")}
    rig.ana.fill({"value": "12k"})
    rig.ana.submit()
    assert rig.deals()[0].value == Decimal(12000)
    assert rig.deals()[0].answers.lesson == "Ask sooner"


def test_it_is_edited_with_the_other_answers_and_taken_back(each_rig: Rig) -> None:
    rig = each_rig
    lost(rig, value="12k")
    for typed, kept in (("1.2m", Decimal(1_200_000)), ("", None)):
        press(rig, EDIT)
        rig.ana.submit()
        rig.ana.submit()
        assert values_on(rig.ana.view)["value"], "what was said stands there"
        rig.ana.fill({"value": typed})
        rig.ana.submit()
        rig.ana.close()
        assert rig.deals()[0].value == kept


def test_another_no_without_a_value_keeps_the_one_that_was_said(rig: Rig) -> None:
    lost(rig, value="12k")
    lost(rig)
    assert len(rig.deals()[0].debriefs) == 2
    assert rig.deals()[0].value == Decimal(12000)


def test_the_currency_is_the_rep_s_and_changes_what_was_said_before(each_rig: Rig) -> None:
    rig = each_rig
    choose(rig, "EUR")
    lost(rig, value="12k")
    assert "€12,000" in words_on(whole(rig))
    choose(rig, "GBP")
    assert rig.deals()[0].currency == "GBP"
    rig.ana.command("/gotano", "settings")
    assert values_on(rig.ana.view)["currency"] == "GBP"
    rig.ana.close()
    choose(rig, "none")
    assert rig.deals()[0].currency is None


def test_of_one_day_the_higher_value_stands_first_on_home(some_rig: Rig) -> None:
    rig = some_rig
    lost(rig, "Later", callback_on="2027-02-11", value="90k")
    lost(rig, "Small", callback_on="2027-02-10", value="900")
    lost(rig, "None", callback_on="2027-02-10")
    lost(rig, "Large", callback_on="2027-02-10", value="12k")
    rig.ana.open_home()
    assert [row.split("\n")[0] for row in shown(rig.ana)] == ["Large", "Small", "None", "Later"]
