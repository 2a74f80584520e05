"""Every gesture a rep makes, once, each with what it cost."""

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import delete

from coaching.deal import Reply
from storage.owner import EVERYBODY
from storage.tables import DealRow
from tests.costs.counted import Cost, counting
from tests.costs.ways import pasted, quick_way, written_and_looked_up
from tests.rig import Rig
from tests.stories.scenes import ONE_PRESS, reply, undo

_TO_ANY = (*ONE_PRESS, Reply.STILL_NO)
_TEN = ("Acme", "Borealis", "Cobalt", "Dune", "Everest", "Fjord", "Gecko", "Helix", "Ivory", "Juniper")
"""Names so different that no screen asks whether two are one."""
_TO_ASK_WHY = (Reply.DODGED, Reply.NO_ANSWER, Reply.SKIP, Reply.TOLD_ME)


def walked(rig: Rig) -> dict[str, Cost]:
    with counting(rig) as since:
        told: dict[str, Cost] = {}
        for name in _gestures(rig):
            told[name] = since()
        return {name: cost for name, cost in told.items() if not name.startswith("(")}


def _gestures(rig: Rig) -> Iterator[str]:
    """The name of each when it is done; what stands in brackets only leads from one to the next."""
    yield from _to_a_verdict(rig)
    yield from _around_it(rig)
    yield from _replies(rig)
    yield from _ten_at_once(rig)
    yield from quick_way(rig)
    yield from pasted(rig)
    yield from written_and_looked_up(rig)


def _to_a_verdict(rig: Rig) -> Iterator[str]:
    ana = rig.ana
    ana.command("/gotano", "Kim Park, Beta")
    ana.close()
    yield "(whoever is met for the first time is asked for their zone)"
    ana.command("/gotano", "Dana Reyes, Acme")
    yield "/gotano NAME: the first screen"
    ana.fill({"stage": "buying", "asked_why": "told", "words": "Not this year"})
    ana.submit()
    yield "first screen sent"
    ana.fill({"kind-buying": "not_now", "door": "ajar"})
    ana.submit()
    yield "second screen sent"
    ana.submit()
    yield "last screen sent: the verdict and the card"
    payload = rig.heard[-1]
    ana.send_raw(payload)
    yield "last screen delivered twice"
    ana.close()
    yield "verdict closed"


def _around_it(rig: Rig) -> Iterator[str]:
    ana = rig.ana
    ana.open_home()
    yield "Home opened"
    ana.open_home()
    yield "Home opened again"
    ana.command("/gotano", "list")
    yield "/gotano list"
    ana.command("/gotano", "help")
    yield "/gotano help"
    ana.command("/gotano", "settings")
    yield "/gotano settings"
    ana.fill({"time": "10:00"})
    ana.submit()
    yield "settings saved"
    rig.sweep()
    yield "a sweep with nothing due"


def _replies(rig: Rig) -> Iterator[str]:
    """Each to a nudge of its own; a deal is gone before the next one is debriefed."""
    for answer in _TO_ANY:
        yield from _nudged(rig, "told", reached_out=answer is Reply.NO_ANSWER)
        if answer is Reply.REACHED_OUT:
            yield "a nudge sent"
        yield "(the nudge)"
        reply(rig.ana, answer)
        yield f"reply: {answer.value}"
        if answer is Reply.REACHED_OUT:
            rig.ana.send_raw(rig.heard[-1])
            yield "reply delivered twice"
            undo(rig.ana)
            yield "undo"
    rig.ana.fill({"kind-buying": "no_budget", "door": "ajar"})
    rig.ana.submit()
    yield "the form of still_no sent"
    for answer in _TO_ASK_WHY:
        yield from _nudged(rig, "not_yet")
        yield "(the nudge)"
        reply(rig.ana, answer)
        yield f"reply to ask why: {answer.value}"


def _nudged(rig: Rig, asked_why: str, reached_out: bool = False) -> Iterator[str]:
    """To a deal's first nudge, or to the one after the rep `reached_out`: before that there is no answer to miss."""
    if rig.ana.views:
        rig.ana.close(all=True)
    with rig.db.write(EVERYBODY) as session:
        session.execute(delete(DealRow))
    rig.debrief(rig.ana, asked_why=asked_why)
    rig.ana.close()
    yield "(a debrief)"
    rig.jump()
    if reached_out:
        reply(rig.ana, Reply.REACHED_OUT)
        rig.jump()


def _ten_at_once(rig: Rig) -> Iterator[str]:
    on = _a_wednesday(rig.clock.now().date() + timedelta(days=60))
    rig.ana.close(all=True)
    with rig.db.write(EVERYBODY) as session:
        session.execute(delete(DealRow))
    for name in _TEN:
        rig.debrief(rig.ana, name, callback_on=on.isoformat())
        rig.ana.close()
    yield "(ten deals, all due one morning)"
    rig.jump()
    yield "a digest of ten sent"


def _a_wednesday(after: date) -> date:
    return after + timedelta(days=(2 - after.weekday()) % 7)
