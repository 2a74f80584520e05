"""What a debrief's screen shows besides its questions: notes, names that look alike, and the earlier no."""

from dataclasses import dataclass
from datetime import date

from coaching.debrief import Draft
from coaching.kinds import Kind
from coaching.plain_text import seen_of
from coaching.plan import Verdict
from prompts import blocks
from prompts.playbook import Playbook

_LESSON = 300
NEW_PROSPECT = "0"
"""The answer "somebody else" where names look alike."""


@dataclass(frozen=True)
class Alike:
    """A lost deal whose prospect's name looks like the one typed."""

    deal_id: int
    prospect: str
    verdict: Verdict
    kind: Kind
    since: date


@dataclass(frozen=True)
class Earlier:
    """The last no of a prospect who says no again: `count` is the number this one will have."""

    kind: Kind
    on: date
    count: int
    words: str | None


@dataclass(frozen=True)
class Learned:
    """What the rep wrote down last time at such a no, or what `won` such a deal."""

    text: str
    won: bool


@dataclass(frozen=True)
class ScreenContext:
    """What a screen shows besides the draft: notes above it, names alike, the earlier no, the last lesson."""

    notes: tuple[str, ...] = ()
    alike: tuple[Alike, ...] = ()
    earlier: Earlier | None = None
    learned: Learned | None = None


NO_CONTEXT = ScreenContext()


def same_field(draft: Draft, alike: tuple[Alike, ...], playbook: Playbook) -> list[blocks.Block]:
    """Is it one of these? Only the rep can say."""
    if not alike:
        return []
    words = playbook.words
    options = [
        blocks.option(
            str(one.deal_id),
            words.say("same.known", prospect=one.prospect),
            words.say(
                "same.known_explains",
                verdict=words.say(f"verdict.{one.verdict}"),
                kind=playbook.kinds[one.kind].label,
                date=words.short_date(one.since),
            ),
        )
        for one in alike
    ]
    options.append(blocks.option(NEW_PROSPECT, words.say("same.new")))
    chosen = None if draft.joins is None else str(draft.joins)
    asked = "-".join(str(one.deal_id) for one in alike)
    return [
        blocks.field(
            f"joins-{asked}",
            words.say("same.label"),
            blocks.focused(blocks.radio(options, chosen)),
            hint=words.say("same.hint"),
        )
    ]


def earlier_blocks(
    prospect: str, earlier: Earlier | None, silent: bool, playbook: Playbook
) -> list[blocks.Block]:
    """What they said last; the number of this one from the second no on, and never of a `silent` one."""
    if earlier is None:
        return []
    words = playbook.words
    label = playbook.kinds[earlier.kind].label
    line = words.say("again.line", prospect=prospect, kind=label, date=words.day(earlier.on))
    if earlier.count > 1 and not silent:
        line += " " + words.say("again.number", count=earlier.count)
    said = [blocks.quote(words.say("again.said"), blocks.cut(earlier.words, 500))] if earlier.words else []
    return [blocks.context(line), *said]


def learned_blocks(learned: Learned | None, playbook: Playbook) -> list[blocks.Block]:
    """One line: what they noted, or what won, last time. Below the kind, or above the question for the lesson."""
    if learned is None:
        return []
    say, text = playbook.words.say, blocks.cut(seen_of(learned.text), _LESSON)
    return [blocks.context(say("look.won_before" if learned.won else "look.noted_before", text=text))]
