"""What others outside are told of a lost deal: the types from which docs and the JSON Schema are made, too."""

from datetime import date, datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from coaching.deal import Reply
from coaching.kinds import Kind, Stage
from coaching.plan import Verdict


class EventType(StrEnum):
    """What happened."""

    DEBRIEFED = "lost_deal.debriefed"
    REPLIED = "lost_deal.replied"
    OUTCOME = "lost_deal.outcome"


class Outcome(StrEnum):
    """How a lost deal stands."""

    OPEN = "open"
    LET_GO = "let_go"
    WON_BACK = "won_back"


class DealTold(BaseModel):
    """A lost deal as it stood when the event happened."""

    model_config = ConfigDict(frozen=True)

    id: str | None = Field(
        default=None,
        description="What the system calls it that told of it, by hook or workflow step. null where none did.",
    )
    deal: str = Field(description="gotano's own id of the lost deal. It tells nothing, and never changes.")
    rep: str = Field(description="The Slack id of the rep whose lost deal it is.")
    stage: Stage | None = Field(description="Where they were: `first` contact, or in the `buying` cycle.")
    kind: Kind = Field(description="The kind of no, as docs/policy.md lists them.")
    verdict: Verdict = Field(description="The verdict that holds, as the rep took or changed it.")
    plan_date: date | None = Field(description="When they will be reminded. null where nothing is planned.")
    outcome: Outcome = Field(description="How the lost deal stands.")
    reply: Reply | None = Field(
        description="What the rep answered: in `lost_deal.replied` only, and null there once it was undone."
    )
    prospect: str | None = Field(description="Who said no, as the rep wrote it. Only where the rep said so.")
    words: str | None = Field(description="The prospect's words. Only where the rep said so.")
    lesson: str | None = Field(description="What the rep would do differently. Only where the rep said so.")


class LostDealEvent(BaseModel):
    """The body of a POST, in the shape of Standard Webhooks."""

    model_config = ConfigDict(frozen=True)

    type: EventType = Field(description="What happened.")
    timestamp: datetime = Field(description="When it happened, in UTC. A repeat keeps it.")
    data: DealTold = Field(description="The lost deal as it stood then.")
