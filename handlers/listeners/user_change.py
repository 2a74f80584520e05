"""A rep's profile changed at Slack: their nudges move with their zone, and wake when they are back."""

from typing import Any

from slack_bolt import Ack, App, BoltContext, BoltRequest

from handlers.deals.rep import doubt_rep, learn_zone, rep_is_back
from handlers.deals.workflow_step import end_gone
from handlers.slack.context import Services, asked
from handlers.slack.events import answer_when_stored, retry_of
from handlers.slack.idempotency import AlreadyProcessed
from handlers.slack.json_shapes import record
from handlers.slack.members import Profile, is_member
from storage.owner import Owner
from storage.processed_requests import is_first_time
from storage.reps import Rep, find_rep
from storage.teams import belongs, leave_team


def register(app: App) -> None:
    answer_when_stored(app, "user_change", on_user_change)


def on_user_change(
    ack: Ack,
    event: dict[str, Any],
    body: dict[str, Any],
    request: BoltRequest,
    context: BoltContext,
) -> None:
    """Somebody's profile changed: if they are a rep of whom the event was authorised for, it is learnt from.

    Slack tells of everybody in the workspace: nothing is written of whom we do not know.
    """
    services, owner = asked(context)
    profile: Profile = event["user"]
    if _is_ours(profile, context):
        with services.db.read(owner) as session:
            rep = find_rep(session, owner)
        if rep:
            here = is_member(profile, context.team_id, context.enterprise_id)
            newest = not _is_overtaken(rep, body, request)
            _learn(services, owner, profile, here, newest, context["request_id"])
    ack()


def _is_overtaken(rep: Rep, body: dict[str, Any], request: BoltRequest) -> bool:
    """Whether more was heard of the rep since: what Slack had to send again would bring an old zone back."""
    heard = rep.zone_seen_at.timestamp() // 1
    return retry_of(request) > 0 and heard > (body.get("event_time") or heard)


def _learn(
    services: Services, owner: Owner, profile: Profile, here: bool, newest: bool, request_id: str
) -> None:
    """All in one transaction, with the id of the request: it is taken once, and whole.

    An older change that is delivered late must not bring an old zone back; that they left is learnt all the same.
    """
    with services.db.write(owner) as session:
        if not is_first_time(session, request_id, services.now()):
            raise AlreadyProcessed(request_id)
        if not here and belongs(session, owner) is not None:
            # Whoever left, or is a guest now, is out of the team's next numbers.
            leave_team(session, owner, services.now())
        if profile.get("deleted"):
            # Of somebody deactivated Slack tells no zone; they keep theirs for when they come back.
            end_gone(services, session, owner)
            doubt_rep(session, owner)
            return
        if newest:
            learn_zone(services, session, owner, profile)
        if profile.get("is_restricted") or profile.get("is_ultra_restricted"):
            doubt_rep(session, owner)
        if newest and profile.get("deleted") is False:
            rep_is_back(services, session, owner)


def _is_ours(profile: Profile, context: BoltContext) -> bool:
    """Whether they are of this workspace, or of its organisation: there a profile may name any workspace of it."""
    team, org = profile.get("team_id"), context.enterprise_id
    if team in (None, context.team_id, org):
        return True
    return bool(org) and record(profile.get("enterprise_user")).get("enterprise_id", org) == org
