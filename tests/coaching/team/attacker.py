"""An attacker who sees one week's numbers: adds, subtracts and doubles back over all periods and tables at once."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations, product

from coaching.team_numbers import BLOCKS_OF, REST, Fared, Numbers, Outcome, Parts, Period, Table

_NOES = (Table.KIND, Table.STAGE, Table.FIRST_NO, Table.ASKED_WHY, Table.OUTCOME, Table.VERDICT)
"""Each of them is told of every lost deal, so that its sum is how many there are."""
_WON = (Fared.TAKEN_WON, Fared.OVERRULED_WON)
_PRIME = 2_147_483_647
"""Counts are small: what is left of them by this number is what they are."""

Atom = tuple[str, int]
"""A sort of lost deal in a block of the year: no table tells it more finely."""
Row = list[int]


@dataclass(frozen=True)
class Puzzle:
    """Who adds how much to each atom, which the attacker would know; and sets of atoms whose sums are shown."""

    atoms: Mapping[Atom, Mapping[str, int]]
    sums: Collection[frozenset[Atom]]


def exposed(parts: Mapping[str, Parts], numbers: Numbers) -> Iterable[str]:
    """Each count of one or two people that can be worked out, in words that tell what it is made of."""
    for puzzle in puzzles(parts, numbers):
        yield from solved(puzzle)


def puzzles(parts: Mapping[str, Parts], numbers: Numbers) -> Iterable[Puzzle]:
    """Each table by itself with what others tell of its sum; what came back, with the kinds; and verdicts by kind."""
    for table in (*_NOES[:-1], Table.DAYS, Table.LESSONS):
        atoms = _atoms(parts, table)
        wholes = _noes_known(numbers) if table in _NOES else ()
        wholes = _wins_known(parts, numbers) if table is Table.DAYS else wholes
        yield Puzzle(atoms, {*_split(atoms, table, numbers), *(_all(atoms, period) for period in wholes)})
    atoms = _atoms(parts, Table.VERDICT_OF)
    sums = {*_split(atoms, Table.KIND, numbers), *(_all(atoms, period) for period in _noes_known(numbers))}
    sums |= {_some(atoms, period, fared=_WON) for period in _wins_known(parts, numbers)}
    sums |= {
        _some(atoms, period, kind, _WON) for period in numbers for kind in numbers[period].get(Table.CAME, {})
    }
    yield Puzzle(atoms, sums)
    verdicts = set[frozenset[Atom]]()
    for period, tables in numbers.items():
        verdicts |= {_some(atoms, period, fared=[fared]) for fared in tables.get(Table.VERDICT, {})}
        for leaf in tables.get(Table.VERDICT_OF, {}):
            kind, _, fared = leaf.partition(":")
            verdicts.add(_some(atoms, period, kind, [fared]))
    yield Puzzle(atoms, verdicts)


def _atoms(parts: Mapping[str, Parts], table: Table) -> Mapping[Atom, Mapping[str, int]]:
    """All leaves that there are; of kinds also how none of them fared, since nobody tells a reader which those are."""
    leaves = {leaf for own in parts.values() for of, leaf in own if of is table}
    if table is Table.VERDICT_OF:
        leaves = {f"{leaf.partition(':')[0]}:{fared}" for leaf in leaves for fared in Fared}
    return {
        (leaf, block): {
            rep: count for rep, own in parts.items() if (count := own.get((table, leaf), (0, 0, 0))[block])
        }
        for leaf, block in product(sorted(leaves), (0, 1, 2))
    }


def _split(atoms: Collection[Atom], table: Table, numbers: Numbers) -> Iterable[frozenset[Atom]]:
    """What is not told of a table that is shown is its rest, also where that is nothing."""
    for period, tables in numbers.items():
        if told := tables.get(table, {}).keys() - {REST}:
            yield from (_some(atoms, period, leaf) for leaf in told)
            hidden = {name for name, _ in atoms if name.partition(":")[0] not in told}
            yield frozenset(atom for atom in _all(atoms, period) if atom[0] in hidden)


def _noes_known(numbers: Numbers) -> Iterable[Period]:
    return [period for period, tables in numbers.items() if any(tables.get(table) for table in _NOES)]


def _wins_known(parts: Mapping[str, Parts], numbers: Numbers) -> Iterable[Period]:
    there = {cell[1] for own in parts.values() for cell in own if cell[0] is Table.OUTCOME}
    for period, tables in numbers.items():
        outcomes = tables.get(Table.OUTCOME, {})
        by_rest = bool(outcomes) and there <= outcomes.keys() | {Outcome.WON}
        if by_rest or Outcome.WON in outcomes or tables.get(Table.DAYS) or tables.get(Table.VERDICT):
            yield period


def _all(atoms: Iterable[Atom], period: Period) -> frozenset[Atom]:
    return frozenset(atom for atom in atoms if atom[1] in BLOCKS_OF[period])


def _some(
    atoms: Iterable[Atom], period: Period, kind: str | None = None, fared: Collection[str] = ()
) -> frozenset[Atom]:
    """Those of a kind, or leaf, of those that fared so."""
    return frozenset(
        (name, block)
        for name, block in _all(atoms, period)
        if (kind is None or kind == name.partition(":")[0]) and (not fared or name.partition(":")[2] in fared)
    )


def solved(puzzle: Puzzle) -> Iterable[str]:
    """Counts that are sums of atoms, each once, of one or two people."""
    groups = _groups(puzzle)
    people = [{rep for atom in group for rep in puzzle.atoms[atom]} for group in groups]
    rows = _reduced(
        [[int(group[0] in told) for group in groups] for told in sorted(puzzle.sums, key=sorted)],
        range(len(groups)),
    )
    nothing = _known_nothing(rows, people)
    for some in _pairs(people):
        mine = [place for place, who in enumerate(people) if who <= some]
        for found in _within(rows, mine, nothing):
            seen = set().union(*(people[place] for place in found))
            if seen and _is_of_one_sort([atom for place in found for atom in groups[place]], puzzle):
                yield f"{sorted(seen)} alone: {[groups[place] for place in found]}"


def _is_of_one_sort(found: Collection[Atom], puzzle: Puzzle) -> bool:
    """Noes of some kinds, or those that fared alike; not wins of one kind together with what another's did not win.

    What is nobody's makes no difference.
    """
    sorts: dict[tuple[str, int], set[str]] = {}
    for name, block in found:
        kind, _, fared = name.partition(":")
        sorts.setdefault((kind, block), set()).add(fared)
    every = set().union(*sorts.values())
    return not any(
        puzzle.atoms[f"{kind}:{fared}" if fared else kind, block]
        for (kind, block), some in sorts.items()
        for fared in every - some
    )


def _groups(puzzle: Puzzle) -> list[list[Atom]]:
    """Atoms that are never told apart."""
    found: dict[tuple[bool, ...], list[Atom]] = {}
    for atom in puzzle.atoms:
        found.setdefault(tuple(atom in told for told in sorted(puzzle.sums, key=sorted)), []).append(atom)
    return list(found.values())


def _pairs(people: Iterable[set[str]]) -> Iterable[set[str]]:
    few = {frozenset(who) for who in people if 0 < len(who) <= 2}
    return [set(some) for some in {*few, *(a | b for a, b in combinations(few, 2) if len(a | b) <= 2)}]


def _known_nothing(rows: list[Row], people: list[set[str]]) -> set[int]:
    """Places that are nothing since a sum of them is: found again with those that are known."""
    empty, known = [place for place, who in enumerate(people) if not who], set[int]()
    while more := {place for found in _within(rows, empty, known) for place in found} - known:
        known |= more
    return known


def _within(rows: list[Row], places: Collection[int], nothing: Collection[int]) -> Iterable[list[int]]:
    """The sums that can be worked out of some places alone; what is known to be nothing may be in them or not."""
    free = [place for place in places if place not in nothing]
    others = [place for place in range(len(rows[0]) if rows else 0) if place not in {*free, *nothing}]
    reduced = _reduced(rows, [*others, *free])
    basis = [row for row in reduced if not any(row[place] for place in others)]
    basis = [row for row in basis if any(row[place] for place in free)]
    for chosen in product((0, 1), repeat=len(basis)) if len(basis) <= 8 else ():
        total = [
            sum(how * row[place] for how, row in zip(chosen, basis, strict=True)) % _PRIME for place in free
        ]
        if any(total) and all(count in (0, 1) for count in total):
            yield [place for place, count in zip(free, total, strict=True) if count]


def _reduced(rows: Iterable[Row], order: Iterable[int]) -> list[Row]:
    """The same rows, each with a place of its own in which all others are 0: the first it can have."""
    left, done = [list(row) for row in rows], list[Row]()
    for place in order:
        pivot = next((row for row in left if row[place]), None)
        if pivot is None:
            continue
        left.remove(pivot)
        inverse = pow(pivot[place], -1, _PRIME)
        pivot = [count * inverse % _PRIME for count in pivot]
        left, done = ([_without(row, pivot, place) for row in some] for some in (left, done))
        done.append(pivot)
    return done


def _without(row: Row, pivot: Row, place: int) -> Row:
    times = row[place]
    return [(a - times * b) % _PRIME for a, b in zip(row, pivot, strict=True)] if times else row
