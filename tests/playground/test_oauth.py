"""OAuth v2: the consent page, the codes, and the tokens they are exchanged for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from slack_sdk.errors import SlackApiError

from playground import AppConfig, Clock, LocalSlack, Person, PlaygroundError
from tests.playground.calls import client_of
from tests.playground.conftest import PEOPLE
from tests.playground.consent import BACK, Form, authorize_url, code_for, exchange, fetch, installed

HOURS = timedelta(hours=1)


class Calendar:
    """A workspace's clock that only moves when told."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 2, 10, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def calendar() -> Calendar:
    return Calendar()


@pytest.fixture
def bare(calendar: Calendar, request: pytest.FixtureRequest) -> Iterator[LocalSlack]:
    """A Slack in which the app is not installed yet; a parameter is whether its tokens rotate."""
    rotating = getattr(request, "param", False)
    with LocalSlack(
        PEOPLE,
        config=AppConfig(redirect_urls=[BACK], token_rotation=rotating),
        clock=Clock(now=calendar),
        installed=False,
    ) as running:
        yield running


def test_allow_goes_back_with_a_code_and_cancel_without(bare: LocalSlack) -> None:
    status, headers, page = fetch(authorize_url(bare, state="a&b"))
    form = Form(page).fields
    assert (status, "script" in page, "Send messages" in page) == (200, False, True)
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    for answer, brought in (("allow", "code"), ("cancel", "error")):
        status, headers, _ = fetch(bare.authorize_url, form | {"answer": answer})
        back = urlsplit(headers["Location"])
        told = parse_qs(back.query)
        assert (status, f"{back.scheme}://{back.netloc}{back.path}") == (302, BACK)
        assert told["state"] == ["a&b"]
        assert brought in told
    assert told["error"] == ["access_denied"]


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"client_id": "1.2"}, "invalid_client_id"),
        ({"redirect_uri": "https://evil.example/slack/oauth_redirect"}, "bad_redirect_uri"),
        ({"redirect_uri": f"{BACK}_else"}, "bad_redirect_uri"),
        ({"redirect_uri": f"{BACK}/#x"}, "bad_redirect_uri"),
        ({"scope": ""}, "no_scopes"),
        ({"redirect_uri": f"{BACK}/below"}, None),
        ({"redirect_uri": ""}, None),
    ],
)
def test_an_address_that_slack_would_not_ask_about(
    bare: LocalSlack, changed: dict[str, str], error: str | None
) -> None:
    status, headers, page = fetch(authorize_url(bare, **changed))
    assert (status == 200) == (error is None)
    assert "Location" not in headers
    assert ("Something went wrong" in page and str(error) in page) == (error is not None)


def test_what_the_address_says_never_becomes_markup(bare: LocalSlack) -> None:
    page = fetch(authorize_url(bare, state='"><script>x', scope="<b>x"))[2]
    assert ("<script" in page, "<b>x" in page) == (False, False)
    assert Form(page).fields["state"] == '"><script>x'


@pytest.mark.parametrize("headers", [{"Origin": "http://evil.example"}, {"Host": "evil.example"}])
def test_no_other_site_can_allow(bare: LocalSlack, headers: dict[str, str]) -> None:
    form = Form(fetch(authorize_url(bare))[2]).fields | {"answer": "allow"}
    assert fetch(bare.authorize_url, form, headers)[0] == 403


def test_several_workspaces_and_an_organisation_are_a_choice(bare: LocalSlack) -> None:
    for team in ("T0ONE", "T0TWO"):
        bare.add_workspace(PEOPLE, team_id=team, enterprise_id="E0ORG", installed=False)
    form = Form(fetch(authorize_url(bare, team="T0TWO"))[2])
    assert form.offered == ["T0DEMO", "T0ONE", "T0TWO", "E0ORG"]
    assert form.fields["where"] == "T0TWO"
    status, _, page = fetch(bare.authorize_url, form.fields | {"answer": "allow", "where": "T0NONE"})
    assert (status, "Something went wrong" in page) == (400, True)


def test_a_code_becomes_a_token_that_works(bare: LocalSlack) -> None:
    with pytest.raises(SlackApiError, match="invalid_auth"):
        client_of(bare, bare.bot_token).auth_test()
    with pytest.raises(PlaygroundError):
        bare.person("U0ANA").command("/gotano")
    told = installed(bare, user_scope="search:read", user="U0SAM").data
    token, person = told.pop("access_token"), told["authed_user"].pop("access_token")
    assert told == {
        "ok": True,
        "app_id": "A0GOTANO",
        "token_type": "bot",
        "scope": "chat:write,im:write",
        "bot_user_id": "U0GOTANO",
        "team": {"id": "T0DEMO", "name": "Demo"},
        "enterprise": None,
        "is_enterprise_install": False,
        "authed_user": {"id": "U0SAM", "scope": "search:read", "token_type": "user"},
    }
    answer = client_of(bare, token).chat_postMessage(channel="U0ANA", text="x")
    assert answer.headers["x-oauth-scopes"] == "chat:write,im:write"
    assert client_of(bare, person).auth_test()["user_id"] == "U0SAM"
    assert (bare.bot_token, bare.installed) == (token, True)


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"code": "1.2.x"}, "invalid_code"),
        ({"client_id": "1.2"}, "invalid_client_id"),
        ({"client_secret": "x"}, "bad_client_secret"),
        ({"redirect_uri": f"{BACK}/below"}, "bad_redirect_uri"),
        ({"redirect_uri": None}, "bad_redirect_uri"),
        ({"grant_type": "password"}, "invalid_grant_type"),
    ],
)
def test_a_wrong_exchange_is_refused_and_spends_nothing(
    bare: LocalSlack, changed: dict[str, Any], error: str
) -> None:
    code = code_for(bare, authorize_url(bare))
    with pytest.raises(SlackApiError, match=error):
        exchange(bare, **{"code": code, **changed})
    assert exchange(bare, code=code)["ok"]


@pytest.mark.parametrize(("minutes", "error"), [(10, None), (10.1, "invalid_code")])
def test_a_code_lives_ten_minutes(
    bare: LocalSlack, calendar: Calendar, minutes: float, error: str | None
) -> None:
    code = code_for(bare, authorize_url(bare))
    calendar.now += timedelta(minutes=minutes)
    if error:
        with pytest.raises(SlackApiError, match=error):
            exchange(bare, code=code)
    else:
        exchange(bare, code=code)
        with pytest.raises(SlackApiError, match="code_already_used"):
            exchange(bare, code=code)


def test_credentials_may_stand_in_the_form(bare: LocalSlack) -> None:
    form = {"client_id": bare.client_id, "client_secret": bare.client_secret, "redirect_uri": BACK}
    code = code_for(bare, authorize_url(bare))
    assert '"ok": true' in fetch(f"{bare.api_url}oauth.v2.access", form | {"code": code})[2]


def test_scopes_only_ever_add_up_on_the_same_token(bare: LocalSlack) -> None:
    first, second = installed(bare), installed(bare, scope="users:read")
    assert first["access_token"] == second["access_token"]
    assert second["scope"] == "chat:write,im:write,users:read"
    assert client_of(bare, first["access_token"]).users_info(user="U0ANA")["ok"]


@pytest.mark.parametrize("bare", [True], indirect=True)
def test_a_rotating_token_lives_twelve_hours(bare: LocalSlack, calendar: Calendar) -> None:
    told = installed(bare)
    assert (told["expires_in"], told["access_token"].startswith("xoxe.xoxb-")) == (43_200, True)
    calendar.now += 12 * HOURS - timedelta(seconds=1)
    assert client_of(bare, told["access_token"]).auth_test()["ok"]
    calendar.now += timedelta(seconds=1)
    with pytest.raises(SlackApiError, match="token_expired"):
        client_of(bare, told["access_token"]).auth_test()
    renewed = exchange(bare, grant_type="refresh_token", refresh_token=told["refresh_token"])
    assert (renewed["token_type"], renewed["team"]["id"]) == ("bot", "T0DEMO")
    assert client_of(bare, renewed["access_token"]).auth_test()["ok"]


@pytest.mark.parametrize("bare", [True], indirect=True)
def test_a_refresh_token_works_once_and_two_tokens_live_at_most(bare: LocalSlack) -> None:
    told = [installed(bare)]
    for _ in range(2):
        spent = told[-1]["refresh_token"]
        told.append(exchange(bare, grant_type="refresh_token", refresh_token=spent))
        with pytest.raises(SlackApiError, match="invalid_refresh_token"):
            exchange(bare, grant_type="refresh_token", refresh_token=spent)
    with pytest.raises(SlackApiError, match="token_revoked"):
        client_of(bare, told[0]["access_token"]).auth_test()
    for one in told[1:]:
        assert client_of(bare, one["access_token"]).auth_test()["ok"]


def test_an_organisation_has_one_token_for_its_workspaces(bare: LocalSlack) -> None:
    grid: dict[str, Any] = {"enterprise_id": "E0ORG", "enterprise_name": "Org", "installed": False}
    one = bare.add_workspace([Person("U0EVA", "Eva")], team_id="T0ONE", **grid)
    two = bare.add_workspace([Person("U0KIM", "Kim")], team_id="T0TWO", **grid)
    told = exchange(bare, code=code_for(one, authorize_url(bare), enterprise_wide=True))
    assert (told["team"], told["is_enterprise_install"]) == (None, True)
    assert told["enterprise"] == {"id": "E0ORG", "name": "Org"}
    client = client_of(bare, told["access_token"])
    assert client.auth_test()["is_enterprise_install"]
    for workspace, user in ((one, "U0EVA"), (two, "U0KIM")):
        client.chat_postMessage(channel=user, text="x")
        assert len(workspace.person(user).messages()) == 1
    with pytest.raises(SlackApiError, match="team_access_not_granted"):
        client.chat_postMessage(channel="U0EVA", text="x", team_id="T0DEMO")
