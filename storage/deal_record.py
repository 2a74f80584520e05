"""A lost deal in one transaction: read once, changed as things happen to it, and seen at once as it then stands."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from coaching.dates import WorkWeek, due_instant, local_date
from coaching.deal import LostDeal, Reply, Source
from coaching.debrief import Answers
from coaching.plain_text import name_key
from coaching.plan import Plan, is_let_go
from coaching.steps import first_step
from storage.isolation import standing
from storage.owner import Owner
from storage.records import (
    PARKED,
    PENDING,
    SUPERSEDED,
    SentNudge,
    answer_columns,
    deal_of,
    plan_columns,
    sent_of,
)
from storage.tables import DealRow, DebriefRow, NudgeRow, PlanRow, ReplyRow


def prospect_key(prospect: str) -> str:
    """Two prospects are the same when they differ only in case, in spaces, and in what is not seen."""
    return name_key(prospect)


class DealRecord:
    """The rows of one deal. Nothing is read twice: `deal` and `sent` are made of what was read and changed here."""

    def __init__(self, session: Session, row: DealRow) -> None:
        self._session = session
        self.row = row

    @classmethod
    def start(cls, session: Session, owner: Owner, prospect: str, now: datetime) -> "DealRecord":
        """A new deal. IntegrityError when the prospect has an open one already."""
        row = DealRow(
            team=owner.team,
            rep=owner.rep,
            prospect=prospect.strip(),
            prospect_key=prospect_key(prospect),
            made_at=now,
            debriefs=[],
            plans=[],
            nudges=[],
            replies=[],
            notes=[],
        )
        session.add(row)
        session.flush()
        return cls(session, row)

    @property
    def id(self) -> int:
        return self.row.id

    @property
    def deal(self) -> LostDeal:
        """The deal as it stands now."""
        return deal_of(self.row)

    @property
    def sent(self) -> Sequence[SentNudge]:
        """The nudges that reached the rep, newest first."""
        sent = [one for row in self.row.nudges if (one := sent_of(row))]
        return sent[::-1]

    @property
    def is_over(self) -> bool:
        """Whether a further no of this prospect is a new deal: this one was won back, or handed over."""
        return self.row.won_back_at is not None or self.row.handed_over_at is not None

    def promise_card(self, due_at: datetime) -> None:
        """The card comes with the verdict; where it is still missing at `due_at`, the clock posts it."""
        if self.row.card_ts is None:
            self.row.card_due_at = due_at

    def read_answers_again(self) -> None:
        """The answers as they are since the deal is locked.

        PostgreSQL reads what is joined to a row from before it waited for the lock.
        """
        self._session.refresh(self.row, ["debriefs"])

    def still_due(self, nudge_id: int, claim: str) -> bool:
        """Whether the nudge is this claim's to send: the rep may have acted since, or the claim run out."""
        held = (row for row in self.row.nudges if row.id == nudge_id and row.claimed_by == claim)
        return any(row.status == PENDING for row in held)

    def add_debrief(
        self,
        answers: Answers,
        source: Source,
        now: datetime,
        *,
        corrects: int | None = None,
        reply_id: int | None = None,
        prospect: str | None = None,
        said_at: datetime | None = None,
    ) -> None:
        self.row.debriefs.append(
            DebriefRow(
                deal_id=self.id,
                at=now,
                source=source,
                corrects=corrects,
                reply_id=reply_id,
                prospect=prospect,
                said_at=said_at,
                **answer_columns(answers),
            )
        )
        # The ids say which set of answers came first.
        self._session.flush()
        self.keep_in_short()

    def keep_in_short(self) -> None:
        """Notes on the deal the kind of its first no, as it was last corrected, and the newest value that was said."""
        standing = [row for row in self.row.debriefs if row.undone_at is None]
        corrected = {row.corrects for row in standing}
        uncorrected = [row for row in standing if row.id not in corrected]
        self.row.first_kind = next((row.kind for row in uncorrected), None)
        self.row.value = next((row.value for row in uncorrected[::-1] if row.value is not None), None)

    def adopt_plan(
        self,
        plan: Plan,
        now: datetime,
        zone: ZoneInfo,
        week: WorkWeek,
        ask_again_on: date,
        *,
        reply_id: int | None = None,
        unseen: bool = False,
    ) -> None:
        """Makes `plan` the one that holds: earlier pending nudges are superseded, its own is scheduled.

        A recommendation that waits for the rep's word is brought up on `ask_again_on`: once more, or for the
        first time while it is `unseen`.
        """
        self.drop_pending()
        planned = PlanRow(deal_id=self.id, at=now, reply_id=reply_id, **plan_columns(plan))
        self.row.plans.append(planned)
        if scheduled := first_step(plan, ask_again_on, unseen):
            step, opening, on = scheduled
            self.row.nudges.append(
                NudgeRow(
                    deal_id=self.id,
                    team=self.row.team,
                    rep=self.row.rep,
                    plan=planned,
                    step=step,
                    opening=opening,
                    due_on=on,
                    due_at=due_instant(on, zone, week),
                    status=PENDING,
                    in_digest=False,
                )
            )
        self.row.let_go_at = now if is_let_go(plan) else None
        self.row.won_back_at = self.row.won_after_days = self.row.waiting_since = None
        self._session.flush()

    def add_reply(self, reply: Reply, now: datetime, nudge_id: int | None) -> int:
        """The reply's id. IntegrityError when the nudge has been answered already."""
        row = ReplyRow(deal_id=self.id, nudge_id=nudge_id, at=now, reply=reply)
        self.row.replies.append(row)
        self._session.flush()
        return row.id

    def win_back(self, now: datetime, zone: ZoneInfo) -> None:
        self.drop_pending()
        row = self.row
        row.won_back_at = now
        row.won_after_days = (local_date(now, zone) - local_date(row.made_at, zone)).days
        row.let_go_at = row.waiting_since = None
        self._session.flush()

    def hand_over(self, now: datetime) -> None:
        """A colleague has taken it: it nudges no more, and counts neither as won nor as let go."""
        self.drop_pending()
        self.row.handed_over_at = now
        # What others call it goes with the colleague's.
        self.row.public_id = uuid4().hex
        self.row.waiting_since = None
        self._session.flush()

    def count_in(self, currency: str | None) -> None:
        """What its value is told in, an ISO code."""
        self.row.currency = currency

    def rename(self, prospect: str) -> None:
        self.row.prospect, self.row.prospect_key = prospect.strip(), prospect_key(prospect)

    def note_what_won(self, text: str) -> None:
        self.row.won_because = text

    def mark_waiting(self, now: datetime) -> None:
        """The rep did not answer: the deal waits on Home, and no more messages come about it."""
        self.row.waiting_since = now

    def drop_pending(self) -> None:
        """Supersedes what is pending or parked, as it is at this moment, whatever was read before.

        A claim stays: what is being sent right now is then marked as sent.
        """
        if not self.row.plans:
            return
        self._session.execute(_SUPERSEDED, {"deal": self.id})
        for nudge in self.row.nudges:
            if nudge.status in (PENDING, PARKED):
                set_committed_value(nudge, "status", SUPERSEDED)


_SUPERSEDED = standing(
    update(NudgeRow)
    .where(NudgeRow.deal_id == bindparam("deal"), NudgeRow.status.in_((PENDING, PARKED)))
    .values(status=SUPERSEDED)
    .execution_options(synchronize_session=False)
)
