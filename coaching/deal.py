"""A lost deal as a record of what happened and when."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from coaching.debrief import Answers
from coaching.plan import Opening, Plan


class Source(StrEnum):
    """Where a set of answers came from. An edit and a late "they told me" correct an earlier set.

    What a colleague was told came with the hand-over.
    """

    DEBRIEF = "debrief"
    STILL_NO = "still_no"
    TOLD_ME = "told_me"
    EDIT = "edit"
    HANDED_OVER = "handed_over"


class Reply(StrEnum):
    """What a rep answers to a nudge, or says has happened."""

    REACHED_OUT = "reached_out"
    NO_ANSWER = "no_answer"
    TALKING_AGAIN = "talking_again"
    WON_BACK = "won_back"
    STILL_NO = "still_no"
    SNOOZE_WEEK = "snooze_week"
    SNOOZE_MONTH = "snooze_month"
    SNOOZE_QUARTER = "snooze_quarter"
    SNOOZE_UNTIL = "snooze_until"
    LET_GO = "let_go"
    ONE_MORE_TRY = "one_more_try"
    TOLD_ME = "told_me"
    DODGED = "dodged"
    SKIP = "skip"
    THEY_CONTACTED_ME = "they_contacted_me"


SNOOZES = frozenset({Reply.SNOOZE_WEEK, Reply.SNOOZE_MONTH, Reply.SNOOZE_QUARTER, Reply.SNOOZE_UNTIL})


class Status(StrEnum):
    """Where a lost deal stands."""

    OPEN = "open"
    WAITING = "waiting"
    LET_GO = "let_go"
    WON_BACK = "won_back"
    HANDED_OVER = "handed_over"
    """A colleague took it: theirs is a lost deal of its own."""


@dataclass(frozen=True)
class Debriefed:
    """One set of answers about `prospect`, given at `at`, with the reply `reply_id` if it came with one.

    `corrects` is the id of the set it replaces, `said_at` when its words were said, where that is known.
    """

    id: int
    at: datetime
    source: Source
    answers: Answers
    corrects: int | None = None
    prospect: str | None = None
    reply_id: int | None = None
    said_at: datetime | None = None


@dataclass(frozen=True)
class Planned:
    """One plan, made at `at`, by the reply `reply_id` if one led to it; `asks_at` is when it was to be asked about."""

    id: int
    at: datetime
    plan: Plan
    reply_id: int | None = None
    asks_at: datetime | None = None


@dataclass(frozen=True)
class Nudged:
    """One nudge that reached the rep, with what it opened with and the plan it asked about."""

    id: int
    sent_at: datetime
    opening: Opening
    plan_id: int | None = None


@dataclass(frozen=True)
class Replied:
    """One reply, to the nudge `nudge_id`, or said unasked (None)."""

    id: int
    at: datetime
    reply: Reply
    nudge_id: int | None = None


@dataclass(frozen=True)
class Noted:
    """A note of the rep's about a lost deal, added at `at`."""

    id: int
    at: datetime
    text: str


@dataclass(frozen=True)
class OwnWords:
    """What the rep wrote at `at` in the place of a suggested message."""

    at: datetime
    text: str


@dataclass(frozen=True)
class LostDeal:
    """One contact at one company who told one rep no. Everything is in order of time; undone steps are left out.

    `next_nudge_at` is when the next message about it is due. `asks_at` is when the plan that holds is, or was, first
    asked about: sending changes nothing in it. `parked_for` names why its nudge could not be sent, None unless that
    is so. `own_words` holds, by the name of its moment, what the rep says in the place of a suggestion. `value` is what
    the deal would bring, in `currency` (an ISO code, None where the rep chose none). `url` is the address of its
    record in the system that told of it. `public_id` names it to others and tells nothing.
    """

    id: int
    team: str
    rep: str
    prospect: str
    made_at: datetime
    debriefs: tuple[Debriefed, ...] = ()
    plans: tuple[Planned, ...] = ()
    nudges: tuple[Nudged, ...] = ()
    replies: tuple[Replied, ...] = ()
    won_back_at: datetime | None = None
    won_because: str | None = None
    let_go_at: datetime | None = None
    handed_over_at: datetime | None = None
    waiting_since: datetime | None = None
    card_channel: str | None = None
    card_ts: str | None = None
    next_nudge_at: datetime | None = None
    asks_at: datetime | None = None
    parked_for: str | None = None
    notes: tuple[Noted, ...] = ()
    own_words: Mapping[str, OwnWords] = field(default_factory=dict)
    value: Decimal | None = None
    currency: str | None = None
    url: str | None = None
    public_id: str | None = None

    @property
    def answers(self) -> Answers:
        """The answers that hold now."""
        return self.debriefs[-1].answers

    @property
    def plan(self) -> Plan:
        """The plan that holds now."""
        return self.plans[-1].plan

    @property
    def tried_once_more(self) -> bool:
        """Whether the one more try was taken since the deal began or was reopened."""
        said = [replied.reply for replied in self.replies]
        reopened = said[::-1].index(Reply.THEY_CONTACTED_ME) if Reply.THEY_CONTACTED_ME in said else len(said)
        return Reply.ONE_MORE_TRY in said[len(said) - reopened :]

    @property
    def just_came_back(self) -> bool:
        """Whether the last thing that happened is that the prospect contacted the rep."""
        last = self.replies[-1] if self.replies else None
        return bool(last and last.reply is Reply.THEY_CONTACTED_ME and last.at >= self.debriefs[-1].at)

    @property
    def is_over(self) -> bool:
        """Whether nothing can be done with it any more: it was won back, or a colleague has taken it."""
        return self.won_back_at is not None or self.handed_over_at is not None

    @property
    def status(self) -> Status:
        if self.handed_over_at:
            return Status.HANDED_OVER
        if self.won_back_at:
            return Status.WON_BACK
        if self.let_go_at:
            return Status.LET_GO
        return Status.WAITING if self.waiting_since else Status.OPEN
