"""What the bot counts, for Prometheus: the fate of nudges, and how long acks, transactions and jobs take."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from handlers.slack.context import Services
from storage.database import UNREACHABLE
from storage.offer_queue import parked_offers
from storage.offers import count_waiting
from storage.outbox_state import Waiting, parked_rows, waiting_rows
from storage.owner import EVERYBODY
from storage.sent_nudges import count_all_due, parked

_LATE = timedelta(minutes=15)
"""A nudge is called late when it has been due for so long: a sweep takes seconds."""
_LATENESS = (1, 5, 15, 60, 300, 900, 3600, 10_800, 86_400)
_QUICK = (0.005, 0.01, 0.015, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 10)
"""Seconds; Slack waits three for an ack."""
_SLOW = (0.01, 0.1, 0.5, 1, 5, 15, 60, 300)
"""Seconds; a job has until the next sweep."""


class Metrics:
    """Counters of this process, in a registry of their own. A `DeliveryMetrics` of the handlers."""

    CONTENT_TYPE = CONTENT_TYPE_LATEST

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self._sent = Counter("gotano_nudges_sent", "Nudges Slack took.", registry=registry)
        self._found = Counter(
            "gotano_nudges_found_sent",
            "Nudges found in the DM after a try whose outcome was unknown.",
            registry=registry,
        )
        self._put_off = Counter(
            "gotano_nudges_put_off", "Sendings that failed and are tried again.", ["error"], registry=registry
        )
        self._parked = Counter(
            "gotano_nudges_parked", "Nudges given up, by Slack's name for why.", ["error"], registry=registry
        )
        self._told = Counter(
            "gotano_outbox_sent",
            "What hooks, and steps of workflows, were told.",
            ["target"],
            registry=registry,
        )
        self._not_told = Counter(
            "gotano_outbox_failures",
            "Tries to tell a hook, or a step of a workflow, that failed.",
            ["target", "error"],
            registry=registry,
        )
        self._late = Histogram(
            "gotano_nudge_lateness_seconds",
            "From the moment a nudge was due until Slack took it.",
            buckets=_LATENESS,
            registry=registry,
        )
        self._ack = Histogram(
            "gotano_ack_seconds",
            "From a request of Slack's until its answer.",
            buckets=_QUICK,
            registry=registry,
        )
        self._transactions = Histogram(
            "gotano_transaction_seconds",
            "How long database transactions take, waiting for a connection included.",
            ["kind"],
            buckets=_QUICK,
            registry=registry,
        )

        self._jobs = Histogram(
            "gotano_job_seconds",
            "How long each job of the clock takes.",
            ["job"],
            buckets=_SLOW,
            registry=registry,
        )
        self._failed_jobs = Counter(
            "gotano_job_failures",
            "Runs of a job that failed and are tried again.",
            ["job"],
            registry=registry,
        )

        self._lost_deals = Counter(
            "gotano_lost_deals_told",
            "Lost deals that other systems told of, by what they were taken as or why they were refused.",
            ["result"],
            registry=registry,
        )
        self._offers_sent = Counter("gotano_offers_sent", "Offers Slack took.", registry=registry)
        self._offers_put_off = Counter(
            "gotano_offers_put_off",
            "Sendings of offers that failed and are tried again.",
            ["error"],
            registry=registry,
        )
        self._offers_parked = Counter(
            "gotano_offers_parked", "Offers given up, by Slack's name for why.", ["error"], registry=registry
        )

    def sent(self, late_seconds: float) -> None:
        self._sent.inc()
        self._late.observe(max(0.0, late_seconds))

    def found_sent(self) -> None:
        self._found.inc()

    def postpone(self, name: str) -> None:
        self._put_off.labels(name).inc()

    def parked(self, name: str) -> None:
        self._parked.labels(name).inc()

    def told(self, target: str) -> None:
        self._told.labels(target).inc()

    def not_told(self, target: str, name: str) -> None:
        self._not_told.labels(target, name).inc()

    def lost_deal(self, result: str) -> None:
        self._lost_deals.labels(result).inc()

    def offer_sent(self) -> None:
        self._offers_sent.inc()

    def offer_put_off(self, name: str) -> None:
        self._offers_put_off.labels(name).inc()

    def offer_parked(self, name: str) -> None:
        self._offers_parked.labels(name).inc()

    def acked(self, seconds: float) -> None:
        self._ack.observe(seconds)

    def transaction(self, kind: str, seconds: float) -> None:
        self._transactions.labels(kind).observe(seconds)

    def job(self, name: str, seconds: float, well: bool) -> None:
        self._jobs.labels(name).observe(seconds)
        if not well:
            self._failed_jobs.labels(name).inc()

    def look_at(self, services: Services) -> None:
        """Asks the database, at each look from outside, what is due."""
        self.registry.register(_Queue(services))

    def page(self) -> bytes:
        """Prometheus's text format."""
        return generate_latest(self.registry)


class _Queue(Collector):
    """How many nudges of everybody wait, counted when asked. A database that is away leaves them out."""

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
        yield GaugeMetricFamily("gotano_nudges_due", "Nudges that are due and not sent yet.", due)
        yield GaugeMetricFamily("gotano_nudges_late", "Nudges due for more than 15 minutes.", late)
        waiting = GaugeMetricFamily(
            "gotano_nudges_parked_now", "Nudges given up, in the database.", labels=["error"]
        )
        for name, count in given_up.items():
            waiting.add_metric([name], count)
        yield waiting
        yield from _of_outbox(waits, stuck, now)
        yield _by_name("gotano_offers_waiting", "Offers that wait for their rep.", "status", offers)
        yield _by_name(
            "gotano_offers_parked_now", "Offers given up, in the database.", "error", offers_given_up
        )


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
