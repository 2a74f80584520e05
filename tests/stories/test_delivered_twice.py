"""Slack may deliver everything twice, and to two replicas at once: the second time changes nothing at all."""

from collections import Counter

import pytest
from sqlalchemy import select

from playground import Submission
from playground.transport.delivery import Delivery
from storage.owner import EVERYBODY
from storage.tables import Base
from tests.conftest import MakeRig
from tests.rig import TEAM, Rig
from tests.stories.replicas import two_replicas
from tests.stories.rich_journey import journey
from tests.stories.scenes import JSON, actions_on, rows, words_on

pytestmark = pytest.mark.trouble


KINDS = {
    "/gotano",
    "app_home_opened",
    "block_actions",
    "message",
    "message_action",
    "shortcut",
    "user_change",
    "view_closed",
    "view_submission",
}
"""Every kind of request that Slack sends this bot about a rep."""
ACTIONS = {"update": "updated", "push": "pushed", "clear": "cleared", "errors": "errors"}


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


def test_both_deliveries_at_one_moment_to_two_replicas_are_one(make_rig: MakeRig, postgres_url: str) -> None:
    """The whole journey; what is left after each step is what one bot alone leaves."""
    alone, both = make_rig(), make_rig(database_url=postgres_url)
    for rig in (alone, both):
        rig.slack.invite("C0LESSONS")
    with two_replicas(both) as statuses:
        wrong, before = [], (counted(alone), counted(both))
        for name, step in journey():
            step(alone)
            step(both)
            after = (counted(alone), counted(both))
            one, two = (changed(*counts) for counts in zip(before, after, strict=True))
            before = after
            if one != two:
                wrong.append((name, one, two))
    assert wrong == []
    assert set(statuses) == {200}
    assert len(statuses) > 160


def changed(before: Counter[str], after: Counter[str]) -> tuple[Counter[str], Counter[str]]:
    """What is more, and what fewer."""
    return after - before, before - after


def counted(rig: Rig) -> Counter[str]:
    """Rows by table, messages by their words, files."""
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
