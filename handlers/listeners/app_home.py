"""App Home: published when it is opened, and again when something on it is pressed; only when it changed."""

import hashlib
import json
import re
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from handlers.deals.redraw import bring_card
from handlers.deals.rep import refresh_rep, unpark_nudges
from handlers.listeners.debrief_entry import open_debrief
from handlers.listeners.export import send_export
from handlers.slack.context import Services, owner_of
from handlers.slack.dm import take_back
from handlers.slack.idempotency import process_once
from prompts import home
from prompts.deal_modals import notice
from prompts.home import HalfWay, HomePage, Record, Row, read_place
from storage.deals import delete_all, messages_about
from storage.drafts import unfinished
from storage.overview import DealSummary, Shelf, outcomes, shelf_sizes, summaries
from storage.owner import Owner
from storage.reps import find_rep, forget_rep, remember_home

_TAKEN_BACK = 200
"""Messages deleted with everything else: more would run into Slack's limits for minutes."""


def register(app: App) -> None:
    app.event("app_home_opened")(on_home_opened)
    app.action(home.DEBRIEF)(on_debrief)
    app.action(re.compile(f"^{home.SHELF}"))(on_shelf)
    app.action(home.OPEN_CARD)(on_open_card)
    app.action(home.EXPORT)(on_export)
    app.action(home.DELETE_ALL)(on_delete_all)


def on_home_opened(event: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    if event.get("tab") != "home":
        return
    services, owner = context["services"], owner_of(context)
    process_once(services, context["request_id"])
    refresh_rep(services, client, owner)
    unpark_nudges(services, owner)
    publish(services, client, owner)


def on_debrief(ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    ack()
    open_debrief(context["services"], client, owner_of(context), body["trigger_id"])


def on_shelf(ack: Ack, action: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    ack()
    shelf, page = read_place(action["value"])
    publish(context["services"], client, owner_of(context), Shelf(shelf), page)


def on_open_card(ack: Ack, action: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    ack()
    bring_card(context["services"], client, owner_of(context), int(action["value"]))


def on_export(ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    ack()
    services: Services = context["services"]
    if not send_export(services, client, owner_of(context)):
        words = services.playbook.words
        said = notice(words.say("home.export"), words.say("export.nothing"), words)
        client.views_open(trigger_id=body["trigger_id"], view=said)


def on_delete_all(ack: Ack, client: WebClient, context: BoltContext) -> None:
    """Confirmed in Slack before it comes here; the messages about them are taken back as far as Slack lets us."""
    ack()
    services, owner = context["services"], owner_of(context)
    with services.db.write(owner) as session:
        messages = messages_about(session, owner, _TAKEN_BACK)
        delete_all(session, owner)
        forget_rep(session, owner)
    refresh_rep(services, client, owner)
    publish(services, client, owner)
    for channel, ts in messages:
        take_back(client, channel, ts)


def publish(
    services: Services, client: WebClient, owner: Owner, shelf: Shelf = Shelf.COMING_UP, page: int = 0
) -> None:
    """Home as it stands; nothing is sent when it shows that already."""
    with services.db.read(owner) as session:
        view = home.home(_page(services, session, owner, shelf, page), services.playbook)
        rep = find_rep(session, owner)
    digest = hashlib.sha256(json.dumps(view, sort_keys=True).encode()).hexdigest()
    if rep and rep.home_digest == digest:
        return
    client.views_publish(user_id=owner.rep, view=view)
    with services.db.write(owner) as session:
        remember_home(session, owner, digest)


def refresh(services: Services, client: WebClient, owner: Owner) -> None:
    """Home again after something happened, for a rep who looks at it; nobody else needs one."""
    with services.db.read(owner) as session:
        rep = find_rep(session, owner)
    if rep and rep.home_digest:
        publish(services, client, owner)


def _page(services: Services, session: Session, owner: Owner, shelf: Shelf, page: int) -> HomePage:
    times = services.times(session, owner)
    sizes = shelf_sizes(session, owner)
    page = min(page, max(0, sizes[shelf] - 1) // home.PAGE)
    record = [Record(one.kind, one.cases, one.days_to_win) for one in outcomes(session, owner)]
    rows = [
        _row(services, one, shelf) for one in summaries(session, owner, shelf, page * home.PAGE, home.PAGE)
    ]
    today = services.today(times.zone)
    return HomePage(
        shelf=shelf,
        page=page,
        sizes={str(name): count for name, count in sizes.items()},
        rows=rows,
        drafts=[
            HalfWay(kept.id, kept.draft.prospect, kept.saved_at.astimezone(times.zone).date())
            for kept in unfinished(session, owner)
        ],
        record=record,
        week=times.week,
        zone=times.zone,
        paused=bool(times.week.paused_until and times.week.paused_until > today),
        all_deals=sum(one.cases for one in record),
    )


def _row(services: Services, one: DealSummary, shelf: Shelf) -> Row:
    note = {Shelf.LESSONS: one.lesson, Shelf.WON_BACK: one.won_because}.get(shelf)
    if one.parked_for:
        note = services.playbook.words.say("home.parked", error=one.parked_for)
    return Row(one.deal_id, one.prospect, one.kind, one.verdict, one.next_at, note)
