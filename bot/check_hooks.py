"""What `gotano check` says of hooks that take lost deals, and of the offers that wait for reps."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from storage.hooks import Direction, list_hooks
from storage.offer_queue import parked_offers
from storage.offers import count_waiting


def of_lost_deals(session: Session) -> Iterator[tuple[str, bool]]:
    """Sentences, each with whether somebody should look at it; none where there is nothing."""
    taking = [hook for hook in list_hooks(session) if hook.direction is Direction.IN]
    if taking:
        used = max((hook.last_used_at for hook in taking if hook.last_used_at), default=None)
        told = f"the last was used at {used:%Y-%m-%d %H:%M} UTC" if used else "none was used yet"
        yield f"hooks that take lost deals: {len(taking)}; {told}", False
    if waiting := count_waiting(session):
        told = ", ".join(f"{count} {status}" for status, count in sorted(waiting.items()))
        yield f"lost deals from elsewhere that wait for their reps: {told}", False
    if stuck := parked_offers(session):
        told = ", ".join(f"{count} for {name}" for name, count in sorted(stuck.items()))
        yield f"offers that could not be sent are parked: {told}", True
