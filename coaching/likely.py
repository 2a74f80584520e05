"""How much a few cases can tell: the range in which a share lies, by Wilson's interval."""

from math import sqrt

_Z = 1.645
"""Nine times in ten the range holds the share."""
_STEP = 0.05


def likely_share(count: int, cases: int) -> tuple[float, float]:
    """The least and the greatest share that `count` of `cases` (one at least) speaks for, in steps of 5%."""
    share, z2 = count / cases, _Z * _Z
    middle = (share + z2 / (2 * cases)) / (1 + z2 / cases)
    half = _Z * sqrt(share * (1 - share) / cases + z2 / (4 * cases * cases)) / (1 + z2 / cases)
    least, most = max(0.0, middle - half), min(1.0, middle + half)
    return round(round(least / _STEP) * _STEP, 2), round(round(most / _STEP) * _STEP, 2)
