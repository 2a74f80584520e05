"""Addresses of hooks of any shape: refused, or read as every other reader of addresses would read them."""

from contextlib import suppress
from ipaddress import IPv6Address, ip_address, ip_network

import pytest
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
SPECIAL = [
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.88.99.0/24",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
    "::/96",
    "::ffff:0:0/96",
    "64:ff9b::/96",
    "64:ff9b:1::/48",
    "100::/64",
    "100:0:0:1::/64",
    "2001::/23",
    "2001:db8::/32",
    "2002::/16",
    "3fff::/20",
    "5f00::/16",
    "fc00::/7",
    "fe80::/10",
    "fec0::/10",
    "ff00::/8",
]
"""IANA's registries of special addresses, with those of multicast, and what is mapped or translated."""
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


@pytest.mark.parametrize("special", SPECIAL)
@tried(20)
@given(data=st.data())
def test_no_address_of_a_special_network_is_reached(special: str, data: st.DataObject) -> None:
    network = ip_network(special)
    drawn = network[data.draw(st.integers(0, network.num_addresses - 1))]
    for ip in (network[0], drawn, network[-1]):
        assert not RULES.allow(str(ip)), ip


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
