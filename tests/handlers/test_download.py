"""Which addresses a token may be sent to, those of the house that the Web API is of; and by which way."""

import pytest
from slack_sdk import WebClient

from handlers.slack.answers import AnsweredClient
from handlers.slack.download import NotHanded, _bytes_at, is_slacks_own
from tests.handlers.keeping import GOOD, keeping

SLACK, GOV, LOCAL = "https://www.slack.com/api/", "https://slack-gov.com/api/", "http://127.0.0.1:4000/api/"


@pytest.mark.parametrize(
    ("url", "api"),
    [
        ("https://files.slack.com/files-pri/T1-F1/a.csv", SLACK),
        ("https://slack.com/files/a.csv", SLACK),
        ("https://files.slack.com/a.csv", "https://slack.com/api/"),
        ("https://files.slack-gov.com/a.csv", GOV),
        ("http://127.0.0.1:4000/files-pri/F1/a.csv", LOCAL),
    ],
)
def test_slack_s_own_addresses_are_asked(url: str, api: str) -> None:
    assert is_slacks_own(url, api)


@pytest.mark.parametrize(
    ("url", "api"),
    [
        ("https://evil.example/a.csv", SLACK),
        ("https://evilslack.com/a.csv", SLACK),
        ("https://files.slack.com.evil.example/a.csv", SLACK),
        ("https://files.slack.com@evil.example/a.csv", SLACK),
        ("https://user@files.slack.com/a.csv", SLACK),
        ("http://files.slack.com/a.csv", SLACK),
        ("https://files.slack.com:8443/a.csv", SLACK),
        ("file:///etc/passwd", SLACK),
        ("//files.slack.com/a.csv", SLACK),
        ("https://[bad", SLACK),
        ("", SLACK),
        ("http://127.0.0.1:4001/a.csv", LOCAL),
        ("https://files.slack.com/a.csv", ""),
    ],
)
def test_no_other_address_is(url: str, api: str) -> None:
    assert not is_slacks_own(url, api)


@pytest.mark.parametrize(
    ("excepted", "asked"), [("", ["Basic bWU6cEBzcw=="]), ("slack.invalid,localhost", [])]
)
def test_a_file_comes_by_the_proxy_that_calls_take(
    monkeypatch: pytest.MonkeyPatch, excepted: str, asked: list[str]
) -> None:
    with keeping() as slack, keeping() as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://me:p%40ss@127.0.0.1:{proxy.port}")
        monkeypatch.setenv("NO_PROXY", excepted)
        assert _bytes_at(WebClient(), f"http://localhost:{slack.port}/files/a.csv", 100) == GOOD
    assert [one.headers["Proxy-Authorization"] for one in proxy.asked] == asked
    assert len(slack.asked) == 1 - len(asked)


def test_the_proxy_s_address_is_read_as_for_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    """A password in any script, and no scheme."""
    with keeping() as slack, keeping() as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"me:%E2%82%AC@127.0.0.1:{proxy.port}")
        monkeypatch.setenv("NO_PROXY", "")
        client = AnsweredClient(token="xoxb-1", base_url=f"http://localhost:{slack.port}/api/")
        client.api_call("auth.test")
        assert _bytes_at(client, f"http://localhost:{slack.port}/files/a.csv", 100) == GOOD
    assert [one.headers["Proxy-Authorization"] for one in proxy.asked] == ["Basic bWU64oKs"] * 2


def test_a_proxy_that_cannot_be_asked_is_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "socks9://127.0.0.1:1")
    with pytest.raises(NotHanded):
        _bytes_at(WebClient(), "http://localhost:1/a.csv", 100)
