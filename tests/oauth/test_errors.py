"""Coming back from Slack with something wrong: nothing is stored, and the page says in plain words what to do."""

import logging
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import text

from bot.install import HEADERS
from bot.logs import set_up_logs
from playground import Fault
from storage.owner import EVERYBODY
from tests.oauth.browser import COOKIE, Answer, Browser
from tests.oauth.conftest import MakeOAuth
from tests.oauth.rig import OAuthRig
from tests.oauth.trouble import database_away, logged
from tests.rig import TEAM

pytestmark = pytest.mark.trouble
Wrong = Callable[[OAuthRig], Answer]


@pytest.fixture(autouse=True)
def as_in_production(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Logs are set up as `gotano run` does, at DEBUG."""
    root = logging.getLogger()
    before, level = root.handlers, root.level
    set_up_logs("DEBUG")
    root.handlers = [*root.handlers, caplog.handler]
    yield
    root.handlers = before
    root.setLevel(level)


def begun(rig: OAuthRig) -> tuple[Browser, str]:
    """A browser after Allow, and where Slack sends it."""
    browser = Browser()
    return browser, browser.consent(browser.ask(f"{rig.url}/slack/install"), TEAM)


def changed(back: str, **query: str | None) -> str:
    """The same address with other values; None leaves one out."""
    there = {key: values[0] for key, values in parse_qs(urlsplit(back).query).items()} | query
    kept = "&".join(f"{key}={value}" for key, value in there.items() if value is not None)
    return f"{back.split('?')[0]}?{kept}"


def with_query(**query: str | None) -> Wrong:
    def go(rig: OAuthRig) -> Answer:
        browser, back = begun(rig)
        return browser.open(changed(back, **query))

    return go


def used_twice(rig: OAuthRig) -> Answer:
    """The address from the history of the browser, after a cancel in between: the state is spent."""
    browser, back = begun(rig)
    cookies = list(browser.jar)
    rig.slack.faults.add("oauth.v2.access", Fault(error="invalid_code"))
    browser.open(back)
    for cookie in cookies:
        browser.jar.set_cookie(cookie)
    return browser.open(back)


def expired(rig: OAuthRig) -> Answer:
    browser, back = begun(rig)
    with rig.db.write(EVERYBODY) as session:
        session.execute(text("UPDATE slack_oauth_states SET expire_at = '2020-01-01 00:00:00'"))
    return browser.open(back)


def no_cookie(rig: OAuthRig) -> Answer:
    return Browser().open(begun(rig)[1])


def another_browser(rig: OAuthRig) -> Answer:
    """Somebody is led to the end of an installation that an attacker began."""
    victim, _ = begun(rig)
    return victim.open(begun(rig)[1])


def forged(rig: OAuthRig) -> Answer:
    """Cookie and address agree on a state that was never given out."""
    browser, back = begun(rig)
    next(iter(browser.jar)).value = "made-up"
    return browser.open(changed(back, state="made-up"))


def slow_consent(rig: OAuthRig) -> Answer:
    """Slack's code lives ten minutes."""
    browser, back = begun(rig)
    rig.clock.move(minutes=11)
    return browser.open(back)


def used_code(rig: OAuthRig) -> Answer:
    browser, back = begun(rig)
    client = rig.bot.app.client
    there = parse_qs(urlsplit(back).query)
    client.oauth_v2_access(
        client_id=rig.slack.client_id, client_secret=rig.slack.client_secret, code=there["code"][0]
    )
    return browser.open(back)


def wrong_secret(rig: OAuthRig) -> Answer:
    rig.restart(SLACK_CLIENT_SECRET="not-it")
    browser, back = begun(rig)
    return browser.open(back)


def fault(method: str, trouble: Fault) -> Wrong:
    def go(rig: OAuthRig) -> Answer:
        browser, back = begun(rig)
        rig.slack.faults.add(method, trouble)
        return browser.open(back)

    return go


WRONG: dict[str, Wrong] = {
    "an error of Slack's": with_query(error="server_error", code=None),
    "an error nobody knows": with_query(error="<b>odd</b>", code=None),
    "invalid scope": with_query(error="invalid_scope", code=None),
    "no state": with_query(state=None),
    "another state": with_query(state="other"),
    "forged state": forged,
    "expired state": expired,
    "used twice": used_twice,
    "no cookie": no_cookie,
    "another browser": another_browser,
    "no code": with_query(code=None),
    "unknown code": with_query(code="unknown"),
    "empty code": with_query(code=""),
    "expired code": slow_consent,
    "used code": used_code,
    "wrong client secret": wrong_secret,
    "nothing at all": lambda rig: Browser().open(f"{rig.url}/slack/oauth_redirect"),
    "Slack answers 500": fault("oauth.v2.access", Fault(status=500)),
    "Slack answers 429": fault("oauth.v2.access", Fault(status=429, retry_after=1)),
    "Slack hangs up": fault("oauth.v2.access", Fault(accepted_but_dropped=True)),
    "Slack hangs up at auth.test": fault("auth.test", Fault(accepted_but_dropped=True)),
    "the token is no good": fault("auth.test", Fault(error="invalid_auth")),
}


def told_well(rig: OAuthRig, page: Answer) -> None:
    """A page of our own: what went wrong, what to do, headers, and a way to begin again."""
    titles = [rig.playbook.words.say(f"install.{key}") for key in ("failed", "cancelled")]
    assert any(title in page.words for title in titles), page.text
    assert page.link == "/slack/install"
    assert "start again" in page.words
    assert {name: page.headers[name] for name in HEADERS} == HEADERS
    assert 200 <= page.status < 600


@pytest.mark.parametrize("wrong", WRONG)
def test_what_goes_wrong_stores_nothing_and_is_said_in_plain_words(
    rig: OAuthRig, caplog: pytest.LogCaptureFixture, wrong: str
) -> None:
    before = rig.everything()
    page = WRONG[wrong](rig)
    told_well(rig, page)
    assert rig.everything() == before
    for secret in secrets_in(rig):
        assert secret not in logged(caplog), "a secret is in the log"
        assert secret not in page.text, "a secret is on the page"
    assert Browser().install(f"{rig.url}/slack/install", TEAM).status == 200 or wrong == "wrong client secret"


def test_a_good_installation_leaves_no_secret_in_log_or_page(
    rig: OAuthRig, caplog: pytest.LogCaptureFixture
) -> None:
    browser, back = begun(rig)
    page = browser.open(back)
    assert page.status == 200
    rig.debrief(rig.ana)
    rig.jump()
    for secret in secrets_in(rig):
        assert secret not in logged(caplog)
        assert secret not in page.text
    assert "installed" in page.words


@pytest.mark.parametrize("when", ["on the install page", "at the callback", "while it is stored"])
def test_a_database_that_is_away_is_said_and_nothing_of_it_is_logged(
    make_oauth: MakeOAuth, postgres: str, postgres_url: str, caplog: pytest.LogCaptureFixture, when: str
) -> None:
    rig = make_oauth(database_url=postgres_url)
    browser = Browser()
    if when == "on the install page":
        with database_away(rig, postgres):
            page = browser.open(f"{rig.url}/slack/install")
    else:
        browser, back = begun(rig)
        away = database_away(rig, postgres)
        if when == "while it is stored":
            rig.slack.faults.add("auth.test", Fault(after=away.__enter__))
            page = browser.open(back)
        else:
            away.__enter__()
            page = browser.open(back)
        away.__exit__(None, None, None)
    told_well(rig, page)
    assert page.status >= 500
    for secret in secrets_in(rig):
        assert secret not in logged(caplog), "a secret is in the log"
    assert COOKIE not in logged(caplog)
    assert browser.install(f"{rig.url}/slack/install", TEAM).status == 200, "and it recovers"


def secrets_in(rig: OAuthRig) -> list[str]:
    """Codes, states and tokens that were given out."""
    given = [*rig.slack._consent._oauth._codes.items()]
    codes = [code for code, _ in given] + [code.ask.state for _, code in given]
    tokens = [one.value for one in rig.slack._line.installations.tokens._known.values()]
    return [secret for secret in codes + tokens if secret]
