"""`scrapy crawl SITE`: one run of one site, whose outcome is the exit status."""

import argparse
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, ClassVar

from scrapy import Request, signals
from scrapy.commands.crawl import Command as CrawlCommand
from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings
from scrapy.utils.log import install_scrapy_root_handler

from archive.cli.progress import Told, progress
from archive.errors import ArchiveError
from crawler import logs
from crawler.commands import say, stop
from crawler.config import load
from crawler.fetching import health, leash
from crawler.fetching.figures import SiteRun
from crawler.fetching.guard import check_named, check_settings
from crawler.fetching.opening import data_dir, open_store
from crawler.fetching.replay import recordings_of
from crawler.fetching.runs import Runs
from crawler.fetching.spider import NewsSpider
from crawler.fetching.task import parse
from crawler.sites import no_such


class Command(CrawlCommand):
    """Scrapy's own command, with what was asked checked first and the outcome told at the end."""

    default_settings: ClassVar[dict[str, Any]] = {
        **CrawlCommand.default_settings,
        "LOG_INSTALL_ROOT_HANDLER": False,  # the log is ours: see `crawler.logs`
    }

    def short_desc(self) -> str:
        """One line of help."""
        return "Crawl a site into the archive; exit status 0 if the run was healthy or quiet"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Runs one crawl."""
        if len(args) != 1:
            stop("name one site; `scrapy list` shows them")
        spider = self.known_spider(args[0])
        self.log(spider)
        self.check(spider, opts.spargs)
        if self.settings is not None and self.settings.getbool("LEASH"):
            leash.follow()
        self.exitcode = self.crawl(spider, opts.spargs)

    def log(self, spider: type[NewsSpider]) -> None:
        """Begins the log; with Scrapy's --logfile that one, as Scrapy writes it."""
        assert self.settings is not None
        if self.settings.get("LOG_FILE"):
            install_scrapy_root_handler(self.settings)
            return
        shown = self.settings.get("LOG_LEVEL") if self.settings.getbool("LOG_ENABLED") else None
        name = spider.name
        try:
            logs.start(load().log, data_dir(), f"crawl-{name}", stderr=shown, site=name)
        except ArchiveError as error:
            stop(str(error))

    def known_spider(self, name: str) -> type[NewsSpider]:
        """The spider of a site; where there is none, the known ones are named."""
        assert self.crawler_process
        loader = self.crawler_process.spider_loader
        if name not in loader.list():
            stop(no_such(name, loader.list()))
        found: Any = loader.load(name)
        return found  # type: ignore[no-any-return]

    def check(self, spider: type[NewsSpider], arguments: Mapping[str, str]) -> None:
        """Ends the command for whatever would make the run fail before its first request."""
        assert self.settings is not None
        check_task(spider, arguments, self.settings)
        try:
            open_store().close()
        except ArchiveError as error:
            stop(str(error))

    def crawl(self, spider: type[NewsSpider], arguments: Mapping[str, str]) -> int:
        """Runs the crawl and prints its outcome; the exit status."""
        assert self.crawler_process
        crawler = self._create_crawler(spider)
        self.crawler_process.crawl(crawler, **arguments)
        try:
            with shown(crawler):
                self.crawler_process.start()
        finally:
            runs = crawler.get_extension(Runs) if crawler.spider else None
            if runs is not None:
                runs.close("killed")
        if runs is None or runs.broken or not runs.outcomes:
            say(f"{spider.name}: failed: {why_not(runs)}")
            return 1
        for run in runs.runs.values():
            say(sentence(run))
        return 0 if all(outcome in health.GOOD for outcome in runs.outcomes) else 1


@contextmanager
def shown(crawler: Crawler) -> Iterator[None]:
    """Shows on a terminal how many of the run's articles are done; elsewhere the end is enough."""
    if not sys.stderr.isatty():
        yield
        return
    with progress("articles") as told:
        asked = Asked(crawler, told)
        crawler.signals.connect(asked.scheduled, signals.request_scheduled)
        crawler.signals.connect(asked.answered, signals.response_received)
        yield


class Asked:
    """Tells how many of the articles that a run means to ask for are done."""

    def __init__(self, crawler: Crawler, told: Told) -> None:
        self.crawler = crawler
        self.told = told
        self.articles: set[str] = set()

    def scheduled(self, request: Request) -> None:
        """Notes an article that is handed over; where it is moved to is the same one."""
        if request.meta.get("kind") == "article":
            self.articles.add(request.meta.get("asked_url", request.url))

    def answered(self, spider: NewsSpider) -> None:
        """Tells it; of how many is not known before the listings are through."""
        runs = self.crawler.get_extension(Runs)
        if runs is not None and (run := runs.runs.get(spider.name)) is not None:
            planned = len(self.articles) + len(spider.waiting) if spider.chosen else None
            self.told(run.counts.fetched + run.counts.failed, planned)


def why_not(runs: Runs | None) -> str:
    """Why a crawl came to nothing."""
    if runs is None:
        return "it did not start, see the log"
    return runs.broken or "it was stopped before it began"


def check_task(
    spider: type[NewsSpider], arguments: Mapping[str, str], settings: BaseSettings
) -> None:
    """Ends the command for arguments, or recordings, that make no crawl."""
    try:
        task = parse(arguments)
        spider.check_task(task)
        check_named(task.urls, settings)
        check_settings(settings)
        recordings_of(settings)
    except ArchiveError as error:
        stop(str(error))


def sentence(run: SiteRun) -> str:
    """How a run ended, in a line or a few."""
    counts = run.counts
    figures = {
        "found": counts.discovered,
        "fetched": counts.fetched,
        "new": counts.new_articles,
        "changed": counts.new_versions,
        "unchanged": counts.unchanged,
        "gone": counts.gone,
        "refused": counts.refused,
        "failed": counts.failed,
        "repeats": counts.repeats,
    }
    shown = ", ".join(f"{name} {number}" for name, number in figures.items() if number)
    return "\n  ".join([f"{run.site}: {run.outcome} ({shown or 'nothing'})", *run.notes])
