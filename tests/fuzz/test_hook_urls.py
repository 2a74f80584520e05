"""Addresses of hooks of any shape: refused, or read as every other reader of addresses would read them."""

from contextlib import suppress
from ipaddress import IPv6Address, ip_address

from hypothesis import example, given
from hypothesis import strategies as st
from urllib3.util import parse_url

from handlers.delivery.hook_address import HookRules, addresses_of, read_url
from handlers.delivery.hook_errors import AddressRefused, HookFailed
from tests.fuzz.conftest import tried

RULES = HookRules(http=True)
PARTS = [
    "a.example",
    "127.0.0.1",
    "[::1]",
    "@",
    ":",
    "/",
    "\\",
    "#",
    "?",
    "%",
    "..",
    ";",
    "443",
    "0x7f",
    " ",
    "\t",
]
PARTS += ["\r\n", "user", "xn--a", "\u3002", "\uff0f", "\u2025", "[", "]", "//", "localhost", "."]
URLS = st.lists(st.sampled_from(PARTS), max_size=8).map(lambda parts: "https://" + "".join(parts))


@tried(300)
@given(URLS | st.text(max_size=60) | st.text(max_size=60).map(lambda text: f"http://{text}"))
@example("https://a.example\\@127.0.0.1/")
@example("https://a.example:443@127.0.0.1/")
@example("https://127.0.0.1#@a.example/")
@example("https://[::ffff:127.0.0.1]/")
def test_what_is_read_leads_where_any_other_reader_would_go(url: str) -> None:
    try:
        told = read_url(url, RULES)
    except AddressRefused:
        return
    other = parse_url(url)
    assert (other.host or "").strip("[]").removesuffix(".").lower() == told.host
    assert (other.port or (443 if other.scheme == "https" else 80)) == told.port
    assert other.auth is None
    assert told.target.isascii()
    assert not set("\r\n \\#@") & set(told.authority)


@tried(300)
@given(st.integers(0, 2**32 - 1).map(ip_address) | st.integers(0, 2**128 - 1).map(ip_address))
def test_no_address_that_is_not_public_is_reached(address: object) -> None:
    ip = ip_address(str(address))
    with suppress(HookFailed):
        addresses_of(read_url("https://a.example/", RULES), RULES, lambda _host, _port: [str(ip)])
        inside = ip.is_private or ip.is_loopback or ip.is_link_local or ip.is_multicast or ip.is_reserved
        assert not inside
        assert not ip.is_unspecified
        assert not (isinstance(ip, IPv6Address) and (ip.ipv4_mapped or ip.sixtofour or ip.teredo))
