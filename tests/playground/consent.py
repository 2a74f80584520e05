"""A browser at the consent page, as far as tests need one: it reads the form, and answers it."""

from __future__ import annotations

import http.client
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from slack_sdk import WebClient

from playground import LocalSlack, LocalWorkspace
from tests import patience

BACK = "https://bot.example/slack/oauth_redirect"


class Form(HTMLParser):
    """The fields of the page's form, and the places that it offers."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.offered: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        if tag != "input":
            return
        if given["name"] == "where":
            self.offered.append(given["value"])
        if given["type"] == "hidden" or "checked" in given:
            self.fields[given["name"]] = given["value"]


def authorize_url(slack: LocalSlack, **changed: str) -> str:
    query = {
        "client_id": slack.client_id,
        "scope": "chat:write,im:write",
        "user_scope": "",
        "state": "s1",
        "redirect_uri": BACK,
    }
    return f"{slack.authorize_url}?{urlencode({**query, **changed})}"


def code_for(workspace: LocalWorkspace, url: str, **how: Any) -> str:
    """The code that the browser brings back after Allow."""
    return parse_qs(urlsplit(workspace.allow(url, **how)).query)["code"][0]


def fetch(
    url: str, form: dict[str, str] | None = None, headers: dict[str, str] | None = None
) -> tuple[int, dict[str, str], str]:
    """Status, headers and text of one request, redirects not followed; a POST where there is a form."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=patience.SECONDS)
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    sent = dict(headers or {})
    try:
        if form is None:
            connection.request("GET", target, headers=sent)
        else:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
            connection.request("POST", target, urlencode(form), sent)
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read().decode()
    finally:
        connection.close()


def exchange(slack: LocalSlack, **args: Any) -> Any:
    given = {"client_id": slack.client_id, "client_secret": slack.client_secret}
    if "grant_type" not in args:
        given |= {"redirect_uri": BACK}
    return WebClient(base_url=slack.api_url).oauth_v2_access(**{**given, **args})


def installed(slack: LocalSlack, **asked: str) -> Any:
    return exchange(slack, code=code_for(slack, authorize_url(slack, **asked)))
