"""A nudge in the rep's DM: how it asks, which replies it takes, and how it looks once answered."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from coaching.deal import SNOOZES, LostDeal, Replied, Reply
from coaching.follow_up import offers_let_go, replies_to
from coaching.plan import Opening, Plan, Variant, Verdict
from prompts import advice, blocks
from prompts.deal_card import WON_BECAUSE, let_go_button, recommendation_buttons
from prompts.noted import noted, noted_block, noted_first, noted_text, quoted
from prompts.notes import note_button
from prompts.own_words import Moment, in_own_words
from prompts.own_words_form import own_words_button
from prompts.playbook import Playbook
from prompts.reply_buttons import BUTTON_ORDER, SNOOZE_MENU
from prompts.view_state import Unreadable

REPLY = "nudge_reply_"
"""Prefix of a reply button's action id; the reply's name follows, the value is the nudge's id."""
SNOOZE = "nudge_snooze"
UNDO = "nudge_undo"

_SUGGESTS = frozenset(
    {Opening.GO_BACK, Opening.FOLLOW_UP, Opening.NURTURE, Opening.ASK_WHY, Opening.ONE_MORE_TRY, Opening.LOOK}
)
_SHORT = 500
"""Characters of what was typed, in the plain text: the suggestion after it must not be cut off."""


def nudge(
    deal: LostDeal,
    plan: Plan,
    nudge_id: int,
    opening: Opening,
    playbook: Playbook,
    zone: ZoneInfo,
    reminder: bool = False,
) -> blocks.Message:
    """The question, asked under `plan`: headline, their words, the date's rule, a suggested message, the replies."""
    asked, lines = _asked(deal, plan, opening, playbook, zone, reminder=reminder)
    return blocks.message(lines, [*asked, *_reply_buttons(deal, plan, nudge_id, opening, playbook)])


def answered(
    deal: LostDeal,
    plan: Plan,
    opening: Opening,
    reply: Replied,
    playbook: Playbook,
    zone: ZoneInfo,
    undo: bool,
) -> blocks.Message:
    """The same message once answered: what was said and when, what comes next, and Undo while `undo` holds."""
    words = playbook.words
    asked, _ = _asked(deal, plan, opening, playbook, zone, suggest=False)
    outcome = outcome_lines(deal, reply, playbook, zone)
    back = [undo_button(reply.id, playbook)] if undo else []
    ways_on = recommendation_buttons(deal, playbook) if offers_let_go(deal.plan) else []
    if deal.won_back_at and not deal.won_because:
        ways_on = [blocks.button(words.say("won.ask"), WON_BECAUSE, str(deal.id), style="primary")]
    buttons = [blocks.actions("answered", [*ways_on, *back, note_button(deal, playbook)])]
    shown = [*asked, *_outcome_blocks(deal, outcome, playbook, zone), *buttons]
    return blocks.message(
        [headline(deal, plan, opening, playbook), *outcome, *_follows(deal, playbook, zone)], shown
    )


def past(
    deal: LostDeal, plan: Plan, opening: Opening, reply: Replied, playbook: Playbook, zone: ZoneInfo
) -> blocks.Message:
    """An answered nudge that a newer one has followed: what was said, and nothing to press."""
    words = playbook.words
    asked, lines = _asked(deal, plan, opening, playbook, zone, suggest=False)
    reply_text = words.say(f"replies.{reply.reply}")
    note = words.say("nudges.answered", reply=reply_text, moment=words.moment(reply.at, zone))
    return blocks.message([*lines, note], [*asked, blocks.context(note)])


def recommended(
    deal: LostDeal,
    plan: Plan,
    buttons: list[blocks.Block],
    playbook: Playbook,
    zone: ZoneInfo,
    reminder: bool = False,
) -> blocks.Message:
    """The recommendation to let go, unasked for by a reply: why, and the goodbye."""
    say = playbook.words.say
    said, why = quoted(deal, playbook, zone), advice.reasons(plan, playbook)
    goodbye = advice.script(plan, deal, playbook, zone)
    own = own_words_button(deal, plan, Moment.NOW, playbook)
    title = say("nudges.recommends", prospect=deal.prospect)
    title = say("nudges.reminder", headline=title) if reminder else title
    shown = [
        blocks.header(title),
        *([blocks.quote(*said)] if said else []),
        blocks.titled_list(say("verdict.why"), why),
        advice.now_block(say("nudges.goodbye"), plan, deal, playbook, zone),
        *([blocks.actions("answered", [*buttons, note_button(deal, playbook), own])] if buttons else []),
    ]
    return blocks.message([title, *why, f"{say('nudges.goodbye')}: {goodbye}"], shown)


def moved_on(
    deal: LostDeal, plan: Plan, opening: Opening, playbook: Playbook, zone: ZoneInfo, why: str
) -> blocks.Message:
    """The same message with nothing to press any more; `why` is the key of the note that says so."""
    asked, lines = _asked(deal, plan, opening, playbook, zone, suggest=False)
    note = playbook.words.say(why)
    return blocks.message([*lines, note], [*asked, blocks.context(note)])


def undo_button(reply_id: int, playbook: Playbook) -> blocks.Block:
    return blocks.button(playbook.words.say("nudges.undo"), UNDO, str(reply_id))


def read_reply(action: Mapping[str, Any]) -> tuple[Reply, int]:
    """The reply and the nudge's id of a pressed button or a chosen snooze."""
    try:
        if chosen := action.get("selected_option"):
            name, nudge_id = str(chosen["value"]).split(":")
            return Reply(name), int(nudge_id)
        return Reply(str(action["action_id"]).removeprefix(REPLY)), int(action["value"])
    except (ValueError, LookupError, TypeError):
        raise Unreadable("actions.0") from None


def _asked(
    deal: LostDeal,
    plan: Plan,
    opening: Opening,
    playbook: Playbook,
    zone: ZoneInfo,
    suggest: bool = True,
    reminder: bool = False,
) -> tuple[list[blocks.Block], list[str]]:
    say = playbook.words.say
    asks = headline(deal, plan, opening, playbook)
    title = say("nudges.reminder", headline=asks) if reminder else asks
    context = kind = playbook.kinds[deal.answers.kind].label
    if plan.due:
        context = say("nudges.context", kind=kind, rule=advice.why_today(plan.due, playbook))
    said = quoted(deal, playbook, zone)
    # What is answered already tells nothing that was noted since.
    known = (noted_first if suggest else noted)(deal, playbook, zone)
    shown = [
        blocks.header(title),
        *([blocks.quote(*said)] if said else []),
        *noted_block(known, playbook),
        blocks.context(context),
    ]
    parts = [title, _in_words(said), noted_text(known, playbook), context]
    if suggest:
        from_notes = opening is Opening.NURTURE and deal.notes
        opens = say("notes.opens_nurture" if from_notes else f"nudges.opens_{_name(plan, opening)}")
        shown.append(blocks.paragraph(opens))
        parts.append(opens)
        if opening in _SUGGESTS:
            script = _suggestion(deal, plan, opening, playbook, zone)
            theirs = in_own_words(deal, _moment(opening), plan) is not None
            shown.append(advice.script_block(say("nudges.you_might_say"), script, playbook, theirs))
            parts += [advice.fill_in(script, playbook), f"{say('nudges.you_might_say')}: {script}"]
    return shown, parts


def _in_words(said: tuple[str, str] | None) -> str:
    return f"{said[0]}: {blocks.cut(said[1], _SHORT)}" if said else ""


def _follows(deal: LostDeal, playbook: Playbook, zone: ZoneInfo) -> list[str]:
    """The reasons and the script that the blocks show below the outcome, in plain words."""
    if deal.won_back_at:
        return []
    say, plan = playbook.words.say, deal.plan
    lines = advice.reasons(plan, playbook)
    script = advice.script(plan, deal, playbook, zone)
    if plan.verdict is Verdict.LET_GO:
        lines.append(f"{say('nudges.goodbye')}: {script}")
    elif deal.replies and deal.replies[-1].reply is Reply.STILL_NO:
        lines.append(f"{advice.when_to_say(plan, playbook)}: {script}")
    return lines


def headline(deal: LostDeal, plan: Plan, opening: Opening, playbook: Playbook) -> str:
    """What the nudge asks, in one line."""
    if opening is Opening.RECOMMENDED:
        return playbook.words.say("nudges.recommends", prospect=deal.prospect)
    return playbook.words.say(f"nudges.{_name(plan, opening)}", prospect=deal.prospect)


def _name(plan: Plan, opening: Opening) -> str:
    light = plan.variant is Variant.LIGHT_CHECK and opening is Opening.FOLLOW_UP
    return "light_check" if light else str(opening)


def _moment(opening: Opening) -> Moment:
    return Moment.LOOK if opening is Opening.LOOK else Moment.LATER


def _suggestion(deal: LostDeal, plan: Plan, opening: Opening, playbook: Playbook, zone: ZoneInfo) -> str:
    look = opening is Opening.LOOK
    return (advice.look_script if look else advice.later_script)(plan, deal, playbook, zone)


def _reply_buttons(
    deal: LostDeal, plan: Plan, nudge_id: int, opening: Opening, playbook: Playbook
) -> list[blocks.Block]:
    say = playbook.words.say
    offered = replies_to(opening)
    row = [
        blocks.button(
            say(f"replies.{reply}"), f"{REPLY}{reply}", str(nudge_id), style=None if at else "primary"
        )
        for at, reply in enumerate(one for one in BUTTON_ORDER if one in offered)
    ]
    if set(offered) >= SNOOZES:
        options = [blocks.option(f"{reply}:{nudge_id}", say(f"replies.{reply}")) for reply in SNOOZE_MENU]
        row.append(blocks.select(options, None, say("replies.snooze")) | {"action_id": SNOOZE})
    if Reply.LET_GO in offered:
        row.append(let_go_button(deal, f"{REPLY}{Reply.LET_GO}", str(nudge_id), playbook))
    row.append(note_button(deal, playbook))
    if opening in _SUGGESTS:
        row.append(own_words_button(deal, plan, _moment(opening), playbook))
    return [blocks.actions("replies", row)]


def outcome_lines(deal: LostDeal, reply: Replied, playbook: Playbook, zone: ZoneInfo) -> list[str]:
    """What was answered and what follows, a sentence each."""
    words = playbook.words
    said = words.say(f"replies.{reply.reply}")
    lines = [words.say("nudges.answered", reply=said, moment=words.moment(reply.at, zone))]
    if deal.won_back_at:
        return [*lines, words.say("nudges.celebrate", prospect=deal.prospect)]
    if not deal.plan.accepted:
        return [*lines, words.say("nudges.recommends", prospect=deal.prospect) + "."]
    if deal.next_nudge_at and deal.plan.opening:
        lines.append(_next(deal.next_nudge_at, deal.plan.opening, playbook, zone))
    else:
        lines.append(words.say("nudges.nothing_more"))
    return lines


def _next(at: datetime, opening: Opening, playbook: Playbook, zone: ZoneInfo) -> str:
    words = playbook.words
    return words.say("nudges.next", what=words.say(f"next.{opening}"), moment=words.moment(at, zone))


def _outcome_blocks(
    deal: LostDeal, outcome: list[str], playbook: Playbook, zone: ZoneInfo
) -> list[blocks.Block]:
    say = playbook.words.say
    shown = [blocks.paragraph(" ".join(outcome))]
    if deal.plan.reasons and not deal.won_back_at:
        shown.append(blocks.titled_list(say("verdict.why"), advice.reasons(deal.plan, playbook)))
    if deal.plan.verdict is Verdict.LET_GO and not deal.won_back_at:
        shown.append(advice.now_block(say("nudges.goodbye"), deal.plan, deal, playbook, zone))
    elif deal.replies and deal.replies[-1].reply is Reply.STILL_NO:
        when = advice.when_to_say(deal.plan, playbook)
        shown.append(advice.now_block(when, deal.plan, deal, playbook, zone))
    return shown
