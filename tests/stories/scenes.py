"""What stories look at and press: the card, the newest nudge, and the words on a surface."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, select

from coaching.deal import LostDeal, Reply
from playground import Gestures
from playground.transport.delivery import Delivery
from prompts.calendar_file import CALENDAR
from prompts.deal_card import DELETE, HAPPENED
from prompts.more import MORE
from prompts.notes import ADD_NOTE
from prompts.nudge_buttons import REPLY, SNOOZE
from prompts.nudge_message import UNDO
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
    writes = {ADD_NOTE, OWN_WORDS, CALENDAR}
    menu = {MORE} if choices_on(surface).keys() <= writes else set()
    return actions_on(surface) - writes - menu


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
    """Gives a reply to the newest nudge, or on the card where the nudge does not offer it."""
    message = nudge(who)
    if answer in offered(message):
        return press_reply(who, answer, message)
    (of_card,) = (m for m in who.messages() if HAPPENED in actions_on(m))
    who.press(HAPPENED, of_card)
    who.fill({"reply": answer})
    done = who.submit()
    return Delivery(200, done.action != "failed", done.error, "")


def press_reply(who: Gestures, answer: Reply, message: JSON) -> Delivery:
    """By its button, or from a menu of the message."""
    for menu in (SNOOZE, MORE):
        if answer in choices_on(message, menu):
            return choose(who, answer, message, menu)
    return who.press(f"{REPLY}{answer}", message)


def delete_everything(who: Gestures) -> Delivery:
    """From the settings, where the button stands; what is said of it is closed."""
    who.command("/gotano", "settings")
    done = who.press(DELETE_ALL)
    who.close()
    return done


def offered(message: JSON) -> set[str]:
    """The replies that a nudge offers, wherever they stand."""
    pressed = {action.removeprefix(REPLY) for action in actions_on(message) if action.startswith(REPLY)}
    chosen = choices_on(message, SNOOZE).keys() | choices_on(message).keys()
    return (pressed | chosen) & set(Reply)


def choose(who: Gestures, step: str, message: JSON, menu: str = MORE) -> Delivery:
    """Chooses a step from a menu of a message."""
    return who.press(menu, message, choices_on(message, menu)[step])


def delete(who: Gestures, message: JSON) -> None:
    """Deletes the deal of a card, and is sure."""
    choose(who, DELETE, message)
    who.submit()


def choices_on(message: JSON, menu: str = MORE) -> dict[str, str]:
    """The steps that the menus of a message offer, each with its value."""
    elements = [e for b in message.get("blocks", []) if b["type"] == "actions" for e in b["elements"]]
    options = [one for e in elements if e["action_id"] == menu for one in e["options"]]
    return {one["value"].partition(":")[0]: one["value"] for one in options}


def undo(who: Gestures) -> Delivery:
    """Presses Undo on the newest nudge."""
    return who.press(UNDO, nudge(who))


_ROWS = select(
    *(
        select(func.count()).select_from(table).scalar_subquery().label(name)
        for name, table in Base.metadata.tables.items()
        if name != "seen"
    )
)


def rows(rig: Rig) -> dict[str, int]:
    """How many rows each table holds, but for the ids of Slack's requests, which are kept for a day."""
    with rig.db.read(EVERYBODY) as session:
        return dict(session.execute(_ROWS).one()._mapping)


def profile_changes(rig: Rig, zone: str | None, user: str = "U0ANA", **more: Any) -> None:
    """Slack tells that somebody's profile changed."""
    if zone:
        rig.slack.person(user).change_zone(zone)
    about = {"id": user, "team_id": TEAM, "name": "ana"} | ({"tz": zone} if zone else {}) | more
    rig.slack.send_event({"type": "user_change", "user": about})
