"""What of everybody waits in the database, for Prometheus: counted when asked."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from handlers.slack.context import Services
from storage.database import UNREACHABLE
from storage.offer_parking import parked_offers
from storage.offers import count_waiting
from storage.outbox_state import Waiting, parked_rows, waiting_rows
from storage.owner import EVERYBODY
from storage.sent_nudges import count_all_due, parked

_LATE = timedelta(minutes=15)
"""A nudge is called late when it has been due for so long: a sweep takes seconds."""


class QueueCollector(Collector):
    """Nudges, offers, and what hooks and steps are to be told. A database that is away leaves them out."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def describe(self) -> Iterator[GaugeMetricFamily]:
        """Named without a look into the database."""
        return iter(())

    def collect(self) -> Iterator[GaugeMetricFamily]:
        now: datetime = self._services.now()
        try:
            with self._services.db.read(EVERYBODY) as session:
                due, late = count_all_due(session, now), count_all_due(session, now - _LATE)
                given_up, waits, stuck = parked(session), waiting_rows(session), parked_rows(session)
                offers, offers_given_up = count_waiting(session), parked_offers(session)
        except UNREACHABLE:
            return
        state = "given up, in the database."
        yield GaugeMetricFamily("gotano_nudges_due", "Nudges that are due and not sent yet.", due)
        yield GaugeMetricFamily("gotano_nudges_late", "Nudges due for more than 15 minutes.", late)
        yield _by_name("gotano_nudges_parked_now", f"Nudges {state}", "error", given_up)
        yield from _of_outbox(waits, stuck, now)
        yield _by_name("gotano_offers_waiting", "Offers that wait for their rep.", "status", offers)
        yield _by_name("gotano_offers_parked_now", f"Offers {state}", "error", offers_given_up)


def _by_name(name: str, what: str, label: str, counts: Mapping[str, int]) -> GaugeMetricFamily:
    told = GaugeMetricFamily(name, what, labels=[label])
    for key, count in counts.items():
        told.add_metric([key], count)
    return told


def _of_outbox(
    waits: Waiting, stuck: Mapping[tuple[str, str], int], now: datetime
) -> Iterator[GaugeMetricFamily]:
    age = (now - waits.oldest).total_seconds() if waits.oldest else 0
    yield GaugeMetricFamily(
        "gotano_outbox_waiting", "What hooks and steps are still to be told.", waits.count
    )
    yield GaugeMetricFamily("gotano_outbox_oldest_seconds", "Since when the oldest of it waits.", max(age, 0))
    parked_now = GaugeMetricFamily(
        "gotano_outbox_parked_now", "What hooks and steps did not take.", labels=["target", "error"]
    )
    for (target, name), count in stuck.items():
        parked_now.add_metric([target, name], count)
    yield parked_now
