"""procrastinate's own way: one job a nudge in its tables, done by its worker."""

import asyncio
import logging
import time

from procrastinate import App, PsycopgConnector
from procrastinate.schema import SchemaManager
from sqlalchemy import Engine, create_engine, text

from bench.queue.filling import Load

CONCURRENCY = 16
LONGEST_SECONDS = 60
"""A worker that is not through by then is stopped, and what it did counts."""


def prepare(url: str, load: Load) -> None:
    """Jobs of which `load.due` are due, evenly among the others."""
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql(SchemaManager.get_schema().replace("%", "%%"))
        # Its triggers note an event for each job and notify workers: nothing here needs that of the filling.
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(
            text(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, args, scheduled_at)"
                " SELECT 'nudges', 'nudge', jsonb_build_object('nudge', n),"
                " CASE WHEN n % :every = 0 THEN now() - INTERVAL '30 minutes'"
                " ELSE now() + (30 + n % 365) * INTERVAL '1 day' END FROM generate_series(1, :count) AS n"
            ),
            {"every": load.pending // load.due, "count": load.pending},
        )
    engine.dispose()


def work(url: str) -> float:
    """How many jobs a second succeeded."""
    logging.getLogger("procrastinate").setLevel(logging.ERROR)
    engine = create_engine(url)
    took = asyncio.run(_work(url.replace("+psycopg", "")))
    done = _succeeded(engine)
    engine.dispose()
    return done / took


async def _work(conninfo: str) -> float:
    """Until nothing is due; how many seconds it took."""
    app = App(connector=PsycopgConnector(conninfo=conninfo, min_size=4, max_size=CONCURRENCY + 2))

    @app.task(name="nudge", queue="nudges")
    async def do_nothing(nudge: int) -> None:
        """What a job does."""

    async with app.open_async():
        began = time.perf_counter()
        worker = asyncio.create_task(
            app.run_worker_async(
                concurrency=CONCURRENCY, wait=False, listen_notify=False, install_signal_handlers=False
            )
        )
        await asyncio.wait([worker], timeout=LONGEST_SECONDS)
        took = time.perf_counter() - began
        if not worker.done():
            worker.cancel()
        await asyncio.gather(worker, return_exceptions=True)
    return took


def _succeeded(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(
            connection.scalar(text("SELECT count(*) FROM procrastinate_jobs WHERE status = 'succeeded'")) or 0
        )
