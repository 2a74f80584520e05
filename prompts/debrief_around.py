"""What a debrief's screen shows besides its questions: notes, names that look alike, and the earlier no."""

from dataclasses import dataclass
from datetime import date

from coaching.debrief import Draft
from coaching.kinds import Kind
from coaching.plan import Verdict
from prompts import blocks as b
from prompts.playbook import Playbook

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
class Around:
    """What a screen shows besides the draft: notes above it, names alike to ask about, the earlier no."""

    notes: tuple[str, ...] = ()
    alike: tuple[Alike, ...] = ()
    earlier: Earlier | None = None


NOTHING_AROUND = Around()


def same_field(draft: Draft, alike: tuple[Alike, ...], playbook: Playbook) -> list[b.Block]:
    """Is it one of these? Only the rep can say."""
    if not alike:
        return []
    words = playbook.words
    options = [
        b.option(
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
    options.append(b.option(NEW_PROSPECT, words.say("same.new")))
    chosen = None if draft.joins is None else str(draft.joins)
    asked = "-".join(str(one.deal_id) for one in alike)
    return [
        b.field(
            f"joins-{asked}", words.say("same.label"), b.radio(options, chosen), hint=words.say("same.hint")
        )
    ]


def earlier_blocks(earlier: Earlier | None, playbook: Playbook) -> list[b.Block]:
    if earlier is None:
        return []
    words = playbook.words
    label = playbook.kinds[earlier.kind].label
    line = words.say("again.line", kind=label, date=words.day(earlier.on), count=earlier.count)
    said = [b.quote(words.say("again.said"), b.cut(earlier.words, 500))] if earlier.words else []
    return [b.context(line), *said]
