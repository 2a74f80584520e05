"""The step *Debrief a lost deal* of Slack's Workflow Builder: what it asks for, what it gives back, and its reading.

Slack shows all of this to whoever builds the workflow, in one language for everybody.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from coaching.debrief import TEXT_LIMIT
from coaching.plain_text import kept, name_of, web_address
from prompts.amounts import AMOUNT_LIMIT, read_amount
from prompts.debrief_modal import PROSPECT_LIMIT

CALLBACK_ID = "debrief_a_lost_deal"
DAYS = 14
"""Days that a workflow waits for the rep's debrief."""

REP, PROSPECT, COMPANY, REASON = "rep", "prospect", "company", "reason"
AMOUNT, RECORD_ID, LINK = "amount", "record_id", "link"
KIND, VERDICT, PLAN_DATE, OUTCOME = "kind", "verdict", "plan_date", "outcome"

_STRING, _USER, _DATE = "string", "slack#/types/user_id", "slack#/types/date"
_INPUTS = (
    (REP, _USER, "Rep", "Whose deal it was: they get the debrief in a direct message", True),
    (PROSPECT, _STRING, "Prospect", "Who said no: a contact, a company, or the deal's name", True),
    (COMPANY, _STRING, "Company", "Their company, where the prospect does not name it", False),
    (REASON, _STRING, "Reason", "Why it was lost, as your CRM has it; it goes in as their words", False),
    (AMOUNT, _STRING, "Amount", "What the deal would have brought, as in 12,000 or 12k", False),
    (
        RECORD_ID,
        _STRING,
        "Record ID",
        "The deal's id in your CRM: with it, one deal is asked about once",
        False,
    ),
    (LINK, _STRING, "Link", "The deal's address in your CRM, for the rep to open", False),
)
_OUTPUTS = (
    (KIND, _STRING, "Kind of no", "What kind of no it was, as in not_now or no_budget", True),
    (VERDICT, _STRING, "Verdict", "ask_why, go_back, follow_up, nurture or let_go", True),
    (PLAN_DATE, _DATE, "Plan date", "When the rep comes back to it; empty when it is let go", False),
    (OUTCOME, _STRING, "Outcome", "open, let_go or won_back", True),
)
_ID_LIMIT = 255


@dataclass(frozen=True)
class StepInputs:
    """What a workflow told of a lost deal. Only the first two are sure to be there."""

    rep: str
    prospect: str
    company: str | None = None
    reason: str | None = None
    amount: str | None = None
    record_id: str | None = None
    link: str | None = None


class MissingInputs(Exception):
    """A step was run without what it cannot do without; `titles` are as Workflow Builder shows them."""

    def __init__(self, titles: list[str]) -> None:
        super().__init__(", ".join(titles))
        self.titles = titles


def step_function() -> dict[str, Any]:
    """The step as the app's manifest declares it."""
    return {
        CALLBACK_ID: {
            "title": "Debrief a lost deal",
            "description": "Asks the rep why a deal was lost, and gives back the kind of no and what comes next. "
            f"Waits up to {DAYS} days for the rep.",
            "input_parameters": _declared(_INPUTS),
            "output_parameters": _declared(_OUTPUTS),
        }
    }


def read_inputs(inputs: Mapping[str, Any]) -> StepInputs:
    """MissingInputs names what is missing. Of what is optional, the part that cannot be used is left out.

    A CRM's fields are longer than Slack's, and hold what nobody typed as a rep would: too long a text is cut, an
    amount that is none and an address that is none are dropped, since a workflow should not fail for them.
    """
    told = {name: _text(inputs.get(name)) for name, *_ in _INPUTS}
    told |= {name: name_of(told[name])[:PROSPECT_LIMIT].strip() for name in (PROSPECT, COMPANY)}
    missing = [title for name, _, title, _, required in _INPUTS if required and not told[name]]
    if missing:
        raise MissingInputs(missing)
    return StepInputs(
        rep=told[REP],
        prospect=told[PROSPECT],
        company=told[COMPANY] or None,
        reason=kept(told[REASON])[:TEXT_LIMIT] or None,
        amount=_amount(told[AMOUNT]),
        record_id=told[RECORD_ID][:_ID_LIMIT] or None,
        link=web_address(told[LINK]),
    )


def outputs(kind: str, verdict: str, plan_date: str | None, outcome: str) -> dict[str, str]:
    """What the step gives back; a date that is not there is not told."""
    told = {KIND: kind, VERDICT: verdict, OUTCOME: outcome}
    return told | ({PLAN_DATE: plan_date} if plan_date else {})


def _declared(parameters: tuple[tuple[str, str, str, str, bool], ...]) -> dict[str, Any]:
    return {
        name: {"type": kind, "name": name, "title": title, "description": says, "is_required": required}
        for name, kind, title, says, required in parameters
    }


def _text(value: object) -> str:
    """A whole number as it is written; what is neither is nothing."""
    return str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _amount(text: str) -> str | None:
    try:
        read_amount(text[:AMOUNT_LIMIT])
    except ValueError:
        return None
    return text if len(text) <= AMOUNT_LIMIT else None
