"""A page of metrics read as Prometheus reads it, and words that must not be on it."""

from prometheus_client.parser import text_string_to_metric_families

from bot.metrics import Metrics

SAID = ("Dana", "Reyes", "Acme", "shelved", "sooner")
"""Words of the prospect, the rep's lesson."""
Samples = dict[tuple[str, tuple[str, ...]], float]


def samples(page: str) -> Samples:
    """Each sample's value by its name and labels, read by Prometheus's own parser."""
    return {
        (sample.name, tuple(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(page)
        for sample in family.samples
    }


def read(metrics: Metrics) -> Samples:
    return samples(metrics.page().decode())
