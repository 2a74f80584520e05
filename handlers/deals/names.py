"""Whether two names may mean the same prospect, which only the rep can say; and which names a search means."""

from collections.abc import Iterable, Sequence

from anyascii import anyascii

from coaching.plain_text import name_key

_ALIKE = 88
"""Out of 100: "Dana Reyes, Acme" and "dana reyes acme Inc." are alike, "Dana Reyes" and "Dan Hayes" are not."""
_MOST = 3
_NEAR = 80
"""Out of 100, for a search that found nothing as it was typed: one slip in six letters is forgiven."""
_MOST_NEAR = 5


def alike(name: str, others: Iterable[tuple[int, str]], suffixes: frozenset[str]) -> Sequence[int]:
    """The ids of the names most like `name`, the likest first, at most three.

    Case, accents, punctuation, spaces, what is not seen, the order of words and company suffixes do not count.
    """
    # With the first name that is typed: a start has no use for it.
    from rapidfuzz import fuzz, process

    known = {other_id: _bare(other, suffixes) for other_id, other in others}
    found = process.extract(
        _bare(name, suffixes), known, scorer=fuzz.token_sort_ratio, score_cutoff=_ALIKE, limit=_MOST
    )
    return [other_id for _, _, other_id in found]


def containing(wanted: str, names: Iterable[tuple[int, str]]) -> Sequence[int]:
    """The ids of the names that hold each word of `wanted`, in the order given; where none does, of those like it.

    Case, accents, punctuation and the script do not count: "muller" finds "Müller", and "tian zhong" finds "田中".
    """
    parts = _folded(wanted).split()
    if not parts:
        return []
    known = {one_id: _folded(name) for one_id, name in names}
    found = [one_id for one_id, name in known.items() if all(part in name for part in parts)]
    if found:
        return found
    from rapidfuzz import fuzz, process

    near = process.extract(
        " ".join(parts), known, scorer=fuzz.partial_ratio, score_cutoff=_NEAR, limit=_MOST_NEAR
    )
    return [one_id for _, _, one_id in near]


def _folded(name: str) -> str:
    return _plain(anyascii(name_key(name)))


def _bare(name: str, suffixes: frozenset[str]) -> str:
    words = _plain(anyascii(name_key(name))).split()
    return " ".join(word for word in words if word not in suffixes) or " ".join(words)


def _plain(name: str) -> str:
    from rapidfuzz import utils

    return utils.default_process(name.replace(".", ""))
