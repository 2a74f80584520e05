"""The verdict: the debrief modal's last screen, with what the rep may change on it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from coaching.checks import Refusal
from coaching.deal import LostDeal
from coaching.plan import Plan, Variant, Verdict
from coaching.verdict import may_choose
from prompts import advice, blocks
from prompts.choice import Choice
from prompts.let_go import asks_first, sure_view
from prompts.one_answer import sharpen_parts
from prompts.own_words_form import own_words_row
from prompts.playbook import Playbook
from prompts.view_state import Unreadable, block_ids, carried_ids, chosen, day, values
from prompts.words import Words

VERDICT = "verdict"
SURE = "verdict_sure"
"""The callback ids: of the screen, and of the question whether to let go of an open door all the same."""
WHY = "verdict_why"
"""The action id of the button that shows why, and the next deal."""
CHOOSE = blocks.VALUE
CHOOSE_BLOCK = "verdict"
"""What another verdict is chosen with."""


@dataclass(frozen=True)
class VerdictMetadata:
    """Which deal a verdict screen is about, which of its plans it shows, and whether with all there is to say."""

    deal_id: int
    plan_id: int
    more: bool = False

    def packed(self) -> str:
        return json.dumps({"deal": self.deal_id, "plan": self.plan_id, "more": self.more})

    @classmethod
    def of(cls, view: Mapping[str, Any]) -> "VerdictMetadata":
        deal_id, plan_id = carried_ids(view, "deal", "plan")
        return cls(deal_id, plan_id, json.loads(view["private_metadata"]).get("more") is True)


def verdict_screen(
    deal: LostDeal,
    shown: Plan,
    playbook: Playbook,
    zone: ZoneInfo,
    more: bool = False,
    changed: str = "",
    on: date | None = None,
) -> blocks.View:
    """The verdict, now and then, what to say, the date; why, and the next deal, once `more` is asked for.

    `shown` may differ from the deal's plan while choosing. A closed door leaves nothing to choose.
    `changed` says what one more answer changed. `on` is the day the rep has chosen already in the place of its own.
    """
    words = playbook.words
    told = advice.parts(shown, deal, playbook, zone)
    why = advice.why_parts(shown, deal, playbook, zone) if more else [_why_button(deal, shown, playbook)]
    closed = shown.variant is Variant.CLOSED
    if closed:
        told += [
            own_words_row(deal, playbook),
            blocks.context(words.say("verdict.closed_accepts")),
            *why,
        ]
    else:
        told += [own_words_row(deal, playbook), _date_field(shown, playbook, on), *why]
    told += sharpen_parts(deal, playbook)
    if not closed:
        told += [blocks.divider(), *_choice(shown, playbook)]
    return blocks.modal(
        VERDICT,
        words.say("verdict.title"),
        [*([blocks.paragraph(changed)] if changed else []), *told],
        close=words.say("verdict.done" if closed else "verdict.forget"),
        submit=None if closed else words.say("verdict.done"),
        metadata=VerdictMetadata(deal.id, deal.plans[-1].id, more).packed(),
    )


def _why_button(deal: LostDeal, shown: Plan, playbook: Playbook) -> blocks.Block:
    label = "closed_more" if shown.variant is Variant.CLOSED else "more"
    label = "more_nurture" if shown.verdict is Verdict.NURTURE else label
    button = blocks.button(playbook.words.say(f"verdict.{label}"), WHY, str(deal.id))
    return blocks.actions("why", [button])


def _choice(shown: Plan, playbook: Playbook) -> list[blocks.Block]:
    words = playbook.words
    verdicts = [blocks.option(v, words.say(f"verdict.{v}")) for v in may_choose(shown.kind)]
    select = blocks.select(verdicts, shown.verdict)
    return [
        blocks.field(
            CHOOSE_BLOCK,
            words.say("verdict.choose"),
            select,
            hint=words.say("verdict.choose_hint"),
            acts=True,
        ),
        blocks.context(words.say("verdict.accepts")),
    ]


def must_ask(deal: LostDeal, plan: Plan) -> bool:
    """Whether the rep lets go of an open door though the coach did not say so."""
    held = deal.plan.verdict is Verdict.LET_GO
    return plan.verdict is Verdict.LET_GO and not held and asks_first(deal)


def sure_screen(
    deal: LostDeal, about: VerdictMetadata, look_on: date | None, playbook: Playbook
) -> blocks.View:
    """Asks once; closing it keeps the coach's verdict."""
    on = look_on.isoformat() if look_on else None
    carried = json.dumps({"deal": about.deal_id, "plan": about.plan_id, "on": on})
    return sure_view(SURE, deal, carried, playbook, look_on)


def read_sure(view: Mapping[str, Any]) -> Choice:
    VerdictMetadata.of(view)
    on = json.loads(view["private_metadata"]).get("on")
    if not isinstance(on, str | None):
        raise Unreadable("view.private_metadata")
    return Choice(Verdict.LET_GO, day(on))


def read_choice(view: Mapping[str, Any]) -> Choice:
    """What stands on the verdict screen."""
    given = values(view)
    verdict = chosen(view, CHOOSE_BLOCK, Verdict) if given.get(CHOOSE_BLOCK) else Verdict.LET_GO
    # The day on screen is the chosen verdict's own, or the screen has not followed the choice yet.
    return Choice(verdict, day(given.get(f"on-{verdict}")))


def date_errors(view: Mapping[str, Any], refused: Refusal, words: Words) -> dict[str, str]:
    """What is wrong with the date, for the field it stands in."""
    if field := block_ids(view).get("on"):
        limit = words.day(refused.limit) if refused.limit else ""
        return {field: words.say(f"wrong.{refused.wrong}", limit=limit)}
    raise Unreadable("view.blocks.on")


def _date_field(plan: Plan, playbook: Playbook, chosen_on: date | None) -> blocks.Block:
    """The block id names the verdict, so that another verdict brings its own date instead of the one on screen."""
    words = playbook.words
    label, hint = words.say("verdict.date"), ""
    if plan.due:
        hint = advice.rule(plan.due, playbook)
    elif plan.verdict is Verdict.LET_GO:
        look = {"look_on": words.day(plan.look_on)} if plan.look_on else {}
        label = words.say("verdict.date_let_go")
        hint = words.say("verdict.date_look_hint" if look else "verdict.date_let_go_hint", **look)
    optional = plan.verdict is Verdict.LET_GO
    on = chosen_on or advice.day_after(plan)
    return blocks.field(f"on-{plan.verdict}", label, blocks.date_input(on), hint=hint, optional=optional)
