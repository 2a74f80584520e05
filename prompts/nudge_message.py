"""A nudge in the rep's DM: how it asks, which replies it takes, and how it looks once answered."""

from datetime import datetime
from zoneinfo import ZoneInfo

from coaching.deal import LostDeal, Replied, Reply
from coaching.follow_up import offers_let_go
from coaching.plan import Opening, Plan, Variant, Verdict
from prompts import advice, blocks
from prompts.calendar_file import calendar_button, has_date
from prompts.deal_card import WON_BECAUSE, recommendation_buttons
from prompts.glance import NUDGE, at_a_glance
from prompts.more import more_menu, more_of
from prompts.noted import noted, noted_block, noted_first, noted_text, quoted
from prompts.notes import newest_notes, note_button
from prompts.nudge_buttons import SUGGESTS, beside, moment_of, reply_buttons
from prompts.own_words import Moment, in_own_words
from prompts.playbook import Playbook
from prompts.team_timing import quoted as team_quote
from prompts.won_card import waited_line

UNDO = "nudge_undo"

_QUOTES = (Opening.FOLLOW_UP, Opening.GO_BACK)
"""Nudges that are about asking again, and nothing else."""
_GLANCE = 20
"""Words of theirs that a nudge shows at most: all of them are one press away."""
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
    return blocks.message(lines, [*asked, *reply_buttons(deal, plan, nudge_id, opening, playbook)])


def answered(
    deal: LostDeal,
    plan: Plan,
    opening: Opening,
    reply: Replied,
    playbook: Playbook,
    zone: ZoneInfo,
    undo: bool,
    live: bool = True,
    asked_of: LostDeal | None = None,
) -> blocks.Message:
    """The same message once answered: what was said and when, what comes next, and Undo while `undo` holds.

    `deal` is as it stood with that reply, and `asked_of` as it was asked about, if that differs: the words stay what
    they were. The ways on from there are offered while nothing else has happened since, `live`.
    """
    words = playbook.words
    asked, _ = _asked(asked_of or deal, plan, opening, playbook, zone, suggest=False)
    outcome = outcome_lines(deal, reply, playbook, zone)
    back = [undo_button(reply.id, playbook)] if undo else []
    ways_on = recommendation_buttons(deal, playbook) if live and offers_let_go(deal.plan) else []
    if live and deal.won_back_at and not deal.won_because:
        ways_on = [blocks.button(words.say("won.ask"), WON_BECAUSE, str(deal.id), style="primary")]
    dated = [calendar_button(deal, playbook)] if live and has_date(deal) else []
    buttons = blocks.actions("answered", [*ways_on, *back, *dated, note_button(deal, playbook)])
    shown = [*asked, *_outcome_blocks(deal, outcome, playbook, zone), buttons]
    return blocks.message(
        [headline(deal, plan, opening, playbook), *outcome, *_follows(deal, playbook, zone)], shown
    )


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
    more = more_menu(map(more_of, beside(deal, plan, Moment.NOW, playbook)))
    title = say("nudges.recommends", prospect=deal.prospect)
    title = say("nudges.reminder", headline=title) if reminder else title
    shown = [
        blocks.header(title),
        *_quote(said, beside=[title, *why]),
        blocks.titled_list(say("verdict.why"), why),
        advice.now_block(say("nudges.goodbye"), plan, deal, playbook, zone),
        *([blocks.actions("answered", [*buttons, *more])] if buttons else []),
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
    said, from_notes = quoted(deal, playbook, zone), suggest and _starts_from_notes(deal, opening)
    first = newest_notes(deal, playbook, zone) if from_notes else []
    why = _why_today(deal, plan, opening, playbook, asks=suggest)
    quote = _quote(said, beside=[title, noted_text(first, playbook), why])
    shown = [blocks.header(title), *quote, *noted_block(first, playbook), blocks.paragraph(why)]
    parts = [title, _in_words(said), noted_text(first, playbook), why]
    if suggest and opening in SUGGESTS:
        script = _suggestion(deal, plan, opening, playbook, zone)
        theirs = in_own_words(deal, moment_of(opening), plan) is not None
        shown.append(advice.script_block(say("nudges.you_might_say"), script, playbook, theirs))
        parts += [advice.fill_in(script, playbook), f"{say('nudges.you_might_say')}: {script}"]
    if suggest:
        known = (noted if from_notes else noted_first)(deal, playbook, zone)
        shown += noted_block(known, playbook)
        parts.append(noted_text(known, playbook))
    shown += blocks.record_link(say("offer.record"), deal.url)
    return shown, parts


def _starts_from_notes(deal: LostDeal, opening: Opening) -> bool:
    """Keeping warm starts from what they told; elsewhere the notes stand below what to say."""
    return opening is Opening.NURTURE and bool(deal.notes)


def _why_today(deal: LostDeal, plan: Plan, opening: Opening, playbook: Playbook, asks: bool) -> str:
    """In one line: the kind, the rule of this day, and, while it asks, what the day is for, or the team's numbers."""
    say, kind = playbook.words.say, playbook.kinds[deal.answers.kind].label
    rule = advice.why_today(plan.due, playbook) if plan.due else ""
    opens = _opens(deal, plan, opening, playbook) if asks else ""
    return say("nudges.context", kind=kind, rule=" ".join(part for part in (rule, opens) if part))


def _opens(deal: LostDeal, plan: Plan, opening: Opening, playbook: Playbook) -> str:
    """What the day is for; where asking again is all that it is for, how that went on the team, if it is known."""
    say, name = playbook.words.say, _name(plan, opening)
    if name in _QUOTES and (quote := playbook.quotes.get(deal.answers.kind)):
        return team_quote(quote, playbook)
    return say("notes.opens_nurture" if _starts_from_notes(deal, opening) else f"nudges.opens_{name}")


def _quote(said: tuple[str, str] | None, beside: list[str]) -> list[blocks.Block]:
    """As much of their words as is read at a glance together with what stands `beside` them."""
    if not said:
        return []
    when, words = said
    return [blocks.quote(when, at_a_glance(words, _GLANCE, NUDGE, [when, *beside]))]


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


def _suggestion(deal: LostDeal, plan: Plan, opening: Opening, playbook: Playbook, zone: ZoneInfo) -> str:
    look = opening is Opening.LOOK
    return (advice.look_script if look else advice.later_script)(plan, deal, playbook, zone)


def outcome_lines(deal: LostDeal, reply: Replied, playbook: Playbook, zone: ZoneInfo) -> list[str]:
    """What was answered and what follows, a sentence each."""
    words = playbook.words
    said = words.say(f"replies.{reply.reply}")
    lines = [words.say("nudges.answered", reply=said, moment=words.moment(reply.at, zone))]
    if deal.won_back_at:
        return [*lines, waited_line(deal, playbook, zone)]
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
