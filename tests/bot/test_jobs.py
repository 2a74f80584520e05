"""The jobs of a sweep: each is told with its time, rests after it went well, and stops no other."""

import logging
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest

import bot.jobs
import bot.scheduler
from bot.jobs import EACH_SWEEP, JOBS, Job, JobContext
from bot.scheduler import Heartbeat, run_jobs
from tests.bot.sweeps import scheduler_of
from tests.rig import Rig

pytestmark = pytest.mark.trouble


def job(
    name: str, run: Callable[[JobContext], object], every: timedelta = EACH_SWEEP, needed: bool = True
) -> Job:
    return Job(name, every, run, needed)


def _note(ran: list[str], name: str, _context: JobContext) -> None:
    ran.append(name)


def broken(_context: JobContext) -> None:
    raise RuntimeError("broken")


def test_sending_goes_on_until_nothing_is_due_and_beats_meanwhile(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    claimed = iter([3, 2, 0])
    monkeypatch.setattr(bot.jobs, "send_due", lambda *_: next(claimed))
    beats: list[str] = []
    sending = next(one for one in JOBS if one.name == "send due nudges")
    sending.run(JobContext(rig.services, rig.where, beat=lambda: beats.append("beat")))
    assert next(claimed, None) is None
    assert len(beats) == 2, "after each batch"


def test_a_job_that_fails_is_logged_by_its_name_and_the_others_are_run(
    rig: Rig, caplog: pytest.LogCaptureFixture
) -> None:
    ran: list[str] = []
    others = [job(name, partial(_note, ran, name)) for name in ("before", "after")]
    jobs = [others[0], job("feed the cat", broken), others[1]]
    with caplog.at_level(logging.ERROR):
        well = run_jobs(jobs, JobContext(rig.services, rig.where), Heartbeat())
    assert ran == ["before", "after"]
    assert well == others
    (failed,) = [record for record in caplog.records if record.exc_info]
    assert failed.job == "feed the cat"  # type: ignore[attr-defined]


@pytest.mark.parametrize("needed", [True, False])
def test_the_bot_is_alive_and_well_unless_a_needed_job_fails(rig: Rig, needed: bool) -> None:
    beat = Heartbeat()
    beat._tried -= 100
    beat._went_well -= 100
    run_jobs([job("broken", broken, needed=needed)], JobContext(rig.services, rig.where), beat)
    assert beat.age < 10, "it is alive"
    assert (beat.well_age >= 100) is needed


def test_a_job_rests_after_it_went_well_and_not_after_it_failed(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, ran, fails = [1000.0], list[float](), [True]
    monkeypatch.setattr("bot.scheduler.time.monotonic", lambda: now[0])

    def run(_context: JobContext) -> None:
        ran.append(now[0])
        if fails[0]:
            raise RuntimeError("not yet")

    scheduler = scheduler_of(rig, job("rest", run, every=timedelta(minutes=1)))
    for at, failing in ((1000, True), (1015, False), (1030, False), (1074, False), (1075, False)):
        now[0], fails[0] = at, failing
        scheduler.sweep()
    scheduler.close()
    assert ran == [1000, 1015, 1075]


def test_each_run_of_a_job_is_told_with_its_time_and_how_it_went(rig: Rig) -> None:
    told: list[tuple[str, bool]] = []
    jobs = [job("well", lambda _: None), job("broken", broken)]
    context = JobContext(rig.services, rig.where)
    run_jobs(jobs, context, Heartbeat(), lambda name, _seconds, well: told.append((name, well)))
    assert told == [("well", True), ("broken", False)]


def test_once_it_is_told_to_stop_no_other_job_is_begun(rig: Rig) -> None:
    ran: list[str] = []
    jobs = [job(name, partial(_note, ran, name)) for name in ("first", "second")]
    context = JobContext(rig.services, rig.where, stopped=lambda: bool(ran))
    assert run_jobs(jobs, context, Heartbeat()) == jobs[:1]
    assert ran == ["first"]


def test_no_two_jobs_share_a_name() -> None:
    assert len({job.name for job in JOBS}) == len(JOBS)
