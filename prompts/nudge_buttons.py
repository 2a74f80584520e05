"""The buttons of a nudge, rendered and read here: one that stands out, few beside it, the rest behind three dots."""

from collections.abc import Mapping
from typing import Any

from coaching.deal import LostDeal, Reply
from coaching.follow_up import taken_by
from coaching.plan import Opening, Plan
from prompts import blocks
from prompts.more import more_menu, more_of
from prompts.notes import note_button
from prompts.own_words import Moment
from prompts.own_words_form import own_words_button
from prompts.playbook import Playbook
from prompts.reply_buttons import AFTER_AN_ATTEMPT, COMMON, MORE_ORDER, PRIMARY, SNOOZE_MENU
from prompts.view_state import Unreadable

REPLY = "nudge_reply_"
"""Prefix of a reply button's action id; the reply's name follows, the value is the nudge's id."""
SNOOZE = "nudge_snooze"
SUGGESTS = frozenset(
    {Opening.GO_BACK, Opening.FOLLOW_UP, Opening.NURTURE, Opening.ASK_WHY, Opening.ONE_MORE_TRY, Opening.LOOK}
)
"""Openings that come with a suggested message."""


def reply_buttons(
    deal: LostDeal, plan: Plan, nudge_id: int, opening: Opening, playbook: Playbook
) -> list[blocks.Block]:
    """One that stands out, up to three beside it with the snoozes, and the rest behind three dots."""
    say, offered = playbook.words.say, taken_by(deal, opening)
    first = PRIMARY[opening]
    common = [reply for reply in COMMON if reply is not Reply.NO_ANSWER or opening in AFTER_AN_ATTEMPT]
    shown = [first, *(reply for reply in common if reply in offered and reply is not first)]
    row = [
        blocks.button(
            say(f"replies.{reply}"),
            f"{REPLY}{reply}",
            str(nudge_id),
            style="primary" if reply is first else None,
        )
        for reply in shown
    ]
    if snoozes := [reply for reply in SNOOZE_MENU if reply in offered]:
        options = [blocks.option(f"{reply}:{nudge_id}", say(f"replies.{reply}")) for reply in snoozes]
        row.append(blocks.select(options, None, say("replies.snooze")) | {"action_id": SNOOZE})
    rest = [reply for reply in MORE_ORDER if reply in offered and reply not in shown]
    more = [(str(reply), say(f"replies.{reply}"), nudge_id) for reply in rest]
    moment = moment_of(opening) if opening in SUGGESTS else None
    row += more_menu([*more, *map(more_of, beside(deal, plan, moment, playbook))])
    return [blocks.actions("replies", row)]


def beside(deal: LostDeal, plan: Plan, moment: Moment | None, playbook: Playbook) -> list[blocks.Block]:
    """What can be written down there, besides answering: a note, and the message of that moment in one's own words."""
    own = [own_words_button(deal, plan, moment, playbook)] if moment else []
    return [note_button(deal, playbook), *own]


def moment_of(opening: Opening) -> Moment:
    return Moment.LOOK if opening is Opening.LOOK else Moment.LATER


def read_reply(action: Mapping[str, Any]) -> tuple[Reply, int]:
    """The reply and the nudge's id of a pressed button or a chosen snooze."""
    try:
        if chosen := action.get("selected_option"):
            name, nudge_id = str(chosen["value"]).split(":")
            return Reply(name), int(nudge_id)
        return Reply(str(action["action_id"]).removeprefix(REPLY)), int(action["value"])
    except (ValueError, LookupError, TypeError):
        raise Unreadable("actions.0") from None
