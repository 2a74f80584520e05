"""The scopes are those of the Web API methods that the code calls, and the events those it listens to.

Which method needs which scope stands on each method's page, docs.slack.dev/reference/methods/NAME, under "Scopes";
which event does, on docs.slack.dev/reference/events/NAME. Read in November 2026, but for the events' pages, whose
lists of scopes could not be read.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from slack_sdk import WebClient

from bot.manifest import ASKED_SCOPES, EVENTS, NEEDED_SCOPES, OPTIONAL_SCOPES, manifest
from handlers.slack.events import SENT_AGAIN

ROOT = Path(__file__).parents[2]
LISTENS_ALONE = {"demo.py", "examples.py"}
"""The demo's own client is the local Slack's."""

METHODS: dict[str, str | None] = {
    "auth_teams_list": None,
    "auth_test": None,
    "chat_delete": "chat:write",
    "chat_postEphemeral": "chat:write",
    "chat_postMessage": "chat:write",
    "chat_update": "chat:write",
    "conversations_history": "im:history",  # of the four kinds of conversation, a DM's
    "conversations_info": "channels:read",  # of a public channel
    "conversations_members": "channels:read",  # of a public channel
    "conversations_open": "im:write",  # of a DM
    "dnd_info": "dnd:read",
    "dnd_teamInfo": "dnd:read",
    "files_info": "files:read",
    "files_upload_v2": "files:write",  # files.getUploadURLExternal and files.completeUploadExternal
    # Whoever declares a step in the manifest may end its runs.
    "functions_completeError": None,
    "functions_completeSuccess": None,
    "users_info": "users:read",
    "users_lookupByEmail": "users:read.email",
    "views_open": None,
    "views_publish": None,
    "views_push": None,
    "views_update": None,
}
MORE_SCOPES = {"conversations_info": "groups:read", "conversations_members": "groups:read"}
"""What a method needs beside that, for another kind of conversation: of a private channel."""
NOT_THE_BOTS = {
    "apps_connections_open": "an app-level token's, with connections:write",
    "oauth_v2_access": "the client id's and secret's",
}
"""Methods that no bot token calls, so that no scope of the bot's is for them."""

SUBSCRIPTIONS = {
    "app_home_opened": None,
    "app_uninstalled": None,
    "message.im": "im:history",
    "tokens_revoked": None,
    "user_change": "users:read",
}
INTERACTIONS = {"command": "commands", "shortcut": "commands"}
"""Slash commands and both kinds of shortcut; buttons and views need none."""


def called() -> set[str]:
    """Every method of a WebClient that is called anywhere in what runs."""
    return {name for name, _ in attributes() if name not in NOT_THE_BOTS and _is_a_method(name)}


def registered(kind: str) -> set[str]:
    """What is given to app.event(...), app.command(...) and so on."""
    return {
        str(call.args[0].value)
        for call in calls()
        if isinstance(call.func, ast.Attribute)
        and call.func.attr == kind
        and ast.unparse(call.func.value) == "app"
        and call.args
        and isinstance(call.args[0], ast.Constant)
    }


def attributes() -> Iterator[tuple[str, ast.Attribute]]:
    """Every attribute, called or handed over: `client.chat_postMessage` may be passed on to be called elsewhere."""
    for tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute):
                yield node.attr, node


def calls() -> Iterator[ast.Call]:
    for tree in trees():
        yield from (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def trees() -> Iterator[ast.Module]:
    for folder in ("bot", "handlers"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            if file.name not in LISTENS_ALONE:
                yield ast.parse(file.read_text(encoding="utf-8"))


def _is_a_method(name: str) -> bool:
    """slack_sdk names its methods after Slack's, with an underscore for each dot."""
    families = {one.split("_")[0] for one in dir(WebClient) if "_" in one and not one.startswith("_")}
    return "_" in name and hasattr(WebClient, name) and name.split("_")[0] in families and name != "api_call"


def test_each_method_that_is_called_is_one_whose_scope_we_know() -> None:
    assert called() == set(METHODS)


def test_the_methods_that_are_none_of_the_bots_are_called_all_the_same() -> None:
    """A name that nobody calls any more would hide one that somebody does."""
    assert {name for name, _ in attributes()} >= set(NOT_THE_BOTS)


def test_no_method_is_called_by_a_name_put_together_at_run_time() -> None:
    """Such a call would be seen by none of these tests."""
    by_name = [node for name, node in attributes() if name in ("api_call", "getattr")]
    assert {ast.unparse(node) for node in by_name} <= {"super().api_call"}, "looked into on its way through"
    named = [ast.unparse(call) for call in calls() if ast.unparse(call.func) == "getattr"]
    assert [one for one in named if "client" in one.lower()] == []


def test_the_manifest_asks_for_what_the_code_uses_and_no_more() -> None:
    used = {scope for name in called() if (scope := METHODS[name])}
    used |= {MORE_SCOPES[name] for name in called() & MORE_SCOPES.keys()}
    used |= {scope for name in subscribed() if (scope := SUBSCRIPTIONS[name])}
    used |= {scope for kind, scope in INTERACTIONS.items() if any(_registers(kind))}
    assert used == {*NEEDED_SCOPES, *OPTIONAL_SCOPES}
    assert {*ASKED_SCOPES} == set(manifest()["oauth_config"]["scopes"]["bot"])
    assert {*NEEDED_SCOPES} <= {*ASKED_SCOPES} <= used


def subscribed() -> set[str]:
    """A message is subscribed to by where it is said: here, in a person's messages with the bot."""
    return {"message.im" if name == "message" else name for name in registered("event") | kept_until_stored()}


def kept_until_stored() -> set[str]:
    """Events that are registered with `answer_when_stored`, since Bolt would ack them at once."""
    named = (call.args[1] for call in calls() if ast.unparse(call.func) == "answer_when_stored")
    return {str(name.value) for name in named if isinstance(name, ast.Constant)}


def _registers(kind: str) -> Iterator[ast.Call]:
    return (call for call in calls() if ast.unparse(call.func) == f"app.{kind}")


def test_a_scope_is_needed_or_optional_and_never_both() -> None:
    assert {*NEEDED_SCOPES} & {*OPTIONAL_SCOPES} == set()
    assert all(use.strip() for use in (NEEDED_SCOPES | OPTIONAL_SCOPES).values())


def test_no_scope_of_a_person_is_asked_for() -> None:
    assert set(manifest()["oauth_config"]["scopes"]) == {"bot"}


def test_what_is_listened_to_is_what_slack_is_asked_to_tell() -> None:
    assert subscribed() == set(EVENTS) == set(SUBSCRIPTIONS)
    assert manifest()["settings"]["event_subscriptions"]["bot_events"] == EVENTS


def test_what_is_acked_when_it_is_stored_is_sent_again_when_it_could_not_be() -> None:
    assert kept_until_stored() == SENT_AGAIN


def test_the_commands_of_the_manifest_are_those_that_are_answered() -> None:
    assert {one["command"] for one in manifest()["features"]["slash_commands"]} == registered("command")


def test_the_shortcuts_of_the_manifest_are_those_that_are_answered() -> None:
    offered = {one["callback_id"] for one in manifest()["features"]["shortcuts"]}
    names = {ast.unparse(call.args[0]) for call in _registers("shortcut")}

    from handlers.listeners import debrief_entry

    assert {str(getattr(debrief_entry, name)) for name in names} == offered


@pytest.mark.parametrize("scope", ["channels:history", "groups:history", "mpim:history", "chat:write.public"])
def test_nothing_is_read_or_written_where_nobody_invited_the_bot(scope: str) -> None:
    assert scope not in {*NEEDED_SCOPES, *OPTIONAL_SCOPES, *ASKED_SCOPES}
