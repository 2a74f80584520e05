"""APScheduler 3.11's own way: one date job a nudge in its SQLAlchemyJobStore, fired by its BackgroundScheduler."""

import logging
import pickle
import threading
import time
from datetime import UTC, datetime, timedelta

from apscheduler.events import EVENT_JOB_EXECUTED
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.job import Job
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import Engine, create_engine, insert, make_url, text

from bench.queue.filling import Load
from bot.scheduler import SENDERS
from storage.database import Database

_DONE_SECONDS = 600


def do_nothing(_nudge: int) -> None:
    """What a job does."""


def prepare(url: str, load: Load) -> SQLAlchemyJobStore:
    """A store with its jobs, the scheduler not running yet; `load.due` of them are due."""
    engine = _engine(url)
    store = SQLAlchemyJobStore(engine=engine)
    store.jobs_t.create(engine)
    _fill(store, load)
    return store


def fire(store: SQLAlchemyJobStore, load: Load) -> float:
    """How many jobs a second are fired and gone from the store."""
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    scheduler = BackgroundScheduler(
        timezone="UTC", jobstores={"default": store}, executors={"default": ThreadPoolExecutor(SENDERS)}
    )
    fired = threading.Semaphore(0)
    scheduler.add_listener(lambda _event: fired.release(), EVENT_JOB_EXECUTED)
    began = time.perf_counter()
    scheduler.start()
    for _ in range(load.due):
        if not fired.acquire(timeout=_DONE_SECONDS):
            raise TimeoutError("APScheduler did not fire all jobs")
    while store.get_due_jobs(datetime.now(UTC)):
        time.sleep(0.001)
    took = time.perf_counter() - began
    scheduler.shutdown()
    return load.due / took


def _engine(url: str) -> Engine:
    """On SQLite with the bot's own pragmas: as durable, and faster than without."""
    return Database(url).engine if make_url(url).get_backend_name() == "sqlite" else create_engine(url)


def _fill(store: SQLAlchemyJobStore, load: Load) -> None:
    """Those not due are copies of the last one that is: nobody opens them."""
    at = datetime.now(UTC) - timedelta(minutes=30)
    scheduler = BackgroundScheduler(timezone="UTC")
    rows = [_row(scheduler, number, at) for number in range(load.due)]
    with store.engine.begin() as connection:
        connection.execute(insert(store.jobs_t), rows)
        connection.execute(
            text(
                "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :count)"
                " INSERT INTO apscheduler_jobs SELECT 'later-' || CAST(n AS VARCHAR),"
                " :later + n % 365 * 86400, job_state FROM numbers, apscheduler_jobs"
                " WHERE id = :model AND n <= :count"
            ),
            {
                "count": load.pending - load.due,
                "later": (at + timedelta(days=30)).timestamp(),
                "model": rows[-1]["id"],
            },
        )


def _row(scheduler: BackgroundScheduler, number: int, at: datetime) -> dict[str, object]:
    job = Job(
        scheduler,
        id=f"nudge-{number}",
        name="nudge",
        func=do_nothing,
        args=(number,),
        kwargs={},
        executor="default",
        trigger=scheduler._create_trigger("date", {"run_date": at}),
        misfire_grace_time=None,
        coalesce=True,
        max_instances=1,
        next_run_time=at,
    )
    state = pickle.dumps(job.__getstate__(), pickle.HIGHEST_PROTOCOL)
    return {"id": job.id, "next_run_time": at.timestamp(), "job_state": state}
