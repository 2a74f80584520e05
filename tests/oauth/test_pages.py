"""OAuth's two addresses: headers, methods, and how often they answer."""

import base64
import hashlib
import re

import pytest

from bot.install import HEADERS
from bot.routes import INSTALLS_A_MINUTE
from tests.oauth.browser import Answer, Browser
from tests.oauth.rig import OAuthRig
from tests.rig import TEAM

PATHS = ("/slack/install", "/slack/oauth_redirect")


def pages(rig: OAuthRig) -> dict[str, Answer]:
    browser = Browser()
    return {
        "install": browser.open(f"{rig.url}/slack/install"),
        "failed": browser.open(f"{rig.url}/slack/oauth_redirect"),
        "done": Browser().install(f"{rig.url}/slack/install", TEAM),
        "cancelled": browser.open(f"{rig.url}/slack/oauth_redirect?error=access_denied"),
    }


def test_every_page_has_the_headers_that_keep_browsers_from_mischief(rig: OAuthRig) -> None:
    for name, page in pages(rig).items():
        for header, value in HEADERS.items():
            assert page.headers.get_all(header) == [value], name
        assert page.headers["content-type"] == "text/html; charset=utf-8"
        assert "<script" not in page.text
        assert "unsafe" not in page.headers["content-security-policy"]
        assert page.headers["server"] is None, "what serves it is nobody's business"


def test_the_style_is_the_one_that_its_policy_allows(rig: OAuthRig) -> None:
    page = Browser().open(f"{rig.url}/slack/install")
    (style,) = re.findall(r"<style>(.*?)</style>", page.text, re.S)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in page.headers["content-security-policy"]
    assert "style=" not in page.text


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["HEAD", "POST", "PUT", "DELETE", "OPTIONS"])
def test_only_get_is_answered(rig: OAuthRig, path: str, method: str) -> None:
    answer = Browser().open(f"{rig.url}{path}", method=method)
    assert answer.status == 404
    assert answer.headers["set-cookie"] is None


@pytest.mark.parametrize(
    "path", ["/slack", "/slack/install/", "/slack/install/x", "/install", "/slack/oauth"]
)
def test_nothing_else_is_there(rig: OAuthRig, path: str) -> None:
    assert Browser().open(f"{rig.url}{path}").status == 404


@pytest.mark.parametrize("path", PATHS)
def test_after_so_many_in_a_minute_it_says_try_again_and_slack_goes_on(rig: OAuthRig, path: str) -> None:
    rig.install()
    answers = [Browser().open(f"{rig.url}{path}") for _ in range(INSTALLS_A_MINUTE + 1)]
    last = answers[-1]
    assert last.status == 429
    assert "try again" in last.text
    assert {last.headers[name] for name in ("cache-control", "x-content-type-options")} == {
        "no-store",
        "nosniff",
    }
    assert [answer.status for answer in answers].count(429) == 1 + 2, "the two that installed count too"
    assert rig.ana.command("/gotano", "help").ok, "Slack's own requests are not counted"


@pytest.mark.parametrize(
    "query", ["?team=%22%3E%3Cscript%3Ealert(1)%3C/script%3E", "?team=T0OTHER", "?team=", "?x=%00%ff"]
)
def test_whatever_the_address_carries_the_install_page_stays_one(rig: OAuthRig, query: str) -> None:
    page = Browser().open(f"{rig.url}/slack/install{query}")
    assert page.status == 200
    assert "<script" not in page.text
    assert page.link.startswith(f"{rig.slack.authorize_url}?")


@pytest.mark.parametrize("error", ["%3Cscript%3E", "x" * 5000, "access_denied%0d%0aset-cookie:%20a=b", ""])
def test_whatever_error_comes_back_is_not_repeated(rig: OAuthRig, error: str) -> None:
    page = Browser().open(f"{rig.url}/slack/oauth_redirect?error={error}")
    assert page.status < 500
    assert "<script" not in page.text
    assert "xxxx" not in page.text
    assert len(page.headers.get_all("set-cookie") or []) == 1


def test_every_page_leads_to_where_somebody_answers(rig: OAuthRig) -> None:
    given = {
        "GOTANO_SUPPORT_EMAIL": "help@example.com",
        "GOTANO_PRIVACY_URL": "https://example.com/privacy?a=1&b=2",
        "GOTANO_TERMS_URL": "https://example.com/terms",
    }
    rig.restart(**given)
    for name, page in pages(rig).items():
        for address in ("mailto:help@example.com", "https://example.com/privacy?a=1&amp;b=2"):
            assert f'href="{address}"' in page.text, name
