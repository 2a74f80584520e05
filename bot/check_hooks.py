"""What `gotano check` says of hooks, their secrets, and the offers that wait for reps."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from bot.clock import real_now
from bot.finding import Finding
from bot.settings import Settings
from storage.hooks import Direction, list_hooks, secrets_of
from storage.offer_parking import parked_offers
from storage.offers import count_waiting
from storage.secrets import Vault, WrongKey

NOT_SERVED = (
    "in Socket Mode nothing listens at a hook's address until PORT is set: set it, and restart the bot"
)


def of_hooks(session: Session, settings: Settings) -> Iterator[Finding]:
    """None where there is nothing."""
    yield from _of_secrets(session, settings)
    taking = [hook for hook in list_hooks(session) if hook.direction is Direction.IN]
    if taking:
        used = max((hook.last_used_at for hook in taking if hook.last_used_at), default=None)
        told = f"the last was used at {used:%Y-%m-%d %H:%M} UTC" if used else "none was used yet"
        yield Finding(True, f"hooks that take lost deals: {len(taking)}; {told}")
        if not settings.listens:
            yield Finding(True, NOT_SERVED, note=True)
    if waiting := count_waiting(session):
        told = ", ".join(f"{count} {status}" for status, count in sorted(waiting.items()))
        yield Finding(True, f"lost deals from elsewhere that wait for their reps: {told}")
    if stuck := parked_offers(session):
        told = ", ".join(f"{count} for {name}" for name, count in sorted(stuck.items()))
        yield Finding(True, f"offers that could not be sent are parked: {told}", note=True)


def _of_secrets(session: Session, settings: Settings) -> Iterator[Finding]:
    """Those that no listed key opens: what they sign or take is lost until the key is back."""
    vault, closed, why = Vault(settings.encryption_keys), [], ""
    for hook in list_hooks(session):
        try:
            secrets_of(session, vault, hook.id, real_now())
        except WrongKey as error:
            closed.append(str(hook.id))
            why = str(error)
    if closed:
        what = "the secret of hook" if len(closed) == 1 else "the secrets of hooks"
        told = f"{what} {', '.join(closed)} cannot be read: {why}"
        yield Finding(False, f"{told}. List that key again, or remove the hook and add another")
