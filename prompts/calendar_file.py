"""A deal's next date as a calendar file: one event, which a later file about the same deal takes the place of."""

from datetime import UTC, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from coaching.deal import LostDeal, Status
from prompts import advice, blocks
from prompts.playbook import Playbook

CALENDAR = "card_calendar"
"""The action id of a button, and the name of a step of *More*; its value is the deal's id."""
_LASTS = timedelta(minutes=15)
_PRODUCT = "-//gotano//lost deals//EN"
_ZONE_BEFORE, _ZONE_AFTER = timedelta(days=1), timedelta(days=366)
"""How far around the event its zone is told: a calendar needs no more of it."""


def has_date(deal: LostDeal) -> bool:
    """Whether the deal is open and has a day on which it is taken up; the day may have come."""
    return deal.status is Status.OPEN and deal.plan.accepted and deal.asks_at is not None


def calendar_button(deal: LostDeal, playbook: Playbook) -> blocks.Block:
    return blocks.button(playbook.words.say("calendar.button"), CALENDAR, str(deal.id))


def summary(deal: LostDeal, playbook: Playbook) -> str:
    """What the event is called: what to do, and about whom."""
    return advice.line(deal.plan, deal.prospect, playbook)


def calendar_file(deal: LostDeal, at: datetime, playbook: Playbook, zone: ZoneInfo, now: datetime) -> str:
    """RFC 5545 with one event at `at`, shown in `zone`; it holds nothing that the prospect said.

    The event's id stays the deal's own, and its sequence grows with every second: so that a file made later replaces
    one made earlier, also where a date was taken back. The library is loaded with the first file that is asked for.
    """
    from icalendar import Calendar, Event

    starts = at.astimezone(zone)
    event = Event()
    event.add("uid", _uid(deal))
    event.add("sequence", int((now - deal.made_at).total_seconds()))
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", starts)
    event.add("dtend", starts + _LASTS)
    event.add("summary", summary(deal, playbook))
    event.add("description", _described(deal, playbook))
    # Who may look into the rep's calendar sees a busy quarter of an hour, and no prospect.
    event.add("class", "PRIVATE")
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    calendar.add_missing_timezones((starts - _ZONE_BEFORE).date(), (starts + _ZONE_AFTER).date())
    return str(calendar.to_ical(), "utf-8")


def _uid(deal: LostDeal) -> str:
    """Of the deal alone: it stays where a workspace joins an organisation, and tells nothing."""
    return f"{uuid5(NAMESPACE_URL, f'gotano {deal.id} {deal.made_at.isoformat()}')}@gotano"


def _described(deal: LostDeal, playbook: Playbook) -> str:
    rule = advice.rule(deal.plan.due, playbook) if deal.plan.due else ""
    return f"{rule}\n{playbook.words.say('calendar.about')}".strip()
