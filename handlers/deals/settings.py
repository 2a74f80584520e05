"""A rep's settings: what the form shows, and what holds once it is saved; pending nudges move with them."""

from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from handlers.deals.rep import meet_rep
from handlers.deals.week_note import choose_week_note
from handlers.deals.zones import is_place, place_called
from handlers.slack.context import Services
from prompts.blocks import Block, View
from prompts.playbook import Playbook
from prompts.settings_holidays import HolidayChoice
from prompts.settings_language import FROM_SLACK, language_fields
from prompts.settings_modal import Chosen, settings_errors, settings_modal
from storage.deals import count_deals
from storage.languages import BY_SLACK, RepLanguage, choose_language
from storage.owner import Owner
from storage.rep_choices import choose, pause, reschedule, send_words_along
from storage.reps import Rep, find_rep, remember_zone
from storage.week_notes import find_week_note


class Kept(NamedTuple):
    """What the settings show besides the rep's own row: how many deals there are, and a note that was asked for."""

    deals: int
    week_note: bool


def settings_of(session: Session, owner: Owner) -> tuple[Rep | None, Kept]:
    kept = Kept(count_deals(session, owner.team, owner.rep), find_week_note(session, owner) is not None)
    return find_rep(session, owner), kept


def draw_settings(
    services: Services,
    owner: Owner,
    rep: Rep | None,
    kept: Kept,
    ask_place: bool = False,
    holidays: HolidayChoice | None = None,
) -> View:
    """With the `holidays` that were just chosen, in the place of those that are kept."""
    times = services.times_of_rep(owner, rep)
    asks = ask_place or not is_place(times.zone.key)
    today, playbook = services.today(times.zone), services.playbook_for(owner)
    screens = (rep.debrief_screens if rep else None) or playbook.policy.numbers.debrief_screens
    currency = rep.currency if rep else None
    chosen = holidays or (HolidayChoice(rep.country, rep.region) if rep else HolidayChoice())
    asked = _language_fields(services, rep.language if rep else BY_SLACK, playbook)
    return settings_modal(
        times.week,
        times.zone,
        today,
        playbook,
        asks,
        kept.deals,
        screens,
        services.contacts,
        currency,
        kept.week_note,
        chosen,
        asked,
        rep.words_go_out if rep and rep.tells_somebody else None,
    )


def save_settings(services: Services, owner: Owner, chosen: Chosen, language: str | None) -> dict[str, str]:
    """What cannot be, by field; when nothing is wrong it holds, and pending nudges move."""
    place = place_called(chosen.place) if chosen.place else None
    with services.db.write(owner) as session:
        rep = meet_rep(session, owner)
        zone = services.zone(session, owner)
        kept = chosen.holidays.beside(zone.key)
        today = services.today(ZoneInfo(place) if place else zone)
        errors = settings_errors(chosen, place, today, services.playbook_for(owner, session))
        if not errors and chosen.nudge_time:
            if place:
                remember_zone(session, owner, place, services.now())
            choose(
                session,
                owner,
                chosen.nudge_time,
                chosen.days,
                chosen.screens,
                chosen.currency,
                kept.country,
                kept.region,
            )
            _choose_language(session, owner, rep, language)
            pause(session, owner, today, chosen.paused_until)
            times = services.times(session, owner)
            reschedule(session, owner, times.zone, times.week)
            choose_week_note(services, session, owner, chosen.week_note)
            _choose_words_along(services, session, owner, rep, chosen.words_along)
    return errors


def _language_fields(services: Services, language: RepLanguage, playbook: Playbook) -> list[Block]:
    known, default = services.choices.phrasebooks, services.default_language
    return language_fields(language.chosen, language.told, known, playbook.words, default)


def _choose_words_along(
    services: Services, session: Session, owner: Owner, rep: Rep | None, along: bool | None
) -> None:
    """Since when it holds is kept; nothing is written where it is as it was, or was not asked."""
    if along is not None and along != (rep is not None and rep.words_go_out):
        send_words_along(session, owner, services.now() if along else None)


def _choose_language(session: Session, owner: Owner, rep: Rep | None, language: str | None) -> None:
    """What is drawn from now on is in it; nothing is written where it is as it was, or was not asked."""
    named = None if language == FROM_SLACK else language
    if language is not None and named != (rep.language.chosen if rep else None):
        choose_language(session, owner, named)
