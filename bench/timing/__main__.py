"""Prints how well the chance of coming back is told, set by set, and whether it is what it says."""

import random
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from bench.timing.scoring import (
    Chances,
    auc_within_months,
    brier,
    calibration,
    everybody,
    fading_mean,
    log_loss,
    mean_by_kind,
    off,
    running_mean,
)
from bench.timing.sets import SETS, made
from coaching.timing.forecast import forecast
from coaching.timing.past import Asked, Past
from prompts.playbook import load_playbook

SEEDS = 3
_ROWS = 100_000


def ours(asks: Sequence[Asked]) -> Chances:
    return forecast(Past.of(asks), load_playbook().policy)


TELLERS: dict[str, Callable[[Sequence[Asked]], Chances]] = {
    "ours": ours,
    "running mean": running_mean,
    "fading mean": fading_mean,
    "by kind": mean_by_kind,
    "everybody": everybody,
}


def main() -> None:
    print("| set | told by | Brier | against running mean | log loss | AUC within a month | off by |")
    print("|---|---|---|---|---|---|---|")
    for name in SETS:
        _set(name)
    _calibration()
    _speed()


def _set(name: str) -> None:
    drawn = [made(name, seed) for seed in range(SEEDS if name != "few" else 30)]
    asks = [[one.ask for one in draw] for draw in drawn]
    told = {teller: [tell(each) for each in asks] for teller, tell in TELLERS.items()}
    told["the truth"] = [[one.truth for one in draw] for draw in drawn]
    base = _mean(brier, asks, told["running mean"])
    for teller, chances in told.items():
        score = _mean(brier, asks, chances)
        print(
            f"| {name} | {teller} | {score:.4f} | {100 * (score / base - 1):+.1f}% "
            f"| {_mean(log_loss, asks, chances):.4f} | {_mean(auc_within_months, asks, chances):.3f} "
            f"| {_mean(off, asks, chances):.3f} |"
        )


def _mean(
    score: Callable[[Sequence[Asked], Chances], float], asks: list[list[Asked]], told: list[Chances]
) -> float:
    return sum(score(each, chances) for each, chances in zip(asks, told, strict=True)) / len(asks)


def _calibration() -> None:
    print(
        "\nCalibration, the first draw of each set but the smallest: told / came back, by tenths of what was told\n"
    )
    for name in SETS:
        if name != "few":
            asks = [one.ask for one in made(name, 0)]
            tenths = calibration(asks, ours(asks))
            print(
                f"| {name} | "
                + " | ".join(f"{100 * told:.0f} / {100 * came:.0f}" for _, told, came in tenths)
                + " |"
            )


def _speed() -> None:
    chance = random.Random(1)
    asks = []
    for _ in range(_ROWS):
        asked_on = date(2020, 1, 1) + timedelta(days=chance.randrange(1200))
        said_no_on = asked_on - timedelta(days=chance.randrange(400))
        asks.append(Asked(f"kind {chance.randrange(15)}", said_no_on, asked_on, chance.random() < 0.12))
    began = time.process_time()
    ours(asks)
    print(f"\n{_ROWS:,} rows: {time.process_time() - began:.1f} s of processor time")


if __name__ == "__main__":
    main()
