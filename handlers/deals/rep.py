"""What Slack knows of a rep: their zone and their language, read together, once a day at most."""

import logging
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from slack_sdk import WebClient
from sqlalchemy.orm import Session

from handlers.deals.week_note import move_week_note
from handlers.deals.zones import NOWHERE, is_place, zone_at, zone_named
from handlers.slack.context import Services
from handlers.slack.errors import PERSON_GONE, SLACK_FAILED, error_code
from handlers.slack.members import Profile
from prompts.locales import locale_named
from storage.beginning import is_settled
from storage.languages import BY_SLACK, RepLanguage
from storage.offer_parking import unpark_offers
from storage.owner import EVERYBODY, Owner
from storage.rep_choices import reschedule
from storage.reps import Rep, find_rep, heard_of_long_ago, remember_zone
from storage.sent_nudges import has_parked, unpark
from storage.workspaces import mark_installed

FRESH = timedelta(days=1)
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
_log = logging.getLogger(__name__)


def is_known_well(services: Services, session: Session, owner: Owner) -> bool:
    """Whether the rep's zone was heard of within a day, and nothing of theirs is parked: one small question."""
    return is_settled(session, owner, services.now() - FRESH)


def is_heard_of(services: Services, session: Session, owner: Owner) -> bool:
    """Whether what Slack told of the rep within a day still holds, as far as is known."""
    rep = find_rep(session, owner)
    return rep is not None and services.now() - rep.zone_seen_at < FRESH


def doubt_rep(session: Session, owner: Owner) -> None:
    """What was heard of the rep may hold no longer: whoever needs to be sure asks Slack."""
    heard_of_long_ago(session, owner, _LONG_AGO)


def refresh_rep(services: Services, client: WebClient, owner: Owner) -> None:
    """Makes sure that the rep's zone is known and not older than a day. Whoever acts is there: see `unpark_nudges`."""
    with services.db.read(owner) as session:
        if is_known_well(services, session, owner):
            return
        rep = find_rep(session, owner)
    keep_fresh(services, client, owner, rep)
    if rep:
        unpark_nudges(services, owner)


def keep_fresh(
    services: Services, client: WebClient, owner: Owner, rep: Rep | None, fresh: timedelta = FRESH
) -> bool:
    """The same for a rep who was read already; whether their zone is another one now."""
    if rep and services.now() - rep.zone_seen_at < fresh:
        return False
    profile = ask_profile(services, client, owner)
    if profile is None:
        return False
    with services.db.write(owner) as session:
        return learn_zone(services, session, owner, profile)


def ask_profile(services: Services, client: WebClient, owner: Owner) -> Profile | None:
    """What Slack says of the rep now; None when it does not answer."""
    try:
        profile: Profile = client.users_info(user=owner.rep, include_locale=True)["user"]
    except SLACK_FAILED as error:
        # A debrief is worth more than its zone: it goes on with what is known, and Slack is asked again next time.
        _log.warning("no zone for %s: %s", owner.rep, error_code(error))
        with services.db.write(owner) as session:
            meet_rep(session, owner)
        return None
    return profile


def was_told_lately(services: Services, rep: Rep | None) -> bool:
    """Whether Slack named the rep's zone within a day: then there is nothing to ask it."""
    return bool(rep and rep.zone_told_at and services.now() - rep.zone_told_at < FRESH)


def names_place(profile: Profile) -> bool:
    """Whether Slack says where somebody lives: then their zone is Slack's to change, and not ours to ask for."""
    told = zone_named(profile.get("tz"))
    return told is not None and is_place(told)


def meet_rep(session: Session, owner: Owner) -> Rep | None:
    """There is a row for what the rep chooses, also before Slack has said anything of them. What was known of them."""
    rep = find_rep(session, owner)
    if rep is None:
        remember_zone(session, owner, NOWHERE, _LONG_AGO)
    return rep


def learn_zone(services: Services, session: Session, owner: Owner, profile: Profile) -> bool:
    """Keeps zone and language of Slack's profile; pending nudges move with the zone. Whether it is another one now."""
    rep = find_rep(session, owner)
    known = rep.zone.key if rep else NOWHERE
    zone = _zone_in(profile, known)
    told, now = locale_named(profile.get("locale")), services.now()
    remember_zone(session, owner, zone, now, told_by_slack=names_place(profile), locale=told)
    is_another = rep is None or zone != known
    if is_another:
        # Public holidays may go by the zone.
        moved = replace(rep, zone=ZoneInfo(zone)) if rep else None
        reschedule(session, owner, ZoneInfo(zone), services.times_of_rep(owner, moved).week)
    if rep and is_another:
        move_week_note(services, session, owner)
    before = rep.language if rep else BY_SLACK
    services.languages.note(owner, RepLanguage(before.chosen, told or before.told), now)
    return is_another


def _zone_in(profile: Profile, known: str) -> str:
    """A place where Slack names one. Else what is known stays; and where that was only a guess, the offset is used."""
    told = zone_named(profile.get("tz"))
    if told and is_place(told):
        return told
    if is_place(known):
        return known
    return told or zone_at(profile.get("tz_offset")) or known


def unpark_nudges(services: Services, owner: Owner) -> None:
    """Whoever acts is there: what was parked because they, or their conversation, were gone is due again."""
    with services.db.read(owner) as session:
        if not has_parked(session, owner):
            return
    with services.db.write(owner) as session:
        unpark(session, owner, services.now())
        unpark_offers(session, owner, services.now())


def rep_is_back(services: Services, session: Session, owner: Owner) -> None:
    """Slack says that they are there: what was parked because they were gone is due again."""
    unpark(session, owner, services.now(), only=PERSON_GONE)
    unpark_offers(session, owner, services.now(), only=PERSON_GONE)


def unpark_workspace(services: Services, team: str) -> None:
    """The token is good: what was parked for another reason than a rep's leaving is tried again."""
    with services.db.write(EVERYBODY) as session:
        mark_installed(session, team, services.now(), tuple(PERSON_GONE))


def refresh_rep_if_free(services: Services, client: WebClient, owner: Owner) -> None:
    """The same when there is room for it; a finished debrief asks again."""
    with services.asides.room() as there_is_room:
        if there_is_room:
            refresh_rep(services, client, owner)
