"""The tables: what happened and when, one row for each thing that happened."""

import secrets
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import uuid4

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from coaching.deal import OwnWords, Reply, Source
from coaching.debrief import AskedWhy, Door, Draft, FirstNo, Worth
from coaching.kinds import Kind, Question, Stage
from coaching.plan import Opening, PlannedDate, Reason, Variant, Verdict
from coaching.steps import Step
from storage.owned import AboutDeal, OfDeal, OfRep
from storage.partial_index import partial_index
from storage.slack_tables import bots_table, states_table
from storage.types import Amount, Named, Packed, UtcDateTime


class Base(DeclarativeBase):
    """All tables of one database.

    Ids are never used again, so that a button on a message about a deleted deal cannot reach another one.
    """

    __table_args__: tuple[Any, ...] = ({"sqlite_autoincrement": True},)

    type_annotation_map = {  # noqa: RUF012 -- SQLAlchemy reads it off the class
        datetime: UtcDateTime(),
        Decimal: Amount(),
        AskedWhy: Named(AskedWhy),
        Door: Named(Door),
        FirstNo: Named(FirstNo),
        Kind: Named(Kind),
        Opening: Named(Opening),
        Reply: Named(Reply),
        Source: Named(Source),
        Stage: Named(Stage),
        Step: Named(Step),
        Variant: Named(Variant),
        Verdict: Named(Verdict),
        Worth: Named(Worth),
    }


class WorkspaceRow(Base):
    """What holds for a whole workspace, or organisation: since when the bot is there, or no longer.

    Until `sending_rests_until` Slack wants no more messages; until `rotating_until`, by the database's clock, one
    process is renewing its token.
    """

    __tablename__ = "workspaces"

    team: Mapped[str] = mapped_column(String(32), primary_key=True)
    sending_rests_until: Mapped[datetime | None]
    installed_at: Mapped[datetime | None]
    uninstalled_at: Mapped[datetime | None]
    rotating_until: Mapped[datetime | None]

    __table_args__ = ()


class ProcessedRequestRow(Base):
    """A request of Slack's that was taken, by its own id: a second delivery of it changes nothing."""

    __tablename__ = "seen"

    id: Mapped[str] = mapped_column(String(255), primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)

    __table_args__ = ()


class RepRow(OfRep, Base):
    """A rep as Slack knows them: their zone, and the DM the bot has with them.

    `country` and `region` say whose public holidays they keep; empty where they leave it to their zone.
    While `counts_in_at` is set they count in with a group of `team_groups`, or with the workspace where `team_group`
    is None. `team_part` is the mark of what of theirs the team's newest numbers were made of, `team_deals` how many
    lost deals that was: so that it is seen what changed since. Since
    `words_go_out_at` hooks are told what they wrote as well.
    """

    __tablename__ = "reps"

    team: Mapped[str] = mapped_column(String(32), primary_key=True)
    rep: Mapped[str] = mapped_column(String(32), primary_key=True)
    zone: Mapped[str] = mapped_column(String(64))
    zone_seen_at: Mapped[datetime]
    zone_told_at: Mapped[datetime | None]
    dm_channel: Mapped[str | None] = mapped_column(String(32))
    nudge_time: Mapped[time | None]
    work_days: Mapped[str | None] = mapped_column(String(7))
    home_digest: Mapped[str | None] = mapped_column(String(64))
    debrief_screens: Mapped[int | None]
    currency: Mapped[str | None] = mapped_column(String(3))
    country: Mapped[str | None] = mapped_column(String(8))
    region: Mapped[str | None] = mapped_column(String(64))
    language: Mapped[str | None] = mapped_column(String(16))
    locale: Mapped[str | None] = mapped_column(String(32))
    counts_in_at: Mapped[datetime | None]
    team_group: Mapped[int | None]
    team_asked_at: Mapped[datetime | None]
    team_answered_at: Mapped[datetime | None]
    words_go_out_at: Mapped[datetime | None]
    team_part: Mapped[str | None] = mapped_column(String(64))
    team_deals: Mapped[int | None]

    __table_args__ = (
        partial_index(
            "reps_who_count_in",
            "team",
            "team_group",
            where="counts_in_at IS NOT NULL",
        ),
    )


class PauseRow(OfRep, Base):
    """A stretch in which a rep wanted no nudges."""

    __tablename__ = "pauses"

    id: Mapped[int] = mapped_column(primary_key=True)
    since: Mapped[date]
    until: Mapped[date]

    __table_args__ = (Index("pauses_of_a_rep", "team", "rep"), {"sqlite_autoincrement": True})


class WeekNoteRow(OfRep, Base):
    """A rep who asked for a note at the end of their week, when the next is due, and how often it was tried.

    `told_until` is the end of the newest week that is settled: told of, or quiet.
    """

    __tablename__ = "week_notes"

    team: Mapped[str] = mapped_column(String(32), primary_key=True)
    rep: Mapped[str] = mapped_column(String(32), primary_key=True)
    due_at: Mapped[datetime] = mapped_column(index=True)
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    told_until: Mapped[datetime | None]

    __table_args__ = ()


class DealRow(OfRep, Base):
    """A lost deal; one open deal for each prospect of a rep.

    `first_kind`, the kind of the first no as it was last corrected, and `won_after_days`, the rep's calendar
    days from the no to the win, are kept here so that Home need not work them out; so is `value`, the newest that was
    said, in the rep's `currency`. `url` is where its record stands in the system that told of it. `own_words` are by
    the name of the moment they are for. `card_due_at` is set while the card that was promised with the verdict is
    missing. `lot`, 0 to 99, was drawn once and is told to nobody: by it some deals are left out of the team's numbers.
    `public_id` is what others outside are told of it as. Since `handed_over_at` a colleague has a deal in its place.
    """

    __tablename__ = "deals"

    id: Mapped[int] = mapped_column(primary_key=True)
    prospect: Mapped[str] = mapped_column(Text)
    prospect_key: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
    won_back_at: Mapped[datetime | None]
    won_because: Mapped[str | None] = mapped_column(Text)
    first_kind: Mapped[Kind | None]
    value: Mapped[Decimal | None]
    currency: Mapped[str | None] = mapped_column(String(3))
    url: Mapped[str | None] = mapped_column(Text)
    public_id: Mapped[str | None] = mapped_column(String(32), default=lambda: uuid4().hex)
    lot: Mapped[int] = mapped_column(default=lambda: secrets.randbelow(100), server_default="0")
    own_words: Mapped[dict[Any, Any] | None] = mapped_column(Packed(dict[str, OwnWords]))
    won_after_days: Mapped[int | None]
    let_go_at: Mapped[datetime | None]
    handed_over_at: Mapped[datetime | None]
    waiting_since: Mapped[datetime | None]
    card_channel: Mapped[str | None] = mapped_column(String(32))
    card_ts: Mapped[str | None] = mapped_column(String(32))
    card_due_at: Mapped[datetime | None]
    card_attempts: Mapped[int] = mapped_column(default=0, server_default="0")

    debriefs: Mapped[list["DebriefRow"]] = relationship(order_by="DebriefRow.id", passive_deletes=True)
    plans: Mapped[list["PlanRow"]] = relationship(order_by="PlanRow.id", passive_deletes=True)
    nudges: Mapped[list["NudgeRow"]] = relationship(order_by="NudgeRow.id", passive_deletes=True)
    replies: Mapped[list["ReplyRow"]] = relationship(order_by="ReplyRow.id", passive_deletes=True)
    notes: Mapped[list["NoteRow"]] = relationship(order_by="NoteRow.id", passive_deletes=True)

    __table_args__ = (
        partial_index(
            "one_open_deal_a_prospect",
            "team",
            "rep",
            "prospect_key",
            unique=True,
            where="won_back_at IS NULL AND handed_over_at IS NULL",
        ),
        Index("deals_of_a_rep", "team", "rep", "won_back_at", "let_go_at", "waiting_since"),
        partial_index(
            "cards_owed",
            "card_due_at",
            where="card_due_at IS NOT NULL",
        ),
        {"sqlite_autoincrement": True},
    )


class NoteRow(OfDeal, Base):
    """What the rep noted about a deal, in the form `written_in`."""

    __tablename__ = "notes"

    at: Mapped[datetime]
    text: Mapped[str] = mapped_column(Text)
    written_in: Mapped[str] = mapped_column(String(64))

    __table_args__ = (
        UniqueConstraint("deal_id", "written_in", name="one_note_a_form"),
        {"sqlite_autoincrement": True},
    )


class ReplyRow(OfDeal, Base):
    """What the rep answered to a nudge, or said has happened.

    The plan and the answers a reply led to name it in `reply_id`, without a constraint: nudges, plans and
    replies would otherwise point in a circle. They all go with their deal.
    """

    __tablename__ = "replies"

    nudge_id: Mapped[int | None] = mapped_column(ForeignKey("nudges.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    reply: Mapped[Reply]
    until: Mapped[date | None]
    undone_at: Mapped[datetime | None]
    undo_ended_at: Mapped[datetime | None]

    __table_args__ = (
        Index("undo_still_shown", "undo_ended_at", "at"),
        partial_index(
            "one_reply_a_nudge",
            "nudge_id",
            unique=True,
            where="undone_at IS NULL AND nudge_id IS NOT NULL",
        ),
        {"sqlite_autoincrement": True},
    )


class DebriefRow(OfDeal, Base):
    """One set of answers."""

    __tablename__ = "debriefs"

    at: Mapped[datetime]
    source: Mapped[Source]
    corrects: Mapped[int | None]
    reply_id: Mapped[int | None]
    undone_at: Mapped[datetime | None]
    said_at: Mapped[datetime | None]

    prospect: Mapped[str | None] = mapped_column(Text)
    stage: Mapped[Stage | None]
    kind: Mapped[Kind]
    asked_why: Mapped[AskedWhy | None]
    door: Mapped[Door | None]
    words: Mapped[str | None] = mapped_column(Text)
    tries: Mapped[int | None]
    callback_on: Mapped[date | None]
    condition: Mapped[str | None] = mapped_column(Text)
    contract_end: Mapped[date | None]
    budget_on: Mapped[date | None]
    better_terms: Mapped[bool | None]
    worth: Mapped[Worth]
    first_no: Mapped[FirstNo | None]
    value: Mapped[Decimal | None]
    lesson: Mapped[str | None] = mapped_column(Text)
    notes: Mapped[dict[Any, Any]] = mapped_column(Packed(dict[Question, str]))

    __table_args__ = (
        Index("debriefs_corrected", "corrects"),
        partial_index(
            "debriefs_with_lessons",
            "deal_id",
            where="lesson IS NOT NULL",
        ),
        {"sqlite_autoincrement": True},
    )


class PlanRow(OfDeal, Base):
    """One plan: what the coach recommended, what holds, and for when."""

    __tablename__ = "plans"

    at: Mapped[datetime]
    reply_id: Mapped[int | None]
    undone_at: Mapped[datetime | None]

    verdict: Mapped[Verdict]
    recommended: Mapped[Verdict]
    kind: Mapped[Kind]
    reasons: Mapped[Any] = mapped_column(Packed(tuple[Reason, ...]))
    then: Mapped[Verdict | None]
    variant: Mapped[Variant | None]
    opening: Mapped[Opening | None]
    due: Mapped[Any | None] = mapped_column(Packed(PlannedDate))
    look_on: Mapped[date | None]
    accepted: Mapped[bool]


class NudgeRow(AboutDeal, OfRep, Base):
    """One scheduled DM. `due_at` is where the sweep looks; the date and the rep's zone decide when it is claimed.

    `claimed_until` is by the database's clock. `public_id` leaves the house, in the message's metadata, where
    others can read it: it tells nothing. `unknown_since` is set while it may have been sent without our knowing.
    """

    __tablename__ = "nudges"

    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id", ondelete="CASCADE"))
    step: Mapped[Step]
    opening: Mapped[Opening]
    due_on: Mapped[date]
    due_at: Mapped[datetime]
    status: Mapped[str] = mapped_column(String(16))
    public_id: Mapped[str | None] = mapped_column(String(32), default=lambda: uuid4().hex)
    claimed_until: Mapped[datetime | None]
    claimed_by: Mapped[str | None] = mapped_column(String(16))
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    unknown_since: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    channel: Mapped[str | None] = mapped_column(String(32))
    message_ts: Mapped[str | None] = mapped_column(String(32))
    failed_at: Mapped[datetime | None]
    failure: Mapped[str | None] = mapped_column(String(64))
    in_digest: Mapped[bool]

    # So that a plan and its nudge are stored together: the one's id is known only then.
    plan: Mapped[PlanRow] = relationship(lazy="raise")

    __table_args__ = (
        UniqueConstraint("plan_id", "step", name="one_nudge_a_step"),
        Index("nudges_of_a_rep", "team", "rep", "status", "due_at"),
        Index("nudges_due", "status", "due_at"),
        {"sqlite_autoincrement": True},
    )


class DraftRow(OfRep, Base):
    """A debrief on its way through the screens; `offer_id` is of the offer it was begun from, which may be gone."""

    __tablename__ = "drafts"

    id: Mapped[int] = mapped_column(primary_key=True)
    made_at: Mapped[datetime]
    saved_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    draft: Mapped[Any] = mapped_column(Packed(Draft))
    source: Mapped[Source]
    deal_id: Mapped[int | None] = mapped_column(ForeignKey("deals.id", ondelete="CASCADE"))
    nudge_id: Mapped[int | None] = mapped_column(ForeignKey("nudges.id", ondelete="CASCADE"))
    prospect_key: Mapped[str | None] = mapped_column(Text)
    note_channel: Mapped[str | None] = mapped_column(String(32))
    note_ts: Mapped[str | None] = mapped_column(String(32))
    begun_in: Mapped[str | None] = mapped_column(String(64))
    offer_id: Mapped[int | None]

    __table_args__ = (
        Index("drafts_of_a_rep", "team", "rep"),
        Index("one_draft_a_modal", "team", "rep", "begun_in", unique=True),
        {"sqlite_autoincrement": True},
    )


class LeftoverRow(OfRep, Base):
    """A message about something its rep has deleted, still to be taken back: where it stands and nothing else.

    Or those that may have come without our knowing, to be looked for in the DM `channel`: then `sought` tells by what
    they are known again (`storage.sought`), and `ts` is empty.
    """

    __tablename__ = "leftover_messages"

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(32))
    ts: Mapped[str] = mapped_column(String(32))
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    sought: Mapped[Any | None] = mapped_column(JSON(none_as_null=True))

    __table_args__ = (
        Index("leftovers_due", "due_at"),
        Index("leftovers_of_a_rep", "team", "rep"),
        {"sqlite_autoincrement": True},
    )


class ShareRow(OfDeal, Base):
    """A lesson posted to a channel from the preview `asked_in`, and when it was withdrawn.

    `lesson` is what was posted, with the kind of its no; it may stand once in a team's weekly note, which then is at
    `noted_channel` and `noted_ts`.
    """

    __tablename__ = "shares"

    at: Mapped[datetime]
    channel: Mapped[str] = mapped_column(String(32))
    message_ts: Mapped[str | None] = mapped_column(String(32))
    withdrawn_at: Mapped[datetime | None]
    asked_in: Mapped[str] = mapped_column(String(64))
    lesson: Mapped[str | None] = mapped_column(Text)
    kind: Mapped[Kind | None]
    noted_channel: Mapped[str | None] = mapped_column(String(32))
    noted_ts: Mapped[str | None] = mapped_column(String(32))

    __table_args__ = (
        UniqueConstraint("asked_in", name="one_share_a_preview"),
        {"sqlite_autoincrement": True},
    )


class AuditRow(OfRep, Base):
    """One thing that somebody did with people's data or with the words: ids and counts, nobody's words.

    It is no part of the data that it tells of, so that erasing those leaves it. `who` is a person's id, or the name
    of a user of the server's system; `team` and `rep` are empty where it was about all.
    """

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    what: Mapped[str] = mapped_column(String(16))
    by: Mapped[str] = mapped_column(String(16))
    who: Mapped[str | None] = mapped_column(String(128))
    team: Mapped[str | None] = mapped_column(String(32))  # type: ignore[assignment]
    rep: Mapped[str | None] = mapped_column(String(32))  # type: ignore[assignment]
    details: Mapped[dict[str, Any]] = mapped_column(JSON)

    __table_args__ = (Index("audit_by_time", "at"), {"sqlite_autoincrement": True})


bots_table(Base.metadata)
states_table(Base.metadata)
