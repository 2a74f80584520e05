"""Slack may deliver everything twice, and to two replicas at once: the second time changes nothing at all."""

import urllib.request
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import select

from bot.manifest import PATH
from coaching.deal import Reply
from playground import Submission
from playground.transport.delivery import Delivery
from prompts.deal_card import SHARE
from prompts.digest import ANSWER
from prompts.home import DELETE_ALL, EXPORT, RESUME, SETTINGS, SHELF, THROW_AWAY
from prompts.share_modal import WITHDRAW
from storage.database import Database
from storage.owner import EVERYBODY
from storage.tables import Base
from tests.conftest import MakeRig
from tests.rig import TEAM, Rig, watched
from tests.storage.made import lose
from tests.stories.scenes import JSON, actions_on, card, nudge, rows, words_on
from tests.stories.test_strangers import Step, steps
from tests.stories.test_zone_and_quiet import profile_changes

pytestmark = pytest.mark.trouble

KINDS = {
    "/gotano",
    "app_home_opened",
    "block_actions",
    "message_action",
    "shortcut",
    "user_change",
    "view_closed",
    "view_submission",
}
"""Every kind of request that Slack sends this bot about a rep."""
ACTIONS = {"update": "updated", "push": "pushed", "clear": "cleared", "errors": "errors"}


def journey() -> Iterator[tuple[str, Step]]:
    """Everything a rep can do, each step one gesture."""
    yield "command", lambda rig: rig.ana.command("/gotano", "Dana Reyes, Acme")
    yield "who", lambda rig: rig.ana.fill({"stage": "buying", "asked_why": "told", "words": "No."})
    yield "first screen", lambda rig: rig.ana.submit()
    yield from (
        ("draft resumed", resumed) if name == "draft resumed" else (name, step) for name, step in steps()
    )
    yield "draft closed", lambda rig: rig.ana.close()
    yield "another half way", another_half_way
    yield "thrown away", lambda rig: rig.ana.press(THROW_AWAY, nudge(rig.ana))
    yield "shortcut", lambda rig: rig.ana.shortcut("debrief_a_no")
    yield "shortcut closed", lambda rig: rig.ana.close()
    yield "somebody's no", lambda rig: rig.ana.say("No, thank you.")
    yield "message shortcut", lambda rig: rig.ana.shortcut("got_a_no", rig.ana.messages()[-1])
    yield "message shortcut closed", lambda rig: rig.ana.close()
    for text in ("help", "list", "export", "settings"):
        yield f"/gotano {text}", partial(typed, text)
    yield "times", lambda rig: rig.ana.fill({"time": "16:00"})
    yield "settings sent", lambda rig: rig.ana.submit()
    yield from digest_and_home()


def digest_and_home() -> Iterator[tuple[str, Step]]:
    yield "moved", lambda rig: profile_changes(rig, "Asia/Kolkata")
    yield "many lost", many_lost
    yield "one more", lambda rig: rig.ana.command("/gotano", "Zenith")
    yield "its stage", lambda rig: rig.ana.fill({"stage": "buying", "asked_why": "told"})
    yield "its first screen", lambda rig: rig.ana.submit()
    yield "why", lambda rig: rig.ana.fill({"kind-buying": "not_now", "door": "ajar"})
    yield "its second screen", lambda rig: rig.ana.submit()
    yield "look", lambda rig: rig.ana.fill({"callback_on": "2028-02-09", "lesson": "Ask sooner"})
    yield "its third screen", lambda rig: rig.ana.submit()
    yield "its verdict closed", lambda rig: rig.ana.close()
    yield "digest", digest
    yield "row", lambda rig: rig.ana.press(ANSWER, the_digest(rig), first_row(rig))
    yield "row filled", lambda rig: rig.ana.fill({"reply": Reply.NO_ANSWER})
    yield "row answered", lambda rig: rig.ana.submit()
    yield "row to still no", lambda rig: rig.ana.press(ANSWER, the_digest(rig), first_row(rig))
    yield "still no chosen", lambda rig: rig.ana.fill({"reply": Reply.STILL_NO})
    yield "still no asked", lambda rig: rig.ana.submit()
    yield "its kind", lambda rig: rig.ana.fill({"kind-buying": "no_value", "door": "ajar"})
    yield "still no stored", lambda rig: rig.ana.submit()
    yield "home", lambda rig: rig.ana.open_home()
    yield "open ones", lambda rig: rig.ana.press(f"{SHELF}open", "home")
    yield "older", lambda rig: rig.ana.press(f"{SHELF}older", "home")
    yield "newer", lambda rig: rig.ana.press(f"{SHELF}newer", "home")
    yield "settings from home", lambda rig: rig.ana.press(SETTINGS, "home")
    yield "refused", lambda rig: rig.ana.fill({"days": []}) or rig.ana.submit()
    yield "home's settings closed", lambda rig: rig.ana.close()
    yield "exported from home", lambda rig: rig.ana.press(EXPORT, "home")
    yield "deal shared", shared
    yield "withdrawn", lambda rig: rig.ana.press(WITHDRAW, value=withdrawable(rig))
    yield "share closed", lambda rig: rig.ana.close()
    yield "everything deleted", lambda rig: rig.ana.press(DELETE_ALL, "home")


def typed(text: str, rig: Rig) -> None:
    rig.ana.command("/gotano", text)


def another_half_way(rig: Rig) -> None:
    rig.ana.command("/gotano", "Cedar")
    rig.ana.fill({"stage": "buying", "asked_why": "told"})
    rig.ana.submit()
    rig.ana.close()


def resumed(rig: Rig) -> None:
    """The newest draft."""
    assert rig.ana.home is not None
    buttons = [element for block in rig.ana.home["blocks"] for element in block.get("elements", ())]
    newest = next(button for button in buttons if button.get("action_id") == RESUME)
    rig.ana.press(RESUME, "home", newest["value"])


def many_lost(rig: Rig) -> None:
    """Put straight into the database; each comes up in one digest."""
    with rig.db.write(EVERYBODY) as session:
        for number in range(14):
            lose(session, f"Deal {number}", now=rig.clock.now(), callback_on=date(2028, 2, 9))


def digest(rig: Rig) -> None:
    """They were planned for another zone: they are put off to the rep's own time first."""
    while not any(b.get("accessory") for b in nudge(rig.ana)["blocks"]):
        rig.jump()


def the_digest(rig: Rig) -> dict[str, Any]:
    """The newest message with rows to answer: a card may stand below it."""
    return next(message for message in reversed(rig.ana.messages()) if ANSWER in str(message["blocks"]))


def first_row(rig: Rig) -> str:
    row = next(b for b in the_digest(rig)["blocks"] if b.get("accessory", {}).get("action_id") == ANSWER)
    return str(row["accessory"]["value"])


def shared(rig: Rig) -> None:
    deal = next(one for one in rig.deals() if one.prospect == "Zenith")
    rig.ana.press(SHARE, card(rig.ana, deal))
    rig.ana.fill({"lesson": "Ask sooner", "channel": "C0LESSONS"})
    rig.ana.submit()
    rig.ana.submit()
    rig.ana.close()
    rig.ana.press(SHARE, card(rig.ana, deal))


def withdrawable(rig: Rig) -> str:
    assert rig.ana.view is not None
    found = [b["accessory"] for b in rig.ana.view["blocks"] if b.get("accessory")]
    return next(str(one["value"]) for one in found if one["action_id"] == WITHDRAW)


def world(rig: Rig) -> JSON:
    """All there is: every row but the taken requests, every message, every screen, every file."""
    with rig.db.read(EVERYBODY) as session:
        tables = {
            name: sorted(map(repr, session.execute(select(table)).all()))
            for name, table in Base.metadata.tables.items()
            if name != "seen"
        }
    return tables | {
        "dm": shown(rig.ana.messages()),
        "sam": shown(rig.sam.messages()),
        "channel": shown(rig.sam.messages("C0LESSONS")),
        "screens": rig.ana.views,
        "home": rig.ana.home,
        "files": [file.name for file in rig.slack.files],
    }


def shown(messages: list[JSON]) -> list[JSON]:
    """Without the ids that Slack makes anew for blocks at each update."""
    return [
        {key: message.get(key) for key in ("ts", "text", "metadata", "ephemeral")}
        | {"words": words_on(message), "buttons": sorted(actions_on(message))}
        for message in messages
    ]


def again(rig: Rig, body: JSON) -> Delivery:
    """The same request once more, with its ids."""
    kind = "slash_commands" if "command" in body else "events_api" if "event_id" in body else "interactive"
    return rig.ana.send_raw(body, kind)  # type: ignore[arg-type]


def different(before: JSON, after: JSON) -> list[str]:
    return [name for name in before if before[name] != after[name]]


def test_every_request_of_a_rich_journey_delivered_twice_changes_nothing(rig: Rig) -> None:
    """And a submission gets the same kind of answer as the first time."""
    rig.slack.invite("C0LESSONS")
    kinds: set[str] = set()
    changed, answered = [], []
    for name, step in journey():
        already = len(rig.heard)
        done = step(rig)
        heard = rig.heard[already:]
        for body in heard:
            kinds.add(str(body.get("command") or body.get("event", body)["type"]))
            before = world(rig)
            answer = again(rig, body)
            if found := different(before, world(rig)):
                changed.append((name, found))
            if isinstance(done, Submission) and len(heard) == 1 and kind_of(answer) != done.action:
                answered.append((name, done.action, kind_of(answer)))
    assert changed == []
    assert answered == []
    assert len(rig.heard) > 80
    assert kinds == KINDS


def kind_of(answer: Delivery) -> str:
    return ACTIONS[answer.json["response_action"]] if answer.body else "closed"


@contextmanager
def two_replicas(rig: Rig) -> Iterator[list[int]]:
    """A second bot on the same database and Slack; each request comes to both at the same moment.

    What is yielded holds the two answers' statuses of each.
    """
    db = Database(rig.db.url)
    other = rig.another_bot(db)
    listeners = watched(other.app)
    other.http.start()
    urls = [f"http://127.0.0.1:{port}{PATH}" for port in (rig.server.port, other.http.port)]
    hands, statuses = ThreadPoolExecutor(8), list[int]()

    class ToBoth(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name: value for name, value in self.headers.items() if name != "Host"}
            asked = [urllib.request.Request(url, body, headers) for url in urls]  # noqa: S310
            (status, answer, kind), second = hands.map(_ask, asked)
            statuses.extend((status, second[0]))
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: Any) -> None:
            pass

    line = ThreadingHTTPServer(("127.0.0.1", 0), ToBoth)
    Thread(target=line.serve_forever, daemon=True).start()
    rig.slack.deliver_to(f"http://127.0.0.1:{line.server_port}/")

    def both_idle() -> None:
        rig.listeners.idle()
        listeners.idle()

    rig.slack.settle = both_idle
    try:
        yield statuses
    finally:
        line.shutdown()
        line.server_close()
        other.stop()
        hands.shutdown()
        db.close()


def _ask(request: urllib.request.Request) -> tuple[int, bytes, str]:
    with urllib.request.urlopen(request) as answer:  # noqa: S310
        return answer.status, answer.read(), answer.headers.get("Content-Type", "text/plain")


def test_both_deliveries_at_one_moment_to_two_replicas_are_one(make_rig: MakeRig, postgres_url: str) -> None:
    """The whole journey; what is left after each step is what one bot alone leaves."""
    alone, both = make_rig(), make_rig(database_url=postgres_url)
    for rig in (alone, both):
        rig.slack.invite("C0LESSONS")
    with two_replicas(both) as statuses:
        wrong = []
        for name, step in journey():
            one, two = change(alone, step), change(both, step)
            if one != two:
                wrong.append((name, one, two))
    assert wrong == []
    assert set(statuses) == {200}
    assert len(statuses) > 160


def change(rig: Rig, step: Step) -> tuple[Counter[str], ...]:
    """What a step made more, and what fewer: rows by table, messages by their words, files."""
    before = counted(rig)
    step(rig)
    after = counted(rig)
    return after - before, before - after


def counted(rig: Rig) -> Counter[str]:
    seen = rig.ana.messages() + rig.sam.messages("C0LESSONS")
    told = Counter(str(message["text"]) for message in seen)
    return told + Counter(rows(rig)) + Counter(files=len(rig.slack.files))


def test_an_older_profile_change_delivered_again_does_not_bring_the_old_zone_back(each_rig: Rig) -> None:
    rig = each_rig
    rig.debrief(rig.ana, callback_on="2026-12-10")
    rig.ana.close()
    for event, zone in (("Ev1", "Asia/Kolkata"), ("Ev2", "America/New_York")):
        about = {"id": "U0ANA", "team_id": TEAM, "tz": zone}
        rig.slack.send_event({"type": "user_change", "user": about}, event_id=event)
    before = rig.deals()[0].next_nudge_at
    about = {"id": "U0ANA", "team_id": TEAM, "tz": "Asia/Kolkata"}
    rig.slack.send_event({"type": "user_change", "user": about}, event_id="Ev1")
    assert rig.deals()[0].next_nudge_at == before


def test_the_same_gesture_made_twice_is_two(rig: Rig) -> None:
    """Each with an id of its own: only deliveries are recognised, not what people do."""
    for _ in range(2):
        rig.ana.command("/gotano", "help")
    assert len([m for m in rig.ana.messages() if m["ephemeral"]]) == 2
