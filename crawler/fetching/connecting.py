"""How connections are made: to addresses of the public net, with whole certificates, within limits.

The address that a name stands for is checked where it has been looked up for the connection, so
that the one that was checked is the one that is asked. Scrapy bounds the size and the time of an
answer as a whole; the head of one, which it does not bound, is bounded here.
"""

from typing import TYPE_CHECKING, Any

from OpenSSL import SSL
from scrapy import Request
from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
)
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError, DownloadFailedError
from scrapy.http import Response
from scrapy.resolver import CachingThreadedResolver
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.error import DNSLookupError

from crawler.fetching.ending import until_the_end
from crawler.fetching.guard import (
    BadCertificate,
    HeadTooLarge,
    PrivateAddress,
    allows_private,
    is_public,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from twisted.internet.base import ReactorBase
    from twisted.internet.defer import Deferred

withheld: dict[str, str] = {}  # what names stood for that may not be asked; few: a site's hosts


class Resolver(CachingThreadedResolver):
    """Looks names up, and gives back no address that is not of the public net."""

    def __init__(
        self, reactor: "ReactorBase", cache_size: int, timeout: float, *, private: bool = False
    ) -> None:
        super().__init__(reactor, cache_size, timeout)
        self.private = private

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: "ReactorBase") -> "Resolver":
        """The resolver of a process."""
        made = super().from_crawler(crawler, reactor)
        made.private = allows_private(crawler.settings)
        return made

    def getHostByName(self, name: str, timeout: "Sequence[int]" = ()) -> "Deferred[str]":
        """The address of a name, or of an address in any spelling (`127.1`, `0x7f000001`)."""
        found = super().getHostByName(name, timeout)
        return found if self.private else found.addCallback(self.check, name)

    def check(self, address: str, name: str) -> str:
        """Raises DNSLookupError, the one that Twisted understands, and remembers why."""
        if is_public(address):
            withheld.pop(name, None)
            return address
        withheld[name] = address
        raise DNSLookupError(f"{name} stands for {address}")


class Head(_LenientHTTPClientParser):
    """Reads the head of an answer; one that does not end is broken off."""

    largest, most = 64 * 1024, 200
    size = lines = 0

    def lineReceived(self, line: bytes) -> None:
        """Counts a line, those of `100 Continue` and its like included."""
        self.size += len(line)
        self.lines += 1
        if self.size > self.largest or self.lines > self.most:
            raise HeadTooLarge(f"a head of more than {self.most} lines or {self.largest} bytes")
        super().lineReceived(line)

    def lineLengthExceeded(self, line: bytes) -> None:
        """A line without an end."""
        raise HeadTooLarge(f"a line of more than {self.MAX_LENGTH} bytes in its head")


class Connection(_LenientHTTP11ClientProtocol):
    """A connection whose answers are read by a `Head`."""

    head = Head

    def request(self, request: Any) -> Any:
        """Sends a request; the parser that Scrapy put in becomes ours."""
        answer = super().request(request)
        if self._parser is not None:
            self._parser.__class__ = self.head
        return answer


class Connections(_LenientHTTP11ClientFactory):
    """Makes connections for the pool."""

    head = Head

    def buildProtocol(self, addr: Any) -> Connection:
        """A connection."""
        made = Connection(self._quiescentCallback)  # type: ignore[no-untyped-call]
        made.head = self.head
        return made


class Handler(HTTP11DownloadHandler):
    """Scrapy's handler, with a bounded head and with names for what keeps an answer away."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        settings = crawler.settings

        class Limited(Head):
            largest = settings.getint("HEAD_MAXSIZE")
            most = settings.getint("HEAD_MAXLINES")

        class Limiting(Connections):
            head = Limited

        self._pool._factory = Limiting
        self.crawler = crawler
        self.patience = settings.getfloat("CLOSE_PATIENCE")

    async def download_request(self, request: Request) -> Response:
        """The answer; raises PrivateAddress, BadCertificate, HeadTooLarge, or NotAsked where the
        crawl ends before it came, beside Scrapy's own.
        """
        try:
            asking = super().download_request(request)
            return await until_the_end(asking, self.is_ending, self.patience)
        except CannotResolveHostError as error:
            host = urlparse_cached(request).hostname or ""
            if host in withheld:
                sentence = f"{host} stands for {withheld[host]}, no address of the public net"
                raise PrivateAddress(sentence) from error
            raise
        except DownloadFailedError as error:
            for reason in reasons(error.__cause__):
                if isinstance(reason, HeadTooLarge):
                    raise HeadTooLarge(str(reason)) from error
                if isinstance(reason, SSL.Error) and (why := refused(reason)):
                    raise BadCertificate(why) from error
            raise

    def is_ending(self) -> bool:
        """Whether the crawl was asked to end."""
        return self.crawler.engine is not None and not self.crawler.engine.running


def reasons(error: BaseException | None) -> "Iterator[BaseException]":
    """What lies behind an error of Twisted's."""
    for failure in getattr(error, "reasons", ()):
        yield failure.value
        yield from reasons(failure.value)


def refused(error: SSL.Error) -> str:
    """Why a certificate is none, where that is what the error says; else empty."""
    told = [str(each[-1]) for each in error.args[0] if each] if error.args else []
    return next((each for each in told if "certificate" in each), "")
