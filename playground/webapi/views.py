"""Web API: views.*"""

from __future__ import annotations

from typing import Any

from playground.identity import JSON, SlackError
from playground.limits.surfaces import check_view, is_too_large
from playground.state.triggers import Trigger
from playground.state.workspace import Workspace


def open_view(ws: Workspace, args: JSON) -> JSON:
    view = require_view(args.get("view"), "modal")
    trigger = _trigger(ws, args)
    opened = ws.views.open(trigger.user, view)
    trigger.used = True
    ws.changed()
    return {"view": opened.shown()}


def push_view(ws: Workspace, args: JSON) -> JSON:
    view = require_view(args.get("view"), "modal")
    trigger = _trigger(ws, args)
    if trigger.view_id is None:
        raise SlackError("not_found")
    pushed = ws.views.push(ws.views.find(trigger.view_id), view)
    trigger.used = True
    ws.changed()
    return {"view": pushed.shown()}


def update_view(ws: Workspace, args: JSON) -> JSON:
    if args.get("view_id"):
        old = ws.views.find(args["view_id"])
    else:
        found = ws.views.by_external_id(args.get("external_id") or "")
        if found is None:
            raise SlackError("not_found")
        old = found
    view = require_view(args.get("view"), old.body["type"])
    updated = ws.views.update(old, view, args.get("hash"))
    ws.changed()
    return {"view": updated.shown()}


def publish_view(ws: Workspace, args: JSON) -> JSON:
    person = ws.people.get(str(args.get("user_id")))
    if person is None or person.id in ws.gone:
        raise SlackError("invalid_arguments", ["invalid `user_id`"])
    if not ws.settings.home_tab:
        raise SlackError("not_enabled")
    view = require_view(args.get("view"), "home")
    home = ws.views.publish(person.id, view, args.get("hash"))
    ws.changed()
    return {"view": home.shown()}


def require_view(view: Any, kind: str) -> JSON:
    """The view, when Slack would take it as a `modal` or `home`; raises SlackError otherwise."""
    if not isinstance(view, dict):
        raise SlackError("invalid_arguments", ["[ERROR] missing required field: view [json-pointer:/view]"])
    if is_too_large(view):
        raise SlackError("view_too_large")
    problems = check_view(view)
    if not problems and view["type"] != kind:
        problems = [f"[ERROR] must be {kind} [json-pointer:/view/type]"]
    if problems:
        raise SlackError("invalid_arguments", problems)
    return view


def _trigger(ws: Workspace, args: JSON) -> Trigger:
    if not args.get("trigger_id"):
        raise SlackError("invalid_arguments", ["[ERROR] missing required field: trigger_id"])
    return ws.triggers.check(args["trigger_id"])
