"""The Slack app's manifest: what it is called, what it listens to, and the scopes it asks for."""

from collections.abc import Collection
from typing import Any

from prompts.contacts import Contacts
from prompts.playbook_files import Folders
from prompts.workflow_step import step_function

NEEDED_SCOPES = {
    "commands": "answers /gotano",
    "chat:write": "writes to you, and where you share a lesson",
    "im:write": "opens the conversation it writes to you in",
    "files:write": "hands you your own data as files, when you ask for it",
    "users:read": "reads your time zone and language, so that a reminder comes in the morning, in your words; "
    "whether you are a member, no guest; and who wrote a message that you forward",
}
"""Every scope the bot uses, with what for."""

OPTIONAL_SCOPES = {
    "im:history": "reads what you write to the bot itself, so that a rejection you paste or forward there becomes "
    "a debrief, and looks, after a crash, whether a reminder reached you before it is sent again; "
    "without it such a message gets no answer, and no reminder is lost, but one may come twice",
    "dnd:read": "lets nudges wait for the end of the hours in which you want no notifications; "
    "without it they come at their time",
    "files:read": "reads the list of lost deals that you hand in with /gotano import, and no other file; "
    "without it lists come in on the command line alone, by gotano import",
    "channels:read": "looks whether people of other companies read the public channel you share a lesson to, and "
    "whether you are in the one you choose for your team's weekly note; "
    "without it only Slack's list of channels leaves such a channel out, and no weekly note goes to a public channel",
    "groups:read": "the same of a private channel; "
    "without it only Slack's list of channels leaves such a channel out, and no weekly note goes to a private channel",
    "users:read.email": "finds whose a lost deal is by e-mail address, where your CRM tells the bot of lost deals; "
    "without it the CRM has to send people's Slack ids",
}
"""Scopes it can do without, with what is lost then."""

ASKED_SCOPES = (*NEEDED_SCOPES, "im:history")
"""What is asked for whatever is set; GOTANO_OPTIONAL_SCOPES adds to it."""

EVENTS = ["app_home_opened", "message.im", "user_change", "app_uninstalled", "tokens_revoked"]
"""What Slack tells the bot unasked."""

STEP_EVENT = "function_executed"
"""What it tells besides, of an app with a workflow step."""

_LONG = (
    "Heard a no? Type /gotano and who said it, for example /gotano Dana Reyes, Acme, in any message box. "
    "A few questions, and gotano says what kind of no it was, what to say now, and whether to come back. "
    "On the day that fits it brings the deal back with a message to send. "
    "You can also paste or forward the rejection into Messages here. "
    "Messages stays empty until there is a lost deal of yours. /gotano help shows the rest. "
    "In Slack only you see your lost deals, unless you share something."
)
"""What a first visit can read of what to type: Messages is empty then, since nothing is posted unasked."""
PATH = "/slack/events"
_CODES = {"en": "eng", "de": "deu", "es": "spa"}
"""Our languages as Slack's directory calls them, by ISO 639-3."""
_NO_CONTACTS = Contacts()


def asked_scopes(more: Collection[str]) -> list[str]:
    """What a workspace is asked to grant, each scope once: what always is, and what of the optional is set."""
    added = [scope for scope in OPTIONAL_SCOPES if scope in more and scope not in ASKED_SCOPES]
    return [*ASKED_SCOPES, *added]


def manifest(
    public_url: str | None = None,
    contacts: Contacts = _NO_CONTACTS,
    workflow_step: bool = False,
    more_scopes: Collection[str] = (),
) -> dict[str, Any]:
    """For Socket Mode, or for a bot that Slack reaches at `public_url` over HTTPS.

    `more_scopes` are those of OPTIONAL_SCOPES that are asked for as well.
    With a `workflow_step` the app is one that Slack lets nobody distribute publicly: it has to be asked for.
    """
    address = f"{public_url.rstrip('/')}{PATH}" if public_url else None
    request_url = {"request_url": address} if address else {}
    redirect = {"redirect_urls": [f"{public_url.rstrip('/')}/slack/oauth_redirect"]} if public_url else {}
    command = {
        "command": "/gotano",
        "description": "Debrief a lost deal and get the next step",
        "usage_hint": "[prospect], list, prep, team, import, settings, export, help, new NAME",
        "should_escape": False,
    }
    return {
        "display_information": {
            "name": "gotano",
            "description": "Coaches you after a no: what it was, what to say, whether to come back.",
            "long_description": _LONG,
            "background_color": "#1f4d3f",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "gotano", "always_online": True},
            "shortcuts": [
                {
                    "name": "Debrief a no",
                    "type": "global",
                    "callback_id": "debrief_a_no",
                    "description": "Debrief a lost deal and get the next step",
                },
                {
                    "name": "Got a no",
                    "type": "message",
                    "callback_id": "got_a_no",
                    "description": "Debrief a lost deal with this message as their words",
                },
            ],
            "slash_commands": [command | ({"url": address} if address else {})],
        },
        "oauth_config": {**redirect, "scopes": {"bot": asked_scopes(more_scopes)}},
        "settings": {
            "event_subscriptions": {
                **request_url,
                "bot_events": [*EVENTS, *([STEP_EVENT] if workflow_step else [])],
            },
            "interactivity": {"is_enabled": True, **request_url},
            "org_deploy_enabled": workflow_step,
            "socket_mode_enabled": address is None,
            "token_rotation_enabled": False,
            **({"function_runtime": "remote"} if workflow_step else {}),
        },
        **({"functions": step_function()} if workflow_step else {}),
        **_listing(public_url, contacts),
    }


def _listing(public_url: str | None, contacts: Contacts) -> dict[str, Any]:
    """What Slack's reviewers look for; Slack takes it whole or not at all. It has no field for terms."""
    told = (public_url, contacts.privacy_url, contacts.support_url, contacts.support_email)
    if not all(told):
        return {}
    return {
        "app_directory": {
            "installation_landing_page": f"{str(public_url).rstrip('/')}/slack/install",
            "privacy_policy_url": contacts.privacy_url,
            "support_url": contacts.support_url,
            "support_email": contacts.support_email,
            "supported_languages": [_CODES[name] for name in Folders(None).languages() if name in _CODES],
            "pricing": "free",
        }
    }


def manifest_yaml(
    public_url: str | None = None,
    contacts: Contacts = _NO_CONTACTS,
    workflow_step: bool = False,
    more_scopes: Collection[str] = (),
) -> str:
    made = manifest(public_url, contacts, workflow_step, more_scopes)
    # The bot and `gotano check` look at the scopes only.
    import yaml

    return yaml.safe_dump(made, sort_keys=False, allow_unicode=True, width=100)
