"""Pace: one request at a time a host, no faster than it bears, and none where it bears none.

Each request waits for its turn in the lane of its host (see `lane`), whatever it is for: listings,
articles, files, robots.txt, redirects, retries. What comes is then told to the lane, which may slow
down, wait, or be left. In replay nobody is asked, and nothing waits.
"""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cached_property
from time import monotonic
from typing import Any, cast

from filelock import BaseFileLock
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.utils.misc import load_object

from archive.errors import ArchiveError
from archive.storage.lock import taken
from crawler.config import Quiet
from crawler.fetching import quiet
from crawler.fetching.figures import SiteRun
from crawler.fetching.guard import allows_private
from crawler.fetching.health import NOT_ASKED
from crawler.fetching.lane import TOO_MANY, Lane, lane_name, seconds_of
from crawler.fetching.opening import data_dir
from crawler.fetching.replay import VIETNAM
from crawler.fetching.runs import Runs, runs_of
from crawler.reading.address import host_of

LEAST_DELAY = 0.5  # seconds between two requests to a host of the public net, whatever is asked for
TURN = 0.1  # seconds between two looks at whether another crawl asks a host
SLICE = 0.5  # seconds: so often it is looked whether a crawl that waits is to end
ASKED_AGAIN = (301, 302, 303, 307, 308, TOO_MANY, 503)  # where Retry-After has a meaning


class NotAsked(IgnoreRequest):
    """A request that was not sent: its host was left, its hours are quiet, or the crawl ends.

    It is no look, and says nothing of the address, which is asked another night.
    """


class Lanes:
    """The lanes of one crawl."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        least = 0.0 if allows_private(crawler.settings) else LEAST_DELAY
        self.delay = max(crawler.settings.getfloat("DOWNLOAD_DELAY"), least)
        self.quiet = cast("Quiet", crawler.settings.get("QUIET_HOURS") or ())
        self.clock: Callable[[], datetime] = lambda: datetime.now(UTC)
        self.lanes: dict[str, Lane] = {}
        self.locks: dict[str, asyncio.Lock] = {}
        self.shared: dict[str, BaseFileLock] = {}  # lanes that other crawls may want, held

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Lanes":
        """The lanes, an extension of the crawl."""
        return cls(crawler)

    @cached_property
    def runs(self) -> Runs:
        """The runs of the crawl, an extension too."""
        return runs_of(self.crawler)

    def of(self, url: str) -> Lane:
        """The lane of an address."""
        name = lane_name(host_of(url))
        if name not in self.lanes:
            self.lanes[name] = Lane(name, self.delay)
            self.locks[name] = asyncio.Lock()
        return self.lanes[name]

    # --- waiting ---------------------------------------------------------------------------------

    async def enter(self, request: Request) -> Lane:
        """Waits for a request's turn, and takes the lane; raises NotAsked where none comes."""
        lane = self.of(request.url)
        lock = self.locks[lane.host]
        await lock.acquire()
        try:
            while pause := self.pause(lane, request) or self.taken(lane, request):
                await asyncio.sleep(min(pause, SLICE))
        except BaseException:
            lock.release()
            raise
        return lane

    def free(self, lane: Lane) -> None:
        """The answer is through, or none came: the pause of the lane begins."""
        lane.ended = monotonic()
        self.locks[lane.host].release()
        if (held := self.shared.pop(lane.host, None)) is not None:
            asyncio.get_running_loop().call_later(lane.pause(lane.ended), held.release)

    def taken(self, lane: Lane, request: Request) -> float:
        """How long to wait for a host of files that another crawl of this machine asks just now:
        several sites keep theirs at one. It is let go after the pause, and with its process.
        """
        spider: Any = self.crawler.spider
        own: frozenset[str] = getattr(spider, "allowed_hosts", frozenset())
        if lane.host in self.shared or not own or {host_of(request.url), lane.host} & own:
            return 0.0
        try:
            lock = taken(data_dir() / "locks" / f"host-{lane.host}.lock")
        except OSError:
            return 0.0  # the folder cannot be written to, of which the run speaks
        if lock is None:
            return TURN
        self.shared[lane.host] = lock
        return 0.0

    def pause(self, lane: Lane, request: Request) -> float:
        """The seconds that a request has to wait; raises NotAsked where it is not to be sent."""
        self.check(lane, request)
        engine = self.crawler.engine
        assert engine is not None
        if self.runs.halted or not engine.running:
            raise NotAsked("the crawl ends")
        slot = engine.downloader.slots.get(lane.host)
        throttled = slot.delay if slot else 0.0
        return max(lane.pause(monotonic(), throttled), self.quiet_for(request).total_seconds())

    def check(self, lane: Lane, request: Request) -> None:
        """Raises NotAsked where the host was left."""
        if lane.left:
            self.tell(request, lane)
            self.not_asked(request, f"{lane.host} {lane.left}")

    def not_asked(self, request: Request, why: str) -> None:
        """Counts an address that is not asked, and raises NotAsked."""
        self.run_of(request).stats[NOT_ASKED] += 1
        raise NotAsked(why)

    def quiet_for(self, request: Request) -> timedelta:
        """How long the site's quiet hours last; where that is too long, the run ends early."""
        now = self.clock()
        until = quiet.quiet_until(self.quiet, now) if self.quiet else None
        if until is None:
            return timedelta(0)
        run = self.run_of(request)
        ends = f"{until.astimezone(VIETNAM):%H:%M}"
        if until - now > quiet.MOST or run.stopped:
            run.stopped = run.stopped or f"quiet hours until {ends}: the run ended early"
            self.not_asked(request, run.stopped)
        run.note(f"the run paused in the quiet hours until {ends}")
        return until - now

    # --- what came -------------------------------------------------------------------------------

    def came(self, request: Request, response: Response | None = None) -> Lane:
        """Tells the lane of an address what it brought; a host that is left is told to the run."""
        lane = self.of(request.url)
        status, wait = 0, None
        if response is not None:
            status = response.status
            headers = response.headers
            if status in ASKED_AGAIN:
                wait = seconds_of(headers.get("Retry-After"), headers.get("Date"), self.clock())
        lane.came(request.url, request.meta.get("look", ""), status, wait, monotonic())
        if lane.left:
            self.tell(request, lane)
        return lane

    def tell(self, request: Request, lane: Lane) -> None:
        """Tells the run of a host that was left, unless only files are there."""
        if request.meta.get("kind") != "asset":
            self.run_of(request).left.setdefault(lane.host, lane.left)

    def run_of(self, request: Request) -> SiteRun:
        """The run that a request belongs to."""
        return self.runs.of(request.meta.get("asked_url", request.url))


def lanes_of(crawler: Crawler) -> Lanes:
    """The lanes of a crawl process.

    Raises ArchiveError where the extension is not switched on.
    """
    found = crawler.get_extension(Lanes)
    if found is None:
        raise ArchiveError("the extension crawler.fetching.pace.Lanes is not in EXTENSIONS")
    return found


class LaneMiddleware:
    """Holds the lane of a host while one of its answers comes; the last before the downloader."""

    def __init__(self, crawler: Crawler) -> None:
        self.lanes = lanes_of(crawler)
        self.held: dict[Request, Lane] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "LaneMiddleware":
        """The middleware of a crawl."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Waits for the request's turn."""
        if not self.lanes.runs.replay:
            self.held[request] = await self.lanes.enter(request)

    async def process_response(self, request: Request, response: Response) -> Response:
        """Frees the lane."""
        self.free(request)
        return response

    async def process_exception(self, request: Request, exception: Exception) -> None:
        """Frees the lane."""
        self.free(request)

    def free(self, request: Request) -> None:
        """Frees the lane that a request holds, if it does."""
        if (lane := self.held.pop(request, None)) is not None:
            self.lanes.free(lane)


class AgainMiddleware:
    """Tells the lanes what came, and asks again what may come: never what refuses us.

    An answer 429 is asked again where the host says when. Other refusals and challenges are not.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.lanes = lanes_of(crawler)
        settings = crawler.settings
        self.codes = {int(code) for code in settings.getlist("RETRY_HTTP_CODES")}
        self.errors = tuple(load_object(each) for each in settings.getlist("RETRY_EXCEPTIONS"))
        self.again: bool = settings.getbool("RETRY_ENABLED")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "AgainMiddleware":
        """The middleware of a crawl."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raises NotAsked where the host was left."""
        if not self.lanes.runs.replay:
            self.lanes.check(self.lanes.of(request.url), request)

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        """The answer, or the request again."""
        if self.lanes.runs.replay:
            return response
        lane = self.lanes.came(request, response)
        waits = response.status == TOO_MANY and lane.told_when
        if request.meta["look"] == "challenge" or not (waits or response.status in self.codes):
            return response
        return self.once_more(lane, request, f"status {response.status}") or response

    async def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """The request again, where that may help."""
        if self.lanes.runs.replay or isinstance(exception, NotAsked):
            return None
        lane = self.lanes.came(request)
        if not isinstance(exception, self.errors):
            return None
        return self.once_more(lane, request, exception)

    def once_more(self, lane: Lane, request: Request, why: str | Exception) -> Request | None:
        """The request again, RETRY_TIMES at most, unless its host was left."""
        if lane.left or not self.again:
            return None
        assert self.crawler.spider is not None
        return get_retry_request(request, spider=self.crawler.spider, reason=why)
