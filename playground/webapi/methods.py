"""The Web API's methods that a bot calls in a workspace, on one screen."""

from __future__ import annotations

from collections.abc import Callable

from playground.identity import JSON
from playground.state.workspace import Workspace

from . import chat, files, history, people, views

METHODS: dict[str, Callable[[Workspace, JSON], JSON]] = {
    "chat.postMessage": chat.post_message,
    "chat.postEphemeral": chat.post_ephemeral,
    "chat.update": chat.update,
    "chat.delete": chat.delete,
    "chat.getPermalink": chat.get_permalink,
    "conversations.open": people.conversations_open,
    "conversations.info": people.conversations_info,
    "conversations.members": people.conversations_members,
    "conversations.history": history.conversations_history,
    "users.info": people.users_info,
    "users.list": people.users_list,
    "users.lookupByEmail": people.users_lookup_by_email,
    "dnd.info": people.dnd_info,
    "dnd.teamInfo": people.dnd_team_info,
    "views.open": views.open_view,
    "views.push": views.push_view,
    "views.update": views.update_view,
    "views.publish": views.publish_view,
    "files.getUploadURLExternal": files.get_upload_url,
    "files.completeUploadExternal": files.complete_upload,
    "files.info": files.info,
}
