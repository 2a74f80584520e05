"""How long the real bot takes to start, and the memory it holds, whatever is pending."""

import re
import time
from dataclasses import dataclass
from statistics import median
from urllib.request import urlopen

import psutil

from bench.processes import Started, running

_SWEEPS_SECONDS = 3
_FIRST_SWEEP_SECONDS = 60


@dataclass(frozen=True)
class Process:
    """Seconds until the first sweep ended, and MB held after a few more."""

    seconds: float
    megabytes: float


def start(urls: tuple[str, str], rounds: int) -> tuple[Process, Process]:
    """Medians of alternated fresh processes for two databases."""
    seen: tuple[list[Process], list[Process]] = ([], [])
    with running("bench.slack") as slack:
        for url in urls:
            _start(url, slack.url, sweeps_seconds=0)  # not counted: the first reads its files from the disk
        for number in range(rounds):
            both = list(zip(urls, seen, strict=True))
            for url, processes in both if number % 2 else reversed(both):
                processes.append(_start(url, slack.url))
    few, many = (
        Process(median(one.seconds for one in all_), median(one.megabytes for one in all_)) for all_ in seen
    )
    return few, many


def _start(url: str, slack: str, sweeps_seconds: float = _SWEEPS_SECONDS) -> Process:
    began = time.perf_counter()
    with running("bot", "run", slack=slack, database_url=url) as bot:
        while not _has_swept(bot):
            if time.perf_counter() - began > _FIRST_SWEEP_SECONDS:
                raise TimeoutError(f"no sweep:\n{bot.log.read_text()}")
            time.sleep(0.01)
        seconds = time.perf_counter() - began
        time.sleep(sweeps_seconds)
        held = psutil.Process(bot.process.pid).memory_info().rss
    return Process(seconds, held / 2**20)


def _has_swept(bot: Started) -> bool:
    """Whether the first look for due nudges has ended."""
    with urlopen(f"{bot.url}/metrics") as answer:  # noqa: S310 -- the bot started above
        page = answer.read().decode()
    swept = re.search(r'^gotano_job_seconds_count\{job="send due nudges"\} (\S+)', page, re.MULTILINE)
    return swept is not None and float(swept[1]) >= 1
