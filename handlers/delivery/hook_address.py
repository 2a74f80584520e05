"""Where a hook may post to: an address of the public internet, whatever its name says and whoever answers for it."""

import re
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from queue import Empty, SimpleQueue
from threading import Thread
from urllib.parse import urlsplit

from handlers.delivery.hook_errors import AddressRefused, HookFailed

Network = IPv4Network | IPv6Network
Resolve = Callable[[str, int], Sequence[str]]
"""The IP addresses of a host, as the system tells them at this moment. OSError where it has none."""

RESOLVE_SECONDS = 3.0
_MOST_CHARACTERS = 2000
_URL = re.compile(r"[!-\[\]-~]+")
"""Printable ASCII without spaces and backslashes: what two readers might take for different hosts."""
_LABEL = r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?"
_HOST = re.compile(rf"{_LABEL}(\.{_LABEL})*")
_NEVER = tuple(
    ip_network(one)
    for one in (
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
        "2001::/23",
        "2001:db8::/32",
        "2002::/16",
        "3fff::/20",
    )
)
"""IANA's registries of special addresses, written out: what Python calls global changes with its version."""
_UNICAST = ip_network("2000::/3")
"""All that is public in IPv6: loopback, mapped IPv4, NAT64, unique local, link-local and multicast lie outside."""


@dataclass(frozen=True)
class HookRules:
    """What the admin allows beyond https:// to the public internet."""

    http: bool = False
    networks: tuple[Network, ...] = ()

    def allow(self, address: str) -> bool:
        """Whether something may be posted to this IP address."""
        ip = ip_address(address.partition("%")[0])
        if isinstance(ip, IPv6Address) and ip.ipv4_mapped:
            # It is that IPv4 address, and only the admin can have meant it to be reached so.
            return self._is_own(ip.ipv4_mapped)
        return self._is_own(ip) or _is_public(ip)

    def _is_own(self, ip: IPv4Address | IPv6Address) -> bool:
        return any(ip in network for network in self.networks)


@dataclass(frozen=True)
class HookUrl:
    """An address taken apart once, so that what is looked at and what is connected to are the same."""

    secure: bool
    host: str
    port: int
    target: str
    """Path and query, as they stand in the request."""

    @property
    def authority(self) -> str:
        """As the Host header names it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.secure else 80) else f"{host}:{self.port}"


def read_url(url: str, rules: HookRules) -> HookUrl:
    """AddressRefused for what is no address of a receiver, or none that these rules let be used."""
    if len(url) > _MOST_CHARACTERS or not _URL.fullmatch(url):
        raise AddressRefused("it is no web address, or longer than 2,000 characters")
    try:
        told = urlsplit(url)
        host, port = (told.hostname or "").removesuffix("."), told.port
        _check_host(host)
    except ValueError:
        raise AddressRefused("its host or port is none") from None
    if told.scheme != "https" and not (told.scheme == "http" and rules.http):
        raise AddressRefused("it has to begin with https://")
    if "@" in told.netloc:
        raise AddressRefused("a name and password in it would be sent to whoever answers: leave them out")
    if "#" in url:
        raise AddressRefused("what follows # is never sent: leave it out")
    secure = told.scheme == "https"
    target = (told.path or "/") + (f"?{told.query}" if told.query else "")
    return HookUrl(secure, host, port or (443 if secure else 80), target)


def _check_host(host: str) -> None:
    if ":" in host:
        if IPv6Address(host).scope_id:
            raise ValueError(host)
    elif not _HOST.fullmatch(host) or len(host) > 253:
        raise ValueError(host)


def refuse_literal(url: HookUrl, rules: HookRules) -> None:
    """AddressRefused where the host is an IP address, in any form that systems read as one, and none to be reached."""
    address = _literal(url.host)
    if address and not rules.allow(address):
        raise AddressRefused(
            "it is not on the public internet (own networks are allowed by GOTANO_HOOKS_ALLOW_NETWORKS)"
        )


def _literal(host: str) -> str | None:
    """The IP address that it is, also as `127.1` or `2130706433`; None for a name."""
    if ":" in host:
        return host
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except OSError:
        return None


def addresses_of(url: HookUrl, rules: HookRules, resolve: Resolve) -> Sequence[str]:
    """The IP addresses it has now. HookFailed where it has none, or where one of them may not be reached."""
    found = _in_time(url, resolve)
    if not found:
        raise HookFailed("no_such_host")
    if not all(rules.allow(one) for one in found):
        raise HookFailed("address_refused")
    return found


def resolve(host: str, port: int) -> Sequence[str]:
    """By the system's own resolver."""
    told = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return list(dict.fromkeys(str(address[0]) for *_, address in told))


def _in_time(url: HookUrl, resolve: Resolve) -> Sequence[str]:
    """The system's resolver knows no timeout: it is waited for so long, and no longer."""
    answer: SimpleQueue[Sequence[str]] = SimpleQueue()

    def ask() -> None:
        try:
            answer.put(resolve(url.host, url.port))
        except (OSError, UnicodeError):
            answer.put(())

    Thread(target=ask, name="resolver", daemon=True).start()
    try:
        return answer.get(timeout=RESOLVE_SECONDS)
    except Empty:
        return ()


def _is_public(ip: IPv4Address | IPv6Address) -> bool:
    if ip.is_multicast or not ip.is_global or (isinstance(ip, IPv6Address) and ip not in _UNICAST):
        return False
    return not any(ip in network for network in _NEVER)
