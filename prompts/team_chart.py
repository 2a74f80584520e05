"""A chart of a team's numbers as a picture: the kinds of no and what came back, over time, and after how many days.

Pillow draws it, and is loaded with the first chart only: it costs memory that most processes never need.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Any

from coaching.kinds import Kind
from coaching.team_numbers import LATER, REST, WIN_RANGES, Numbers, Period, Released, Table
from prompts.playbook import Playbook

_WIDTH, _MARGIN = 1080, 48
"""Pixels: as wide as a phone shows at its full sharpness."""
_ROW, _BAR, _TITLE, _TEXT = 92, 30, 40, 30
_PAPER, _INK, _FAINT = "#ffffff", "#1a1a1a", "#d5d9de"
_CAME, _NOES = "#0072b2", "#e69f00"
"""Blue and orange of Okabe and Ito: told apart by whoever sees no red or green, and by their brightness."""
_MOST_KINDS, _MOST_OVER_TIME = 8, 4


@dataclass(frozen=True)
class Bar:
    """A line of a chart: `part` of `whole`; where they are the same, there is one bar."""

    label: str
    part: int
    whole: int
    told: str


@dataclass(frozen=True)
class Chart:
    """Groups of bars, each with its title; `lines` say what the picture shows, for whoever does not see it."""

    title: str
    groups: tuple[tuple[str, tuple[Bar, ...]], ...]
    lines: tuple[str, ...]

    @property
    def says(self) -> str:
        return " ".join(self.lines)


def team_chart(released: Released, playbook: Playbook) -> Chart | None:
    """Of the year, and of its last two stretches; None where nothing that can be drawn is told."""
    words, numbers = playbook.words, released.numbers
    year = numbers.get(Period.YEAR, {})
    groups = (
        (words.say("team_page.chart_noes"), _noes(year, playbook)),
        (words.say("team_page.chart_time"), _over_time(numbers, playbook)),
        (words.say("team_page.days"), _days(year, playbook)),
    )
    shown = tuple((title, tuple(bars)) for title, bars in groups if bars)
    if not shown or released.as_of is None:
        return None
    title = words.say("team_page.chart_title", date=words.short_date(released.as_of))
    lines = [f"{heading}: " + "; ".join(f"{bar.label} {bar.told}" for bar in bars) for heading, bars in shown]
    return Chart(title, shown, (f"{title}.", *(f"{line}." for line in lines)))


def _noes(tables: Mapping[Table, Mapping[str, int]], playbook: Playbook) -> list[Bar]:
    """The most frequent first; of each kind how many came back, where that can be told."""
    noes, came = tables.get(Table.KIND, {}), tables.get(Table.CAME, {})
    order = sorted((kind for kind in noes if kind != REST), key=lambda kind: (-noes[kind], kind))
    bars = []
    for kind in order[:_MOST_KINDS]:
        key = "team_page.chart_came" if kind in came else "team_page.chart_untold"
        told = playbook.words.say(key, count=came.get(kind, 0), all=noes[kind])
        bars.append(Bar(playbook.kinds[Kind(kind)].label, came.get(kind, 0), noes[kind], told))
    return bars


def _over_time(numbers: Numbers, playbook: Playbook) -> list[Bar]:
    """The kinds of which both stretches can be told, each with the earlier one below it."""
    now, before = (numbers.get(period, {}).get(Table.KIND, {}) for period in (Period.LAST, Period.BEFORE))
    both = sorted((kind for kind in now.keys() & before if kind != REST), key=lambda kind: (-now[kind], kind))
    say, bars = playbook.words.say, []
    for kind in both[:_MOST_OVER_TIME]:
        label = playbook.kinds[Kind(kind)].label
        for key, count, part in (
            ("team_page.chart_now", now[kind], now[kind]),
            ("team_page.chart_before", before[kind], 0),
        ):
            bars.append(Bar(say(key, kind=label), part, count, say("team_page.chart_count", all=count)))
    return bars


def _days(tables: Mapping[Table, Mapping[str, int]], playbook: Playbook) -> list[Bar]:
    days, words = tables.get(Table.DAYS, {}), playbook.words
    names = [(name, words.say(f"team_page.days_{name}")) for name in (*WIN_RANGES, LATER)]
    names.append((REST, words.say("team_page.rest_days")))
    return [
        Bar(label, days[name], days[name], words.say("team_page.chart_wins", count=days[name]))
        for name, label in names
        if days.get(name)
    ]


@lru_cache(maxsize=16)
def png_of(chart: Chart) -> bytes:
    """On white, with its own margin: it reads the same on a dark screen. The same numbers are drawn once."""
    from PIL import Image, ImageDraw

    rows = sum(len(bars) for _, bars in chart.groups)
    height = 2 * _MARGIN + 2 * _TITLE + rows * _ROW + len(chart.groups) * 2 * _TITLE
    picture = Image.new("RGB", (_WIDTH, height), _PAPER)
    draw = ImageDraw.Draw(picture)
    top = _MARGIN
    _write(draw, top, chart.title, _TITLE)
    top += 2 * _TITLE
    for title, bars in chart.groups:
        _write(draw, top, title, _TITLE - 6)
        top += _TITLE + 16
        longest = max(bar.whole for bar in bars)
        for bar in bars:
            _bar(draw, top, bar, longest)
            top += _ROW
        top += _TITLE - 16
    kept = BytesIO()
    picture.save(kept, "PNG", optimize=True)
    return kept.getvalue()


def _bar(draw: Any, top: int, bar: Bar, longest: int) -> None:
    """What came back stands first and is darker; an outline keeps the rest apart without any colour."""
    _write(draw, top, f"{bar.label}: {bar.told}", _TEXT)
    room = _WIDTH - 2 * _MARGIN
    at, whole, part = top + _TEXT + 12, room * bar.whole // longest, room * bar.part // longest
    draw.rectangle((_MARGIN, at, _MARGIN + room, at + _BAR), fill=None, outline=_FAINT)
    draw.rectangle((_MARGIN, at, _MARGIN + whole, at + _BAR), fill=_NOES, outline=_INK)
    if part:
        draw.rectangle((_MARGIN, at, _MARGIN + part, at + _BAR), fill=_CAME, outline=_INK)


def _write(draw: Any, top: int, text: str, size: int) -> None:
    """In the font that comes with Pillow; what is too wide is cut."""
    from PIL import ImageFont

    font = ImageFont.load_default(size)
    while draw.textlength(text, font=font) > _WIDTH - 2 * _MARGIN:
        text = text[:-2] + "…"
    draw.text((_MARGIN, top), text, fill=_INK, font=font)
