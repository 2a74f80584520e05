"""Bolt's own OAuth flow against the local Slack, over real HTTP: install page, consent, callback, token used."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from html import unescape
from pathlib import Path

import pytest
from slack_bolt import App
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_bolt.authorization.authorize import InstallationStoreAuthorize
from slack_bolt.oauth.oauth_settings import OAuthSettings
from slack_sdk import WebClient
from slack_sdk.oauth.installation_store import FileInstallationStore, InstallationStore
from slack_sdk.oauth.installation_store.sqlalchemy import SQLAlchemyInstallationStore
from slack_sdk.oauth.state_store import FileOAuthStateStore
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool
from waitress.server import create_server

from playground import AppConfig, LocalSlack, LocalWorkspace, Person
from tests.playground.conftest import PEOPLE
from tests.playground.consent import Form, fetch
from tests.playground.ending import end

Flow = tuple[LocalSlack, App, str]


def file_store(folder: Path, client_id: str) -> InstallationStore:
    return FileInstallationStore(base_dir=str(folder / "installations"), client_id=client_id)


def sql_store(folder: Path, client_id: str) -> InstallationStore:
    engine = create_engine(f"sqlite:///{folder / 'installations.db'}", poolclass=NullPool)
    store = SQLAlchemyInstallationStore(client_id=client_id, engine=engine)
    store.create_tables()  # type: ignore[no-untyped-call]
    return store


def anybody_s_app(slack: LocalSlack, store: InstallationStore, folder: Path, executor: Executor) -> App:
    """Bolt's own app with OAuth, as its documentation makes it, on this Slack."""
    settings = OAuthSettings(
        client_id=slack.client_id,
        client_secret=slack.client_secret,
        scopes=["chat:write", "commands"],
        user_scopes=[],
        authorization_url=slack.authorize_url,
        installation_store=store,
        state_store=FileOAuthStateStore(expiration_seconds=600, base_dir=str(folder / "states")),
        # Refreshed at every use, as the hours of the tests are real ones.
        token_rotation_expiration_minutes=24 * 60,
    )
    # The settings give the rotator a client of its own, which would go to slack.com.
    assert isinstance(settings.authorize, InstallationStoreAuthorize)
    assert settings.authorize.token_rotator
    client = settings.authorize.token_rotator.client = WebClient(base_url=slack.api_url)
    bolt = App(
        client=client,
        signing_secret=slack.signing_secret,
        oauth_settings=settings,
        listener_executor=executor,
    )
    bolt.enable_token_revocation_listeners()
    return bolt


@pytest.fixture(params=[(file_store, False), (sql_store, False), (sql_store, True)])
def flow(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flow]:
    """The Slack, an app that anybody can install, and its address; parameters: its store, and token rotation."""
    make_store, rotating = request.param
    wanted = {"tokens_revoked", "app_uninstalled"}
    with (
        LocalSlack(
            PEOPLE, config=AppConfig(token_rotation=rotating, events=wanted), installed=False
        ) as slack,
        ThreadPoolExecutor(4) as executor,
    ):
        bolt = anybody_s_app(slack, make_store(tmp_path, slack.client_id), tmp_path, executor)
        server = create_server(SlackRequestHandler(bolt), host="127.0.0.1", port=0, threads=4)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        url = f"http://127.0.0.1:{server.effective_port}"
        slack.redirect_urls.append(f"{url}/slack/oauth_redirect")
        slack.deliver_to(f"{url}/slack/events")
        yield slack, bolt, url
        slack.deliver_to(None)
        end(server)
        thread.join(5)
        server.task_dispatcher.shutdown()


def install(flow: Flow, where: str = "") -> str:
    """Goes through all of it as a browser does; what the last page says."""
    slack, _, url = flow
    _, headers, page = fetch(f"{url}/slack/install")
    cookie = headers["Set-Cookie"].split(";")[0]
    link = re.search(r'href="([^"]*/oauth/v2/authorize[^"]*)"', page)
    assert link
    form = Form(fetch(unescape(link[1]))[2]).fields
    _, headers, _ = fetch(
        slack.authorize_url, form | {"answer": "allow"} | ({"where": where} if where else {})
    )
    return fetch(headers["Location"], headers={"Cookie": cookie})[2]


def says_its_team(bolt: App) -> None:
    def listener(ack: object, context: dict[str, str], client: WebClient, body: dict[str, str]) -> None:
        told = client.auth_test()
        client.chat_postMessage(channel=body["user_id"], text=f"{told['team_id']} {context['team_id']}")
        assert callable(ack)
        ack()

    bolt.command("/gotano")(listener)


def said(workspace: LocalWorkspace, user: str = "U0ANA") -> list[str]:
    return [message["text"] for message in workspace.person(user).messages()]


def test_the_whole_way_from_the_install_page_to_a_message(flow: Flow) -> None:
    slack, bolt, _ = flow
    other = slack.add_workspace(PEOPLE, team_id="T0OTHER", installed=False)
    says_its_team(bolt)
    for where in ("T0DEMO", "T0OTHER"):
        assert "Success" in install(flow, where) or "Thank you" in install(flow, where)
    for workspace, team in ((slack, "T0DEMO"), (other, "T0OTHER")):
        assert workspace.person("U0ANA").command("/gotano").ok
        assert said(workspace) == [f"{team} {team}"]


def test_an_organisation_is_found_by_bolt_from_each_of_its_workspaces(flow: Flow) -> None:
    slack, bolt, _ = flow
    grid = [
        slack.add_workspace([Person(user, user)], team_id=team, enterprise_id="E0ORG", installed=False)
        for user, team in (("U0EVA", "T0ONE"), ("U0KIM", "T0TWO"))
    ]
    says_its_team(bolt)
    install(flow, "E0ORG")
    assert grid[1].person("U0KIM").command("/gotano").ok
    assert (said(grid[0], "U0EVA"), said(grid[1], "U0KIM")) == ([], ["E0ORG T0TWO"])


@pytest.mark.parametrize("order", ["revoked_first", "uninstalled_first"])
def test_bolt_forgets_a_workspace_that_uninstalled_in_either_order(flow: Flow, order: str) -> None:
    slack, bolt, _ = flow
    install(flow)
    store = bolt.installation_store
    assert store
    assert store.find_bot(enterprise_id=None, team_id="T0DEMO")
    slack.uninstall(order=order)  # type: ignore[arg-type]
    ana = slack.person("U0ANA")
    ana.wait(lambda: store.find_bot(enterprise_id=None, team_id="T0DEMO") is None)
