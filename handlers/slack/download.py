"""Fetching a file that a rep handed in: from Slack's own house alone, and no more of it than was agreed on."""

from base64 import b64encode
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit
from urllib.request import proxy_bypass

from slack_sdk import WebClient

from handlers.slack.errors import SLACK_FAILED, error_code
from handlers.slack.json_shapes import record, string
from storage.owner import Owner

if TYPE_CHECKING:
    from urllib3 import PoolManager

_CONNECT_SECONDS, _READ_SECONDS = 3.0, 5.0


class NotHanded(Exception):
    """The file cannot be had; the message says why, for the log."""


class TooLarge(Exception):
    """It has more bytes than are taken."""


def fetch_file(client: WebClient, owner: Owner, file_id: str, most: int) -> tuple[str, bytes]:
    """The name and the bytes of a file that this rep handed in; NotHanded or TooLarge otherwise.

    Whoever asks from another workspace, through Slack Connect, may have the same id as the rep of this one.
    """
    try:
        here = client.auth_test()
        told = record(client.files_info(file=file_id).get("file"))
    except SLACK_FAILED as error:
        raise NotHanded(error_code(error)) from error
    if owner.team not in (here.get("team_id"), here.get("enterprise_id")):
        raise NotHanded("asked from elsewhere")
    if told.get("user") != owner.rep or told.get("is_external"):
        raise NotHanded("not the rep's own")
    if isinstance(size := told.get("size"), int) and size > most:
        raise TooLarge
    url = string(told.get("url_private_download")) or string(told.get("url_private"))
    if not is_slacks_own(url, client.base_url):
        raise NotHanded("an address that is not Slack's")
    return string(told.get("name")) or file_id, _bytes_at(client, url, most)


def is_slacks_own(url: str, api_url: str) -> bool:
    """Whether an address is of the house that the Web API is of: the token is sent nowhere else."""
    try:
        there, api = urlsplit(url), urlsplit(api_url)
        same = (there.scheme, there.port) == (api.scheme, api.port) and not there.username
    except ValueError:
        return False
    house, host = (api.hostname or "").removeprefix("www."), there.hostname or ""
    return same and bool(house) and (host == house or host.endswith(f".{house}"))


def _bytes_at(client: WebClient, url: str, most: int) -> bytes:
    """Slack leads whoever may not read a file to a page to sign in: no redirect is followed."""
    # With the first file that is handed in: it is a tenth of what a start loads.
    import urllib3

    headers = {"Authorization": f"Bearer {client.token}", "Accept-Encoding": "identity"}
    try:
        with _pool(client, url) as pool:
            answer = pool.request(
                "GET",
                url,
                headers=headers,
                redirect=False,
                retries=False,
                timeout=urllib3.Timeout(connect=_CONNECT_SECONDS, read=_READ_SECONDS),
                preload_content=False,
            )
            content: bytes = answer.read(most + 1)
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise NotHanded(type(error).__name__) from error
    if answer.status != 200 or answer.headers.get("Content-Type", "").startswith("text/html"):
        raise NotHanded(f"status {answer.status}")
    if len(content) > most:
        raise TooLarge
    return content


def _pool(client: WebClient, url: str) -> "PoolManager":
    """By the same proxy as calls, as urllib reads its address: the scheme may be missing, and who asks is in UTF-8."""
    import urllib3

    if not client.proxy or proxy_bypass(urlsplit(url).netloc):
        return urllib3.PoolManager(ssl_context=client.ssl)
    proxy = client.proxy if "://" in client.proxy else f"http://{client.proxy}"
    who = unquote(urlsplit(proxy).netloc.rpartition("@")[0])
    told = {"Proxy-Authorization": f"Basic {b64encode(who.encode()).decode()}"} if who else None
    return urllib3.ProxyManager(proxy, proxy_headers=told, ssl_context=client.ssl)
