"""One answer at a time: what would sharpen a verdict, the answers of a deal to change one of, and its one field."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from coaching.checks import Refusal
from coaching.deal import LostDeal
from coaching.debrief import Draft
from coaching.kinds import KINDS, Kind, Question, stage_told
from coaching.plan import Plan
from coaching.quick import told_by_kind, without_stage_of
from coaching.sharpen import open_answers
from prompts import advice, blocks, debrief_modal
from prompts.choice import Choice, carried_choice
from prompts.debrief_context import Learned, learned_blocks
from prompts.debrief_fields import (
    asked_why_field,
    callback_field,
    condition_field,
    door_field,
    first_no_field,
    kind_field,
    lesson_field,
    question_field,
    stage_field,
    value_field,
    words_field,
    worth_field,
)
from prompts.debrief_modal import PROSPECT_LIMIT
from prompts.history_modal import answer_in_words
from prompts.named_dates import NamedDate
from prompts.playbook import Playbook
from prompts.view_state import Unreadable, carried_ids

ANSWER = "one_answer"
"""The callback id of the one field."""
EDIT = "edit_answers"
OPEN = "answer_open"
"""The action ids of what opens one answer begin so."""
ALL = "edit_all"
BACK = "answer_back"
_ASKED = frozenset(map(str, Question))


@dataclass(frozen=True)
class AnswerMetadata:
    """Which answer of which deal, the plan that held when it was opened, and what the rep had chosen in its place."""

    deal_id: int
    plan_id: int
    name: str
    choice: Choice | None = None

    def packed(self) -> str:
        chosen = self.choice.packed() if self.choice else {}
        return json.dumps({"deal": self.deal_id, "plan": self.plan_id, "answer": self.name, **chosen})

    @classmethod
    def of(cls, view: Mapping[str, Any]) -> "AnswerMetadata":
        deal_id, plan_id = carried_ids(view, "deal", "plan")
        carried = json.loads(view["private_metadata"])
        if not isinstance(name := carried.get("answer"), str):
            raise Unreadable("view.private_metadata")
        return cls(deal_id, plan_id, name, carried_choice(carried))


def sharpen_parts(deal: LostDeal, playbook: Playbook) -> list[blocks.Block]:
    """Below a verdict: a button for each answer that could still sharpen it."""
    say = playbook.words.say
    buttons = [
        blocks.button(_asks(name, deal.answers.kind, playbook), f"{OPEN}_{name}", f"{deal.id}:{name}")
        for name in open_answers(deal.answers)
    ]
    return [blocks.paragraph(say("sharpen.title")), blocks.actions("sharpen", buttons)] if buttons else []


def edit_list(deal: LostDeal, playbook: Playbook) -> blocks.View:
    """Every answer there may be, each with what stands there and the way to change it."""
    say = playbook.words.say
    shown = [blocks.paragraph(say("edit.explains"))]
    for name in _answers_of(deal):
        value = f"{deal.id}:{name}"
        change = blocks.button(say("edit.change"), f"{OPEN}_{name}", value)
        shown.append(
            blocks.row(f"edit-{name}", _label(name, deal, playbook), _value(name, deal, playbook), change)
        )
    shown.append(blocks.actions("all", [blocks.button(say("edit.all"), ALL, str(deal.id))]))
    return blocks.modal(EDIT, say("edit.title"), shown, close=say("screens.close"))


def answer_form(
    deal: LostDeal,
    name: str,
    playbook: Playbook,
    suggested: NamedDate | None = None,
    learned: Learned | None = None,
    choice: Choice | None = None,
) -> blocks.View:
    """The one field, with what stands there; a day that was read in their words is suggested, and says so.

    `learned` is the last lesson of this kind of no, `choice` what the rep had chosen on the verdict screen.
    """
    words, draft = playbook.words, Draft.of(deal.prospect, deal.answers)
    notes = []
    if name == "callback_on" and suggested and draft.callback_on is None:
        draft = replace(draft, callback_on=suggested.on)
        notes = [blocks.context(words.say("sharpen.suggested", said=suggested.said))]
    notes += learned_blocks(learned, playbook)
    back = blocks.button(words.say("sharpen.back"), BACK, str(deal.id))
    return blocks.modal(
        ANSWER,
        words.say("sharpen.one_title"),
        [*notes, _field(name, draft, playbook), blocks.actions("answer", [back])],
        close=words.say("screens.close"),
        submit=words.say("sharpen.save"),
        metadata=AnswerMetadata(deal.id, deal.plans[-1].id, name, choice).packed(),
    )


def read_open(value: object) -> tuple[int, str]:
    """The deal's id and the answer's name of a button that opens one."""
    deal_id, _, name = str(value).partition(":")
    if not deal_id.isdecimal() or not _is_answer(name):
        raise Unreadable("actions.0.value")
    return int(deal_id), name


def read_answer(view: Mapping[str, Any], deal: LostDeal) -> tuple[Draft, list[Refusal]]:
    """The deal's answers with this one, and what could not be read of it. Another kind brings what it tells itself."""
    before = deal.answers.kind
    draft, refused = debrief_modal.read(view, Draft.of(deal.prospect, deal.answers))
    return (draft if draft.kind is before else told_by_kind(without_stage_of(before, draft))), refused


def what_changed(before: Plan, after: Plan, playbook: Playbook) -> str:
    """What an answer changed, in one line."""
    words = playbook.words
    told = []
    if after.verdict is not before.verdict:
        was, now = words.say(f"verdict.{before.verdict}"), words.say(f"verdict.{after.verdict}")
        told.append(words.say("sharpen.verdict_changed", before=was, after=now))
    was_on, now_on = advice.day_after(before), advice.day_after(after)
    if after.due and was_on and was_on != now_on:
        facts = {"before": words.day(was_on), "after": words.day(after.due.on)}
        told.append(words.say("sharpen.date_moved", **facts, rule=advice.rule(after.due, playbook)))
    elif after.due and not was_on:
        facts = {"after": words.day(after.due.on)}
        told.append(words.say("sharpen.date_new", **facts, rule=advice.rule(after.due, playbook)))
    elif was_on and not now_on:
        told.append(words.say("sharpen.date_gone"))
    return " ".join(told) or words.say("sharpen.same")


def _answers_of(deal: LostDeal) -> list[str]:
    """Silence has tries where a no has a door, and becomes one only by going through all answers.

    The stage is one to change unless the kind of no tells it, and it stands so.
    """
    answers = deal.answers
    own = [str(question) for question in KINDS[answers.kind].questions]
    heard = ["kind", "door", "asked_why"] if answers.is_a_no else []
    told = stage_told(answers.kind)
    stage = [] if told and answers.stage is told else ["stage"]
    later = ["callback_on", "condition", "worth", "first_no", "lesson", "value"]
    return list(dict.fromkeys(["prospect", "words", *heard, *stage, *own, *later]))


def _is_answer(name: str) -> bool:
    return name in _FIELDS or name in _ASKED


def _asks(name: str, kind: Kind, playbook: Playbook) -> str:
    """The button's words: the kind's own question, where there is no shorter name for it."""
    key = f"sharpen.{name}"
    if key in playbook.words.texts:
        return playbook.words.say(key)
    return playbook.kinds[kind].questions[Question(name)].label


def _label(name: str, deal: LostDeal, playbook: Playbook) -> str:
    if name in _ASKED and name not in _FIELDS and name != Question.TRIES:
        return playbook.kinds[deal.answers.kind].questions[Question(name)].label
    say = playbook.words.say
    return say("who.prospect") if name == "prospect" else say(f"history.field_{name}")


def _value(name: str, deal: LostDeal, playbook: Playbook) -> str:
    if name == "prospect":
        return deal.prospect
    value = getattr(deal.answers, name, None)
    if not hasattr(deal.answers, name):
        value = deal.answers.notes.get(Question(name))
    return answer_in_words(name, value, playbook)


def _field(name: str, draft: Draft, playbook: Playbook) -> blocks.Block:
    if name in _ASKED and (draft.kind is None or name in KINDS[draft.kind].questions):
        return question_field(Question(name), draft, playbook)
    if name not in _FIELDS:
        raise Unreadable("actions.0.value")
    return _FIELDS[name](draft, playbook)


def _prospect(draft: Draft, playbook: Playbook) -> blocks.Block:
    say = playbook.words.say
    typed = blocks.text_input(draft.prospect, PROSPECT_LIMIT, say("who.prospect_placeholder"))
    return blocks.field("prospect", say("who.prospect"), typed, hint=say("who.prospect_hint"))


_FIELDS: Mapping[str, Callable[[Draft, Playbook], blocks.Block]] = {
    "prospect": _prospect,
    "words": lambda draft, playbook: words_field(draft.words, playbook.words),
    "kind": lambda draft, playbook: kind_field(
        replace(draft, stage=None), playbook, without=Kind.NO_RESPONSE
    ),
    "door": lambda draft, playbook: door_field(draft.door, playbook.words),
    "stage": lambda draft, playbook: stage_field(draft.stage, playbook.words),
    "asked_why": lambda draft, playbook: asked_why_field(draft.asked_why, playbook.words),
    "callback_on": lambda draft, playbook: callback_field(draft.callback_on, playbook.words),
    "condition": lambda draft, playbook: condition_field(draft.condition, playbook.words),
    "worth": lambda draft, playbook: worth_field(draft.worth, playbook.words),
    "first_no": lambda draft, playbook: first_no_field(draft.first_no, playbook.words),
    "lesson": lambda draft, playbook: lesson_field(draft.lesson, playbook.words),
    "value": lambda draft, playbook: value_field(draft.value, playbook.words),
}
"""The fields that are asked whatever the kind; a kind's own questions are drawn from its words."""
