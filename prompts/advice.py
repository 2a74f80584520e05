"""The coach's advice in words: the verdict line, its reasons, the script, the date and the rule that produced it."""

import re
from datetime import date

from coaching.kinds import Kind
from coaching.plain_text import name_of
from coaching.plan import Plan, PlannedDate, Reason, Variant, Verdict, Why
from prompts import blocks
from prompts.playbook import Playbook

_COUNTED = {
    Why.NOES: "noes",
    Why.SILENCE: "tries",
    Why.FOLLOW_UPS: "follow_ups",
    Why.SNOOZES: "snoozes",
    Why.WORKING_DAYS: "working_days",
}


def name_in(prospect: str, playbook: Playbook) -> str:
    """How to speak to the prospect: "Dana" of "Dana Reyes, Acme"; all of it where no company is set apart."""
    person, *company = re.split(r",| @ |\(", name_of(prospect), maxsplit=1)
    words = person.split()
    titles = playbook.words.texts["formats.titles"].split()
    if company and len(words) == 2 and words[0].rstrip(".") not in titles:
        return words[0]
    return person.strip() or prospect.strip()


def line(plan: Plan, prospect: str, playbook: Playbook) -> str:
    """The verdict in one line."""
    return playbook.words.say(f"verdict.{plan.verdict}_line", prospect=prospect)


def means(plan: Plan, playbook: Playbook) -> str:
    if plan.variant is Variant.CLOSED:
        return playbook.words.say("verdict.closed_means")
    return playbook.kinds[plan.kind].of(plan.verdict, plan.variant).means


def script(plan: Plan, prospect: str, playbook: Playbook) -> str:
    """What to say now, with the prospect's name."""
    if plan.variant is Variant.CLOSED:
        return playbook.words.say("verdict.closed_say")
    said = playbook.kinds[plan.kind].of(plan.verdict, plan.variant).say
    return said.format_map({"name": name_in(prospect, playbook)})


def later_script(plan: Plan, prospect: str, playbook: Playbook) -> str:
    """What to say on the day of the nudge."""
    said = playbook.kinds[plan.kind].of(plan.verdict, plan.variant)
    return (said.reach_out or said.say).format_map({"name": name_in(prospect, playbook)})


def before_next_time(plan: Plan, playbook: Playbook) -> str:
    if plan.variant is Variant.CLOSED:
        return playbook.words.say("verdict.closed_before_next_time")
    return playbook.kinds[plan.kind].of(plan.verdict, plan.variant).before_next_time


def reasons(plan: Plan, playbook: Playbook) -> list[str]:
    return [reason(one, playbook) for one in plan.reasons]


def reason(one: Reason, playbook: Playbook) -> str:
    """One bullet, naming what in the answers led to it."""
    words = playbook.words
    facts: dict[str, object] = {"on": words.day(one.on)} if one.on else {}
    if one.count is not None:
        what = _COUNTED.get(one.why, "days")
        facts[what] = words.count(what, one.count)
    if one.why is Why.KIND and one.about:
        kind = playbook.kinds[Kind(one.about)]
        facts |= {"about": kind.label, "explains": kind.explains}
    elif one.why is Why.CHOSEN:
        facts["about"] = words.say(f"verdict.{one.about}")
    elif one.why is Why.DOOR:
        return words.say(f"reasons.door_{one.about}")
    section = "reasons" if f"reasons.{one.why}" in words.texts else "rules"
    return words.say(f"{section}.{one.why}", **facts)


def rule(due: PlannedDate, playbook: Playbook) -> str:
    """The rule that produced a date, and why it was moved, if it was."""
    if due.moved and due.rule.why is Why.NAMED and due.rule.on:
        key = f"rules.named_{due.moved[0].why}"
        return playbook.words.say(key, on=playbook.words.day(due.rule.on))
    return " ".join(reason(one, playbook) for one in (due.rule, *due.moved))


def then(plan: Plan, playbook: Playbook) -> str | None:
    """What the kind itself would lead to, once they have told why."""
    return playbook.words.say(f"verdict.{plan.then}") if plan.then else None


def parts(plan: Plan, prospect: str, playbook: Playbook) -> list[blocks.Block]:
    """The advice as a rep sees it on the verdict screen and on the card, below the verdict line."""
    say = playbook.words.say
    shown = [
        blocks.header(line(plan, prospect, playbook)),
        blocks.paragraph(means(plan, playbook)),
    ]
    if plan.reasons:
        shown.append(blocks.titled_list(say("verdict.why"), reasons(plan, playbook)))
    shown.append(blocks.script(say("verdict.say"), script(plan, prospect, playbook)))
    if plan.verdict is Verdict.NURTURE:
        shown.append(blocks.titled_list(say("verdict.insight"), _questions(plan, playbook)))
    if after := then(plan, playbook):
        shown.append(blocks.titled(say("verdict.then"), say("verdict.then_explained", verdict=after)))
    return [*shown, blocks.titled(say("verdict.before_next_time"), before_next_time(plan, playbook))]


def lines(plan: Plan, prospect: str, playbook: Playbook) -> list[str]:
    """All of the advice in plain words."""
    say = playbook.words.say
    return [
        line(plan, prospect, playbook),
        means(plan, playbook),
        *reasons(plan, playbook),
        f"{say('verdict.say')}: {script(plan, prospect, playbook)}",
        *_insight(plan, playbook),
        *_then(plan, playbook),
        f"{say('verdict.before_next_time')}: {before_next_time(plan, playbook)}",
    ]


def _then(plan: Plan, playbook: Playbook) -> list[str]:
    after = then(plan, playbook)
    return [playbook.words.say("verdict.then_explained", verdict=after)] if after else []


def _insight(plan: Plan, playbook: Playbook) -> list[str]:
    if plan.verdict is not Verdict.NURTURE:
        return []
    return [f"{playbook.words.say('verdict.insight')}: {' '.join(_questions(plan, playbook))}"]


def _questions(plan: Plan, playbook: Playbook) -> list[str]:
    return playbook.kinds[plan.kind].verdicts[Verdict.NURTURE].insight_questions


def day_after(plan: Plan) -> date | None:
    """The plan's date, if it has one."""
    return plan.due.on if plan.due else None
