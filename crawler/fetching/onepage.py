"""One page, asked for by a person: robots.txt is obeyed as in a crawl, and nothing is archived."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import scrapy
from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from archive.storage.outcome import outcome
from crawler.fetching.capture import is_whole, pairs
from crawler.fetching.guard import ports_of
from crawler.fetching.replay import NotRecorded, recordings_of
from crawler.fetching.robots import OPEN, Rules, RulesByHost, meaning, request_for, root_of, unknown


@dataclass(slots=True)
class Page:
    """A page as it was saved or fetched."""

    html: bytes
    url: str
    fetched_at: datetime
    content_type: str | None = None


class Robots(RulesByHost):
    """Asks each host's robots.txt first, without an archive that keeps it."""

    async def process_request(self, request: Request) -> None:
        """Raises RobotsClosed where robots.txt does not allow the request."""
        if request.meta.get("kind") == "robots":
            return
        root = root_of(request)
        if root not in self.rules:
            self.rules[root] = await self.ask(root)
        self.rules[root].check(request.url, self.agent)

    async def ask(self, root: str) -> Rules:
        """The rules of a host; one that cannot be had closes it."""
        try:
            response = await self.download(request_for(root))
            headers = {name.lower(): value for name, value in pairs(response.headers)}
            whole = is_whole(response, response.body)
            look, _ = outcome(response.status, headers, response.body, whole=whole)
            return meaning(response.status, look, response.body, self.agent).of(root)
        except NotRecorded:
            return OPEN
        except Exception as error:  # whatever kept the rules away: what they forbid is not known
            return unknown(root, error)


BARE: dict[str, Any] = {
    "DOWNLOADER_MIDDLEWARES": {
        "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
        "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
        "crawler.fetching.guard.PublicOnlyMiddleware": 50,
        "crawler.fetching.onepage.Robots": 100,
    },
    "SPIDER_MIDDLEWARES": {},
    "ITEM_PIPELINES": {},
    "EXTENSIONS": {},
    "COMPRESSION_ENABLED": True,
    "HTTPERROR_ALLOW_ALL": True,
}


class OnePage(scrapy.Spider):
    """Fetches one page, without the archive and its pipelines."""

    name = "onepage"
    custom_settings = BARE

    def __init__(self, url: str, found: list[Page], lost: list[str], **rest: Any) -> None:
        super().__init__(**rest)
        self.url, self.found, self.lost = url, found, lost
        self.allowed_ports = ports_of([url])

    async def start(self) -> AsyncIterator[Any]:
        """Asks for the page."""
        yield scrapy.Request(self.url, dont_filter=True, errback=self.failed)

    def failed(self, failure: Failure) -> None:
        """Notes why it did not come."""
        self.lost.append(str(failure.value))

    def parse(self, response: Response) -> None:
        """Notes the page."""
        if response.status != 200:
            self.lost.append(f"it answered {response.status}")
            return
        kind = (response.headers.get("Content-Type") or b"").decode("latin-1") or None
        recorded = recordings_of(self.settings)
        at = recorded.now if recorded else datetime.now(UTC)
        self.found.append(Page(response.body, response.url, at, kind))
