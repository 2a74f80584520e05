"""The coach's advice in words: the verdict line, its reasons, the script, the date and the rule that produced it."""

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from coaching.deal import LostDeal
from coaching.debrief import Door, FirstNo
from coaching.kinds import Kind
from coaching.plan import Opening, Plan, PlannedDate, Reason, Variant, Verdict, Why
from prompts import blocks
from prompts.facts import facts, is_for_the_day, turn
from prompts.holiday_words import HOLIDAYS, been, moved_for, named_but_holiday, named_then
from prompts.kind_words import VerdictWords
from prompts.names import called
from prompts.own_words import Moment, in_own_words
from prompts.playbook import Playbook
from prompts.scripts import Script, has_brackets, said
from prompts.team_timing import quoted

_COUNTED = {
    Why.NOES: "noes",
    Why.SILENCE: "tries",
    Why.FOLLOW_UPS: "follow_ups",
    Why.SNOOZES: "snoozes",
    Why.WORKING_DAYS: "working_days",
    Why.TEAM_WORKING_DAYS: "working_days",
}
_FIRST_NO = {
    FirstNo.EARLY: "teachings.early_no_kept",
    FirstNo.MIDDLE: "teachings.earlier_no",
    FirstNo.END: "teachings.early_no",
}
"""What an early no is worth, by when the first one came (T1)."""

_IN_TOUCH = {Opening.DID_THEY_ANSWER: "card.reached_out", Opening.STILL_TALKING: "card.still_talking"}


def line(plan: Plan, prospect: str, playbook: Playbook) -> str:
    """The verdict in one line."""
    return playbook.words.say(f"verdict.{plan.verdict}_line", prospect=prospect)


def means(plan: Plan, deal: LostDeal, playbook: Playbook, zone: ZoneInfo) -> str:
    if plan.variant is Variant.CLOSED:
        return playbook.words.say("verdict.closed_means")
    return _filled(_own(plan, playbook).means, plan, deal, playbook, zone)


def script(plan: Plan, deal: LostDeal, playbook: Playbook, zone: ZoneInfo) -> str:
    """What to say: in the rep's own words for this moment, or as it is suggested."""
    return in_own_words(deal, Moment.NOW, plan) or suggested(Moment.NOW, plan, deal, playbook, zone)


def later_script(plan: Plan, deal: LostDeal, playbook: Playbook, zone: ZoneInfo) -> str:
    """What to say on the day of the nudge."""
    return in_own_words(deal, Moment.LATER, plan) or suggested(Moment.LATER, plan, deal, playbook, zone)


def look_script(plan: Plan, deal: LostDeal, playbook: Playbook, zone: ZoneInfo) -> str:
    """What to say on a last look."""
    return in_own_words(deal, Moment.LOOK, plan) or suggested(Moment.LOOK, plan, deal, playbook, zone)


def suggested(moment: Moment, plan: Plan, deal: LostDeal, playbook: Playbook, zone: ZoneInfo) -> str:
    """What the coach would say at that moment, with what is known of the deal."""
    return {Moment.NOW: _say_now, Moment.LATER: _say_later, Moment.LOOK: _say_looking}[moment](
        plan, deal, playbook, zone
    )


def _say_now(plan: Plan, deal: LostDeal, playbook: Playbook, zone: ZoneInfo) -> str:
    """Now, or on the day where `is_for_the_day`."""
    if plan.variant is Variant.CLOSED:
        return playbook.words.say("verdict.closed_say")
    return _filled(_own(plan, playbook).say, plan, deal, playbook, zone)


def _say_later(plan: Plan, deal: LostDeal, playbook: Playbook, zone: ZoneInfo) -> str:
    """Tips take turns, so that none comes twice in a row."""
    own = _own(plan, playbook)
    tip = own.tips[turn(deal, plan) % len(own.tips)] if own.tips else None
    return _filled(tip or own.reach_out or own.say, plan, deal, playbook, zone, later=True)


def _say_looking(plan: Plan, deal: LostDeal, playbook: Playbook, zone: ZoneInfo) -> str:
    """A last look has no verdict that asks: the words of following up."""
    own = playbook.kinds[deal.answers.kind].verdicts[Verdict.FOLLOW_UP]
    return _filled(own.reach_out or own.say, plan, deal, playbook, zone, later=True)


def before_next_time(plan: Plan, deal: LostDeal, playbook: Playbook, zone: ZoneInfo) -> str:
    if plan.variant is Variant.CLOSED:
        return playbook.words.say("verdict.closed_before_next_time")
    own = _filled(_own(plan, playbook).before_next_time, plan, deal, playbook, zone)
    first_no = deal.answers.first_no
    return f"{own} {playbook.words.say(_FIRST_NO[first_no])}" if first_no else own


def asks_besides(plan: Plan, playbook: Playbook) -> str | None:
    """The second question, where the first is why."""
    return playbook.words.say("teachings.what_it_takes") if plan.verdict is Verdict.ASK_WHY else None


def script_block(title: str, text: str, playbook: Playbook, theirs: bool = False) -> blocks.Block:
    """A text to copy; a line above says where something is to be filled in, and whose words they are if the rep's."""
    mark = playbook.words.say("own_words.mark") if theirs else ""
    return blocks.script(title, text, "\n".join(line for line in (mark, fill_in(text, playbook)) if line))


def now_block(title: str, plan: Plan, deal: LostDeal, playbook: Playbook, zone: ZoneInfo) -> blocks.Block:
    """What to say now, to copy."""
    theirs = in_own_words(deal, Moment.NOW, plan) is not None
    return script_block(title, script(plan, deal, playbook, zone), playbook, theirs)


def fill_in(text: str, playbook: Playbook) -> str:
    """The line above a script with something to fill in; empty where there is nothing."""
    return playbook.words.say("verdict.fill_in") if has_brackets(text) else ""


def reasons(plan: Plan, playbook: Playbook) -> list[str]:
    """Why, a bullet each: the same answer speaks for another verdict in other words."""
    say = playbook.words.say
    shown = []
    for one in plan.reasons:
        if plan.verdict is Verdict.ASK_WHY and one.why is Why.DODGED:
            shown.append(say("reasons.ask_again"))
        elif plan.verdict is Verdict.LET_GO and one.why is Why.ABOUT_EVEN:
            shown.append(say("reasons.goodbye_about_even"))
        elif one.why is Why.DOOR and (key := _door(plan, one)):
            shown.append(say(key))
        else:
            shown.append(reason(one, playbook))
    return shown


def _door(plan: Plan, one: Reason) -> str | None:
    """How the door speaks for this verdict; giving up on an open one too early has a line of its own (T9)."""
    if one.about == Door.OPEN and plan.verdict is Verdict.NURTURE:
        return "teachings.long_way_off"
    if plan.verdict is not Verdict.LET_GO:
        return None
    gives_up = one.about == Door.OPEN and plan.recommended is not Verdict.LET_GO
    return "teachings.too_early" if gives_up else f"reasons.goodbye_{one.about}"


def reason(one: Reason, playbook: Playbook, section: str | None = None) -> str:
    """One bullet, naming what in the answers led to it."""
    words = playbook.words
    filled: dict[str, object] = {"on": words.day(one.on)} if one.on else {}
    if one.count is not None:
        what = _COUNTED.get(one.why, "days")
        filled[what] = words.count(what, one.count)
    if one.why is Why.KIND and one.about:
        kind = playbook.kinds[Kind(one.about)]
        filled |= {"about": kind.label, "explains": kind.explains}
    elif one.why is Why.CHOSEN:
        filled["about"] = words.say(f"verdict.{one.about}")
    elif one.why is Why.DOOR:
        return words.say(f"reasons.door_{one.about}")
    elif one.why in HOLIDAYS:
        return moved_for(one, words)
    section = section or ("reasons" if f"reasons.{one.why}" in words.texts else "rules")
    return words.say(f"{section}.{one.why}", **filled)


def rule(due: PlannedDate, playbook: Playbook) -> str:
    """The rule that produced a date, and why it was moved, if it was."""
    told = [reason(one, playbook) for one in (due.rule, *due.moved)]
    if due.moved and due.rule.why is Why.NAMED and due.rule.on:
        told[:2] = [_named(due.moved[0], due.rule.on, playbook)]
    return " ".join(told)


def why_today(due: PlannedDate, playbook: Playbook) -> str:
    """The rule of a date that has come, and the holidays that kept it from coming earlier."""
    words = playbook.words
    if named := named_then(due, words):
        return " ".join([named, *been(replace(due, moved=due.moved[1:]), words)])
    return " ".join([reason(due.rule, playbook, "due"), *been(due, words)])


def _named(moved: Reason, on: date, playbook: Playbook) -> str:
    """A day that they named, and why it moved."""
    if moved.why is Why.HOLIDAY:
        return named_but_holiday(moved, playbook.words)
    return playbook.words.say(f"rules.named_{moved.why}", on=playbook.words.day(on))


def then(plan: Plan, playbook: Playbook) -> str | None:
    """What the kind itself would lead to, once they have told why."""
    return playbook.words.say(f"verdict.{plan.then}") if plan.then else None


def parts(plan: Plan, deal: LostDeal, playbook: Playbook, zone: ZoneInfo) -> list[blocks.Block]:
    """The verdict, now and then, and what to say and when: what a tired rep needs."""
    say, title = playbook.words.say, blocks.header(line(plan, deal.prospect, playbook))
    if met := in_touch(plan, deal, playbook):
        return [title, blocks.paragraph(met)]
    text = now_block(when_to_say(plan, playbook), plan, deal, playbook, zone)
    if plan.variant is Variant.CLOSED:
        left = blocks.titled(say("verdict.now"), before_next_time(plan, deal, playbook, zone))
        return [title, blocks.paragraph(means(plan, deal, playbook, zone)), text, left]
    now, later = now_and_then(plan, playbook)
    besides = asks_besides(plan, playbook)
    return [
        title,
        blocks.titled_lines([(say("verdict.now"), now), (say("verdict.later"), later)]),
        text,
        *([blocks.context(besides)] if besides else []),
    ]


def in_touch(plan: Plan, deal: LostDeal, playbook: Playbook) -> str | None:
    """What stands in the place of a message to send, where rep and prospect have just been in touch."""
    if deal.just_came_back:
        return playbook.words.say("card.they_came")
    key = _IN_TOUCH.get(plan.opening) if plan.opening else None
    return playbook.words.say(key) if key else None


def now_and_then(plan: Plan, playbook: Playbook) -> tuple[str, str]:
    """What to do now, and what happens then, with its day."""
    words, look = playbook.words, plan.verdict is Verdict.LET_GO and plan.due
    shade = f"verdict.then_{plan.variant}"
    later = shade if shade in words.texts else f"verdict.then_{plan.verdict}"
    on = words.day(plan.due.on) if plan.due else ""
    return words.say(f"verdict.now_{plan.verdict}"), words.say(
        "verdict.then_look" if look else later, date=on
    )


def why_parts(plan: Plan, deal: LostDeal, playbook: Playbook, zone: ZoneInfo) -> list[blocks.Block]:
    """What is one press away: what the verdict means, why, what comes once they have told why, and the next deal."""
    say, closed = playbook.words.say, plan.variant is Variant.CLOSED
    shown = [] if closed else [blocks.paragraph(means(plan, deal, playbook, zone))]
    if plan.verdict is Verdict.NURTURE:
        shown.append(blocks.titled_list(say("verdict.insight"), _questions(plan, playbook)))
        shown.append(blocks.context(say("verdict.insight_then")))
    if plan.reasons:
        shown.append(blocks.titled_list(say("verdict.why"), reasons(plan, playbook)))
    if plan.verdict is not Verdict.LET_GO and (quote := playbook.quotes.get(plan.kind)):
        shown.append(blocks.context(quoted(quote, playbook)))
    if after := then(plan, playbook):
        shown.append(blocks.titled(say("verdict.then"), say("verdict.then_explained", verdict=after)))
    if closed:
        return shown
    learned = before_next_time(plan, deal, playbook, zone)
    return [*shown, blocks.titled(say("verdict.before_next_time"), learned)]


def when_to_say(plan: Plan, playbook: Playbook) -> str:
    """Whether a script is for now or for the day."""
    later = is_for_the_day(plan.verdict) and plan.due
    return playbook.words.say("verdict.say_on_the_day" if later else "verdict.say_today")


def _questions(plan: Plan, playbook: Playbook) -> list[str]:
    return playbook.kinds[plan.kind].verdicts[Verdict.NURTURE].insight_questions


def day_after(plan: Plan) -> date | None:
    """The plan's date, if it has one."""
    return plan.due.on if plan.due else None


def _own(plan: Plan, playbook: Playbook) -> VerdictWords:
    return playbook.kinds[plan.kind].of(plan.verdict, plan.variant)


def _filled(
    text: Script, plan: Plan, deal: LostDeal, playbook: Playbook, zone: ZoneInfo, later: bool = False
) -> str:
    words = playbook.words
    return said(text, facts(deal, plan, words, zone, later), deal.prospect, called(deal.prospect, words))
