"""What the bot counts, for Prometheus: what became of nudges, offers and events, and how long its work takes."""

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.process_collector import ProcessCollector

from bot.queue_metrics import QueueCollector
from handlers.slack.context import Services

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
        self._refused = Counter(
            "gotano_requests_refused",
            "Requests of Slack's that had waited too long for their turn.",
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
        self._offers_found = Counter(
            "gotano_offers_found_sent",
            "Offers found in the DM after a try whose outcome was unknown.",
            registry=registry,
        )
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

    def refused(self) -> None:
        self._refused.inc()

    def lost_deal(self, result: str) -> None:
        self._lost_deals.labels(result).inc()

    def offer_sent(self) -> None:
        self._offers_sent.inc()

    def offer_found_sent(self) -> None:
        self._offers_found.inc()

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
        self.registry.register(QueueCollector(services))

    def page(self) -> bytes:
        """Prometheus's text format."""
        return generate_latest(self.registry)
