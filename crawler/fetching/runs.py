"""The runs of one crawl process: the archive's store, the clock, and the run row of each site.

A run's row is opened with the spider and closed whatever ends the process: the last page, SIGTERM,
an error.
"""

import asyncio
import logging
import os
from collections.abc import Callable, Generator, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import filelock
from scrapy import Spider, signals
from scrapy.crawler import Crawler

from archive.errors import ArchiveError
from archive.record import Captured, Found, Furniture, Look
from archive.scoring import Normals
from archive.storage import agenda
from archive.storage.engine import connect
from archive.storage.store import Store
from archive.storage.upgrade import check_head
from archive.storage.waiting import Backlog, answered, backlog, in_vain, progress, waiting
from crawler import sites
from crawler.fetching import health
from crawler.fetching.figures import SiteRun
from crawler.fetching.rehearsal import Rehearsal
from crawler.fetching.replay import recordings_of
from crawler.fetching.room import check_disk, is_outside, own_site, told

PATIENCE = timedelta(days=30)  # how long an address that was found waits for an answer
PAUSE = timedelta(days=7)  # before an address that showed no article is asked again
BACKFILL = "backfill"  # the trigger of runs whose figures are no site's usual ones
DISK_LOOKS = 50  # so many looks lie between two looks at the disk

logger = logging.getLogger(__name__)


def wall_clock() -> datetime:
    """The time now."""
    return datetime.now(UTC)


def data_dir() -> Path:
    """Where pages are kept: `ARCHIVE_DATA_DIR`, else `data`."""
    return Path(os.environ.get("ARCHIVE_DATA_DIR") or "data")


def open_store() -> Store:
    """The archive's store, its schema checked.

    Raises ArchiveError saying what to do where the database cannot be opened or is behind.
    """
    engine = connect()
    check_head(engine)
    store = Store(engine, data_dir(), sites.reader)
    store.furnish()
    return store


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
        self._kept = 0
        self._locks: list[filelock.BaseFileLock] = []
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
            probe = self.crawler.settings.getbool("PROBE")
            self._store = cast("Store", Rehearsal()) if probe else open_store()
        return self._store

    def open(self, site: str) -> SiteRun:
        """The run of a site, its row begun when first asked for."""
        if site not in self.runs:
            run_id = self.store.start_run(site, self.trigger, self.clock())
            self.runs[site] = SiteRun(site, run_id, usual=self.usual(site))
            self.runs[site].normals = Normals([]) if self.probing else self.store.usual(site)
        return self.runs[site]

    async def own(self, names: Iterable[str]) -> None:
        """Takes the sites for this crawl, and closes what killed ones left open.

        A crawl of sites that are crawled already raises Locked; a replay, which need not hurry,
        waits for its turn.
        """
        if self.probing:
            return
        for site in sorted(set(names)):
            if lock := await own_site(data_dir(), site, patient=self.replay):
                self._locks.append(lock)
            agenda.close_left_open(self.store.engine, site, self.clock())

    def usual(self, site: str) -> float | None:
        """How many addresses the site's good runs find; None while that is not known."""
        if self.probing or self.trigger == BACKFILL:
            return None
        return agenda.usual_discovered(self.store.engine, site)

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
        captured: Captured = self.store.capture(run.site, run.run_id, look)
        self._kept += 1
        if self._kept % DISK_LOOKS == 0:
            self.check_disk()
        return captured

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
        shown = None if is_outside(error) else error
        logger.error("the run cannot go on: %s", self.broken, exc_info=shown)
        for run in self.runs.values():
            run.errors += 1
            run.note(self.broken)

    def halt(self, reason: str, sentence: str) -> None:
        """Ends the crawl early: nothing further is asked, and every run fails with a reason."""
        for run in self.runs.values():
            run.errors += 1
            run.note(sentence)
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

    def troubled(self, **_: Any) -> None:
        """Scrapy reports an exception in a callback or the pipeline, which it has logged."""
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
                self._finish(run, reason)
            except Exception as error:
                if not is_outside(error):
                    raise
                run.outcome = "failed"  # its row stays open, and the next run closes it
                run.trouble(f"the run could not be closed: {told(error)}")
        if self._store is not None:
            self._store.close()
            self._store = None
        while self._locks:
            self._locks.pop().release()

    def _finish(self, run: SiteRun, reason: str) -> None:
        if run.run_id is None:
            return
        if sentence := self.store.settle_gone(run.run_id):
            run.note(sentence)
            run.counts.gone, run.doubted = 0, True
        self.confirmed(run)
        self.score(run)
        run.outcome = health.judge(run, reason, asked_only=self.asked_only)
        self.publish(run)
        self.store.finish_run(run.run_id, self.clock(), run.outcome, run.counts, run.notes)

    def score(self, run: SiteRun) -> None:
        """Scores what the run has read; a person is told of what does not look like the site."""
        if self.probing or not (flagged := self.store.score(run.site)):
            return
        run.stats["page/flagged"] += flagged
        run.note(f"readings to look at: {flagged}, see `egov review --site {run.site}`")

    def publish(self, run: SiteRun) -> None:
        """Adds the figures of a run to Scrapy's stats."""
        paths = run.stats
        paths.update({f"look/{name}": number for name, number in run.looks.items()})
        paths.update({f"page/refused/{name}": number for name, number in run.refusals.items()})
        assert self.crawler.stats is not None
        for name, number in sorted(paths.items()):
            self.crawler.stats.inc_value(name, number)
        self.crawler.stats.set_value(f"run/{run.site}", run.outcome)

    def confirmed(self, run: SiteRun) -> None:
        """Keeps word of the guesses that matched; those that a person confirmed are none."""
        if not run.guessed or self.probing:
            return
        for subject in sorted(run.guessed):
            self.store.layout_seen(run.site, subject, "guess", self.clock())
        seen = self.store.layouts_seen(run.site)
        run.guessed -= {each.subject for each in seen if each.confirmed_at is not None}

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
