"""The small modals around a lost deal: another date, what happened, still no, what won; rendered and read here."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from coaching.deal import LostDeal, Reply
from coaching.debrief import TEXT_LIMIT, Door, Draft
from coaching.kinds import Kind
from prompts import blocks
from prompts.debrief_fields import callback_field, door_field, kind_field, words_field
from prompts.playbook import Playbook
from prompts.view_state import by_field, carried, carried_ids, chosen, day, values
from prompts.words import Words

_WHAT = "what"


class Form(StrEnum):
    """The callback ids of the small modals."""

    CHANGE_DATE = "form_change_date"
    SNOOZE = "form_snooze"
    ONE_MORE_TRY = "form_one_more_try"
    REOPEN = "form_reopen"
    HAPPENED = "form_happened"
    LET_GO = "form_let_go"
    STILL_NO = "form_still_no"
    WON = "form_won"
    SHARE = "form_share"
    ANSWER = "form_answer"
    SHARE_PREVIEW = "form_share_preview"
    NOTE = "form_note"
    OWN_WORDS = "form_own_words"
    DELETE = "form_delete"


@dataclass(frozen=True)
class DealMetadata:
    """What a small modal is about: the deal, and the nudge or the plan it answers, if it does."""

    deal_id: int
    nudge_id: int | None = None
    plan_id: int | None = None

    @classmethod
    def as_it_stands(cls, deal: LostDeal, nudge_id: int | None = None) -> "DealMetadata":
        """Tied to the plan that holds now: a form sent after something else was decided is refused."""
        return cls(deal.id, nudge_id, deal.plans[-1].id)

    def packed(self) -> str:
        return json.dumps({"deal": self.deal_id, "nudge": self.nudge_id, "plan": self.plan_id})

    @classmethod
    def of(cls, view: Mapping[str, Any]) -> "DealMetadata":
        return cls(*carried_ids(view, "deal"), *carried(view, "nudge", "plan"))


def day_form(
    form: Form,
    about: DealMetadata,
    suggested: date | None,
    playbook: Playbook,
    paused_until: date | None = None,
) -> blocks.View:
    """Asks for one day: a changed date, a snooze, one more try, or when to take a reopened deal up.

    Where nudges are paused the hint says until when: nothing comes before.
    """
    words = playbook.words
    section = form.removeprefix("form_")
    hint = words.texts.get(f"{section}.hint") or words.say("change_date.hint")
    if paused_until:
        hint = f"{hint} {words.say('change_date.paused', date=words.day(paused_until))}"
    on = blocks.field("on", words.say(f"{section}.date"), blocks.date_input(suggested), hint=hint)
    return small_modal(form, words.say(f"{section}.title"), [on], words, about, words.say("screens.save"))


def read_day(view: Mapping[str, Any]) -> date | None:
    return day(values(view).get("on"))


def happened_form(deal: LostDeal, replies: tuple[Reply, ...], playbook: Playbook) -> blocks.View:
    """The replies that a nudge takes, at any time."""
    words = playbook.words
    options = [blocks.option(reply, words.say(f"replies.{reply}")) for reply in replies]
    label = words.say("happened.what", prospect=blocks.cut(deal.prospect, 120))
    what = blocks.field("reply", label, blocks.one_of(options, None, words.say("why.kind_placeholder")))
    title = words.say("happened.title")
    return small_modal(
        Form.HAPPENED, title, [what], words, DealMetadata.as_it_stands(deal), words.say("screens.next")
    )


def read_happened(view: Mapping[str, Any]) -> Reply:
    return chosen(view, "reply", Reply)


def still_no_form(deal: LostDeal, about: DealMetadata, playbook: Playbook) -> blocks.View:
    """Kind, door and what may have changed with another no, and what they said this time."""
    words = playbook.words
    draft = Draft.of(deal.prospect, deal.answers)
    heard = draft.kind if draft.kind is not Kind.NO_RESPONSE else None
    shown = [
        blocks.paragraph(words.say("still_no.intro", prospect=deal.prospect)),
        kind_field(Draft(stage=draft.stage, kind=heard), playbook, without=Kind.NO_RESPONSE),
        door_field(None, words),
        words_field(None, words),
        callback_field(None, words),
        blocks.field(
            "condition", words.say("look.condition"), blocks.text_input(None, TEXT_LIMIT), optional=True
        ),
    ]
    return small_modal(
        Form.STILL_NO, words.say("still_no.title"), shown, words, about, words.say("still_no.done")
    )


@dataclass(frozen=True)
class StillNo:
    """What the rep says of another no."""

    kind: Kind
    door: Door
    callback_on: date | None
    condition: str | None
    words: str | None = None


def read_still_no(view: Mapping[str, Any]) -> StillNo:
    given = by_field(view)
    kind, door = chosen(view, "kind", Kind), chosen(view, "door", Door)
    return StillNo(kind, door, day(given.get("callback_on")), given.get("condition"), given.get("words"))


def won_form(deal: LostDeal, playbook: Playbook) -> blocks.View:
    words = playbook.words
    what = blocks.text_input(None, TEXT_LIMIT, multiline=True)
    field = blocks.field(_WHAT, words.say("won.what"), what, hint=words.say("won.hint"))
    return small_modal(
        Form.WON, words.say("won.title"), [field], words, DealMetadata(deal.id), words.say("screens.save")
    )


def read_won(view: Mapping[str, Any]) -> str | None:
    return (values(view).get(_WHAT) or "").strip() or None


def won_errors(words: Words) -> dict[str, str]:
    """Nothing but blanks was typed."""
    return {_WHAT: words.say("wrong.blank_text")}


def delete_form(deal: LostDeal, playbook: Playbook) -> blocks.View:
    """Asks once whether all of it is to go."""
    words = playbook.words
    text = words.say("card.delete_text", prospect=blocks.cut(deal.prospect, 60))
    return blocks.modal(
        Form.DELETE,
        words.say("card.delete_title"),
        [blocks.paragraph(text)],
        close=words.say("card.delete_deny"),
        submit=words.say("card.delete_confirm"),
        metadata=DealMetadata(deal.id).packed(),
    )


def notice(title: str, text: str, words: Words) -> blocks.View:
    """A modal that only says something."""
    return blocks.modal("notice", title, [blocks.paragraph(text)], close=words.say("screens.close"))


def small_modal(
    form: Form, title: str, shown: list[blocks.Block], words: Words, about: DealMetadata, submit: str
) -> blocks.View:
    return blocks.modal(
        form, title, shown, close=words.say("screens.cancel"), submit=submit, metadata=about.packed()
    )
