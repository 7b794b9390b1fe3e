"""robots.txt, by RFC 9309: asked of each host before anything else, and obeyed.

One that is not there (4xx), was not recorded, or leads to another site allows everything. One that
cannot be had (5xx, 429, a time-out, no connection, a challenge, a body that broke off or does not
end) closes its host for this run: what it says is not known. So does one that the parser fails at.
Of a large one the first 500 KB count, whatever bytes they are.
"""

import codecs
import re
from asyncio import Lock
from collections import defaultdict
from typing import NamedTuple, Self

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError, IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.httpobj import urlparse_cached

from crawler.fetching.figures import SiteRun
from crawler.fetching.guard import OffSite
from crawler.fetching.pace import NotAsked, lanes_of
from crawler.fetching.replay import NotRecorded
from crawler.fetching.runs import runs_of
from crawler.reading.address import host_of

SIZE = 500 * 1024  # bytes that count (RFC 9309, 2.5)
LARGEST = 10 * SIZE  # bytes that are taken at all
LONGEST_DELAY = 60.0  # seconds: a longer Crawl-delay would make no run end
AGENT_LINE = re.compile(r"\s*user[- ]?agents?\s*[:\s]\s*([^#]*)", re.I)
OTHERS = "User-agent: -"  # stands for whoever is not us
UNREADABLE = "robots/unreadable"  # the figure of those that the parser failed at


class RobotsClosed(IgnoreRequest):
    """robots.txt forbids the address, or could not be had."""


class RobotsForbids(RobotsClosed):
    """robots.txt was had, and forbids the address."""


class Rules(NamedTuple):
    """What a host's robots.txt says to us; `closed` tells why nothing is asked of it in this run.

    `delay` are the seconds that it wants between two requests, `told` what a person should know.
    """

    robots: Protego | None = None
    closed: str = ""
    delay: float = 0.0
    told: str = ""

    def check(self, url: str, agent: str) -> None:
        """Raises RobotsClosed where the address may not be asked for."""
        if self.closed:
            raise RobotsClosed(self.closed)
        if self.robots is not None and not self.robots.can_fetch(url, agent):
            raise RobotsForbids("forbidden by robots.txt")

    def of(self, root: str) -> "Rules":
        """The same, with the host in the sentence that closes it."""
        return self._replace(closed=f"robots.txt of {root} {self.closed}" if self.closed else "")


OPEN = Rules()


# --- pure: what the bytes of a robots.txt mean ----------------------------------------------------


def rules_in(body: bytes, agent: str) -> Rules:
    """The rules in the bytes of a robots.txt; whatever the parser raises passes through."""
    robots = Protego.parse(sieved(text_of(body), agent))
    wanted = delay_of(robots, agent)
    if wanted <= LONGEST_DELAY:
        return Rules(robots, delay=wanted)
    told = f"robots.txt asks for {wanted:.0f} s between two requests: {LONGEST_DELAY:.0f} are kept"
    return Rules(robots, delay=LONGEST_DELAY, told=told)


def text_of(body: bytes) -> str:
    """The text of a robots.txt: of a large one the whole lines of its beginning, in UTF-8 unless
    its NULs say UTF-16, whatever mark stands before it.
    """
    start = body[:SIZE]
    head = start[:200]
    encoding = "utf-8"
    if head.count(0) * 3 > len(head):  # Latin letters in UTF-16
        big = head.startswith(codecs.BOM_UTF16_BE) or head[0] == 0
        encoding = "utf-16-be" if big else "utf-16-le"
    text = start.decode(encoding, "replace").replace("\0", "").removeprefix("\ufeff")
    if len(body) <= SIZE:
        return text
    return text[: max(text.rfind("\n"), text.rfind("\r"))]  # half a line is another rule


def sieved(text: str, agent: str) -> str:
    """The text without the names of other agents: rules for ten thousand of them would fill the
    memory, and are none of ours.
    """
    lines: list[str] = []
    for line in text.splitlines():
        if (named := AGENT_LINE.match(line)) and not is_for(named[1].strip().lower(), agent):
            line = OTHERS
            if lines and lines[-1] == OTHERS:
                continue
        lines.append(line)
    return "\n".join(lines)


def is_for(named: str, agent: str) -> bool:
    """Whether a name in robots.txt may be ours, or everybody's."""
    return named == "*" or named.replace("*", "") in agent.lower()


def delay_of(robots: Protego, agent: str) -> float:
    """The seconds between two requests that robots.txt asks for: Crawl-delay or Request-rate."""
    rate = robots.request_rate(agent)
    between = rate.seconds / rate.requests if rate else 0.0
    return max(robots.crawl_delay(agent) or 0.0, between)


def meaning(status: int, look: str, body: bytes, agent: str) -> Rules:
    """The rules that an answer means; the reason why a host is closed begins behind `robots.txt`.

    `look` is the outcome of the look, as the archive names it.
    """
    if look == "too-large":
        return Rules(closed="is too large")
    if 200 <= status < 300:
        if look == "challenge":
            return Rules(closed="is answered by a challenge, which is recorded and not solved")
        if look == "truncated":
            return Rules(closed="broke off: what it forbids is not known")
        return rules_in(body, agent)
    if status == 429:
        return Rules(closed="answered 429: the host asks us to slow down")
    if 400 <= status < 500:
        return OPEN
    if 300 <= status < 400:
        return Rules(told="leads nowhere, and counts as not there")
    return Rules(closed=f"answered {status}")


# --- asking ---------------------------------------------------------------------------------------


class RulesByHost:
    """A middleware that keeps the rules of each host as long as a crawl runs."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.agent: str = crawler.settings["ROBOTS_AGENT"]
        self.rules: dict[str, Rules] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The middleware of a crawl."""
        return cls(crawler)

    async def download(self, request: Request) -> Response:
        """The answer to a request for a robots.txt; raises whatever kept it away."""
        assert self.crawler.engine is not None
        return await self.crawler.engine.download_async(request)


def root_of(request: Request) -> str:
    """The scheme and host of a request, which have one robots.txt."""
    parts = urlparse_cached(request)
    return f"{parts.scheme}://{parts.netloc}"


def request_for(root: str) -> Request:
    """A request for the robots.txt of a host, before whatever waits."""
    meta = {"kind": "robots", "download_maxsize": LARGEST}
    address = f"{root}/robots.txt"
    return Request(address, NO_CALLBACK, priority=1000, meta=meta, dont_filter=True)


def unknown(root: str, error: Exception) -> Rules:
    """What stands for the rules of a host that cannot be had: nothing may be asked of it."""
    return Rules(closed=f"robots.txt of {root} cannot be had: {reason_of(error)}")


class RobotsMiddleware(RulesByHost):
    """Asks each host's robots.txt before anything else, and obeys it."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.asking: defaultdict[str, Lock] = defaultdict(Lock)

    async def process_request(self, request: Request) -> None:
        """Raises RobotsClosed where robots.txt does not allow the request."""
        if request.meta.get("kind") == "robots":
            return
        root = root_of(request)
        run = runs_of(self.crawler).of(request.meta.get("asked_url", request.url))
        async with self.asking[root]:
            if root not in self.rules:
                self.rules[root] = await self.ask(root, run)
        rules = self.rules[root]
        if rules.closed and self.is_whole_run(request, run):
            run.robots_closed = rules.closed
        try:
            rules.check(request.url, self.agent)
        except IgnoreRequest:
            raise
        except Exception as error:
            run.stats[UNREADABLE] += 1
            run.note(f"robots.txt of {root} cannot be applied to {request.url}: {error!r}"[:300])
            raise RobotsClosed("robots.txt cannot be applied to this address") from error

    def is_whole_run(self, request: Request, run: SiteRun) -> bool:
        """Whether a closed host means that the run cannot see its site: not where a listing on
        another host, a file, or an article on a former host is meant.
        """
        spider = self.crawler.spider
        own: frozenset[str] = getattr(spider, "own_hosts", frozenset)()
        if own and not {host := host_of(request.url), host.removeprefix("m.")} & own:
            return False
        seen = run.listings_answered or run.looks["listing/not-modified"] or run.counts.fetched
        return request.meta.get("kind") != "asset" and not seen

    async def ask(self, root: str, run: SiteRun) -> Rules:
        """The rules of a host; tells the run what a person should know."""
        request = request_for(root)
        try:
            response = await self.download(request)
        except NotRecorded:
            return OPEN
        except NotAsked:
            raise
        except OffSite as error:
            run.note(f"robots.txt of {root} leads elsewhere ({error}): it counts as not there")
            return OPEN
        except Exception as error:  # whatever kept the answer away: the host was not reached
            if "look" not in request.meta:  # it was, and the answer could not be kept
                runs_of(self.crawler).lost(run, request.url, error)
            return unknown(root, error)
        return self.told(root, run, self.rules_of(response, run))

    def rules_of(self, response: Response, run: SiteRun) -> Rules:
        """The rules that an answer means; one that the parser fails at is counted, and closes."""
        try:
            return meaning(response.status, response.meta["look"], response.body, self.agent)
        except Exception as error:
            run.stats[UNREADABLE] += 1
            return Rules(closed=f"cannot be understood: {error!r}"[:200])

    def told(self, root: str, run: SiteRun, rules: Rules) -> Rules:
        """The rules with the host in their sentences; the host's lane keeps their delay."""
        if rules.told:
            run.note(f"{root}: {rules.told}")
        if rules.closed:
            return rules.of(root)
        lane = lanes_of(self.crawler).of(root)
        lane.asked_for = max(lane.asked_for, rules.delay)
        return rules


def reason_of(error: Exception) -> str:
    """What kept an answer away, in a few words."""
    if isinstance(error, CannotResolveHostError):
        return "its name was not found (DNS)"
    return f"{type(error).__name__} {error}".strip().split("\n")[0][:200]
