"""Scripts in versions: which one is said, what is filled in, and what a team's own may not do."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from coaching.deal import LostDeal
from coaching.kinds import Kind, Question
from coaching.plan import Opening, PlannedDate, Reason, Verdict, Why
from prompts import advice
from prompts.facts import LONGEST, facts, fragment
from prompts.kind_words import KindWords
from prompts.nudge_message import nudge
from prompts.playbook import load_playbook
from prompts.playbook_files import PlaybookError, shipped_file
from prompts.scripts import Version, said, script_problems
from prompts.words import Words
from tests.prompts.examples import LISBON, PLAIN, deal, plan, playbook, said_plainly

CALL = date(2027, 3, 15)
NAMED = PlannedDate(CALL, Reason(Why.NAMED, on=CALL))


def not_now() -> LostDeal:
    """They named 15 March, and nothing else."""
    held = deal(replace(plan(), due=NAMED))
    given = replace(held.answers, callback_on=CALL, condition=None)
    return replace(held, debriefs=(replace(held.debriefs[0], answers=given),))


def script_of(held: LostDeal) -> str:
    return advice.script(held.plan, held, playbook(), LISBON)


def test_the_first_version_whose_needs_are_met_is_said() -> None:
    script = [
        Version(text="{date} and {condition}"),
        Version(text="yours", needs=["in_house"]),
        Version(text="plain"),
    ]
    assert said(script, {"date": "May", "condition": "rain"}, PLAIN, None) == "May and rain"
    assert said(script, {"date": "May", "in_house": ""}, PLAIN, None) == "yours"
    assert said(script, {"date": "May"}, PLAIN, None) == "plain"


def test_a_sentence_goes_without_a_name_where_none_is_known() -> None:
    script = [Version(text="Fair enough, {name}: no. Keep it, {name}.")]
    assert said(script, {}, "Acme", None) == "Fair enough: no. Keep it."
    assert said(script, {}, "Dana, Acme", "Dana") == "Fair enough, Dana: no. Keep it, Dana."


def test_where_a_team_s_script_cannot_go_without_a_name_it_says_what_the_rep_typed() -> None:
    assert said([Version(text="{name}, hello.")], {}, "Acme", None) == "Acme, hello."


def test_an_answer_at_the_start_of_a_sentence_has_a_capital() -> None:
    script = [Version(text="Well. {who_else} can help. Not {who_else}.")]
    known = {"who_else": "a colleague"}
    assert said(script, known, PLAIN, None) == "Well. A colleague can help. Not a colleague."


def test_a_day_and_a_condition_are_both_confirmed_and_not_asked_for_again() -> None:
    text = script_of(_with_condition("The new office is open"))
    assert "15 March" in text
    assert "the new office is open" in text
    assert "?" not in text


def _with_condition(text: str | None) -> LostDeal:
    held = not_now()
    given = replace(held.answers, condition=text)
    return replace(held, debriefs=(replace(held.debriefs[0], answers=given),))


@pytest.mark.parametrize(
    "condition", ["x" * (LONGEST + 1), "It opens. Then we talk.", "One\ntwo", "They sign"]
)
def test_an_answer_that_does_not_fit_a_sentence_stays_out_and_is_not_asked_for_again(condition: str) -> None:
    text = script_of(_with_condition(condition))
    assert condition not in text
    assert "15 March" in text
    assert "?" not in text, "they have said what has to happen"


def test_what_has_to_happen_is_asked_where_it_was_not_told() -> None:
    assert script_of(_with_condition(None)).endswith("?")


FRAGMENTS = [
    (Question.WHO_CAN, "Her manager", "your manager"),
    (Question.WHO_CAN, "Priya Nair, the CFO", "Priya Nair"),
    (Question.WHO_CAN, "somebody above her", None),
    (Question.WITH_WHOM, "Northwind", "Northwind"),
    (Question.WITH_WHOM, "a tool their founder picked", None),
    (Question.COMPETITOR, "Northwind; faster to deliver", "Northwind"),
    (Question.COMPETITOR, "Northwind, they were cheaper", "Northwind"),
    (Question.COMPETITOR, "The big one", None),
    (Question.COMPETITOR, "in-house", None),
    (Question.COST_TODAY, "A day a week", "a day a week"),
    (Question.COST_TODAY, "1.5 days", None),
    (Question.TODAY, "They do it by hand", None),
    (Question.WHO_IS, "A smaller supplier", "a smaller supplier"),
    (Question.WORRY, "too small, too new", "too small, too new"),
    (Question.WORRY, "x" * LONGEST, "x" * LONGEST),
    (Question.WORRY, "x" * (LONGEST + 1), None),
    (Question.WORRY, "[link]", None),
    (Question.WORRY, "{name}", None),
]


@pytest.mark.parametrize(("question", "typed", "spoken"), FRAGMENTS)
def test_a_typed_answer_goes_into_a_sentence_only_where_it_reads_well_there(
    question: Question, typed: str, spoken: str | None
) -> None:
    assert fragment(typed, question, playbook().words) == spoken


def test_their_becomes_your_in_the_form_it_has_where_a_language_has_several() -> None:
    forms = {"formats.their": "ihr ihre", "formats.your": "Ihr Ihre", "formats.small_words": "die"}
    words = Words({**playbook().words.texts, **forms})
    assert fragment("Ihre Chefin", Question.WHO_CAN, words) == "Ihre Chefin"
    assert fragment("ihr Vorstand", Question.WHO_CAN, words) == "Ihr Vorstand"


def known(held: LostDeal, later: bool) -> dict[str, str]:
    return dict(facts(held, held.plan, playbook().words, LISBON, later))


def test_months_are_named_once_they_are_past_and_with_the_year_where_it_is_far() -> None:
    held = deal(replace(plan((Kind.NO_NEED, Verdict.NURTURE, None)), due=NAMED))
    assert "month" not in known(held, later=False)
    assert known(held, later=True)["month"] == "November"
    assert known(held, later=False)["next_month"] == "March"
    late = replace(NAMED, on=date(2028, 3, 15))
    held = deal(replace(held.plan, due=late))
    assert known(held, later=True)["month"] == "November 2026"
    assert known(held, later=False)["next_month"] == "March 2028"


def test_a_day_they_named_is_said_only_while_the_plan_keeps_it() -> None:
    held = _with_condition("the office is open")
    for days, kept in ((0, True), (1, True), (-1, True), (7, False), (30, False)):
        on = CALL + timedelta(days=days)
        moved = replace(held.plan, due=PlannedDate(on, Reason(Why.REP_CHOSE)))
        known_then = facts(held, moved, playbook().words, LISBON, True)
        assert known_then.get("date") == ("15 March" if kept else None), days
        before = facts(held, moved, playbook().words, LISBON, False)
        assert before.get("date") == (f"{on.day} March" if kept else None), "until then, when something comes"


@pytest.mark.parametrize("moved", [date(2027, 3, 15), date(2027, 3, 16), date(2027, 3, 14)], ids=str)
def test_you_asked_me_to_call_stays_where_the_day_is_moved_by_one(moved: date) -> None:
    """To the next working day by the coach, or by the rep."""
    for condition in ("the office is open", None):
        held = _with_condition(condition)
        for why in (Why.NAMED, Why.REP_CHOSE):
            at = replace(held.plan, due=PlannedDate(moved, Reason(why, on=CALL)))
            assert "You asked me to call" in advice.later_script(at, held, playbook(), LISBON)


def test_nobody_asked_to_be_called_on_a_day_that_the_coach_set() -> None:
    held = _with_condition("the office is open")
    due = PlannedDate(CALL + timedelta(days=60), Reason(Why.DAYS, count=90))
    assert "You asked me to call" not in advice.later_script(
        replace(held.plan, due=due), held, playbook(), LISBON
    )


WRONG = [
    ("a fact nobody knows", "{weather}", [], "weather"),
    ("a need that is none", "Hello.", ["sunshine"], "sunshine"),
    ("a last version with needs", "On {date}.", [], "last version"),
    ("too long to say", "word " * 36, [], "at most 35"),
]


@pytest.mark.parametrize(("text", "needs", "told"), [c[1:] for c in WRONG], ids=[c[0] for c in WRONG])
def test_what_is_wrong_with_a_script_is_named(text: str, needs: list[str], told: str) -> None:
    assert any(told in problem for problem in script_problems("say", [Version(text=text, needs=needs)]))


def test_what_has_to_be_explained_may_take_sixty_words_and_no_more() -> None:
    assert not list(script_problems("say", [Version(text="word " * 60, long=True)]))
    assert list(script_problems("say", [Version(text="word " * 61, long=True)]))


def own_script(folder: Path, say: str) -> Path:
    """no_fit's file in a team's folder, with its go_back.say as given."""
    text = shipped_file("kinds/no_fit.toml").read_text(encoding="utf-8")
    start = text.index("say = ", text.index("[go_back]"))
    end = text.index("before_next_time", start)
    path = folder / "kinds/no_fit.toml"
    path.parent.mkdir()
    path.write_text(f"{text[:start]}say = {say}\n{text[end:]}", encoding="utf-8")
    return path


def no_fit(folder: Path) -> KindWords:
    return load_playbook(folder).kinds[Kind.NO_FIT]


def test_a_team_s_script_in_one_text_is_taken_as_it_was(tmp_path: Path) -> None:
    fifty = "So be it, {name}. " + "word " * 46
    own_script(tmp_path, f'"{fifty}"')
    assert no_fit(tmp_path).of(Verdict.GO_BACK).say[-1].text == fifty


REFUSED = [
    ("sixty-one words", f'"{"word " * 61}"', "at most 60"),
    ("a fact nobody knows", '[{ text = "On {birthday}." }, { text = "Well." }]', "birthday"),
    ("a last version with needs", '[{ text = "On {date}." }]', "last version"),
    ("no version", "[]", "say"),
    ("a key nobody reads", '[{ text = "Well.", need = ["date"] }]', "need"),
]


@pytest.mark.parametrize(("say", "told"), [c[1:] for c in REFUSED], ids=[c[0] for c in REFUSED])
def test_a_team_s_script_that_cannot_be_said_is_refused_with_file_line_and_key(
    tmp_path: Path, say: str, told: str
) -> None:
    path = own_script(tmp_path, say)
    line = path.read_text(encoding="utf-8").splitlines().index(f"say = {say}") + 1
    with pytest.raises(PlaybookError) as caught:
        load_playbook(tmp_path)
    [problem] = caught.value.problems
    assert problem.startswith(f"{path}:{line}: ")
    assert "go_back.say" in problem
    assert told in problem


def test_a_line_says_that_something_is_to_be_filled_in_where_it_is() -> None:
    brackets = deal(plan((Kind.NEVER_ASKED, Verdict.GO_BACK, None)))
    none = deal(plan((Kind.UNKNOWN, Verdict.ASK_WHY, None)))
    note = playbook().words.say("verdict.fill_in")
    for held, wanted in ((brackets, True), (none, False)):
        assert (note in str(advice.parts(held.plan, held, playbook(), LISBON))) is wanted
        asks = nudge(held, held.plan, 5, Opening.GO_BACK, playbook(), LISBON)
        assert (note in said_plainly(asks)) is wanted
