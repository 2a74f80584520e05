"""The verdict screen and the lasting card, for every kind, verdict and shade."""

from dataclasses import replace
from datetime import date

import pytest

from coaching.deal import LostDeal
from coaching.kinds import Kind
from coaching.plan import PlannedDate, Reason, Variant, Verdict, Why
from coaching.verdict import may_choose
from playground import check_message, check_view
from prompts import advice
from prompts.calendar_file import CALENDAR
from prompts.choice import Choice
from prompts.deal_card import (
    CHANGE_DATE,
    DELETE,
    EDIT,
    HAPPENED,
    HISTORY,
    LET_GO,
    ONE_MORE_TRY,
    REOPEN,
    SHARE,
    SHOW,
    WON_BECAUSE,
    card,
    deleted_card,
    read_decision,
)
from prompts.deal_modals import delete_form
from prompts.more import MORE
from prompts.notes import ADD_NOTE
from prompts.own_words_form import OWN_WORDS
from prompts.verdict_screen import WHY, VerdictMetadata, read_choice, verdict_screen
from tests.prompts.examples import (
    DAY,
    LISBON,
    LONG_WORDS,
    NOW,
    PLAIN,
    SOON,
    WORST_PROSPECT,
    WORST_WORDS,
    Scene,
    buttons,
    deal,
    filled,
    inputs,
    plan,
    playbook,
    said_plainly,
    scene_id,
    scenes,
    scenes_of,
    scripts,
)

ALWAYS = {SHOW, DELETE, HISTORY, ADD_NOTE}
OPEN = ALWAYS | {SHARE, EDIT, OWN_WORDS}


@pytest.mark.parametrize("kind", Kind, ids=str)
def test_the_verdict_screen_and_the_card_keep_slack_s_limits_for_the_worst_words(kind: Kind) -> None:
    for scene in scenes_of(kind):
        held = deal(plan(scene), prospect=WORST_PROSPECT, words=WORST_WORDS, asks_at=SOON)
        for more in (False, True):
            assert check_view(verdict_screen(held, held.plan, playbook(), LISBON, more)) == []
        for shown in (held, replace(held, asks_at=None, let_go_at=NOW), replace(held, won_back_at=NOW)):
            message = card(shown, playbook(), LISBON)
            assert check_message(message) == []
            assert len(message["text"]) <= 40_000
            assert "<!channel>" not in message["text"], "nothing a rep typed acts in the plain text"
            assert "<@U0SAM>" not in message["text"]


@pytest.mark.parametrize("words", [None, LONG_WORDS], ids=["no_words", "long_words"])
@pytest.mark.parametrize("scene", scenes(), ids=scene_id)
def test_the_card_s_plain_text_says_the_verdict_what_comes_next_and_the_script(
    scene: Scene, words: str | None
) -> None:
    held = deal(plan(scene), words=words, asks_at=SOON)
    message = card(held, playbook(), LISBON)
    text = said_plainly(message)
    assert advice.line(held.plan, PLAIN, playbook()) in text
    assert advice.script(held.plan, held, playbook(), LISBON) in text
    assert playbook().words.moment(SOON, LISBON) in text
    assert len(message["text"]) <= 4000


@pytest.mark.parametrize("scene", scenes(), ids=scene_id)
def test_the_verdict_screen_says_why_what_to_say_and_what_to_change(scene: Scene) -> None:
    held = deal(plan(scene))
    view = verdict_screen(held, held.plan, playbook(), LISBON, more=True)
    assert list(scripts(view)) == [advice.script(held.plan, held, playbook(), LISBON)]
    shown = str(view["blocks"])
    assert all(repr(reason)[1:-1] in shown for reason in advice.reasons(held.plan, playbook()))
    assert repr(advice.before_next_time(held.plan, held, playbook(), LISBON))[1:-1] in shown
    questions = playbook().kinds[held.plan.kind].of(Verdict.NURTURE).insight_questions
    asked = [repr(question)[1:-1] in shown for question in questions]
    assert all(asked) if held.plan.verdict is Verdict.NURTURE else not any(asked)


OPEN_SCENES = [scene for scene in scenes() if scene[2] is not Variant.CLOSED]


@pytest.mark.parametrize("scene", OPEN_SCENES, ids=scene_id)
def test_the_verdict_screen_is_read_back_as_it_stood(scene: Scene) -> None:
    held = deal(plan(scene))
    view = verdict_screen(held, held.plan, playbook(), LISBON)
    due = held.plan.due.on if held.plan.due else None
    assert read_choice(filled(view)) == Choice(held.plan.verdict, due)
    assert VerdictMetadata.of(view) == VerdictMetadata(7, 11)


@pytest.mark.parametrize("scene", OPEN_SCENES, ids=scene_id)
def test_the_verdict_screen_offers_another_day_and_every_other_verdict_that_makes_sense(scene: Scene) -> None:
    held = deal(plan(scene))
    asked = inputs(verdict_screen(held, held.plan, playbook(), LISBON))
    offered = [Verdict(option["value"]) for option in asked["verdict"]["element"]["options"]]
    assert offered == list(may_choose(held.plan.kind))
    [day] = [block for block_id, block in asked.items() if block_id.startswith("on-")]
    assert day["optional"] is (held.plan.verdict is Verdict.LET_GO)


def test_another_verdict_brings_its_own_day_instead_of_the_one_on_screen() -> None:
    """Slack keeps what was typed while the block's id stays, so another verdict's day needs another id."""
    held = deal(plan())
    days = set()
    for verdict in Verdict:
        shown = plan((Kind.NOT_NOW, verdict, None))
        asked = inputs(verdict_screen(held, shown, playbook(), LISBON))
        days |= {block_id for block_id in asked if block_id.startswith("on-")}
    assert len(days) == len(Verdict)


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.NO_RESPONSE], ids=str)
def test_a_closed_door_leaves_nothing_to_choose(kind: Kind) -> None:
    held = deal(plan((kind, Verdict.LET_GO, Variant.CLOSED)))
    assert inputs(verdict_screen(held, held.plan, playbook(), LISBON)) == {}


RULES = [why for why in Why if f"rules.{why}" in playbook().words.texts]
MOVES = (None, Why.TOO_SOON, Why.DAY_OFF, Why.YEAR_END)


@pytest.mark.parametrize("moved", MOVES, ids=str)
@pytest.mark.parametrize("rule", [why for why in RULES if why not in MOVES], ids=str)
def test_a_date_shows_the_rule_that_produced_it_and_whether_it_moved(rule: Why, moved: Why | None) -> None:
    because = Reason(rule, on=date(2027, 3, 1), count=90)
    moves = (Reason(moved, on=date(2027, 3, 7)),) if moved else ()
    shown = advice.rule(PlannedDate(DAY, because, moves), playbook())
    plain = advice.rule(PlannedDate(DAY, because), playbook())
    assert "{" not in shown
    assert (shown != plain) is bool(moved)
    held = deal(replace(plan(), due=PlannedDate(DAY, because, moves)))
    [day] = [
        b
        for i, b in inputs(verdict_screen(held, held.plan, playbook(), LISBON)).items()
        if i.startswith("on-")
    ]
    assert day["hint"]["text"] == shown


@pytest.mark.parametrize("why", Why, ids=str)
def test_every_reason_can_be_said(why: Why) -> None:
    about = {Why.KIND: "not_now", Why.DOOR: "ajar", Why.CHOSEN: "let_go"}.get(why)
    said = advice.reason(Reason(why, on=DAY, count=2, about=about), playbook())
    assert said
    assert not set("{}") & set(said)


@pytest.mark.parametrize("count", [1, 2, 21])
def test_a_bullet_counts_in_the_singular_and_the_plural(count: int) -> None:
    said = advice.reason(Reason(Why.SILENCE, count=count), playbook())
    assert str(count) in said
    assert ("tries" in said) == (count != 1)


ASK = plan((Kind.NOT_NOW, Verdict.ASK_WHY, None))


def test_what_comes_then_is_said_where_asking_comes_first() -> None:
    held = deal(ASK)
    then = playbook().words.say(f"verdict.{Verdict.NURTURE}")
    assert then in str(verdict_screen(held, ASK, playbook(), LISBON, more=True)["blocks"])


HELD = deal(plan(), asks_at=SOON)
LET_GO_PLAN = plan((Kind.NOT_NOW, Verdict.LET_GO, None))
WAITS = deal(replace(LET_GO_PLAN, accepted=False))
STANDS = [
    ("open", HELD, OPEN - {HISTORY} | {CALENDAR, CHANGE_DATE, HAPPENED}),
    ("recommended to let go", WAITS, OPEN | {HAPPENED, LET_GO, ONE_MORE_TRY}),
    ("let go", deal(LET_GO_PLAN, let_go_at=NOW), OPEN | {REOPEN}),
    ("let go with a look", deal(LET_GO_PLAN, let_go_at=NOW, asks_at=SOON), OPEN | {REOPEN}),
    ("won back", deal(plan(), won_back_at=NOW), ALWAYS | {SHARE, WON_BECAUSE}),
    ("won back, and why", deal(plan(), won_back_at=NOW, won_because="patience"), ALWAYS | {SHARE}),
]


@pytest.mark.parametrize(
    ("held", "pressable"), [case[1:] for case in STANDS], ids=[case[0].replace(" ", "_") for case in STANDS]
)
def test_the_card_has_the_buttons_that_fit_where_the_deal_stands(held: LostDeal, pressable: set[str]) -> None:
    found = buttons(card(held, playbook(), LISBON))
    steps = {option["value"].partition(":")[0] for option in found.pop(MORE)["options"]}
    assert set(found) | steps == pressable
    assert len(found) <= 5


def test_deleting_is_confirmed_and_names_the_prospect() -> None:
    view = delete_form(HELD, playbook())
    assert check_view(view) == []
    assert PLAIN in str(view["blocks"])


@pytest.mark.parametrize("scene", OPEN_SCENES, ids=scene_id)
def test_why_is_one_press_away_and_keeps_what_stands_on_the_screen(scene: Scene) -> None:
    held = deal(plan(scene))
    short, long = (verdict_screen(held, held.plan, playbook(), LISBON, more) for more in (False, True))
    assert WHY in buttons(short)
    assert WHY not in buttons(long)
    learned = repr(advice.before_next_time(held.plan, held, playbook(), LISBON))[1:-1]
    assert learned not in str(short["blocks"])
    assert inputs(short) == inputs(long)
    assert VerdictMetadata.of(long).more


def test_a_recommendation_s_buttons_carry_the_deal_and_the_plan_they_decide() -> None:
    pressed = buttons(card(WAITS, playbook(), LISBON))
    assert read_decision(pressed[LET_GO]["value"]) == read_decision(pressed[ONE_MORE_TRY]["value"]) == (7, 11)


def test_the_card_says_the_moment_by_the_rep_s_own_clock() -> None:
    summer = HELD.plan, replace(HELD, asks_at=SOON.replace(month=7))
    assert "10:30" in said_plainly(card(summer[1], playbook(), LISBON))
    assert "09:30" in said_plainly(card(HELD, playbook(), LISBON))


def test_a_deleted_card_says_so_and_has_nothing_to_press() -> None:
    gone = deleted_card(playbook())
    assert check_message(gone) == []
    assert not buttons(gone)
    assert PLAIN not in str(gone)
