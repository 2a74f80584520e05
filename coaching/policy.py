"""The numbers the rules work with; the playbook supplies them, so that a team can choose its own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta

from coaching.kinds import Kind

QUICK_SCREENS, FULL_SCREENS = 1, 3
"""The screens of a debrief that begins the quick way, and of one in full."""


@dataclass(frozen=True)
class Numbers:
    """Numbers that hold for every kind of no. Days are calendar days unless the name says working days."""

    ask_why_times: int
    ask_why_working_days: int
    go_back_working_days: int
    follow_up_days: int
    nurture_days: int
    did_they_answer_working_days: int
    talking_again_days: int
    stop_noes: int
    stop_follow_ups: int
    stop_quiet_days: int
    snoozes_in_a_row: int
    callback_years: int
    far_date_years: int
    send_window_hours: int
    undo_hours: int
    reminder_days: int
    waiting_days: int
    digest_from: int
    digest_rows: int
    imports_a_morning: int
    earliest_nudge: time
    latest_nudge: time
    honest_counts_from: int
    come_back_percent: int
    ask_cost_percent: int
    nudge_time: time
    week_note_time: time
    debrief_screens: int

    @property
    def send_window(self) -> timedelta:
        return timedelta(hours=self.send_window_hours)


@dataclass(frozen=True)
class Policy:
    """The general numbers and those of each kind of no."""

    numbers: Numbers
    kinds: Mapping[Kind, Mapping[str, int]]
    of_team: Mapping[Kind, Mapping[str, int]] = field(default_factory=dict)
    """Those that the rep's team took from its own cases, in the place of the others."""

    def is_of_team(self, kind: Kind, name: str) -> bool:
        return name in self.of_team.get(kind, {})

    def number(self, kind: Kind, name: str) -> int:
        """The team's, else the kind's own number, or the general one of that name."""
        if self.is_of_team(kind, name):
            return self.of_team[kind][name]
        own = self.kinds.get(kind, {}).get(name)
        return own if own is not None else int(getattr(self.numbers, name))
