"""The runs of one crawl process: the archive's store, the clock, and the run row of each site.

A run's row is opened with the spider and closed whatever ends the process: the last page, SIGTERM,
an error.
"""

import asyncio
import logging
from collections.abc import Callable, Generator, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from sqlalchemy.exc import DBAPIError
from twisted.python.failure import Failure

from archive.errors import ArchiveError
from archive.record import Captured, Found, Furniture, Look
from archive.storage import brokenoff, spool
from archive.storage.clock import newest
from archive.storage.patience import hold_out
from archive.storage.store import Store
from archive.storage.waiting import Backlog, answered, backlog, in_vain, progress, waiting
from crawler import logs
from crawler.fetching import health
from crawler.fetching.closing import look_over
from crawler.fetching.figures import SiteRun
from crawler.fetching.opening import data_dir, open_store, wall_clock
from crawler.fetching.rehearsal import Rehearsal
from crawler.fetching.remembering import close, remember, scope
from crawler.fetching.replay import recordings_of
from crawler.fetching.room import Alone, check_disk, is_known, is_outside, mended, told
from crawler.fetching.spooled import Spooled
from crawler.fetching.stats import publish
from crawler.fetching.timekeeping import Timekeeper

PATIENCE = timedelta(days=30)  # how long an address that was found waits for an answer
PAUSE = timedelta(days=7)  # before an address that showed no article is asked again
DISK_LOOKS = 50  # so many looks lie between two looks at the disk

logger = logging.getLogger(__name__)


class Runs:
    """The extension through which spider, middlewares and pipeline reach the archive."""

    def __init__(self, crawler: Crawler) -> None:
        index = recordings_of(crawler.settings)
        self.replay = index is not None
        self.clock: Callable[[], datetime] = (lambda: index.now) if index else wall_clock
        self.trigger: str = crawler.settings.get("TRIGGER") or ("replay" if index else "manual")
        self.crawler = crawler
        self.runs: dict[str, SiteRun] = {}
        self.asked_only = False  # only the articles that somebody named
        self.broken = ""
        self.probing = crawler.settings.getbool("PROBE")
        self.told: list[str] = []  # by a probe: what answered
        self.halted = ""
        self.asking = False  # requests are on their way; before that a run ends by asking nothing
        self.time: Timekeeper | None = None  # under replay the time is that of the records
        self.spooled = Spooled(data_dir(), self.clock)
        self._kept = 0
        self._found: list[str] = []  # what was mended before the run began
        self.alone = Alone()
        self._store: Store | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Runs":
        """The extension, listening for what ends or troubles a run."""
        runs = cls(crawler)
        crawler.signals.connect(runs.troubled, signals.spider_error)
        crawler.signals.connect(runs.troubled, signals.item_error)
        crawler.signals.connect(runs.spider_closed, signals.spider_closed)
        return runs

    @property
    def store(self) -> Store:
        """The archive's store, opened when first asked for."""
        if self._store is None:
            self._store = cast("Store", Rehearsal()) if self.probing else open_store()
            if not self.probing:
                hold_out(self._store.engine, self.outage)
        return self._store

    def open(self, site: str) -> SiteRun:
        """The run of a site, its row begun when first asked for."""
        if site not in self.runs:
            run_id = self.store.start_run(site, self.trigger, self.clock())
            if not self.runs:
                logs.bind(run=run_id)
            self.runs[site] = SiteRun(site, run_id)
            if not self.probing:
                remember(self.runs[site], self.store, self.clock(), self.trigger)
        return self.runs[site]

    async def own(self, names: Iterable[str]) -> None:
        """Takes the sites for this crawl, stores what earlier ones had to spool, and closes what
        killed ones left open.

        A crawl of sites that are crawled already raises Locked; a replay, which need not hurry,
        waits for its turn.
        """
        if self.probing:
            return
        own = sorted(set(names))
        await self.alone.take(own, patient=self.replay, engine=self.store.engine)
        spool.drain(self.store.engine, data_dir(), tell=self._found.append)
        if not self.replay:
            checked = self.crawler.settings.getbool("CLOCK_CHECKED")
            self.time = Timekeeper(self.clock, newest(self.store.engine), checked=checked)
            self._found += self.time.notes
        self._found += mended(self.store.recover(own))
        for site in own:
            brokenoff.close(self.store.engine, site)

    def tell_mended(self) -> None:
        """What was mended and stored before the runs began is told by each."""
        for run in self.runs.values():
            for sentence in self._found:
                run.note(sentence)

    def outage(self, sentence: str) -> None:
        """The database is away for a while, or is back: nothing is asked in the meantime."""
        logger.error("%s", sentence)
        for run in self.runs.values():
            run.note(sentence)

    def furniture(self, site: str) -> Furniture | None:
        """What stands in many articles of a site, as it was known when the crawl began."""
        return None if self.probing else self.store.furniture.get(site)

    def of(self, url: str) -> SiteRun:
        """The run that an address belongs to."""
        spider: Any = self.crawler.spider
        return self.open(spider.site_name(url))

    def keep(self, owner: str, look: Look) -> Captured:
        """Keeps a look, and counts it with the run of the site that the address `owner` is of."""
        run = self.of(owner)
        run.looks[f"{look.kind}/{look.outcome}"] += 1
        captured = self.captured(run, look)
        run.look(look, captured)
        self._kept += 1
        if self._kept % DISK_LOOKS == 0:
            self.check_disk()
        return captured

    def captured(self, run: SiteRun, look: Look) -> Captured:
        """Keeps a look in the archive, or where that cannot take it in the spool, and raises why;
        after the first one all of this crawl go there, so that their order stays.
        """
        if self.time is not None:
            self.time.check(look.headers)
        if self.halted == "archive":
            self.spooled.look(run, look, None)
            raise ArchiveError("the archive did not answer")
        try:
            self.store.placed = None  # whatever fails before its record is on disk
            if not (self.halted or self.alone.still()):
                self.leave(health.GAVE_WAY, health.STOPPED[health.GAVE_WAY])
            return self.store.capture(run.site, run.run_id, look)
        except Exception:
            self.spooled.look(run, look, self.store.placed)
            raise

    def check_disk(self) -> None:
        """Ends the crawl where the disk is nearly full."""
        if self.probing:
            return
        try:
            check_disk(data_dir(), self.crawler.settings.getfloat("DISK_LEAST_FREE"))
        except ArchiveError as error:
            self.halt("disk", str(error))

    def waiting(self, site: str, backfill: bool = False) -> Generator[Found]:
        """Addresses that were found and wanted, and not asked for yet; for a backfill all there
        are.
        """
        if backfill:
            yield from backlog(self.store.engine, site, self.clock() - PAUSE)
        elif not self.probing:
            yield from waiting(self.store.engine, site, self.clock() - PATIENCE)

    def backlog(self, site: str) -> Backlog:
        """What a backfill has before it."""
        return progress(self.store.engine, site)

    def answered(self, urls: Sequence[str]) -> set[str]:
        """Those of the addresses that were answered before, in whatever way."""
        return answered(self.store.engine, urls)

    def in_vain(self, urls: Sequence[str]) -> set[str]:
        """Those of the addresses that showed no article in the last days."""
        if self.probing:
            return set()
        return in_vain(self.store.engine, urls, self.clock() - PAUSE)

    def tell(self, line: str) -> None:
        """A line of what a probe shows."""
        if self.probing:
            self.told.append(line)

    def break_off(self, error: Exception) -> None:
        """The run cannot begin, or go on: it fails, with the reason for a person."""
        self.broken = told(error)
        known = is_known(error)
        logger.error("the run cannot go on: %s", self.broken, exc_info=None if known else error)
        for run in self.runs.values():
            run.errors += 1
            run.note(self.broken)

    def halt(self, reason: str, sentence: str) -> None:
        """Ends the crawl early: nothing further is asked, and every run fails with a reason."""
        for run in self.runs.values():
            run.errors += 1
            run.note(sentence)
        self.leave(reason, sentence)

    def leave(self, reason: str, sentence: str) -> None:
        """Asks nothing further."""
        if self.halted:
            return
        self.halted = reason
        logger.error("the crawl ends early: %s", sentence)
        engine = self.crawler.engine
        if self.asking and engine is not None and engine.spider is not None:
            self._closing = asyncio.ensure_future(engine.close_spider_async(reason=reason))

    def lost(self, run: SiteRun, url: str, error: BaseException | None) -> None:
        """What came from an address could not be kept: a failure, the end if disk or database do
        not answer.
        """
        run.trouble(f"{url} could not be kept: {told(error)}")
        if is_outside(error):
            self.halt("archive", told(error))

    def troubled(self, failure: Failure, **_: Any) -> None:
        """Scrapy reports an exception in a callback or the pipeline, which it has logged."""
        if isinstance(failure.value, OSError | DBAPIError) and is_outside(failure.value):
            self.halt("archive", f"what came could not be kept: {told(failure.value)}")
            return
        for run in self.runs.values():
            run.errors += 1
            run.note("an error in the program, see the log")

    def spider_closed(self, spider: Spider, reason: str) -> None:
        """Closes the run rows when the crawl ends by itself or by a signal."""
        self.close(reason)

    def close(self, reason: str) -> None:
        """Judges each run and closes its row; a second call does nothing."""
        for run in self.runs.values():
            if run.outcome:
                continue
            try:
                self.spooled.store(self.store, run.note)
                self._finish(run, reason)
            except Exception as error:
                if not is_known(error):
                    raise
                run.outcome = "failed"  # its row stays open until the spool is stored
                run.trouble(f"the run could not be closed: {told(error)}")
                self.spooled.end(run, self.looked_at)
        self.spooled.close()
        if self._store is not None:
            self._store.close()
            self._store = None
        self.alone.release()

    def _finish(self, run: SiteRun, reason: str) -> None:
        if run.run_id is None:
            return
        look_over(run, self.store, self.clock(), probing=self.probing)
        run.outcome = health.judge(run, reason, asked_only=self.asked_only)
        publish(self.crawler.stats, run)
        close(run, self.store, self.clock(), self.looked_at)

    @property
    def looked_at(self) -> str:
        """What the runs look at: whole sites, or parts of them."""
        if self.probing:
            return "probe"
        return scope(self.trigger, getattr(self.crawler.spider, "task", None))

    @property
    def outcomes(self) -> Sequence[str]:
        """How the runs ended; empty where none was begun."""
        return [run.outcome or "failed" for run in self.runs.values()]


def runs_of(crawler: Crawler) -> Runs:
    """The runs of a crawl process.

    Raises ArchiveError where the extension is not switched on.
    """
    found = crawler.get_extension(Runs)
    if found is None:
        raise ArchiveError("the extension crawler.fetching.runs.Runs is not in EXTENSIONS")
    return found
