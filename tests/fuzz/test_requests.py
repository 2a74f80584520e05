"""Signed requests of every kind, each of them wrong somewhere: no harm to its sender, to others, or to the bot."""

import threading
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_bolt import BoltRequest, BoltResponse

from tests.fuzz.attack import Attack
from tests.fuzz.conftest import tried
from tests.fuzz.junk import DROP, JUNK, Edit, Path, paths
from tests.fuzz.raw import from_slack
from tests.fuzz.scenes import Scene
from tests.size import sized

_SHALLOW = 3
_HOT: tuple[Path, ...] = (
    ("type",),
    ("text",),
    ("view",),
    ("view", "blocks"),
    ("view", "state"),
    ("view", "private_metadata"),
    ("view", "callback_id"),
    ("actions",),
    ("actions", 0),
    ("actions", 0, "value"),
    ("actions", 0, "action_id"),
    ("actions", 0, "selected_option"),
    ("container",),
    ("event",),
    ("event", "type"),
)
"""What the bot reads first."""
TEAMS = ("elsewhere", "an organisation", "null", "no text")


@st.composite
def blows(draw: st.DrawFn, attack: Attack) -> tuple[Scene, tuple[Edit, ...]]:
    """A request of the journey, and one to three edits; what lies near its surface is changed most."""
    scene = draw(st.sampled_from(attack.scenes))
    places: list[Path] = sorted(paths(scene.payload), key=len)
    near = [path for path in places if len(path) <= _SHALLOW]
    hot = [path for path in _HOT if path in places]
    place = st.sampled_from(hot or near) | st.sampled_from(near) | st.sampled_from(places)
    edit = st.tuples(place, st.sampled_from([DROP, *JUNK]))
    return scene, tuple(draw(st.lists(edit, min_size=1, max_size=3)))


@given(data=st.data())
@tried(250)
def test_a_signed_request_that_is_wrong_anywhere_harms_nobody(attack: Attack, data: st.DataObject) -> None:
    scene, edits = data.draw(blows(attack))
    assert attack.strike(scene, edits) == [], (scene.route, edits)


def test_each_request_as_it_should_be_breaks_no_rule_either(attack: Attack) -> None:
    """Else the rules, or the journey, would be wrong."""
    broken = {scene.route: found for scene in attack.scenes if (found := attack.strike(scene, ()))}
    assert broken == {}


@pytest.mark.parametrize(
    ("route", "broken"),
    [("action card_show", "ana's words were said"), ("view_submission form_change_date", "wrote ")],
)
def test_the_rules_notice_words_and_rows_of_somebody_else(attack: Attack, route: str, broken: str) -> None:
    """Ana's own request, judged as if nobody had made it."""
    scene = next(one for one in attack.scenes if one.route == route)
    attack.at(scene.step)
    data = from_slack(attack.rig.slack.signing_secret, scene.kind, scene.payload)
    assert any(broken in one for one in attack.send(scene.step, data, None))


def of_each_route(attack: Attack) -> list[Scene]:
    """The first request of each kind, a hundred and more; in the full run all that a journey makes."""
    return sized(list({scene.route: scene for scene in reversed(attack.scenes)}.values()), attack.scenes)


@pytest.mark.parametrize("who", ["U0SAM", "U0NOBODY"])
def test_each_request_made_by_somebody_else_harms_nobody(attack: Attack, who: str) -> None:
    edit = {"U0SAM": "sam", "U0NOBODY": "nobody"}[who]
    broken = {}
    for scene in of_each_route(attack):
        places: tuple[Path, ...] = (("user", "id"), ("user_id",), ("event", "user"), ("event", "user", "id"))
        edits = tuple((place, edit) for place in places if place in set(paths(scene.payload)))
        edits = tuple(
            one
            for one in edits
            if not (one[0] == ("event", "user") and (("event", "user", "id"), edit) in edits)
        )
        if found := attack.strike(scene, edits):
            broken[scene.route] = found
    assert broken == {}


@pytest.mark.parametrize("team", TEAMS)
def test_each_request_from_another_workspace_harms_nobody(attack: Attack, team: str) -> None:
    """Of the odd ones each request meets one, in the full run all."""
    odd = TEAMS.index(team) - 1
    scenes = of_each_route(attack) if odd < 0 else sized(of_each_route(attack)[odd::3], attack.scenes)
    places: tuple[Path, ...] = (
        ("team", "id"),
        ("team_id",),
        ("user", "team_id"),
        ("event", "user", "team_id"),
    )
    views: tuple[Path, ...] = (("view", "team_id"), ("view", "app_installed_team_id"))
    broken = {}
    for scene in scenes:
        there = set(paths(scene.payload))
        edits = tuple((place, team) for place in (*places, *views) if place in there)
        if found := attack.strike(scene, edits):
            broken[scene.route] = found
    assert broken == {}


def test_every_listener_of_the_bot_is_among_what_is_attacked(attack: Attack) -> None:
    # The whole of Bolt is untyped where it makes a request.
    made: Any = BoltRequest
    requests = [made(body=scene.payload, mode="socket_mode") for scene in attack.scenes]
    missed = [
        listener.ack_function.__name__
        for listener in attack.rig.bot.app._listeners
        if not any(_takes(listener, one) for one in requests)
    ]
    assert missed == []


def _takes(listener: Any, made: BoltRequest) -> bool:
    return bool(listener.matches(req=made, resp=BoltResponse(status=200)))


def test_many_wrong_requests_leave_no_thread_behind(attack: Attack) -> None:
    scenes = attack.scenes[:20]
    for scene in scenes:
        attack.strike(scene, ((("view",), "null"),))
    already = threading.active_count()
    for scene in scenes:
        attack.strike(scene, ((("actions",), "an object in a list"),))
    assert threading.active_count() <= already + 2
