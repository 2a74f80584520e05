"""A rep's settings: rendered and read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo

from babel.numbers import list_currencies

from coaching.dates import WorkWeek, add_months
from coaching.policy import FULL_SCREENS, QUICK_SCREENS, Numbers
from prompts import blocks
from prompts.contacts import Contacts, footer
from prompts.playbook import Playbook
from prompts.settings_holidays import HolidayChoice, holiday_fields, read_holidays
from prompts.view_state import Unreadable, blocks_of, day, values
from prompts.week_note import read_week_note, week_note_field
from prompts.words import Words
from prompts.words_along import read_words_along, words_along_field

SETTINGS = "settings"
DELETE_ALL = "settings_delete_all"
_PLACE_LIMIT = 64
_NONE = "none"
_NO_CONTACTS = Contacts()
_NOT_CHOSEN = HolidayChoice()


@dataclass(frozen=True)
class Chosen:
    """What a rep chose; `days` are ISO weekdays, `place` is a zone as they call it, None where they were not asked."""

    nudge_time: time | None
    days: frozenset[int]
    paused_until: date | None
    place: str | None = None
    screens: int = QUICK_SCREENS
    currency: str | None = None
    week_note: bool = False
    holidays: HolidayChoice = _NOT_CHOSEN
    words_along: bool | None = None
    """None where that was not asked."""


def settings_modal(
    week: WorkWeek,
    zone: ZoneInfo,
    today: date,
    playbook: Playbook,
    ask_place: bool,
    deals: int,
    screens: int = QUICK_SCREENS,
    contacts: Contacts = _NO_CONTACTS,
    currency: str | None = None,
    week_note: bool = False,
    holidays: HolidayChoice = _NOT_CHOSEN,
    language: Sequence[blocks.Block] = (),
    words_along: bool | None = None,
) -> blocks.View:
    """`deals` is how many lost deals the rep has, `language` the fields that ask for theirs.

    `words_along` is None where nobody outside is told of them, and so nobody is asked.

    With `ask_place` for a rep of whom Slack tells no zone: then `zone` is what is gone by meanwhile.
    """
    words = playbook.words
    days = [blocks.option(str(day), words.weekday(day)) for day in range(1, 8)]
    paused = week.paused_until if week.paused_until and week.paused_until > today else None
    hint = words.say("settings.time_hint", **_limits(playbook))
    if not ask_place:
        hint = words.say("settings.time_hint_zone", zone=zone.key, **_limits(playbook))
    chosen = {str(day) for day in week.days}
    shown = [
        blocks.field("time", words.say("settings.time"), blocks.time_input(week.nudge_time), hint=hint),
        *([_place(zone, words)] if ask_place else []),
        blocks.field("days", words.say("settings.days"), blocks.checkboxes(days, chosen)),
        *holiday_fields(holidays, zone.key, words),
        blocks.field(
            "pause",
            words.say("settings.pause"),
            blocks.date_input(paused),
            hint=words.say("settings.pause_hint"),
            optional=True,
        ),
        week_note_field(week_note, words),
        *([] if words_along is None else [words_along_field(words_along, words)]),
        _screens(screens, words),
        _currency(currency, words),
        *language,
        *_delete_all(deals, words),
        *footer(contacts, words),
    ]
    title, close, save = words.say("settings.title"), words.say("screens.cancel"), words.say("screens.save")
    return blocks.modal(SETTINGS, title, shown, close=close, submit=save)


def _place(zone: ZoneInfo, words: Words) -> blocks.Block:
    """Empty leaves the zone as it is, which the hint names."""
    text = blocks.text_input(None, _PLACE_LIMIT, words.say("settings.place_placeholder"))
    hint = words.say("settings.place_hint", zone=zone.key)
    return blocks.field("place", words.say("settings.place"), text, hint=hint, optional=True)


def _screens(screens: int, words: Words) -> blocks.Block:
    """How debriefs begin."""
    say = words.say
    options = [
        blocks.option(
            str(QUICK_SCREENS), say("settings.debrief_quick"), say("settings.debrief_quick_explains")
        ),
        blocks.option(str(FULL_SCREENS), say("settings.debrief_full"), say("settings.debrief_full_explains")),
    ]
    return blocks.field("debrief", words.say("settings.debrief"), blocks.radio(options, str(screens)))


def _currency(chosen: str | None, words: Words) -> blocks.Block:
    """Slack lets nobody empty a select again: having none is one of its choices."""
    codes = words.texts["value.currencies"].split()
    options = [
        blocks.option(_NONE, words.say("value.no_currency")),
        *(blocks.option(code, words.currency(code)) for code in codes),
    ]
    select = blocks.select(options, chosen if chosen in codes else _NONE)
    label, hint = words.say("value.currency"), words.say("value.currency_hint")
    return blocks.field("currency", label, select, hint=hint)


def _delete_all(deals: int, words: Words) -> list[blocks.Block]:
    """Last, and asked about: what it does cannot be undone."""
    text = words.say("home.delete_text", lost_deals=words.count("lost_deals", deals))
    sure = blocks.confirm(
        words.say("home.delete_title"), text, words.say("home.delete_confirm"), words.say("home.delete_deny")
    )
    button = blocks.button(words.say("home.delete_all"), DELETE_ALL, "all", style="danger", confirm=sure)
    hint = blocks.context(words.say("home.delete_hint"))
    return [blocks.divider(), hint, blocks.actions("delete", [button])]


def read_settings(view: Mapping[str, Any]) -> Chosen:
    """What was chosen on the form."""
    given = values(view)
    chosen, days, until = given.get("time"), given.get("days"), given.get("pause")
    try:
        at = time.fromisoformat(chosen) if chosen else None
        screens = int(given.get("debrief") or QUICK_SCREENS)
        if screens not in (QUICK_SCREENS, FULL_SCREENS):
            raise ValueError(screens)
        weekdays = frozenset(int(one) for one in days.split(",")) if days else frozenset()
    except ValueError:
        raise Unreadable("view.state.values") from None
    currency = given.get("currency")
    if currency in (None, _NONE):
        currency = None
    elif currency not in list_currencies():
        raise Unreadable("view.state.values.currency")
    place = (given.get("place") or "").strip() or None
    note, holidays = read_week_note(view), read_holidays(given)
    along = read_words_along(view)
    return Chosen(at, weekdays, day(until), place, screens, currency, note, holidays, along)


def asks_place(view: Mapping[str, Any]) -> bool:
    """Whether the form asks where they live."""
    return "place" in blocks_of(view)


def settings_errors(chosen: Chosen, zone: str | None, today: date, playbook: Playbook) -> dict[str, str]:
    """What cannot be, by its field; `zone` is that of the place they named, None when there is no such place."""
    numbers, words = playbook.policy.numbers, playbook.words
    errors = {}
    if not chosen.nudge_time or not _allowed(chosen.nudge_time, numbers):
        errors["time"] = words.say("settings.wrong_time", **_limits(playbook))
    if chosen.place and zone is None:
        errors["place"] = words.say("settings.wrong_place")
    if not chosen.days:
        errors["days"] = words.say("settings.wrong_days")
    if chosen.paused_until and not today < chosen.paused_until <= add_months(today, 12):
        errors["pause"] = words.say("settings.wrong_pause")
    return errors


def _allowed(at: time, numbers: Numbers) -> bool:
    return numbers.earliest_nudge <= at <= numbers.latest_nudge


def _limits(playbook: Playbook) -> dict[str, str]:
    numbers, words = playbook.policy.numbers, playbook.words
    return {"earliest": words.time(numbers.earliest_nudge), "latest": words.time(numbers.latest_nudge)}
