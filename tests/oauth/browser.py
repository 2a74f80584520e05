"""A browser, as far as installing needs one: pages, forms, redirects, and a jar of cookies."""

import re
import urllib.error
import urllib.request
from dataclasses import dataclass
from email.message import Message
from html import unescape
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from tests import patience
from tests.playground.consent import Form

COOKIE = "slack-app-oauth-state"


@dataclass(frozen=True)
class Answer:
    """One page."""

    status: int
    headers: Message
    text: str

    @property
    def words(self) -> str:
        """What a person reads on it."""
        return unescape(
            re.sub(r"<[^>]+>", " ", re.sub(r"<(style|title)>.*?</\1>", "", self.text, flags=re.S))
        )

    @property
    def link(self) -> str:
        """Where its one button leads."""
        (found,) = re.findall(r'<a class="go" href="([^"]*)"', self.text)
        return unescape(found)


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


class Browser:
    """Keeps Secure cookies for this machine, as browsers do; says where a redirect leads instead of going."""

    def __init__(self) -> None:
        self.jar = CookieJar(DefaultCookiePolicy(secure_protocols=("http", "https")))
        cookies = urllib.request.HTTPCookieProcessor(self.jar)
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), cookies, _Stay())

    @property
    def cookies(self) -> dict[str, str | None]:
        return {cookie.name: cookie.value for cookie in self.jar}

    def open(self, url: str, form: dict[str, str] | None = None, method: str | None = None) -> Answer:
        data = urlencode(form).encode() if form is not None else None
        request = urllib.request.Request(url, data, method=method)  # noqa: S310
        try:
            answer = self._opener.open(request, timeout=patience.SECONDS)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            return Answer(answer.status, answer.headers, answer.read().decode())

    def ask(self, install_url: str, more_scopes: str = "") -> str:
        """Opens the install page; where its button leads, with scopes that an admin added by hand."""
        link = self.open(install_url).link
        query = dict(parse_qsl(urlsplit(link).query, keep_blank_values=True))
        query["scope"] = ",".join(filter(None, [query["scope"], more_scopes]))
        return f"{link.split('?')[0]}?{urlencode(query)}"

    def consent(self, link: str, where: str, answer: str = "allow") -> str:
        """Answers Slack's page; the address it sends the browser back to."""
        form = Form(self.open(link).text).fields | {"answer": answer, "where": where}
        back = self.open(link.split("?")[0], form)
        assert back.status == 302, back.text
        return str(back.headers["Location"])

    def install(self, install_url: str, where: str, more_scopes: str = "") -> Answer:
        return self.open(self.consent(self.ask(install_url, more_scopes), where))
