"""The demo's first minute, step by step, above the page."""

from collections.abc import Callable, Sequence

from coaching.deal import LostDeal
from playground import GuideStep


def guide(deals: Callable[[], Sequence[LostDeal]]) -> list[GuideStep]:
    """`deals` gives those of whoever tries the demo, as they stand when the page is drawn."""
    return [
        GuideStep(
            "Type /gotano Dana Reyes, Acme below, press Enter, and say what they told you.",
            lambda: bool(deals()),
        ),
        GuideStep(
            "Press Jump to the next nudge: the day comes, and so do their words.",
            lambda: any(deal.nudges for deal in deals()),
        ),
        GuideStep(
            "Answer it. Then Add example deals, and look at Home.",
            lambda: any(reply.nudge_id for deal in deals() for reply in deal.replies),
        ),
    ]
