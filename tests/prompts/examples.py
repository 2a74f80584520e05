"""Deals, plans and drafts for the tests of the words: plain ones, and the worst a rep can type."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from html import unescape
from typing import Any
from zoneinfo import ZoneInfo

from coaching.deal import Debriefed, LostDeal, Nudged, Planned, Replied, Reply, Source
from coaching.debrief import AskedWhy, Door, Draft, FirstNo, Worth
from coaching.kinds import KINDS, Kind, Question, Shape, Stage, shape_of
from coaching.plan import Opening, Plan, PlannedDate, Reason, Variant, Verdict, Why
from coaching.verdict import may_choose
from playground.state.inputs import initial_state
from playground.state.normalise import blocks_as_kept
from prompts.kind_words import VARIANTS
from prompts.playbook import Playbook
from tests.words import shipped_playbook

NOW = datetime(2026, 11, 3, 10, 0, tzinfo=UTC)
SOON = datetime(2026, 11, 10, 9, 30, tzinfo=UTC)
LISBON = ZoneInfo("Europe/Lisbon")
DAY = date(2027, 5, 4)

PLAIN = "Dana Reyes, Acme"
HOSTILE = '<!channel> <@U0SAM> *b* _i_ ~s~ `c` & &amp; {name} {0} :tada: 🎉 שלום مرحبا "q" </b>, Acme '
WORST_PROSPECT = (HOSTILE * 2)[:120]
WORST_WORDS = (HOSTILE * 60)[:3000]
LONG_WORDS = "They went on and on. " * 143


@cache
def playbook() -> Playbook:
    """The shipped words."""
    return shipped_playbook()


def said_plainly(message: Mapping[str, Any]) -> str:
    """A message's top-level text as Slack shows it: escapes undone."""
    return unescape(str(message["text"]))


ASKED = [opening for opening in Opening if opening is not Opening.RECOMMENDED]
"""What a nudge asks; a recommendation has a message of its own."""

Scene = tuple[Kind, Verdict, Variant | None]
"""A kind of no, a verdict, and the shade of it, if it has one."""


def scene_id(scene: Scene) -> str:
    return "-".join(str(part) for part in scene if part)


def scenes() -> list[Scene]:
    """Every kind of no with every verdict a rep can come to, and the shades that have words of their own."""
    plain: list[Scene] = [(kind, verdict, None) for kind in Kind for verdict in may_choose(kind)]
    shades: list[Scene] = [(kind, verdict, variant) for (kind, verdict), variant in VARIANTS.items()]
    closed: list[Scene] = [
        (kind, Verdict.LET_GO, Variant.CLOSED) for kind in Kind if kind is not Kind.NO_RESPONSE
    ]
    return plain + shades + closed


def scenes_of(kind: Kind) -> list[Scene]:
    return [scene for scene in scenes() if scene[0] is kind]


def plan(scene: Scene = (Kind.NOT_NOW, Verdict.FOLLOW_UP, None), **more: Any) -> Plan:
    """A plan with the longest there can be to say: four reasons, and a rule that moved."""
    kind, verdict, variant = scene
    why = (Why.DODGED, Why.COSTS_MORE, Why.LATE_NO, Why.ANOTHER_WAY)
    rule = Reason(Why.BEFORE_CONTRACT, on=DAY, count=90)
    due = PlannedDate(date(2027, 2, 3), rule, (Reason(Why.YEAR_END, on=DAY),))
    scheduled = None if verdict is Verdict.LET_GO else due
    then = Verdict.NURTURE if verdict is Verdict.ASK_WHY else None
    made = Plan(verdict, verdict, kind, tuple(Reason(one) for one in why), then, variant)
    opening = Opening(verdict) if scheduled else None
    return replace(made, opening=opening, due=scheduled, **more)


def deal(held: Plan, *, prospect: str = PLAIN, words: str | None = None, **more: Any) -> LostDeal:
    """A deal under that plan, nudged once."""
    answers = replace(draft(held.kind, text=words), worth=Worth.YES).answers()
    made = LostDeal(7, "T0TEST", "U0ANA", prospect, NOW, (Debriefed(1, NOW, Source.DEBRIEF, answers),))
    return replace(made, plans=(Planned(11, NOW, held),), nudges=(Nudged(5, NOW, Opening.FOLLOW_UP),), **more)


def draft(kind: Kind, *, stage: Stage | None = None, text: str | None = None, prospect: str = PLAIN) -> Draft:
    """A debrief with everything filled in that this kind asks, each text being `text`."""
    silent, questions = kind is Kind.NO_RESPONSE, KINDS[kind].questions
    return Draft(
        prospect=prospect,
        stage=stage or sorted(KINDS[kind].stages)[0],
        kind=kind,
        asked_why=AskedWhy.DODGED if kind is Kind.UNKNOWN else AskedWhy.TOLD,
        door=None if silent else Door.AJAR,
        words=text,
        tries=4 if silent else None,
        callback_on=DAY,
        condition=text,
        contract_end=DAY if Question.CONTRACT_END in questions else None,
        budget_on=DAY if Question.BUDGET_ON in questions else None,
        better_terms=False if Question.BETTER_TERMS in questions else None,
        worth=Worth.EVEN,
        first_no=FirstNo.END,
        value=Decimal("12000.50"),
        lesson=text,
        notes={
            q: text for q in questions if text and shape_of(q) is Shape.TEXT and q is not Question.CONDITION
        },
    )


def replied(held: LostDeal, reply: Reply, then: Plan, **more: Any) -> tuple[LostDeal, Replied]:
    """The deal after a reply that led to `then`."""
    said = Replied(3, NOW, reply, 5)
    plans = (*held.plans, Planned(12, NOW, then))
    return replace(held, plans=plans, replies=(said,), **more), said


def filled(view: Mapping[str, Any], **typed: Mapping[str, Any]) -> dict[str, Any]:
    """The view as Slack sends it back: what it opened with, and what was typed over it, by block id."""
    kept = blocks_as_kept(view["blocks"])
    values = initial_state(kept)
    for block_id, entry in typed.items():
        values[block_id] = {"value": {**values[block_id]["value"], **entry}}
    return {**view, "blocks": kept, "state": {"values": values}}


def inputs(view: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The view's input blocks by block id."""
    return {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}


def buttons(message: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """What can be pressed or chosen in a message, by action id."""
    rows = (block["elements"] for block in message["blocks"] if block["type"] == "actions")
    return {element["action_id"]: element for row in rows for element in row}


def scripts(shown: Mapping[str, Any]) -> Iterator[str]:
    """The texts that stand in a block to copy."""
    for block in shown["blocks"]:
        for part in block.get("elements", []) if block["type"] == "rich_text" else []:
            if part["type"] == "rich_text_preformatted":
                yield "".join(run["text"] for run in part["elements"])
