"""Where a request may go: to the site's own hosts, by http or https, to no private address.

Each request is checked before it is asked, redirects included. What a name stands for is checked
again when the connection is made (see `connecting`), since a name can change what it stands for.
"""

import ipaddress
import math
import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import SplitResult, urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.settings import BaseSettings

from archive.storage.address import LONGEST, is_bounded
from crawler.fetching.lane import lane_name
from crawler.fetching.task import BadTask
from crawler.reading.address import host_of

SCHEMES = ("http", "https")
HOST = re.compile(r"[\w-](?:[\w.-]*[\w-])?\.?|[0-9a-fA-F:.]+")
PORTS = frozenset((80, 443))
REFUSED = {
    "JOBDIR": "it unpickles requests from files; a crawl goes on with what it left by itself",
    "HTTPCACHE_ENABLED": "it unpickles answers from files; the archive keeps them",
    "TELNETCONSOLE_ENABLED": "it lets others in",
    "REMOTE_CONTROL_ENABLED": "it lets others in",
}
# settings that are numbers, none below 0: of seconds and shares, and of what is counted
NUMBERS = (
    *("DOWNLOAD_DELAY", "AUTOTHROTTLE_START_DELAY", "DOWNLOAD_TIMEOUT", "DNS_TIMEOUT"),
    *("CLOSESPIDER_TIMEOUT", "CLOSE_PATIENCE", "DISK_LEAST_FREE"),
)
WHOLE_NUMBERS = (
    *("ARTICLES_PER_RUN", "LISTING_PAGES_PER_RUN", "FILES_PER_RUN", "DOWNLOAD_MAXSIZE"),
    *("FILE_MAXSIZE", "HEAD_MAXSIZE", "HEAD_MAXLINES", "REDIRECT_MAX_TIMES", "RETRY_TIMES"),
)
UNICAST = ipaddress.ip_network("2000::/3")
OUTSIDE = tuple(  # of the net, though no list of private addresses has them
    ipaddress.ip_network(text)
    for text in (
        "192.88.99.0/24",  # 6to4 relays
        "2001::/23",  # Teredo and other ways to hide an IPv4 address
        "2002::/16",  # 6to4
        "3fff::/20",  # documentation
    )
)


class OffSite(IgnoreRequest):
    """A request, or a redirect, to an address that is not the site's."""


class PrivateAddress(IgnoreRequest):
    """A host that is, or whose name stands for, a machine that is not on the public net."""


class BadCertificate(IgnoreRequest):
    """The host does not prove by its certificate that it is the one that was asked."""


class HeadTooLarge(IgnoreRequest):
    """The head of an answer has more lines or bytes than any real one."""


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public net: neither private, of the machine itself, of
    its own link, shared by a provider, multicast nor reserved; forms of IPv6 that stand for an IPv4
    address (mapped, 6to4, NAT64) are none.
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address) and found not in UNICAST:
        return False
    if found.is_multicast or found.is_reserved or not found.is_global:
        return False
    return not any(found in net for net in OUTSIDE if net.version == found.version)


def is_literal(host: str) -> bool:
    """Whether a host is an IP address and no name."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def allows_private(settings: BaseSettings) -> bool:
    """Whether addresses of this machine and its own net may be asked: in tests, and in replay,
    which asks nobody.
    """
    return bool(settings.get("REPLAY")) or settings.getbool("ALLOW_PRIVATE_ADDRESSES")


def checked(url: str) -> SplitResult:
    """The parts of an address that has the form of one that may be asked; raises OffSite."""
    if not is_bounded(url):
        raise OffSite(f"an address of {len(url)} letters, {LONGEST} are the most")
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - it raises where it is no number
    except ValueError as error:
        raise OffSite(f"no address: {error}") from error
    if parts.scheme not in SCHEMES:
        raise OffSite(f"{parts.scheme or 'no scheme'} is not asked, only {' and '.join(SCHEMES)}")
    if not parts.hostname:
        raise OffSite("an address without a host")
    if not HOST.fullmatch(parts.hostname) or ".." in parts.hostname:
        raise OffSite(f"{parts.hostname[:100]!r} is no name of a host")
    if "@" in parts.netloc:
        raise OffSite("an address with a name and a password in it")
    return parts


def check_literal(host: str) -> None:
    """Raises PrivateAddress where a host is an IP address that is not of the public net."""
    if is_literal(host) and not is_public(host):
        raise PrivateAddress(f"{host} is no address of the public net")


def check_named(urls: Iterable[str], settings: BaseSettings) -> None:
    """Raises BadTask where somebody names an address that would never be asked."""
    for url in urls:
        try:
            host = checked(url).hostname or ""
            if not allows_private(settings):
                check_literal(host)
        except IgnoreRequest as error:
            shown = url if len(url) <= 100 else f"{url[:100]}…"
            raise BadTask(f"{shown} is not asked: {error}") from error


def check_settings(settings: BaseSettings) -> None:
    """Raises BadTask for parts of Scrapy that unpickle what lies in a file, or open a door, and for
    a setting that is no number.
    """
    for name in REFUSED:
        if settings.get(name) and settings.get(name) not in ("0", "False"):
            raise BadTask(f"{name} is not for this project: {REFUSED[name]}")
    for name in (*NUMBERS, *WHOLE_NUMBERS):
        if not is_number(settings.get(name), whole=name in WHOLE_NUMBERS):
            kind = "whole number" if name in WHOLE_NUMBERS else "number"
            raise BadTask(f"{name}={settings[name]} is no {kind} from 0 on")


def is_number(value: Any, *, whole: bool) -> bool:
    """Whether a setting is a number from 0 on, or stands nowhere."""
    try:
        return value is None or 0 <= (int(value) if whole else float(value)) < math.inf
    except (TypeError, ValueError):
        return False


def ports_of(urls: Iterable[str]) -> frozenset[int]:
    """The ports that addresses name, with those of http and https."""
    return PORTS.union(port for url in urls if (port := urlsplit(url).port))


class SiteOnlyMiddleware:
    """Refuses requests that leave the site, redirects included, and gives each host one lane."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.private = allows_private(crawler.settings)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "SiteOnlyMiddleware":
        """The middleware of a crawl."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raises OffSite or PrivateAddress where the address may not be asked."""
        parts = checked(request.url)
        host, spider = host_of(request.url), self.crawler.spider
        hosts = hosts_for(spider, request.meta.get("kind", ""))
        if host not in hosts and host.removeprefix("m.") not in hosts:
            raise OffSite(f"{host} is no host of {self.crawler.spidercls.name}")
        self.check_reached(parts)
        request.meta["download_slot"] = lane_name(host)

    def check_reached(self, parts: SplitResult) -> None:
        """Raises OffSite or PrivateAddress by port and by a host that is no name."""
        allowed = getattr(self.crawler.spider, "allowed_ports", PORTS)
        if parts.port is not None and parts.port not in allowed:
            raise OffSite(f"port {parts.port} is none of {self.crawler.spidercls.name}")
        if not self.private:
            check_literal(parts.hostname or "")


class PublicOnlyMiddleware(SiteOnlyMiddleware):
    """The same for a page that a person asks for, which may lead to any host of the public net."""

    async def process_request(self, request: Request) -> None:
        """Raises OffSite or PrivateAddress where the address may not be asked."""
        self.check_reached(checked(request.url))


def hosts_for(spider: Any, kind: str) -> frozenset[str]:
    """The hosts that a request of a kind may go to: those of files for files alone."""
    hosts: frozenset[str] = getattr(spider, "allowed_hosts", frozenset())
    if kind in ("asset", "robots"):
        hosts |= frozenset(getattr(spider, "asset_hosts", ()))
    return hosts
