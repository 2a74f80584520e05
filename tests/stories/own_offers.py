"""The part of a rep's journey in which lost deals come from elsewhere and what was learned goes back there."""

from datetime import date

from prompts.offer import DEBRIEF_IT, LATER, NOT_MINE
from storage.hooks import remove_hook
from storage.offer_tables import OfferSource
from storage.offers import ReportedDeal
from storage.offers_in import take_in
from storage.owner import EVERYBODY, Owner
from tests.rig import ANA, TEAM, Rig
from tests.stories.other_words import Reader
from tests.stories.own_playbook import THEIR_WORDS
from tests.stories.own_settings import settings
from tests.stories.receivers import Receiver, hook
from tests.stories.scenes import JSON, actions_on
from tests.stories.told import offers
from tests.stories.workflows import debrief_offer, not_mine

_OWNER = Owner(TEAM, ANA.id)


def offers_come(rig: Rig, reader: Reader) -> None:
    """Of each source, answered in each way; then more than a morning takes, and the last word about one."""
    first = len(offers(rig))
    _take_in(rig, *OfferSource)
    _their_morning(rig)
    answered = _newest(rig)
    _press(rig, LATER, first)
    not_mine(rig, first + 1)
    debrief_offer(rig, first + 2)
    rig.ana.press(DEBRIEF_IT, answered, str(offers(rig)[first + 2].id))
    for count in (1, 12):
        _take_in(rig, *[OfferSource.HOOK] * count)
        _their_morning(rig)
    for _ in range(3):
        rig.clock.move(days=7)
        rig.sweep()
        reader.look()
    for place, one in enumerate(offers(rig)):
        if str(one.status) in ("offered", "lapsed"):
            not_mine(rig, place)


def words_go_along(rig: Rig) -> None:
    """Asked in the settings while a hook is there."""
    hook_id = hook(rig, Receiver("https://127.0.0.1/hook"))
    settings(rig)
    with rig.db.write(EVERYBODY) as session:
        remove_hook(session, hook_id, rig.clock.now())


def _take_in(rig: Rig, *sources: OfferSource) -> None:
    begin = len(offers(rig))
    with rig.db.write(_OWNER) as session:
        for number, source in enumerate(sources, begin):
            deal = ReportedDeal(
                str(number),
                f"Elm {number}",
                lost_on=date(2026, 10, 30),
                reason=THEIR_WORDS,
                amount="12",
                url="https://crm.example/1",
            )
            take_in(session, _OWNER, source, deal, rig.clock.now())


def _their_morning(rig: Rig) -> None:
    """Of those that were not told of yet; more nudges than a morning has room for come first."""
    for _ in range(3):
        waiting = [one.due_at for one in offers(rig) if one.due_at and not one.sent_at]
        if waiting:
            rig.clock.move_to(max(rig.clock.now(), min(waiting)))
            rig.sweep()


def _newest(rig: Rig) -> JSON:
    return next(message for message in rig.ana.messages()[::-1] if NOT_MINE in actions_on(message))


def _press(rig: Rig, action: str, place: int) -> None:
    offer = offers(rig)[place]
    message = next(one for one in rig.ana.messages() if one["ts"] == offer.message_ts)
    rig.ana.press(action, message, block_id=f"offer-{offer.id}")
