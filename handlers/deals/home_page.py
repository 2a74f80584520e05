"""Home as it stands for one rep: published only when it changed, or when Slack has none."""

import hashlib
import json
from datetime import datetime, timedelta

from slack_sdk import WebClient

from coaching.plan import Opening, Variant
from coaching.team_numbers import ASK_DAYS, ASK_FROM
from handlers.deals.work import Work, look
from handlers.slack.context import Services
from prompts import home
from prompts.blocks import View
from prompts.home import HalfWay, HomePage, Record, Row
from prompts.home_today import MOST, Item
from prompts.import_line import ImportLine
from prompts.playbook import Playbook
from storage.drafts import unfinished
from storage.imports import Imported
from storage.overview import DealSummary, Shelf, glance, summaries
from storage.owner import Owner
from storage.reps import Rep, remember_home
from storage.today import DayItem, day_of

_SOON = timedelta(days=5)


def publish(
    services: Services,
    client: WebClient,
    owner: Owner,
    shelf: Shelf = Shelf.COMING_UP,
    page: int = 0,
    is_there: bool = True,
) -> None:
    """Nothing is sent when Slack shows it already; without `is_there` Slack has told that it shows none."""
    with look(services, owner) as work:
        shown = _page(work, shelf, page)
        view, rep = home.home(shown, work.playbook), work.rep
    if is_there and rep and rep.home_digest == _digest(view):
        return
    begins = shown.asks_team and rep and rep.team_asked_at is None
    put_home(services, client, owner, view, services.now() if begins else None)


def put_home(
    services: Services, client: WebClient, owner: Owner, view: View, asked_at: datetime | None = None
) -> None:
    """Publishes whatever Home is to show now, and remembers what that is; see `remember_home`."""
    client.views_publish(user_id=owner.rep, view=view)
    with services.db.write(owner) as session:
        remember_home(session, owner, _digest(view), asked_at)


def refresh_home(services: Services, client: WebClient, owner: Owner, rep: Rep | None) -> None:
    """Home again after something happened, for a rep who looks at it; nobody else needs one."""
    if rep and rep.home_digest:
        publish(services, client, owner)


def _digest(view: View) -> str:
    return hashlib.sha256(json.dumps(view, sort_keys=True).encode()).hexdigest()


def _page(work: Work, shelf: Shelf, page: int) -> HomePage:
    times, session, owner = work.times, work.session, work.owner
    seen = glance(session, owner)
    sizes = seen.sizes
    if not sizes[shelf]:
        shelf = next((one for one in Shelf if sizes[one]), shelf)
    page = min(page, max(0, sizes[shelf] - 1) // home.PAGE)
    nameless = work.playbook.words.say("forward.nameless")
    record = [Record(one.kind, one.cases, one.days_to_win) for one in seen.outcomes]
    listed = summaries(session, owner, shelf, page * home.PAGE, home.PAGE) if sizes[shelf] else ()
    asked = day_of(session, owner, work.today, work.today + _SOON, MOST) if any(sizes.values()) else ()
    return HomePage(
        shelf=shelf,
        page=page,
        sizes={str(name): sizes[name] for name in Shelf},
        rows=[_row(work.playbook, one, shelf) for one in listed],
        day=[_item(one) for one in asked],
        drafts=[
            HalfWay(kept.id, kept.draft.prospect or nameless, kept.saved_at.astimezone(times.zone).date())
            for kept in unfinished(session, owner)
        ],
        record=record,
        week=times.week,
        zone=times.zone,
        paused=bool(times.week.paused_until and times.week.paused_until > work.today),
        all_deals=seen.all_deals,
        contacts=work.services.contacts,
        asks_team=_asks_team(work, sum(one.cases for one in record)),
        imported=_import_line(seen.imported),
        counts_in=bool(work.rep and work.rep.counts_in),
    )


def _import_line(told: Imported) -> ImportLine:
    return ImportLine(told.left, told.all, told.waiting + told.asked, told.stopped)


def _asks_team(work: Work, deals: int) -> bool:
    """Once a few deals are debriefed: until it is answered, for some days, and never again."""
    rep = work.rep
    if rep is None or rep.counts_in or rep.team_answered_at or deals < ASK_FROM:
        return False
    return rep.team_asked_at is None or work.now - rep.team_asked_at < timedelta(days=ASK_DAYS)


def _item(one: DayItem) -> Item:
    light = one.variant is Variant.LIGHT_CHECK and one.opening is Opening.FOLLOW_UP
    asks = "light_check" if light else str(one.opening)
    return Item(
        one.part,
        one.nudge_id,
        one.deal_id,
        one.prospect,
        one.kind,
        asks,
        one.at,
        one.due_on,
        one.sent,
        one.all,
    )


def _row(playbook: Playbook, one: DealSummary, shelf: Shelf) -> Row:
    note = {Shelf.LESSONS: one.lesson, Shelf.WON_BACK: one.won_because}.get(shelf)
    if one.parked_for:
        note = playbook.words.say("home.parked", error=one.parked_for)
    return Row(one.deal_id, one.prospect, one.kind, one.verdict, one.next_at, note)
