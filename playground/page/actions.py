"""What the page's POSTs do: each is one person's gesture, answered with a sentence when it fails."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable, Sequence

from playground.crm import Crm
from playground.gestures.person import Gestures
from playground.gestures.submissions import TROUBLE
from playground.identity import JSON, Control, PlaygroundError, SlackError
from playground.state.steps import Execution
from playground.state.workspace import Workspace
from playground.transport.delivery import Delivery


class PageActions:
    def __init__(
        self,
        ws: Workspace,
        person: Callable[[str], Gestures],
        run_step: Callable[[str, JSON], Execution],
        commands: Sequence[JSON],
        controls: Sequence[Control],
        crm: Crm | None = None,
    ) -> None:
        self._ws = ws
        self._person = person
        self._run_step = run_step
        self._commands = {command["name"] for command in commands}
        self._crm = crm
        self._controls = {control.name: control for control in controls}

    def run(self, name: str, asked: JSON) -> JSON:
        """Carry out one POST /ui/<name>; called in a worker thread."""
        try:
            who = self._person(str(asked.get("user")))
            done: JSON = getattr(self, f"_{name}")(who, asked)
            return done
        except (PlaygroundError, SlackError) as refused:
            return {"ok": False, "error": str(refused)}

    def _command(self, who: Gestures, asked: JSON) -> JSON:
        command, _, text = str(asked.get("text") or "").strip().partition(" ")
        if command == "/invite":
            return self._invite(asked)
        if self._commands and command not in self._commands:
            return {"ok": False, "error": f"{command} is not a valid command."}
        answer = who.command(command, text.strip(), asked.get("channel"))
        return _told(answer, f'{command} failed with the error "{answer.error}"')

    def _say(self, who: Gestures, asked: JSON) -> JSON:
        self._note_silence(who, who.say(str(asked.get("text") or ""), asked.get("channel")))
        return {"ok": True}

    def _action(self, who: Gestures, asked: JSON) -> JSON:
        where = asked.get("where") or {}
        on: JSON | str | None = None
        if "message" in where:
            on = self._message(who, where)
        elif where.get("home"):
            on = "home"
            who.type_in(asked.get("state") or {}, home=True)
        else:
            self._require_top(who, where.get("view"))
            who.type_in(asked.get("state") or {})
        answer = who.press(str(asked.get("action_id")), on, asked.get("value"), asked.get("block_id"))
        return _told(answer, TROUBLE)

    def _submit(self, who: Gestures, asked: JSON) -> JSON:
        self._require_top(who, asked.get("view"))
        who.type_in(asked.get("values") or {})
        done = who.submit()
        answer: JSON = {"ok": done.action != "failed", "action": done.action, "errors": done.errors}
        return answer | ({"error": done.error} if done.error else {})

    def _upload(self, who: Gestures, asked: JSON) -> JSON:
        """`content` is in Base64."""
        content = b64decode(str(asked.get("content") or ""))
        return {"ok": True, "id": who.hand_in(str(asked.get("name") or "file"), content)}

    def _close(self, who: Gestures, asked: JSON) -> JSON:
        self._require_top(who, asked.get("view"))
        who.close(all=bool(asked.get("all")))
        return {"ok": True}

    def _home(self, who: Gestures, _asked: JSON) -> JSON:
        self._note_silence(who, who.open_home())
        return {"ok": True}

    def _messages(self, who: Gestures, _asked: JSON) -> JSON:
        self._note_silence(who, who.open_messages())
        return {"ok": True}

    def _shortcut(self, who: Gestures, asked: JSON) -> JSON:
        message = None
        if asked.get("message"):
            message = self._message(who, {"channel": asked.get("channel"), "message": asked["message"]})
        return _told(who.shortcut(str(asked.get("callback_id")), message), TROUBLE)

    def _step(self, _who: Gestures, asked: JSON) -> JSON:
        given = {name: value for name, value in (asked.get("inputs") or {}).items() if value}
        self._run_step(str(asked.get("callback_id")), given)
        return {"ok": True}

    def _control(self, _who: Gestures, asked: JSON) -> JSON:
        control = self._controls.get(str(asked.get("name")))
        if control is None:
            return {"ok": False, "error": "There is no such button."}
        text = control.run()
        self._ws.changed()
        return {"ok": True, "text": text}

    def _crm_lose(self, _who: Gestures, asked: JSON) -> JSON:
        if self._crm is None:
            return {"ok": False, "error": "There is no CRM here."}
        wrong = self._crm.lose(str(asked.get("deal")), str(asked.get("reason") or "").strip())
        self._ws.changed()
        return {"ok": False, "error": wrong} if wrong else {"ok": True}

    def _invite(self, asked: JSON) -> JSON:
        with self._ws.lock:
            self._ws.conversations.get(asked.get("channel")).bot_in = True
            self._ws.changed()
        return {"ok": True}

    def _note_silence(self, who: Gestures, answer: Delivery | None) -> None:
        """Slack shows nobody that an event was not taken; the demo does, beside the conversation."""
        if answer and not answer.ok:
            self._ws.notice(who.person.id, f"{self._ws.identity.bot_name} did not answer.")

    def _message(self, who: Gestures, where: JSON) -> JSON:
        for message in who.messages(where.get("channel")):
            if message["ts"] == where.get("message"):
                return message
        raise PlaygroundError("This message is no longer there.")

    def _require_top(self, who: Gestures, view_id: object) -> None:
        if not who.view or who.view["id"] != view_id:
            raise PlaygroundError("This view is no longer open.")


def _told(answer: Delivery, sentence: str) -> JSON:
    return {"ok": True} if answer.ok else {"ok": False, "error": sentence}
