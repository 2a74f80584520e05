"""What stories look at and press: the card, the newest nudge, and the words on a surface."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, select

from coaching.deal import LostDeal, Reply
from playground import Gestures
from playground.transport.delivery import Delivery
from prompts.notes import ADD_NOTE
from prompts.nudge_message import REPLY, SNOOZE, UNDO
from prompts.own_words_form import OWN_WORDS
from prompts.settings_modal import DELETE_ALL
from storage.owner import EVERYBODY
from storage.tables import Base
from tests.rig import TEAM, Rig

JSON = dict[str, Any]
ONE_PRESS = (
    Reply.REACHED_OUT,
    Reply.NO_ANSWER,
    Reply.TALKING_AGAIN,
    Reply.WON_BACK,
    Reply.SNOOZE_WEEK,
    Reply.LET_GO,
)
"""The replies to a nudge that ask for nothing more."""


def lost(rig: Rig, prospect: str = "Dana Reyes, Acme", who: Gestures | None = None, **given: Any) -> None:
    """A debrief from beginning to end, the verdict accepted as it is."""
    who = who or rig.ana
    rig.debrief(who, prospect, **given)
    who.close()


def nudged(rig: Rig, **given: Any) -> None:
    """A deal whose first nudge has come; without more said, on Monday 1 February 2027."""
    lost(rig, **given)
    rig.jump()


def due_on(rig: Rig) -> str | None:
    """The day on which the newest deal is taken up."""
    due = rig.deals()[0].plan.due
    return due.on.isoformat() if due else None


def card(who: Gestures, deal: LostDeal) -> JSON:
    """The lasting card of a deal in the rep's DM."""
    return next(message for message in who.messages() if message["ts"] == deal.card_ts)


def nudge(who: Gestures) -> JSON:
    """The newest message of the DM that is no ephemeral word of the bot."""
    return [message for message in who.messages() if not message["ephemeral"]][-1]


def told(who: Gestures) -> list[str]:
    """What the bot said to this person alone."""
    return [message["text"] for message in who.messages() if message["ephemeral"]]


def actions_on(surface: JSON) -> set[str]:
    """The action ids of every button and select on a message or view."""
    return {
        element["action_id"]
        for block in surface.get("blocks", [])
        for element in block.get("elements", [])
        if block["type"] == "actions"
    }


def decisions_on(surface: JSON) -> set[str]:
    """The same without what only writes something down."""
    return actions_on(surface) - {ADD_NOTE, OWN_WORDS}


def fields_on(view: JSON | None) -> set[str]:
    """The names of the input blocks on a view."""
    assert view is not None, "no view is open"
    return {block["block_id"].split("-")[0] for block in view["blocks"] if block["type"] == "input"}


def values_on(view: JSON | None) -> dict[str, Any]:
    """What stands in each field of a view, by the field's name."""
    assert view is not None, "no view is open"
    found = {}
    for block_id, block in view["state"]["values"].items():
        (entry,) = block.values()
        option = entry.get("selected_option")
        found[block_id.split("-")[0]] = (
            option["value"] if option else entry.get("value") or entry.get("selected_date")
        )
    return found


def words_on(surface: JSON | None) -> str:
    """All text of a view or message, in order."""
    return "\n".join(texts(surface or {}))


def texts(part: Any) -> Iterator[str]:
    """Every string that is shown: texts of any kind, the words on buttons and options, confirmations."""
    if isinstance(part, list):
        for one in part:
            yield from texts(one)
    elif isinstance(part, dict):
        if isinstance(part.get("text"), str):
            yield part["text"]
        for key, one in part.items():
            if isinstance(one, dict | list) and key != "state":
                yield from texts(one)


def reply(who: Gestures, answer: Reply) -> Delivery:
    """Presses a reply of the newest nudge."""
    message = nudge(who)
    if answer in (Reply.SNOOZE_WEEK, Reply.SNOOZE_MONTH, Reply.SNOOZE_QUARTER, Reply.SNOOZE_UNTIL):
        (block,) = (b for b in message["blocks"] if b["type"] == "actions")
        (menu,) = (e for e in block["elements"] if e["action_id"] == SNOOZE)
        value = next(o["value"] for o in menu["options"] if o["value"].startswith(f"{answer}:"))
        return who.press(SNOOZE, message, value)
    return who.press(f"{REPLY}{answer}", message)


def delete_everything(who: Gestures) -> Delivery:
    """From the settings, where the button stands; what is said of it is closed."""
    who.command("/gotano", "settings")
    done = who.press(DELETE_ALL)
    who.close()
    return done


def undo(who: Gestures) -> Delivery:
    """Presses Undo on the newest nudge."""
    return who.press(UNDO, nudge(who))


def rows(rig: Rig) -> dict[str, int]:
    """How many rows each table holds, but for the ids of Slack's requests, which are kept for a day."""
    with rig.db.read(EVERYBODY) as session:
        return {
            name: session.scalar(select(func.count()).select_from(table)) or 0
            for name, table in Base.metadata.tables.items()
            if name != "seen"
        }


def profile_changes(rig: Rig, zone: str | None, user: str = "U0ANA", **more: Any) -> None:
    """Slack tells that somebody's profile changed."""
    if zone:
        rig.slack.person(user).change_zone(zone)
    about = {"id": user, "team_id": TEAM, "name": "ana"} | ({"tz": zone} if zone else {}) | more
    rig.slack.send_event({"type": "user_change", "user": about})
