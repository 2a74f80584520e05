"""Two answers that cannot both be true are refused where one of them is changed by itself."""

import pytest

from coaching.debrief import AskedWhy
from coaching.kinds import KINDS, Kind, Stage
from prompts.deal_card import EDIT
from prompts.one_answer import OPEN
from storage.owner import EVERYBODY
from storage.tables import DebriefRow
from tests.rig import Rig
from tests.stories.cards import press
from tests.stories.quick import to_verdict
from tests.stories.scenes import actions_on, words_on


def edit(rig: Rig, name: str) -> None:
    press(rig, EDIT)
    rig.ana.press(f"{OPEN}_{name}")


def test_that_they_told_why_is_refused_beside_an_unknown_why(some_quick: Rig) -> None:
    to_verdict(some_quick, kind="unknown", stage="buying")
    some_quick.ana.close()
    edit(some_quick, "asked_why")
    some_quick.ana.fill({"asked_why": "told"})
    said = some_quick.playbook.words.say("wrong.told_but_unknown")
    assert some_quick.ana.submit().errors == {"asked_why": said}
    assert len(some_quick.deals()[0].debriefs) == 1
    some_quick.ana.fill({"asked_why": "dodged"})
    assert some_quick.ana.submit().action == "updated"
    assert some_quick.deals()[0].answers.asked_why is AskedWhy.DODGED


def test_an_unknown_why_takes_back_that_they_told_it(some_quick: Rig) -> None:
    to_verdict(some_quick, stage="buying", asked_why="told")
    some_quick.ana.close()
    edit(some_quick, "kind")
    some_quick.ana.fill({"kind-any": "unknown"})
    assert some_quick.ana.submit().action == "updated"
    assert some_quick.deals()[0].answers.asked_why is None


def test_a_mistaken_kind_takes_the_stage_along_that_it_told(some_quick: Rig) -> None:
    to_verdict(some_quick, kind="no_need")
    some_quick.ana.close()
    edit(some_quick, "kind")
    some_quick.ana.fill({"kind-any": "not_now"})
    assert some_quick.ana.submit().action == "updated"
    assert some_quick.deals()[0].answers.stage is None
    assert f"{OPEN}_stage" in actions_on(some_quick.ana.view or {})


def test_a_stage_that_was_said_outlives_another_kind(some_quick: Rig) -> None:
    to_verdict(some_quick, stage="first")
    some_quick.ana.close()
    edit(some_quick, "kind")
    some_quick.ana.fill({"kind-any": "no_budget"})
    assert some_quick.ana.submit().action == "updated"
    assert some_quick.deals()[0].answers.stage is Stage.FIRST


@pytest.mark.parametrize("kind", ["no_need", "no_value", "not_now"])
def test_how_far_they_had_got_is_not_changed_where_the_kind_tells_it(some_quick: Rig, kind: str) -> None:
    both = len(KINDS[Kind(kind)].stages) > 1
    to_verdict(some_quick, kind=kind, **({"stage": "buying"} if both else {}))
    some_quick.ana.close()
    press(some_quick, EDIT)
    assert (f"{OPEN}_stage" in str(some_quick.ana.view)) == both


@pytest.mark.parametrize("stands", [Stage.FIRST, None])
def test_where_the_kind_and_the_stage_do_not_agree_the_stage_can_be_put_right(
    some_quick: Rig, stands: Stage | None
) -> None:
    """It was stored so before it was refused, or was never said."""
    to_verdict(some_quick, kind="no_value")
    some_quick.ana.close()
    with some_quick.db.write(EVERYBODY) as session:
        session.query(DebriefRow).update({"stage": stands})
    edit(some_quick, "stage")
    some_quick.ana.fill({"stage": "first"})
    said = some_quick.playbook.words.say("wrong.not_of_this_kind")
    assert some_quick.ana.submit().errors == {"stage": said}
    some_quick.ana.fill({"stage": "buying"})
    assert some_quick.ana.submit().action == "updated"
    assert some_quick.deals()[0].answers.stage is Stage.BUYING


def test_what_was_stored_so_keeps_nobody_from_changing_another_answer(some_quick: Rig) -> None:
    to_verdict(some_quick, kind="no_value")
    some_quick.ana.close()
    with some_quick.db.write(EVERYBODY) as session:
        session.query(DebriefRow).update({"stage": Stage.FIRST})
    edit(some_quick, "lesson")
    some_quick.ana.fill({"lesson": "Ask sooner"})
    assert some_quick.ana.submit().action == "updated"
    assert "Ask sooner" in str(some_quick.deals()[0].answers)
    assert words_on(some_quick.ana.view)
