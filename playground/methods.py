"""The Web API's methods that a bot calls in a workspace, on one screen."""

from __future__ import annotations

from collections.abc import Callable

from . import methods_chat, methods_files, methods_history, methods_people, methods_views
from .identity import JSON
from .workspace import Workspace

METHODS: dict[str, Callable[[Workspace, JSON], JSON]] = {
    "chat.postMessage": methods_chat.post_message,
    "chat.postEphemeral": methods_chat.post_ephemeral,
    "chat.update": methods_chat.update,
    "chat.delete": methods_chat.delete,
    "chat.getPermalink": methods_chat.get_permalink,
    "conversations.open": methods_people.conversations_open,
    "conversations.info": methods_people.conversations_info,
    "conversations.history": methods_history.conversations_history,
    "users.info": methods_people.users_info,
    "users.list": methods_people.users_list,
    "dnd.info": methods_people.dnd_info,
    "views.open": methods_views.open_view,
    "views.push": methods_views.push_view,
    "views.update": methods_views.update_view,
    "views.publish": methods_views.publish_view,
    "files.getUploadURLExternal": methods_files.get_upload_url,
    "files.completeUploadExternal": methods_files.complete_upload,
}
