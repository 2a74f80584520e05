"""App Home: the rep's day, their drafts, their own lost deals by shelf and page, their record and settings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from coaching.dates import WorkWeek
from coaching.kinds import Kind
from coaching.plan import Verdict
from prompts import blocks
from prompts.contacts import Contacts, footer
from prompts.counting_in import question
from prompts.deal_card import SHOW
from prompts.find_modal import FIND
from prompts.home_today import Item, next_days, today
from prompts.import_line import ImportLine, import_blocks
from prompts.playbook import Playbook
from prompts.prep import PREP
from prompts.team_page import TEAM
from prompts.view_state import Unreadable
from prompts.words import Words

DEBRIEF = "home_debrief"
SHELF = "home_shelf_"
"""Prefix of the buttons that choose a shelf or a page; the value says which."""
SETTINGS = "home_settings"
EXPORT = "home_export"
CLOSED = "home_closed"
"""The callback id of a Home for somebody whom the bot is not open to."""
RESUME = "draft_resume"
THROW_AWAY = "draft_throw_away"

PAGE = 10
_MOST_DRAFTS = 5
_MOST_KINDS = 8
_A_PATTERN = 3
"""Cases of a kind that are told of before one was won back."""
_MOST_DAYS = 5


@dataclass(frozen=True)
class Row:
    """One lost deal as Home shows it."""

    deal_id: int
    prospect: str
    kind: Kind
    verdict: Verdict
    next_at: datetime | None = None
    note: str | None = None


@dataclass(frozen=True)
class HalfWay:
    """A draft to go on with."""

    draft_id: int
    prospect: str
    since: date


@dataclass(frozen=True)
class Record:
    """What came of one kind of no: cases in all, and after how many days each came back."""

    kind: Kind
    cases: int
    days: tuple[int, ...]


@dataclass(frozen=True)
class HomePage:
    """All that one Home shows. `sizes` counts each shelf by its name; `page` starts at 0."""

    shelf: str
    page: int
    sizes: Mapping[str, int]
    rows: Sequence[Row]
    day: Sequence[Item]
    drafts: Sequence[HalfWay]
    record: Sequence[Record]
    week: WorkWeek
    zone: ZoneInfo
    paused: bool
    all_deals: int
    contacts: Contacts = field(default_factory=Contacts)
    asks_team: bool = False
    """Whether the rep is asked now whether their deals shall count in their team's numbers."""
    imported: ImportLine | None = None
    counts_in: bool = False
    """Whether they do: their team's page is theirs also before their first lost deal."""


def home(shown: HomePage, playbook: Playbook) -> blocks.View:
    """The view to publish, within Slack's 100 blocks whatever the rep has."""
    say = playbook.words.say
    start = [blocks.button(say("home.start"), DEBRIEF, "new", style="primary")]
    if not shown.all_deals and not shown.drafts:
        first = blocks.script(say("home.type"), say("home.example"))
        parts = [blocks.header(say("home.welcome")), blocks.paragraph(say("home.about")), first]
        parts.append(blocks.actions("start", [*start, *([_team(playbook)] if shown.counts_in else [])]))
        parts += import_blocks(shown.imported, playbook.words)
    else:
        start.append(blocks.button(say("prep.button"), PREP, "prep"))
        start.append(blocks.button(say("home.find"), FIND, "find"))
        parts = [*today(shown.day, playbook, shown.zone), blocks.divider(), blocks.actions("start", start)]
        parts += [*_drafts(shown, playbook), *import_blocks(shown.imported, playbook.words)]
        parts += [*next_days(shown.day, playbook), *_shelf(shown, playbook)]
        parts += [*_record(shown, playbook), *(question(playbook) if shown.asks_team else [])]
        parts += _settings(shown, playbook)
    support = say("contacts.ask" if shown.contacts.somebody_answers else "home.support")
    parts += [blocks.divider(), blocks.context(say("privacy.line")), blocks.context(support)]
    return {"type": "home", "blocks": [*parts, *footer(shown.contacts, playbook.words)]}


def closed_home(contacts: Contacts, words: Words) -> blocks.View:
    """For somebody whom the bot is not open to."""
    parts = [blocks.paragraph(words.say("access.not_open")), *footer(contacts, words)]
    return {"type": "home", "callback_id": CLOSED, "blocks": parts}


def read_place(value: str) -> tuple[str, int]:
    """The shelf and the page of a pressed button."""
    try:
        shelf, page = value.split(":")
        return shelf, int(page)
    except (ValueError, AttributeError):
        raise Unreadable("actions.0.value") from None


def _drafts(shown: HomePage, playbook: Playbook) -> list[blocks.Block]:
    words = playbook.words
    if not shown.drafts:
        return []
    rows = [block for draft in shown.drafts[:_MOST_DRAFTS] for block in _draft(draft, playbook)]
    return [blocks.divider(), blocks.header(words.say("home.drafts")), *rows]


def _draft(draft: HalfWay, playbook: Playbook) -> list[blocks.Block]:
    """As the note in the DM: to go on with, or to throw away."""
    words = playbook.words
    buttons = [
        blocks.button(words.say("draft.resume"), RESUME, str(draft.draft_id)),
        blocks.button(words.say("draft.throw_away"), THROW_AWAY, str(draft.draft_id)),
    ]
    text = words.say("home.draft_row", prospect=draft.prospect, date=words.short_date(draft.since))
    return [
        blocks.row(f"draft-{draft.draft_id}", text, ""),
        blocks.actions(f"half-{draft.draft_id}", buttons),
    ]


def _shelf(shown: HomePage, playbook: Playbook) -> list[blocks.Block]:
    """Empty shelves are not offered, the open one is marked."""
    if not shown.rows:
        return []
    words = playbook.words
    buttons = []
    for shelf, count in shown.sizes.items():
        if not count:
            continue
        mark = "home.shelf_open_button" if shelf == shown.shelf else "home.shelf_button"
        label = words.say(mark, shelf=words.say(f"home.shelf_{shelf}"), count=count)
        buttons.append(blocks.button(label, f"{SHELF}{shelf}", f"{shelf}:0"))
    rows = [block for row in shown.rows for block in _row(row, shown, playbook)]
    title = blocks.header(words.say(f"home.shelf_{shown.shelf}"))
    return [
        blocks.divider(),
        blocks.actions("shelves", buttons),
        title,
        *rows,
        *_pages(shown, playbook),
    ]


def _row(row: Row, shown: HomePage, playbook: Playbook) -> list[blocks.Block]:
    """Rich text, for a bold name in which nothing acts; it takes no button beside it."""
    line = told(row, shown.zone, playbook)
    text = f"{line}\n{blocks.cut(row.note, 300)}" if row.note else line
    show = blocks.button(playbook.words.say("home.open_card"), SHOW, str(row.deal_id))
    titled = blocks.titled(row.prospect, text) | {"block_id": f"deal-{row.deal_id}"}
    return [titled, blocks.actions(f"show-{row.deal_id}", [show])]


def told(row: Row, zone: ZoneInfo, playbook: Playbook) -> str:
    """Verdict, kind and the next day of one lost deal, in one line."""
    words = playbook.words
    facts = {"verdict": words.say(f"verdict.{row.verdict}"), "kind": playbook.kinds[row.kind].label}
    if row.next_at is None:
        return words.say("home.row", **facts)
    return words.say("home.row_next", **facts, date=words.short_date(row.next_at.astimezone(zone).date()))


def _pages(shown: HomePage, playbook: Playbook) -> list[blocks.Block]:
    words = playbook.words
    count = shown.sizes[shown.shelf]
    if count <= PAGE:
        return []
    first = shown.page * PAGE
    buttons = []
    if shown.page:
        place = f"{shown.shelf}:{shown.page - 1}"
        buttons.append(blocks.button(words.say("home.newer"), f"{SHELF}newer", place))
    if first + PAGE < count:
        place = f"{shown.shelf}:{shown.page + 1}"
        buttons.append(blocks.button(words.say("home.older"), f"{SHELF}older", place))
    line = words.say("home.page", first=first + 1, last=min(first + PAGE, count), count=count)
    return [blocks.context(line), blocks.actions("pages", buttons)]


def _record(shown: HomePage, playbook: Playbook) -> list[blocks.Block]:
    """Honest counts: a percentage only where there are enough cases to bear one."""
    told = [record for record in shown.record if record.days or record.cases >= _A_PATTERN]
    lines = [_record_line(record, playbook) for record in told[:_MOST_KINDS]]
    if not lines:
        return []
    return [blocks.divider(), blocks.titled_list(playbook.words.say("home.record"), lines)]


def _record_line(record: Record, playbook: Playbook) -> str:
    words = playbook.words
    facts: dict[str, object] = {"cases": record.cases, "kind": playbook.kinds[record.kind].label}
    if not record.days:
        return words.say("home.record_none", **facts)
    facts |= {"came": len(record.days), "days": _days(record.days, playbook)}
    if record.cases < playbook.policy.numbers.honest_counts_from:
        return words.say("home.record_came", **facts)
    return words.say("home.record_percent", **facts, percent=words.percent(len(record.days) / record.cases))


def _days(days: tuple[int, ...], playbook: Playbook) -> str:
    """Each of a few; of many only the shortest and the longest."""
    words = playbook.words
    if len(days) <= _MOST_DAYS:
        return words.days_list(days)
    return words.say("home.record_range", least=days[0], most=words.count("days", days[-1]))


def _settings(shown: HomePage, playbook: Playbook) -> list[blocks.Block]:
    words = playbook.words
    week = shown.week
    line = words.say("home.settings_line", time=words.time(week.nudge_time), days=words.weekdays(week.days))
    if shown.paused and week.paused_until:
        line += " " + words.say("home.paused_line", date=words.day(week.paused_until))
    buttons = [
        blocks.button(words.say("home.settings"), SETTINGS, "settings"),
        blocks.button(words.say("home.export"), EXPORT, "export"),
        _team(playbook),
    ]
    return [blocks.divider(), blocks.context(line), blocks.actions("own", buttons)]


def _team(playbook: Playbook) -> blocks.Block:
    return blocks.button(playbook.words.say("team_page.button"), TEAM, "team")
