"""Several workspaces on one Web API: each has its own tokens, people, messages and ids."""

from __future__ import annotations

import pytest
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from playground import Gestures, LocalSlack, LocalWorkspace, Person
from tests.playground.calls import asked, client_of
from tests.playground.conftest import PEOPLE
from tests.playground.listeners import taking
from tests.playground.shapes import JSON, home, modal

EVA = Person("U0EVA", "Eva Lind", "Europe/Stockholm")


@pytest.fixture
def other(slack: LocalSlack) -> LocalWorkspace:
    """Added after the start; Ana's id is taken there too, by somebody else."""
    added = slack.add_workspace(
        [EVA, Person("U0ANA", "Anand Rao")], team_id="T0OTHER", team_name="Other", channels=[("C0X", "x")]
    )
    added.invite("C0X")
    return added


@pytest.fixture
def their_client(slack: LocalSlack, other: LocalWorkspace) -> WebClient:
    return client_of(slack, other.bot_token)


def test_a_token_says_which_workspace_answers(
    slack: LocalSlack, client: WebClient, their_client: WebClient
) -> None:
    told = [one.auth_test() for one in (client, their_client)]
    assert [one["team_id"] for one in told] == ["T0DEMO", "T0OTHER"]
    assert told[0]["user_id"] != told[1]["user_id"]
    assert [call.team for call in slack.calls] == ["T0DEMO", "T0OTHER"]
    names = [one.users_info(user="U0ANA")["user"]["real_name"] for one in (client, their_client)]
    assert names == ["Ana Costa", "Anand Rao"]


def test_what_is_of_one_workspace_is_unknown_in_the_other(
    client: WebClient, their_client: WebClient, ana: Gestures, other: LocalWorkspace
) -> None:
    their_client.chat_postMessage(channel="U0ANA", text="theirs")
    their_client.views_publish(user_id="U0EVA", view=home())
    assert (ana.messages(), [one["text"] for one in other.person("U0ANA").messages()]) == ([], ["theirs"])
    for channel in (other.person("U0ANA").dm, "C0X"):
        with pytest.raises(SlackApiError, match="channel_not_found"):
            client.chat_postMessage(channel=channel, text="x")
    with pytest.raises(SlackApiError, match="invalid `user_id`"):
        client.views_publish(user_id="U0EVA", view=home())


def test_gestures_carry_the_ids_of_their_workspace(
    app: App, client: WebClient, their_client: WebClient, ana: Gestures, other: LocalWorkspace
) -> None:
    got: list[JSON] = []

    app.command("/gotano")(taking(got))
    app.shortcut("debrief")(taking(got))
    app.event("app_home_opened")(lambda body: got.append(body))
    eva = other.person("U0EVA")
    assert ana.command("/gotano").ok
    assert eva.command("/gotano").ok
    assert eva.shortcut("debrief").ok
    assert eva.open_home()
    eva.wait(lambda: len(got) == 4)
    assert [body["team_id"] for body in got[:2]] == ["T0DEMO", "T0OTHER"]
    assert (got[2]["team"]["id"], got[2]["user"]["team_id"]) == ("T0OTHER", "T0OTHER")
    assert got[3]["authorizations"][0]["team_id"] == "T0OTHER"
    assert got[3]["authorizations"][0]["user_id"] == other.identity.bot_user_id
    with pytest.raises(SlackApiError, match="invalid_trigger_id"):
        client.views_open(trigger_id=got[2]["trigger_id"], view=modal())
    their_client.views_open(trigger_id=got[2]["trigger_id"], view=modal())
    assert (eva.view or {})["app_installed_team_id"] == "T0OTHER"
    assert WebhookClient(got[1]["response_url"]).send(text="done").status_code == 200
    assert [one["text"] for one in eva.messages()] == ["done"]


def test_each_workspace_has_its_own_page(slack: LocalSlack, other: LocalWorkspace) -> None:
    assert asked(slack, "GET", "/ui/state")[1]["team"]["id"] == "T0DEMO"
    assert asked(slack, "GET", "/ui/state?team=T0OTHER")[1]["team"]["id"] == "T0OTHER"
    assert asked(slack, "GET", "/ui/state?team=T0NONE")[0] == 404
    assert asked(slack, "POST", "/ui/say?team=T0OTHER", {"user": "U0EVA", "text": "hej"})[1]["ok"]
    assert [one["text"] for one in other.person("U0EVA").messages()] == ["hej"]


def test_each_workspace_has_its_own_rate_limits() -> None:
    with LocalSlack(PEOPLE, rate_limits=True) as slack:
        other = slack.add_workspace([EVA], team_id="T0OTHER")
        for _ in range(20):
            client_of(slack, slack.bot_token).users_list()
        with pytest.raises(SlackApiError, match="ratelimited"):
            client_of(slack, slack.bot_token).users_list()
        assert client_of(slack, other.bot_token).users_list()["ok"]


def test_a_file_is_of_its_workspace(
    slack: LocalSlack, their_client: WebClient, other: LocalWorkspace
) -> None:
    their_client.files_upload_v2(channel=other.person("U0EVA").dm, filename="a.csv", content="a\n")
    assert ([file.name for file in other.files], slack.files) == (["a.csv"], [])


def test_a_workspace_of_an_organisation_says_so(app: App, slack: LocalSlack) -> None:
    grid = slack.add_workspace([EVA], team_id="T0GRID", enterprise_id="E0ORG", enterprise_name="Org")
    got: list[JSON] = []

    app.command("/gotano")(taking(got))
    app.shortcut("debrief")(taking(got))
    app.event("app_home_opened")(lambda body: got.append(body))
    eva = grid.person("U0EVA")
    eva.command("/gotano")
    eva.shortcut("debrief")
    eva.open_home()
    eva.wait(lambda: len(got) == 3)
    assert (got[0]["enterprise_id"], got[0]["is_enterprise_install"]) == ("E0ORG", "false")
    assert (got[1]["enterprise"], got[1]["team"]["id"]) == ({"id": "E0ORG", "name": "Org"}, "T0GRID")
    assert got[2]["authorizations"][0]["enterprise_id"] == got[2]["enterprise_id"] == "E0ORG"
    client = client_of(slack, grid.bot_token)
    assert client.auth_test()["enterprise_id"] == "E0ORG"
    assert client.users_info(user="U0EVA")["user"]["enterprise_user"]["enterprise_id"] == "E0ORG"
