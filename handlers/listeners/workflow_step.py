"""The step of Slack's Workflow Builder: a run becomes an offer to its rep, and ends when that is answered.

Slack's event is acknowledged when the run is stored, or has failed: until then Slack sends it again.
"""

import logging
from contextlib import suppress
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy.orm import Session

from handlers.deals.rep import learn_zone, meet_rep
from handlers.deals.work import Work
from handlers.deals.workflow_step import WAITS, end_debriefed, said
from handlers.slack.context import Services, team_of
from handlers.slack.errors import RUN_OVER, SLACK_FAILED, error_code
from handlers.slack.members import NOBODY, PERSON_ID, Profile, is_member
from handlers.slack.payload_shapes import NotAsDocumented
from prompts.workflow_step import CALLBACK_ID, MissingInputs, StepInputs, read_inputs
from storage.offer_tables import OfferSource, OfferStatus
from storage.offers import ReportedDeal, find_offer
from storage.offers_in import take_in
from storage.owner import Owner
from storage.workflow_steps import begin_step, end_steps, knows_step

_ID_LIMIT = 64
_log = logging.getLogger(__name__)


class _Failed(Exception):
    """The run fails at once; `sentence` is for whoever set the workflow up."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class _TakenBefore(Exception):
    """Another delivery of the same event was faster: nothing of this one is kept."""


def register(app: App) -> None:
    app.function(CALLBACK_ID, auto_acknowledge=False)(on_step)


def on_step(ack: Ack, event: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    """What can never be debriefed fails at once; all else waits for its rep."""
    services: Services = context["services"]
    run = event["function_execution_id"]
    if len(run) > _ID_LIMIT:
        raise NotAsDocumented("event.function_execution_id")
    try:
        told = _read(services, event.get("inputs") or {})
        owner = Owner(team_of(context), told.rep)
        with services.db.read(owner) as session:
            known = knows_step(session, owner, run)
        if not known:
            profile = _member(services, client, context, owner)
            _take(services, owner, run, told, profile, context.team_id or owner.team)
    except _Failed as failed:
        _fail(client, run, failed.sentence)
    ack()


def _read(services: Services, inputs: dict[str, Any]) -> StepInputs:
    try:
        told = read_inputs(inputs)
    except MissingInputs as missing:
        raise _Failed(said(services, "step.missing", names=", ".join(missing.titles))) from None
    if not PERSON_ID.fullmatch(told.rep):
        raise _Failed(said(services, "step.nobody"))
    return told


def _member(services: Services, client: WebClient, context: BoltContext, owner: Owner) -> Profile | None:
    """What Slack says of the rep; None when it does not answer: then the offer finds out whether they are there."""
    if not services.may_use(owner):
        raise _Failed(said(services, "step.not_open"))
    try:
        profile: Profile = client.users_info(user=owner.rep, include_locale=True)["user"]
    except SLACK_FAILED as error:
        if error_code(error) in NOBODY:
            raise _Failed(said(services, "step.nobody")) from None
        _log.warning("a step's rep is not looked up: %s", error_code(error))
        return None
    if not is_member(profile, context.team_id, context.enterprise_id):
        raise _Failed(said(services, "step.nobody"))
    return profile


def _take(
    services: Services, owner: Owner, run: str, told: StepInputs, profile: Profile | None, workspace: str
) -> None:
    """The run and its offer are stored together; a run of an event that came twice is there already.

    A record's id is known by the workspace that the workflow runs in, also where an organisation installed the bot.
    """
    now = services.now()
    deal = ReportedDeal(
        external_id=told.record_id or run,
        prospect=told.prospect,
        company=told.company,
        lost_on=None,
        reason=told.reason,
        amount=told.amount,
        url=told.link,
    )
    with suppress(_TakenBefore), services.db.write(owner) as session:
        taken = take_in(session, owner, OfferSource.STEP, deal, now, origin=workspace)
        if not begin_step(session, owner, run, taken.offer_id, now + WAITS, now):
            # Its offer may be another rep's by now, and would have come back with it.
            raise _TakenBefore
        if profile:
            learn_zone(services, session, owner, profile)
        else:
            meet_rep(session, owner)
        _end_answered(services, session, owner, run, taken.offer_id)


def _end_answered(services: Services, session: Session, owner: Owner, run: str, offer_id: int) -> None:
    """A deal of that record was answered before, or debriefed by another rep: nobody is asked, and the run ends."""
    offer = find_offer(session, owner, offer_id)
    if offer and offer.deal_id:
        work = Work(services, session, owner, locks=False)
        end_debriefed(services, session, owner, offer_id, work.deal(offer.deal_id).deal)
    elif offer is None or offer.status is OfferStatus.NOT_MINE:
        error = said(services, "step.not_mine")
        end_steps(session, owner, services.now(), execution_id=run, error=error)


def _fail(client: WebClient, run: str, sentence: str) -> None:
    """Raises when Slack cannot be told now: it sends the event again then."""
    try:
        client.functions_completeError(function_execution_id=run, error=sentence)
    except SlackApiError as error:
        if error_code(error) not in RUN_OVER:
            raise
