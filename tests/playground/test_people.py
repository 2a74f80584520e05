"""People as users.info, dnd.info and user_change tell them: guests, strangers, odd profiles, quiet hours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from playground import AppConfig, Gestures, LocalSlack, Person
from tests.playground.calls import refused
from tests.playground.shapes import JSON

PEOPLE = [
    Person("U0ANA", "Ana Costa", "Europe/Lisbon", locale="pt-PT"),
    Person("U0GUS", "Gus Guest", guest="single_channel"),
]


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    """It tells of changed profiles."""
    with LocalSlack(
        PEOPLE, config=AppConfig(events=("user_change",)), channels=[("C0DEALS", "deals")]
    ) as running:
        yield running


def told(client: WebClient, user: str = "U0ANA", **more: bool) -> JSON:
    found: JSON = client.users_info(user=user, **more)["user"]
    return found


@pytest.mark.parametrize("zone", ["America", "", None, 7, "Mars/Olympus"])
def test_a_zone_may_be_anything_at_all(client: WebClient, ana: Gestures, zone: object) -> None:
    ana.change_profile(tz=zone)
    assert (told(client)["tz"], told(client)["tz_offset"]) == (zone, 0)


def test_a_zone_may_be_missing_with_its_offset_there(client: WebClient, ana: Gestures) -> None:
    ana.change_profile(without=("tz", "tz_label"), tz_offset=-18_000)
    assert "tz" not in told(client)
    assert told(client)["tz_offset"] == -18_000
    ana.change_profile(tz="Asia/Tokyo")
    assert told(client)["tz"] == "Asia/Tokyo"


def test_a_locale_is_told_when_it_is_asked_for(client: WebClient) -> None:
    assert "locale" not in told(client)
    assert told(client, include_locale=True)["locale"] == "pt-PT"


def test_a_guest_is_told_as_one(client: WebClient) -> None:
    assert (told(client, "U0GUS")["is_restricted"], told(client, "U0GUS")["is_ultra_restricted"]) == (
        True,
        True,
    )
    assert not told(client)["is_restricted"]


def test_a_channel_of_two_organisations_says_so(slack: LocalSlack, client: WebClient) -> None:
    slack.share("C0DEALS", "T0PARTNER")
    channel = client.conversations_info(channel="C0DEALS")["channel"]
    assert channel["is_ext_shared"]
    assert channel["connected_team_ids"] == ["T0PARTNER"]


def test_the_members_of_a_channel_are_told_page_by_page(slack: LocalSlack, client: WebClient) -> None:
    def members() -> list[str]:
        first = client.conversations_members(channel="C0DEALS", limit=1)
        told, cursor = list(first["members"]), first["response_metadata"]["next_cursor"]
        while cursor:
            page = client.conversations_members(channel="C0DEALS", limit=1, cursor=cursor)
            told += page["members"]
            cursor = page["response_metadata"]["next_cursor"]
        return told

    everybody = members()
    assert "U0ANA" in everybody
    assert slack.identity.bot_user_id not in everybody
    slack.leave("C0DEALS", "U0ANA")
    slack.invite("C0DEALS")
    assert set(members()) == {*everybody, slack.identity.bot_user_id} - {"U0ANA"}


@pytest.mark.parametrize("limit", ["0", "1001", "some"])
def test_members_are_told_in_pages_of_a_size_that_slack_takes(client: WebClient, limit: str) -> None:
    with pytest.raises(SlackApiError, match="invalid_limit"):
        client.conversations_members(channel="C0DEALS", limit=limit)  # type: ignore[arg-type]


def test_paused_notifications_are_told_to_nobody_else(client: WebClient, ana: Gestures) -> None:
    ana.snooze(datetime.now(UTC) + timedelta(hours=1))
    answer = client.dnd_info(user="U0ANA").data
    assert answer == {"ok": True, "dnd_enabled": False, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1}


def test_a_schedule_is_told(client: WebClient, ana: Gestures) -> None:
    starts, ends = datetime(2026, 11, 3, 22, tzinfo=UTC), datetime(2026, 11, 4, 7, tzinfo=UTC)
    ana.do_not_disturb(starts, ends)
    answer = client.dnd_info(user="U0ANA")
    assert answer["dnd_enabled"]
    assert (answer["next_dnd_start_ts"], answer["next_dnd_end_ts"]) == (starts.timestamp(), ends.timestamp())


def test_the_schedules_of_several_are_told_together(client: WebClient, ana: Gestures) -> None:
    starts, ends = datetime(2026, 11, 3, 22, tzinfo=UTC), datetime(2026, 11, 4, 7, tzinfo=UTC)
    ana.do_not_disturb(starts, ends)
    told = client.dnd_teamInfo(users=["U0ANA", "U0GUS"])["users"]
    assert (told["U0ANA"]["dnd_enabled"], told["U0GUS"]["dnd_enabled"]) == (True, False)
    assert told["U0ANA"]["next_dnd_end_ts"] == ends.timestamp()


@pytest.mark.parametrize(
    ("users", "error"),
    [
        ("", "no_users_provided"),
        ("U0ANA", "no_users_provided"),
        ("U0ANA,U0NOBODY", "user_not_found"),
        (",".join(f"U{number}" for number in range(51)), "invalid_arguments"),
    ],
)
def test_but_not_of_one_of_too_many_or_of_somebody_unknown(client: WebClient, users: str, error: str) -> None:
    assert refused(client, "dnd.teamInfo", users=users)["error"] == error


def test_a_whole_organisation_has_to_name_the_team(slack: LocalSlack) -> None:
    grid = slack.add_workspace([PEOPLE[0]], team_id="T0GRID", enterprise_id="E0ORG", enterprise_wide=True)
    client = WebClient(token=grid.bot_token, base_url=slack.api_url)
    assert refused(client, "dnd.info", user="U0ANA")["error"] == "invalid_arguments"
    assert client.dnd_info(user="U0ANA", team_id="T0GRID")["ok"]
    assert refused(client, "dnd.teamInfo", users="U0ANA,U0ANA")["error"] == "invalid_arguments"


def test_who_leaves_and_comes_back_is_told_of_both_times(app: App, ana: Gestures) -> None:
    heard: list[JSON] = []
    app.event("user_change")(lambda event: heard.append(event["user"]))
    ana.deactivate()
    ana.tell_profile()
    ana.reactivate()
    ana.tell_profile()
    ana.wait(lambda: len(heard) == 2)
    assert [(user["deleted"], "tz" in user) for user in heard] == [(True, False), (False, True)]
