"""A rep's profile changed at Slack: their nudges move with their zone, and wake when they are back."""

from typing import Any

from slack_bolt import App, BoltContext

from handlers.deals.rep import doubt_rep, learn_zone, rep_is_back
from handlers.deals.workflow_step import end_gone
from handlers.slack.context import Services, asked
from handlers.slack.idempotency import process_once
from handlers.slack.json_shapes import record
from handlers.slack.members import Profile, is_member
from storage.owner import Owner
from storage.reps import find_rep
from storage.teams import belongs, leave_team


def register(app: App) -> None:
    app.event("user_change")(on_user_change)


def on_user_change(event: dict[str, Any], context: BoltContext) -> None:
    """Somebody's profile changed: if they are a rep of whom the event was authorised for, it is learnt from.

    Slack tells of everybody in the workspace: nothing is written of whom we do not know. An older change that is
    delivered again must not bring an old zone back.
    """
    services, owner = asked(context)
    profile: Profile = event["user"]
    if not _is_ours(profile, context):
        return
    with services.db.read(owner) as session:
        if find_rep(session, owner) is None:
            return
    process_once(services, context["request_id"])
    if not is_member(profile, context.team_id, context.enterprise_id):
        _no_longer_counts(services, owner)
    if profile.get("deleted"):
        end_gone(services, owner)
        with services.db.write(owner) as session:
            doubt_rep(session, owner)
        # Of somebody deactivated Slack tells no zone; they keep theirs for when they come back.
        return
    with services.db.write(owner) as session:
        learn_zone(services, session, owner, profile)
        if profile.get("is_restricted") or profile.get("is_ultra_restricted"):
            doubt_rep(session, owner)
        if profile.get("deleted") is False:
            rep_is_back(services, session, owner)


def _no_longer_counts(services: Services, owner: Owner) -> None:
    """Whoever left, or is a guest now, is out of the team's next numbers."""
    with services.db.read(owner) as session:
        counts_in = belongs(session, owner) is not None
    if counts_in:
        with services.db.write(owner) as session:
            leave_team(session, owner, services.now())


def _is_ours(profile: Profile, context: BoltContext) -> bool:
    """Whether they are of this workspace, or of its organisation: there a profile may name any workspace of it."""
    team, org = profile.get("team_id"), context.enterprise_id
    if team in (None, context.team_id, org):
        return True
    return bool(org) and record(profile.get("enterprise_user")).get("enterprise_id", org) == org
