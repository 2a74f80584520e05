"""Where a hook may post to: no name and no form of an address leads inside the server's own network."""

from collections.abc import Sequence
from ipaddress import ip_network

import pytest

from handlers.delivery.hook_address import HookRules, addresses_of, read_url, refuse_literal, resolve
from handlers.delivery.hook_errors import AddressRefused, HookFailed

RULES = HookRules()
PUBLIC = ("93.184.216.34", "1.1.1.1", "2606:4700::1111")
INSIDE = (
    "0.0.0.0",  # noqa: S104
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",
    "::ffff:127.0.0.1",
    "::ffff:93.184.216.34",
    "64:ff9b::7f00:1",
    "64:ff9b::5db8:d822",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::1",
    "3fff::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
)


def found(*addresses: str, rules: HookRules = RULES) -> Sequence[str]:
    """What may be connected to when a name has these addresses."""
    return addresses_of(read_url("https://a.example/", rules), rules, lambda _host, _port: addresses)


@pytest.mark.parametrize("address", PUBLIC)
def test_the_public_internet_may_be_reached(address: str) -> None:
    assert found(address) == (address,)


@pytest.mark.parametrize("address", INSIDE)
def test_no_other_address_may_be_reached_not_even_beside_a_public_one(address: str) -> None:
    for addresses in ((address,), (*PUBLIC, address), (address, *PUBLIC)):
        with pytest.raises(HookFailed, match="address_refused"):
            found(*addresses)


def test_the_admin_may_allow_own_networks_and_these_alone() -> None:
    rules = HookRules(networks=(ip_network("10.1.0.0/16"), ip_network("fd12::/16")))
    assert found("10.1.2.3", "fd12::1", "::ffff:10.1.2.3", rules=rules)
    for address in ("10.2.0.1", "127.0.0.1", "fd13::1", "::ffff:10.2.0.1"):
        with pytest.raises(HookFailed):
            found(address, rules=rules)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.0.0.1.", "127.1", "0x7f000001", "2130706433", "[::1]", "10.1.2.3"]
)
def test_an_ip_address_inside_is_refused_before_anything_is_asked(host: str) -> None:
    url = read_url(f"https://{host}/", RULES)
    with pytest.raises(AddressRefused, match="public internet"):
        refuse_literal(url, RULES)


@pytest.mark.parametrize("host", ["1.1.1.1", "[2606:4700::1111]", "10.1.2.3", "crm.example.com", "localhost"])
def test_a_name_a_public_ip_address_and_an_allowed_one_are_not(host: str) -> None:
    rules = HookRules(networks=(ip_network("10.1.0.0/16"),))
    refuse_literal(read_url(f"https://{host}/", rules), rules)


def test_a_name_without_an_address_is_no_receiver() -> None:
    with pytest.raises(HookFailed, match="no_such_host"):
        found()


def test_a_resolver_that_fails_is_no_address() -> None:
    def fails(_host: str, _port: int) -> Sequence[str]:
        raise OSError

    with pytest.raises(HookFailed, match="no_such_host"):
        addresses_of(read_url("https://a.example/", RULES), RULES, fails)


@pytest.mark.parametrize(
    "host", ["2130706433", "0x7f000001", "0177.0.0.1", "127.1", "localhost", "localhost."]
)
def test_odd_forms_of_an_inside_address_are_looked_at_as_what_they_lead_to(host: str) -> None:
    with pytest.raises(HookFailed):
        addresses_of(read_url(f"https://{host}/", RULES), RULES, resolve)


@pytest.mark.parametrize(
    "url",
    [
        "http://a.example/",
        "ftp://a.example/",
        "//a.example/",
        "a.example",
        "",
        "https://",
        "https:///path",
        "https://user@a.example/",
        "https://user:word@a.example/",
        "https://a.example@127.0.0.1/",
        "https://a.example\\@127.0.0.1/",
        "https://a.example /",
        "https://a.example/\r\nHost: b.example",
        "https://a.example/#part",
        "https://a.example#@127.0.0.1/",
        "https://a.example:99999/",
        "https://a.example:port/",
        "https://-a.example/",
        "https://a..%2f/",
        "https://[::1/",
        "https://[fe80::1%25eth0]/",
        "https://bücher.example/",
        f"https://a.example/{'a' * 2000}",
    ],
)
def test_what_is_no_plain_https_address_is_refused(url: str) -> None:
    with pytest.raises(AddressRefused):
        read_url(url, RULES)


def test_http_is_taken_only_where_the_admin_allows_it() -> None:
    assert read_url("http://a.example/", HookRules(http=True)).port == 80
    with pytest.raises(AddressRefused):
        read_url("http://a.example/", RULES)


@pytest.mark.parametrize(
    ("url", "host", "port", "target", "authority"),
    [
        ("https://a.example", "a.example", 443, "/", "a.example"),
        ("https://A.example.:8443/in?key=1", "a.example", 8443, "/in?key=1", "a.example:8443"),
        ("https://[2606:4700::1111]/x", "2606:4700::1111", 443, "/x", "[2606:4700::1111]"),
    ],
)
def test_an_address_is_taken_apart_once(url: str, host: str, port: int, target: str, authority: str) -> None:
    told = read_url(url, RULES)
    assert (told.host, told.port, told.target, told.authority) == (host, port, target, authority)
