"""Requests that somebody of another workspace makes with what stands in ours."""

import copy
from collections.abc import Callable

from slack_bolt import BoltResponse

from playground import Gestures
from prompts.deal_card import DELETE
from tests.oauth.rig import OTHER, OAuthRig
from tests.rig import ANA
from tests.stories.scenes import JSON


def overheard(rig: OAuthRig) -> list[JSON]:
    """Every payload that reaches the bot from now on."""
    heard: list[JSON] = []

    def overhear(body: JSON, next: Callable[[], BoltResponse]) -> BoltResponse:
        heard.append(copy.deepcopy(body))
        return next()

    rig.bot.app.middleware(overhear)
    return heard


def form_of_theirs(submission: JSON, their_ana: Gestures) -> JSON:
    """The same form with another day in it, sent by them."""
    assert their_ana.view
    forged = submission | {
        "team": {"id": OTHER, "domain": "other"},
        "user": submission["user"] | {"team_id": OTHER},
        "view": submission["view"] | {"team_id": OTHER, "app_installed_team_id": OTHER},
        "trigger_id": their_ana.trigger(str(their_ana.view["id"])),
    }
    for block in forged["view"]["state"]["values"].values():
        for field in block.values():
            field["selected_date"] = "2027-03-03"
    return forged


def delete_of_ours(rig: OAuthRig, their_ana: Gestures) -> JSON:
    """Delete on our card, pressed by them."""
    card = rig.ana.messages()[0]
    return {
        "type": "block_actions",
        "team": {"id": OTHER, "domain": "other"},
        "user": {"id": ANA.id, "username": "ana", "name": "ana", "team_id": OTHER},
        "api_app_id": rig.slack.app.app_id,
        "is_enterprise_install": False,
        "enterprise": None,
        "container": {"type": "message", "message_ts": card["ts"], "channel_id": card["channel"]},
        "channel": {"id": card["channel"], "name": "directmessage"},
        "message": card,
        "trigger_id": their_ana.trigger(),
        "actions": [{"type": "button", "action_id": DELETE, "block_id": "b", "value": "1", "action_ts": "1"}],
    }
