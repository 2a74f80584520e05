"""A team's weekly note: chosen in the form, sent on its mornings, and read in its channel."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from bot.manifest import ASKED_SCOPES
from handlers.delivery.team_notes import send_team_notes
from playground import Gestures
from prompts.deal_card import SHARE
from prompts.team_note import CHOOSE, STOP
from storage.owner import EVERYBODY, Owner
from storage.team_note_tables import TeamNoteRow
from storage.team_notes import TeamNote, find_note
from tests.conftest import MakeRig
from tests.rig import TEAM, Rig
from tests.stories.scenes import JSON, actions_on, card, choose, lost
from tests.stories.teams import a_team, counts_in, page, week_passes

CHANNEL = "C0LESSONS"
SCOPES = (*ASKED_SCOPES, "channels:read", "groups:read")
MORNING = datetime(2026, 11, 9, 9, 30, tzinfo=UTC)
"""Ana's Monday morning, after the first numbers."""
WEEK = timedelta(days=7)


def with_scopes(make_rig: MakeRig, **given: Any) -> Rig:
    """The bot is in the channel, and may look who else is; five others have lost deals."""
    rig = make_rig(scopes=SCOPES, **given)
    rig.slack.invite(CHANNEL)
    a_team(rig, ["U1BEA", "U1CID", "U1DAN", "U1EVE", "U1FAY"])
    return rig


def noted(make_rig: MakeRig, **given: Any) -> Rig:
    """The same, and Ana counts in and has chosen the channel."""
    rig = with_scopes(make_rig, **given)
    counts_in(rig.ana)
    chooses(rig.ana)
    return rig


def chooses(who: Gestures, channel: str = CHANNEL) -> str:
    """What became of it: `cleared`, or the error at the field."""
    page(who)
    who.press(CHOOSE)
    who.fill({"channel": channel})
    answer = who.submit()
    return answer.errors["channel"] if answer.action == "errors" else str(answer.action)


def morning_comes(rig: Rig, at: datetime = MORNING) -> None:
    """The numbers are made in the night before; then it is that moment."""
    if rig.clock.now() < at:
        week_passes(rig)
        rig.clock.move_to(at)
    sweep(rig)


def sweep(rig: Rig) -> int:
    return send_team_notes(rig.services, lambda _team: rig.client, lambda: False, lambda: None)


def notes(rig: Rig, channel: str = CHANNEL) -> list[JSON]:
    """Those in the channel, as Sam sees it."""
    return [message for message in rig.sam.messages(channel) if _is_note(rig, message)]


def live(rig: Rig) -> list[JSON]:
    """Those that can still be stopped."""
    return [message for message in notes(rig) if STOP in actions_on(message)]


def _is_note(rig: Rig, message: JSON) -> bool:
    return str(message["text"]).startswith(rig.playbook.words.say("team_note.title"))


def kept(rig: Rig) -> TeamNote | None:
    owner = Owner(TEAM, "U0ANA")
    with rig.db.read(owner) as session:
        return find_note(session, TEAM, None)


def row(rig: Rig) -> TeamNoteRow:
    with rig.db.read(EVERYBODY) as session:
        return session.scalars(select(TeamNoteRow)).one()


def shares(rig: Rig, lesson: str) -> None:
    """Ana debriefs a lost deal and shares its lesson with the channel."""
    lost(rig, "Dana Reyes, Acme", lesson=lesson)
    choose(rig.ana, SHARE, card(rig.ana, rig.deals()[0]))
    rig.ana.fill({"channel": CHANNEL})
    rig.ana.submit()
    rig.ana.submit()
    rig.ana.close(all=True)
