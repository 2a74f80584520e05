"""A number of the team's playbook: suggested by its cases, taken or undone by whoever looks after it."""

from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from coaching.kinds import Kind
from coaching.team_numbers import Period
from handlers.deals.team import draw_team, team_page
from handlers.deals.team_books import read_team_books
from handlers.slack.context import Services, asked
from handlers.slack.errors import Refused
from prompts.team_timing import HAND_ON, LOOK_AFTER, TAKE, UNDO, read_take, read_undo
from storage.audit import By, Entry, Event, record
from storage.owner import Owner
from storage.team_playbooks import look_after, set_number, stop_looking_after
from storage.teams import belongs


def register(app: App) -> None:
    app.action(TAKE)(on_take)
    app.action(UNDO)(on_undo)
    app.action(LOOK_AFTER)(on_look_after)
    app.action(HAND_ON)(on_hand_on)


def on_take(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, context: BoltContext
) -> None:
    """Only what the cases suggest now: an old page may show another number."""
    ack()
    services, owner = asked(context)
    kind, name, days = read_take(action)
    suggested = team_page(services, owner, Period.LAST).timing.suggested
    if (kind, name, days) not in [(one.kind, one.number, one.instead) for one in suggested]:
        raise Refused("timing.no_longer")
    _set(services, owner, kind, name, days)
    draw_team(services, client, owner, body, Period.LAST)


def on_undo(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, context: BoltContext
) -> None:
    ack()
    services, owner = asked(context)
    kind, name = read_undo(action)
    _set(services, owner, kind, name, None)
    draw_team(services, client, owner, body, Period.LAST)


def on_look_after(ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    """Whoever comes first; the page shows who that was."""
    ack()
    services, owner = asked(context)
    with services.db.write(owner) as session:
        look_after(session, owner, _group(session, owner))
    draw_team(services, client, owner, body, Period.LAST)


def on_hand_on(ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    """Somebody else may look after it; the numbers stay."""
    ack()
    services, owner = asked(context)
    with services.db.write(owner) as session:
        stop_looking_after(session, owner)
    draw_team(services, client, owner, body, Period.LAST)


def _set(services: Services, owner: Owner, kind: Kind, name: str, days: int | None) -> None:
    """Told in the audit trail with what it was; holds for the next verdicts of everybody who counts in."""
    with services.db.write(owner) as session:
        is_theirs, before = set_number(session, owner, _group(session, owner), kind, name, days)
        if not is_theirs:
            raise Refused("timing.not_yours")
        if before != days:
            details = {"kind": str(kind), "number": name, "before": before, "now": days}
            record(
                session,
                Entry(services.now(), Event.NUMBER, By.REP, owner.rep, owner.team, owner.rep, details),
            )
    read_team_books(services)


def _group(session: Session, owner: Owner) -> int | None:
    mine = belongs(session, owner)
    if mine is None:
        raise Refused("timing.not_yours")
    return mine.group_id
