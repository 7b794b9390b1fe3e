"""Manners: robots.txt, one request at a time a host, no faster than the site bears.

robots.txt is obeyed: one that is missing (4xx), or was not recorded, allows everything; one that
cannot be had (5xx, timeout, no connection) closes the site for this run.
"""

import asyncio

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError, IgnoreRequest
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.httpobj import urlparse_cached

from crawler.fetching.guard import OffSite
from crawler.fetching.replay import NotRecorded
from crawler.fetching.runs import runs_of

ROBOTS_SIZE = 500 * 1024  # bytes that are read of a robots.txt (RFC 9309, 2.5)
LONGEST_DELAY = 60.0  # seconds: a longer Crawl-delay would make no run end


class RobotsClosed(IgnoreRequest):
    """robots.txt forbids the address, or could not be had."""


class RobotsForbids(RobotsClosed):
    """robots.txt was had, and forbids the address."""


class Rules:
    """What a host's robots.txt allows; `closed` says why nothing is asked of it in this run."""

    def __init__(self, body: bytes = b"", closed: str = "") -> None:
        self.closed = closed
        self.robots = Protego.parse(body[:ROBOTS_SIZE].decode("utf-8", "replace"))

    def check(self, url: str, agent: str) -> None:
        """Raises RobotsClosed where the address may not be asked for."""
        if self.closed:
            raise RobotsClosed(self.closed)
        if not self.robots.can_fetch(url, agent):
            raise RobotsForbids("forbidden by robots.txt")


class RobotsMiddleware:
    """Asks each host's robots.txt before anything else, and obeys it."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.agent: str = crawler.settings["ROBOTS_AGENT"]
        self.rules: dict[str, Rules] = {}
        self.asking = asyncio.Lock()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "RobotsMiddleware":
        """The middleware of a crawl."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raises RobotsClosed where robots.txt does not allow the request."""
        if request.meta.get("kind") == "robots":
            return
        parts = urlparse_cached(request)
        root = f"{parts.scheme}://{parts.netloc}"
        async with self.asking:
            if root not in self.rules:
                self.rules[root] = await self.ask(root)
        rules = self.rules[root]
        if rules.closed and request.meta.get("kind") != "asset":  # files have hosts of their own
            run = runs_of(self.crawler).of(request.meta.get("asked_url", request.url))
            run.robots_closed = rules.closed
        rules.check(request.url, self.agent)

    async def ask(self, root: str) -> Rules:
        """The rules of a host."""
        meta = {"kind": "robots", "download_maxsize": 10 * ROBOTS_SIZE}
        request = Request(
            f"{root}/robots.txt", NO_CALLBACK, priority=1000, meta=meta, dont_filter=True
        )
        assert self.crawler.engine is not None
        try:
            response = await self.crawler.engine.download_async(request)
        except (NotRecorded, OffSite):
            return Rules()
        except Exception as error:  # whatever kept the answer away: the host was not reached
            if "look" not in request.meta:  # it was, and the answer could not be kept
                runs = runs_of(self.crawler)
                runs.lost(runs.of(root), request.url, error)
            return Rules(closed=f"robots.txt of {root} cannot be had: {reason_of(error)}")
        return self.rules_of(root, response)

    def rules_of(self, root: str, response: Response) -> Rules:
        """The rules that an answer means."""
        if response.meta.get("look") == "too-large":
            return Rules(closed=f"robots.txt of {root} is too large")
        if response.status >= 500:
            return Rules(closed=f"robots.txt of {root} answered {response.status}")
        if response.status != 200:
            return Rules()
        rules = Rules(response.body)
        self.slow_down(rules)
        return rules

    def slow_down(self, rules: Rules) -> None:
        """Keeps the Crawl-delay that robots.txt asks for."""
        wanted = min(float(rules.robots.crawl_delay(self.agent) or 0), LONGEST_DELAY)
        throttle = self.crawler.get_extension(AutoThrottle)
        if throttle is not None and wanted > throttle.mindelay:
            throttle.mindelay = wanted
            assert self.crawler.engine is not None
            for slot in self.crawler.engine.downloader.slots.values():
                slot.delay = max(slot.delay, wanted)


def reason_of(error: Exception) -> str:
    """What kept an answer away, in a few words."""
    if isinstance(error, CannotResolveHostError):
        return "its name was not found (DNS)"
    return f"{type(error).__name__} {error}".strip().split("\n")[0][:200]
