"""Sharing a lesson: the form, the preview, and the message in the channel; rendered and read here."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from coaching.checks import Wrong
from coaching.deal import LostDeal
from coaching.plain_text import name_key, seen_of
from prompts import blocks
from prompts.deal_modals import DealMetadata, Form, notice, small_modal
from prompts.playbook import Playbook
from prompts.view_state import Unreadable, carried_ids, values
from prompts.words import Words

_SHARED_LIMIT = 1400
"""Characters of a shared lesson: the preview carries it along in Slack's 3,000, escapes included."""
WITHDRAW = "share_withdraw"


def share_form(deal: LostDeal, shared_on: Sequence[tuple[int, date]], playbook: Playbook) -> blocks.View:
    """The lesson and where it goes; what is shared already, by id and day, can be withdrawn."""
    words = playbook.words
    earlier = [
        blocks.row(
            f"share-{share_id}",
            words.say("share.shared_on", date=words.day(on)),
            "",
            blocks.button(words.say("share.withdraw"), WITHDRAW, str(share_id)),
        )
        for share_id, on in shared_on
    ]
    channel: blocks.Block = {"type": "conversations_select", "action_id": blocks.VALUE}
    # A lesson is for colleagues: channels that people of other companies are in are not offered.
    only = {
        "include": ["public", "private"],
        "exclude_external_shared_channels": True,
        "exclude_bot_users": True,
    }
    channel |= {"filter": only}
    text = blocks.text_input(_to_share(deal), _SHARED_LIMIT, multiline=True)
    label, title = ("win_lesson", "win_title") if deal.won_back_at else ("lesson", "title")
    shown = [
        *earlier,
        blocks.field("lesson", words.say(f"share.{label}"), text, hint=words.say("share.lesson_hint")),
        blocks.field("channel", words.say("share.channel"), channel, hint=words.say("share.channel_hint")),
    ]
    button = words.say("share.preview_button")
    return small_modal(Form.SHARE, words.say(f"share.{title}"), shown, words, DealMetadata(deal.id), button)


def _to_share(deal: LostDeal) -> str | None:
    """The lesson of a no, or what made the difference to a win."""
    return deal.won_because if deal.won_back_at else deal.answers.lesson


@dataclass(frozen=True)
class Shared:
    """A lesson on its way to a channel."""

    lesson: str
    channel: str


def read_share(view: Mapping[str, Any]) -> Shared:
    given = values(view)
    return Shared((given.get("lesson") or "").strip(), given.get("channel") or "")


def share_problem(deal: LostDeal, shared: Shared, words: Words) -> dict[str, str]:
    """Errors by block: an empty lesson, or one that names the prospect."""
    if not shared.lesson:
        return {"lesson": words.say(f"wrong.{Wrong.BLANK}_text")}
    if _names(deal.prospect, words) & set(re.findall(r"\w+", name_key(shared.lesson))):
        return {"lesson": words.say("share.names_prospect")}
    return {}


def channel_error(said: "Said", words: Words) -> dict[str, str]:
    """Why the chosen channel will not do, at its field."""
    return {"channel": words.say(f"share.{said}")}


def _names(prospect: str, words: Words) -> set[str]:
    """The words of a prospect's name that would give them away: its capitalised ones, or all when there are none."""
    told = f"{words.texts['formats.company_suffixes']} {words.texts['formats.name_fillers']}"
    kept = [
        word
        for word in re.findall(r"\w+", seen_of(prospect))
        if word.casefold() not in told.casefold().split()
    ]
    names = [word for word in kept if not word.islower()] or kept
    return {word.casefold() for word in names}


def share_preview(deal: LostDeal, shared: Shared, playbook: Playbook) -> blocks.View:
    words = playbook.words
    message = shared_message(deal, shared.lesson, playbook)
    carried = json.dumps(
        {"deal": deal.id, "lesson": shared.lesson, "channel": shared.channel}, ensure_ascii=False
    )
    shown = [
        blocks.about_channel(words.texts["share.preview"], shared.channel),
        blocks.divider(),
        *message["blocks"],
    ]
    view = small_modal(
        Form.SHARE_PREVIEW,
        words.say("share.title"),
        shown,
        words,
        DealMetadata(deal.id),
        words.say("share.post"),
    )
    return view | {"private_metadata": carried}


def read_preview(view: Mapping[str, Any]) -> tuple[int, Shared]:
    (deal_id,) = carried_ids(view, "deal")
    told = json.loads(view["private_metadata"])
    lesson, channel = told.get("lesson"), told.get("channel")
    if not isinstance(lesson, str) or not isinstance(channel, str):
        raise Unreadable("view.private_metadata")
    return deal_id, Shared(lesson, channel)


class Said(StrEnum):
    """What is said once the preview was sent."""

    POSTING = "posting"
    POSTED = "posted"
    NOT_IN_CHANNEL = "not_in_channel"
    OUTSIDERS = "outsiders"
    NOT_TOLD = "not_told"
    FAILED = "failed"
    UNKNOWN = "unknown"
    TAKEN_BACK = "taken_back"
    NOT_NOTED = "not_noted"
    DELETED = "deleted"


def share_says(said: Said, playbook: Playbook) -> blocks.View:
    """In the preview's place. Closing it leads back to the form, where another channel can be chosen, if need be.

    There is no form any more of a deal that was deleted.
    """
    words = playbook.words
    shown = notice(words.say("share.title"), words.say(f"share.{said}"), words)
    return shown | {"clear_on_close": said in (Said.POSTED, Said.DELETED)}


def share_note(said: Said, playbook: Playbook) -> blocks.Message:
    """The same in the DM."""
    text = playbook.words.say(f"share.{said}")
    return blocks.message([text], [blocks.paragraph(text)])


def shared_message(deal: LostDeal, lesson: str, playbook: Playbook) -> blocks.Message:
    """Kind and lesson, or what made the difference to a win; never the prospect."""
    words, what = playbook.words, "win" if deal.won_back_at else "posted"
    kind = playbook.kinds[deal.answers.kind].label
    parts = [
        blocks.context(words.say(f"share.{what}_intro")),
        blocks.quote(words.say(f"share.{what}_kind", kind=kind), lesson),
    ]
    return blocks.message([words.say(f"share.{what}_text", kind=kind, lesson=lesson)], parts)
