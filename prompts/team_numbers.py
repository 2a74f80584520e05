"""A team's numbers as sentences: counts, a percentage where there are cases for one, a range where there are few."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coaching.kinds import Kind
from coaching.likely import likely_share
from coaching.team_numbers import LATER, REST, WIN_RANGES, Outcome, Table
from coaching.team_numbers import Fared as How
from prompts import blocks
from prompts.playbook import Playbook

Tables = Mapping[Table, Mapping[str, int]]
_SPLIT = (Table.STAGE, Table.FIRST_NO, Table.ASKED_WHY)
_KEYS = {
    Table.STAGE: ("team_page.stage", "team_page.stage_{}"),
    Table.FIRST_NO: ("team_page.first_no", "team_page.first_no_{}"),
    Table.ASKED_WHY: ("team_page.asked_why", "team_page.asked_why_{}"),
}
"""What a table is called, and each of its leaves."""
_ORDER = {
    Table.STAGE: ("first", "buying", "unsaid", REST),
    Table.FIRST_NO: ("early", "middle", "end", "unsaid", REST),
    Table.ASKED_WHY: ("told", "dodged", "not_yet", "unsaid", REST),
}
_TOLD = (
    Table.KIND,
    *_SPLIT,
    Table.OUTCOME,
    Table.CAME,
    Table.DAYS,
    Table.VERDICT,
    Table.LESSONS,
)
"""What is named where it cannot be told."""


@dataclass(frozen=True)
class Fared:
    """Of one kind of no: how many verdicts were taken, how many overruled, and how many of each came back."""

    kind: Kind
    taken: int
    taken_won: int
    overruled: int
    overruled_won: int


def numbers_told(tables: Tables, playbook: Playbook) -> list[blocks.Block]:
    """The tables of one period, and what cannot be told of it."""
    say = playbook.words.say
    if not tables:
        return [blocks.paragraph(say("team_page.nothing"))]
    parts = [*_kinds(tables, playbook)]
    for table in _SPLIT:
        parts += _split(table, tables, playbook)
    parts += [*_came_back(tables, playbook), *_verdicts(tables, playbook)]
    if shared := tables.get(Table.LESSONS, {}).get("shared"):
        parts.append(blocks.paragraph(say("team_page.lessons", count=shared)))
    missing = [say(f"team_page.about_{table}") for table in _TOLD if table not in tables]
    return [*parts, *([blocks.context(say("team_page.cannot", what=", ".join(missing)))] if missing else [])]


def own_told(own: Sequence[Fared], playbook: Playbook) -> list[blocks.Block]:
    """The rep's own, of which nothing is withheld: nobody else is shown them."""
    say = playbook.words.say
    if not own:
        return [blocks.context(say("team_page.own_none"))]
    return [blocks.titled_list(say("team_page.own"), [_fared(one, playbook) for one in own])]


def share_told(count: int, of: int, playbook: Playbook) -> str:
    """ "4 of 11", of one case at least: with a percentage from so many cases on, with a range below."""
    words = playbook.words
    facts: dict[str, object] = {"count": count, "all": of}
    if of >= playbook.policy.numbers.honest_counts_from:
        return words.say("team_page.share_percent", **facts, percent=words.percent(count / of))
    low, high = likely_share(count, of)
    return words.say("team_page.share_few", **facts, low=words.percent(low), high=words.percent(high))


def part_told(count: int, of: int, playbook: Playbook) -> str:
    """What a part of the whole is, for which no range is needed."""
    words = playbook.words
    facts: dict[str, object] = {"count": count, "all": of}
    if of >= playbook.policy.numbers.honest_counts_from:
        return words.say("team_page.share_percent", **facts, percent=words.percent(count / of))
    return words.say("team_page.share", **facts)


def _kinds(tables: Tables, playbook: Playbook) -> list[blocks.Block]:
    kinds, words = tables.get(Table.KIND, {}), playbook.words
    if not kinds:
        return []
    whole = sum(kinds.values())
    names = sorted((kind for kind in kinds if kind != REST), key=lambda kind: (-kinds[kind], kind))
    named = [(playbook.kinds[Kind(kind)].label, kinds[kind]) for kind in names]
    named += [(words.say("team_page.rest"), kinds[REST])] if REST in kinds else []
    lines = [
        words.say("team_page.part", what=name, of=part_told(count, whole, playbook)) for name, count in named
    ]
    return [blocks.titled_list(words.say("team_page.noes", count=whole), lines)]


def _split(table: Table, tables: Tables, playbook: Playbook) -> list[blocks.Block]:
    leaves, words = tables.get(table, {}), playbook.words
    title, key = _KEYS[table]
    whole = sum(leaves.values())
    lines = [
        words.say(
            "team_page.part",
            what=words.say(key.format(leaf)),
            of=part_told(leaves[leaf], whole, playbook),
        )
        for leaf in _ORDER[table]
        if leaves.get(leaf)
    ]
    return [blocks.titled_list(words.say(title), lines)] if lines else []


def _came_back(tables: Tables, playbook: Playbook) -> list[blocks.Block]:
    words, came = playbook.words, tables.get(Table.CAME, {})
    noes, outcomes, days = (tables.get(table, {}) for table in (Table.KIND, Table.OUTCOME, Table.DAYS))
    parts = []
    if came:
        order = sorted(came, key=lambda kind: (-came[kind], -noes[kind], kind))
        lines = [
            words.say(
                "team_page.came_line",
                kind=playbook.kinds[Kind(kind)].label,
                of=share_told(came[kind], noes[kind], playbook),
            )
            for kind in order
        ]
        parts.append(blocks.titled_list(words.say("team_page.came"), lines))
    if days:
        wins, names = sum(days.values()), [*WIN_RANGES, LATER]
        told = [(words.say(f"team_page.days_{name}"), days[name]) for name in names if days.get(name)]
        told += [(words.say("team_page.rest_days"), days[REST])] if REST in days else []
        lines = [words.say("team_page.days_part", what=what, count=count, all=wins) for what, count in told]
        parts.append(blocks.titled_list(words.say("team_page.days"), lines))
    if Outcome.LET_GO in outcomes:
        of = part_told(outcomes[Outcome.LET_GO], sum(outcomes.values()), playbook)
        parts.append(blocks.paragraph(words.say("team_page.let_go", of=of)))
    return parts


def _verdicts(tables: Tables, playbook: Playbook) -> list[blocks.Block]:
    every, by_kind = tables.get(Table.VERDICT, {}), tables.get(Table.VERDICT_OF, {})
    if not every:
        return []
    fared = [every[how] for how in How]
    lines = [_taken(fared[0], fared[1], playbook), _overruled(fared[2], fared[3], playbook)]
    for kind in Kind:
        found = {how: by_kind.get(f"{kind}:{how}") for how in How}
        won, no, over_won, over_no = (found[how] or 0 for how in How)
        if None not in found.values() and won + no + over_won + over_no:
            lines.append(_fared(Fared(kind, won + no, won, over_won + over_no, over_won), playbook))
    return [blocks.titled_list(playbook.words.say("team_page.verdict"), lines)]


def _taken(won: int, lost: int, playbook: Playbook) -> str:
    of = share_told(won, won + lost, playbook)
    return playbook.words.say("team_page.verdict_taken", of=of)


def _overruled(won: int, lost: int, playbook: Playbook) -> str:
    say = playbook.words.say
    if not won + lost:
        return say("team_page.verdict_none")
    return say("team_page.verdict_overruled", of=share_told(won, won + lost, playbook))


def _fared(one: Fared, playbook: Playbook) -> str:
    """Taken, overruled, or both: as many as there are."""
    say, told = playbook.words.say, []
    if one.taken:
        told.append(say("team_page.verdict_taken", of=part_told(one.taken_won, one.taken, playbook)))
    if one.overruled:
        told.append(
            say("team_page.verdict_overruled", of=part_told(one.overruled_won, one.overruled, playbook))
        )
    return say("team_page.verdict_kind", kind=playbook.kinds[one.kind].label, fared="; ".join(told))
