"""A rep's settings: when nudges come, on which days, and pauses; pending nudges move with them."""

import logging
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from handlers.deals.home_page import publish
from handlers.deals.rep import (
    ask_profile,
    learn_zone,
    meet_rep,
    names_place,
    refresh_rep_if_free,
    was_told_lately,
)
from handlers.deals.week_note import choose_week_note
from handlers.deals.zones import is_place, place_called
from handlers.slack.context import Services, owner_of
from handlers.slack.errors import SLACK_FAILED, error_code
from prompts.blocks import VALUE, Block, View
from prompts.home import SETTINGS as OPEN
from prompts.playbook import Playbook
from prompts.settings_holidays import COUNTRY, HolidayChoice
from prompts.settings_language import FROM_SLACK, language_fields, read_language
from prompts.settings_modal import (
    SETTINGS,
    Chosen,
    asks_place,
    read_settings,
    settings_errors,
    settings_modal,
)
from storage.deals import count_deals
from storage.languages import BY_SLACK, RepLanguage, choose_language
from storage.owner import Owner
from storage.rep_choices import choose, pause, reschedule, send_words_along
from storage.reps import Rep, find_rep, remember_zone
from storage.week_notes import find_week_note

_log = logging.getLogger(__name__)


class _Kept(NamedTuple):
    """What the settings show besides the rep's own row: how many deals there are, and a note that was asked for."""

    deals: int
    week_note: bool


def register(app: App) -> None:
    app.action(OPEN)(on_open)
    app.view(SETTINGS)(on_settings)
    app.action({"block_id": COUNTRY, "action_id": VALUE})(on_country)


def on_open(ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    ack()
    open_settings(context["services"], client, owner_of(context), body["trigger_id"])


def open_settings(services: Services, client: WebClient, owner: Owner, trigger_id: str) -> None:
    """Opens with what is known, since a trigger is good for three seconds; then Slack is asked, beside it.

    It is asked for the zone only where it did not name the one that is stored, or named it more than a day ago.
    """
    with services.db.read(owner) as session:
        rep, kept = _known(session, owner)
    shown = _modal(services, owner, rep, kept)
    opened = client.views_open(trigger_id=trigger_id, view=shown)
    if was_told_lately(services, rep):
        return
    with services.asides.room() as there_is_room:
        if there_is_room:
            _ask_beside(services, client, owner, shown, opened["view"], kept)


def _known(session: Session, owner: Owner) -> tuple[Rep | None, _Kept]:
    kept = _Kept(count_deals(session, owner.team, owner.rep), find_week_note(session, owner) is not None)
    return find_rep(session, owner), kept


def on_country(ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    """The form follows with the regions of the country; what was typed meanwhile stays."""
    ack()
    services, owner, view = context["services"], owner_of(context), body["view"]
    with services.db.read(owner) as session:
        rep, kept = _known(session, owner)
    chosen = read_settings(view).holidays
    drawn = _modal(services, owner, rep, kept, ask_place=asks_place(view), holidays=chosen)
    try:
        client.views_update(view_id=view["id"], hash=view["hash"], view=drawn)
    except SLACK_FAILED as error:
        # Chosen again, or closed: what is chosen last is read when the form is saved.
        _log.info("settings are not drawn anew: %s", error_code(error))


def on_settings(ack: Ack, view: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    services, owner, chosen = context["services"], owner_of(context), read_settings(view)
    language = read_language(view, services.choices.phrasebooks)
    if errors := _save(services, owner, chosen, language):
        ack(response_action="errors", errors=errors)
        return
    ack()
    refresh_rep_if_free(services, client, owner)
    publish(services, client, owner)


def _ask_beside(
    services: Services, client: WebClient, owner: Owner, shown: View, opened: dict[str, Any], kept: _Kept
) -> None:
    """Draws the form anew when Slack says something else; what was typed meanwhile stays."""
    profile = ask_profile(services, client, owner)
    if profile is None:
        return
    with services.db.write(owner) as session:
        learn_zone(services, session, owner, profile)
        rep = find_rep(session, owner)
    drawn = _modal(services, owner, rep, kept, ask_place=not names_place(profile))
    if drawn == shown:
        return
    try:
        client.views_update(view_id=opened["id"], hash=opened["hash"], view=drawn)
    except SLACK_FAILED as error:
        # Closed, or saved, before Slack had said anything.
        _log.info("settings are not drawn anew: %s", error_code(error))


def _modal(
    services: Services,
    owner: Owner,
    rep: Rep | None,
    kept: _Kept,
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


def _language_fields(services: Services, language: RepLanguage, playbook: Playbook) -> list[Block]:
    known, default = services.choices.phrasebooks, services.default_language
    return language_fields(language.chosen, language.told, known, playbook.words, default)


def _save(services: Services, owner: Owner, chosen: Chosen, language: str | None) -> dict[str, str]:
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
