"""Everything that a rep can do with this bot, each step one gesture."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any

from coaching.deal import Reply
from prompts.deal_card import SHARE
from prompts.digest import ANSWER
from prompts.home import EXPORT, RESUME, SETTINGS, SHELF, THROW_AWAY
from prompts.share_modal import WITHDRAW
from storage.owner import EVERYBODY
from tests.rig import Rig
from tests.storage.made import lose
from tests.stories.every_step import Step, steps
from tests.stories.scenes import card, choose, delete_everything, nudge, profile_changes


def journey() -> Iterator[tuple[str, Step]]:
    """Everything a rep can do, each step one gesture."""
    yield "command", lambda rig: rig.ana.command("/gotano", "Dana Reyes, Acme")
    yield "who", lambda rig: rig.ana.fill({"stage": "buying", "asked_why": "told", "words": "No."})
    yield "first screen", lambda rig: rig.ana.submit()
    yield from (
        ("draft resumed", resumed) if name == "draft resumed" else (name, step) for name, step in steps()
    )
    yield "draft closed", lambda rig: rig.ana.close()
    yield "another half way", another_half_way
    yield "thrown away", lambda rig: rig.ana.press(THROW_AWAY, nudge(rig.ana))
    yield "shortcut", lambda rig: rig.ana.shortcut("debrief_a_no")
    yield "shortcut closed", lambda rig: rig.ana.close()
    yield "somebody's no", lambda rig: rig.ana.say("No, thank you.")
    yield "message shortcut", lambda rig: rig.ana.shortcut("got_a_no", rig.ana.messages()[-1])
    yield "message shortcut closed", lambda rig: rig.ana.close()
    for text in ("help", "list", "export", "settings"):
        yield f"/gotano {text}", partial(typed, text)
    yield "times", lambda rig: rig.ana.fill({"time": "16:00"})
    yield "settings sent", lambda rig: rig.ana.submit()
    yield from a_digest()
    yield from home_and_all()


def a_digest() -> Iterator[tuple[str, Step]]:
    yield "moved", lambda rig: profile_changes(rig, "Asia/Kolkata")
    yield "many lost", many_lost
    yield "one more", lambda rig: rig.ana.command("/gotano", "Zenith")
    yield "its stage", lambda rig: rig.ana.fill({"stage": "buying", "asked_why": "told"})
    yield "its first screen", lambda rig: rig.ana.submit()
    yield "why", lambda rig: rig.ana.fill({"kind-buying": "not_now", "door": "ajar"})
    yield "its second screen", lambda rig: rig.ana.submit()
    yield "look", lambda rig: rig.ana.fill({"callback_on": "2028-02-09", "lesson": "Ask sooner"})
    yield "its third screen", lambda rig: rig.ana.submit()
    yield "its verdict closed", lambda rig: rig.ana.close()
    yield "digest", digest
    yield "row", lambda rig: rig.ana.press(ANSWER, the_digest(rig), first_row(rig))
    yield "row filled", lambda rig: rig.ana.fill({"reply": Reply.TALKING_AGAIN})
    yield "row answered", lambda rig: rig.ana.submit()
    yield "row to still no", lambda rig: rig.ana.press(ANSWER, the_digest(rig), first_row(rig))
    yield "still no chosen", lambda rig: rig.ana.fill({"reply": Reply.STILL_NO})
    yield "still no asked", lambda rig: rig.ana.submit()
    yield "its kind", lambda rig: rig.ana.fill({"kind-buying": "no_value", "door": "ajar"})
    yield "still no stored", lambda rig: rig.ana.submit()


def home_and_all() -> Iterator[tuple[str, Step]]:
    yield "home", lambda rig: rig.ana.open_home()
    yield "open ones", lambda rig: rig.ana.press(f"{SHELF}open", "home")
    yield "older", lambda rig: rig.ana.press(f"{SHELF}older", "home")
    yield "newer", lambda rig: rig.ana.press(f"{SHELF}newer", "home")
    yield "settings from home", lambda rig: rig.ana.press(SETTINGS, "home")
    yield "refused", lambda rig: rig.ana.fill({"days": []}) or rig.ana.submit()
    yield "home's settings closed", lambda rig: rig.ana.close()
    yield "exported from home", lambda rig: rig.ana.press(EXPORT, "home")
    yield "deal shared", shared
    yield "withdrawn", lambda rig: rig.ana.press(WITHDRAW, value=withdrawable(rig))
    yield "share closed", lambda rig: rig.ana.close()
    yield "everything deleted", lambda rig: delete_everything(rig.ana)


def typed(text: str, rig: Rig) -> None:
    rig.ana.command("/gotano", text)


def another_half_way(rig: Rig) -> None:
    rig.ana.command("/gotano", "Cedar")
    rig.ana.fill({"stage": "buying", "asked_why": "told"})
    rig.ana.submit()
    rig.ana.close()


def resumed(rig: Rig) -> None:
    """The newest draft."""
    assert rig.ana.home is not None
    buttons = [element for block in rig.ana.home["blocks"] for element in block.get("elements", ())]
    newest = next(button for button in buttons if button.get("action_id") == RESUME)
    rig.ana.press(RESUME, "home", newest["value"])


def many_lost(rig: Rig) -> None:
    """Put straight into the database; each comes up in one digest."""
    with rig.db.write(EVERYBODY) as session:
        for number in range(14):
            lose(session, f"Deal {number}", now=rig.clock.now(), callback_on=date(2028, 2, 9))


def digest(rig: Rig) -> None:
    """They were planned for another zone: they are put off to the rep's own time first."""
    while not any(ANSWER in str(b) for b in nudge(rig.ana)["blocks"]):
        rig.jump()


def the_digest(rig: Rig) -> dict[str, Any]:
    """The newest message with rows to answer: a card may stand below it."""
    return next(message for message in reversed(rig.ana.messages()) if ANSWER in str(message["blocks"]))


def first_row(rig: Rig) -> str:
    row = next(b for b in the_digest(rig)["blocks"] if ANSWER in str(b))
    return str(row["elements"][0]["value"])


def shared(rig: Rig) -> None:
    deal = next(one for one in rig.deals() if one.prospect == "Zenith")
    choose(rig.ana, SHARE, card(rig.ana, deal))
    rig.ana.fill({"lesson": "Ask sooner", "channel": "C0LESSONS"})
    rig.ana.submit()
    rig.ana.submit()
    rig.ana.close()
    choose(rig.ana, SHARE, card(rig.ana, deal))


def withdrawable(rig: Rig) -> str:
    assert rig.ana.view is not None
    found = [b["accessory"] for b in rig.ana.view["blocks"] if b.get("accessory")]
    return next(str(one["value"]) for one in found if one["action_id"] == WITHDRAW)
