"""All that the page shows to one person, as one JSON object."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from playground.crm import Crm
from playground.identity import JSON, Control, GuideStep, Person
from playground.state.conversations import Channel
from playground.state.steps import Execution
from playground.state.workspace import Workspace


def page_state(
    ws: Workspace,
    user: str,
    commands: Sequence[JSON],
    shortcuts: Sequence[JSON],
    controls: Sequence[Control],
    guide: Sequence[GuideStep],
    crm: Crm | None = None,
) -> JSON:
    """What GET /ui/state answers; raises SlackError for somebody unknown."""
    steps = [{"text": step.text, "done": step.done()} for step in guide]
    with ws.lock:
        me = ws.person(user)
        ws.conversations.dm(me.id)
        home = ws.views.homes.get(me.id)
        return {
            "version": ws.version,
            "team": {"id": ws.identity.team_id, "name": ws.identity.team_name},
            "me": _person(me),
            "people": [_person(person) for person in ws.people.values() if person.id not in ws.gone],
            "bot": {"id": ws.identity.bot_user_id, "name": ws.identity.bot_name},
            "channels": [
                _channel(ws, one, me) for one in ws.conversations.all() if one.user in (None, me.id)
            ],
            "views": [view.shown() for view in ws.views.stack(me.id)],
            "home": home.shown() if home else None,
            "commands": list(commands),
            "shortcuts": list(shortcuts),
            "clock": _clock(ws, me),
            "controls": [{"name": control.name, "label": control.label} for control in controls],
            "guide": steps,
            "steps": [_step(callback_id, step) for callback_id, step in ws.executions.steps.items()],
            "runs": [_run(run) for run in reversed(ws.executions.all())],
            "crm": crm.shown() if crm else None,
            "notices": list(ws.notices.get(me.id, [])),
        }


def _person(person: Person) -> JSON:
    return {"id": person.id, "name": person.name, "tz": person.tz}


def _channel(ws: Workspace, channel: Channel, me: Person) -> JSON:
    seen = [one for one in channel.messages if one.only_for in (None, me.id)]
    messages = [{**_message(ws, one.body), "ephemeral": one.only_for is not None} for one in seen]
    name = ws.identity.bot_name if channel.user else channel.name
    place = {"id": channel.id, "name": name, "kind": channel.kind, "external": channel.shared}
    return {**place, "messages": messages}


def _message(ws: Workspace, body: JSON) -> JSON:
    shown = {"username": _name(ws, body), **body}
    if "files" in body:
        shown["files"] = [
            {**file, "url_private_download": f"/ui/files/{file['id']}"} for file in body["files"]
        ]
    return shown


def _name(ws: Workspace, body: JSON) -> str:
    person = ws.people.get(str(body.get("user")))
    return person.name if person else ws.identity.bot_name


def _step(callback_id: str, step: JSON) -> JSON:
    """A step as Workflow Builder offers it, with what has to be filled in."""
    inputs = [{"is_required": False, **one, "name": name} for name, one in step["input_parameters"].items()]
    return {
        "callback_id": callback_id,
        "title": step["title"],
        "description": step["description"],
        "inputs": inputs,
    }


def _run(run: Execution) -> JSON:
    """A run as a workflow's activity shows it; its token is the bot's only."""
    return {
        "id": run.id,
        "callback_id": run.callback_id,
        "inputs": run.inputs,
        "state": run.state,
        "outputs": run.outputs,
        "error": run.error,
    }


def _clock(ws: Workspace, me: Person) -> JSON:
    now = ws.now()
    local = now.astimezone(ZoneInfo(me.tz))
    shown = f"{local:%a} {local.day} {local:%b %Y, %H:%M}"
    return {"now": now.isoformat(), "local": shown, "zone": me.tz}
