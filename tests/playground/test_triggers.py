"""Trigger ids: three seconds, one use, and only for the person who made the gesture."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from playground import Gestures, LocalSlack
from tests.playground.conftest import Clock
from tests.playground.shapes import JSON, actions, button, home, modal, plain


@pytest.fixture
def trigger(app: App, ana: Gestures) -> Callable[[], str]:
    got: list[str] = []

    def listener(ack: Callable[[], None], body: JSON) -> None:
        got.append(body["trigger_id"])
        ack()

    app.command("/trigger")(listener)

    def fresh() -> str:
        assert ana.command("/trigger").ok
        return got[-1]

    return fresh


@pytest.mark.in_time
@pytest.mark.parametrize(("seconds", "error"), [(3.0, None), (3.01, "expired_trigger_id")])
def test_a_trigger_lives_three_seconds(
    trigger: Callable[[], str],
    client: WebClient,
    clock: Clock,
    ana: Gestures,
    seconds: float,
    error: str | None,
) -> None:
    trigger_id = trigger()
    clock.seconds += seconds
    if error:
        with pytest.raises(SlackApiError, match=error):
            client.views_open(trigger_id=trigger_id, view=modal())
    else:
        client.views_open(trigger_id=trigger_id, view=modal())
    assert bool(ana.view) == (error is None)


def test_a_trigger_works_once(trigger: Callable[[], str], client: WebClient, ana: Gestures) -> None:
    trigger_id = trigger()
    client.views_open(trigger_id=trigger_id, view=modal())
    with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
        client.views_open(trigger_id=trigger_id, view=modal())
    assert len(ana.views) == 1


def test_a_made_up_trigger_does_not_work(client: WebClient) -> None:
    with pytest.raises(SlackApiError, match="invalid_trigger_id"):
        client.views_open(trigger_id="1.2.abc", view=modal())


def test_a_refused_view_does_not_spend_the_trigger(
    trigger: Callable[[], str], client: WebClient, slack: LocalSlack
) -> None:
    trigger_id = trigger()
    with pytest.raises(SlackApiError) as refused:
        client.views_open(trigger_id=trigger_id, view=modal(title=plain("x" * 25)))
    assert refused.value.response["error"] == "invalid_arguments"
    assert refused.value.response["response_metadata"]["messages"] == [
        "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"
    ]
    assert slack.refusals[0]["where"] == "views.open"
    assert client.views_open(trigger_id=trigger_id, view=modal())["ok"]


def test_a_view_is_pushed_only_from_inside_a_modal(
    trigger: Callable[[], str], app: App, client: WebClient, ana: Gestures
) -> None:
    def listener(ack: Callable[[], None], body: JSON) -> None:
        client.views_push(trigger_id=body["trigger_id"], view=modal(title=plain("Two")))
        ack()

    app.action("more")(listener)
    with pytest.raises(SlackApiError, match="not_found"):
        client.views_push(trigger_id=trigger(), view=modal())
    client.views_open(trigger_id=trigger(), view=modal(actions(button("more"))))
    assert ana.press("more").ok
    assert [view["title"]["text"] for view in ana.views] == ["Title", "Two"]


def test_an_external_id_is_taken_once_and_finds_its_view(
    trigger: Callable[[], str], client: WebClient, ana: Gestures
) -> None:
    client.views_open(trigger_id=trigger(), view=modal(external_id="mine"))
    with pytest.raises(SlackApiError, match="duplicate_external_id"):
        client.views_open(trigger_id=trigger(), view=modal(external_id="mine"))
    client.views_update(external_id="mine", view=modal(external_id="mine", title=plain("New")))
    assert ana.view
    assert ana.view["title"]["text"] == "New"
    with pytest.raises(SlackApiError, match="not_found"):
        client.views_update(external_id="other", view=modal())


def test_home_is_published_for_one_person_and_guards_its_hash(
    client: WebClient, ana: Gestures, sam: Gestures
) -> None:
    first = client.views_publish(user_id="U0ANA", view=home())["view"]
    second = client.views_publish(user_id="U0ANA", view=home(), hash=first["hash"])["view"]
    assert first["id"] == second["id"]
    assert (ana.home or {})["hash"] == second["hash"]
    assert sam.home is None
    with pytest.raises(SlackApiError, match="hash_conflict"):
        client.views_publish(user_id="U0ANA", view=home(), hash=first["hash"])
    with pytest.raises(SlackApiError, match="invalid `user_id`"):
        client.views_publish(user_id="U0NOBODY", view=home())
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        client.views_publish(user_id="U0ANA", view=modal())
