"""`scrapy probe SITE`: asks each listing and the first article, and says what answered.

Nothing is kept: no archive is needed. Works in replay (`-s REPLAY=…`).
"""

import argparse
from collections.abc import Mapping

from crawler.commands import say, stop
from crawler.commands.crawl import Command as CrawlCommand
from crawler.commands.crawl import check_task, why_not
from crawler.fetching.runs import Runs
from crawler.fetching.spider import NewsSpider


class Command(CrawlCommand):
    """A crawl of one page a listing and one article, told instead of kept."""

    default_settings = {"PROBE": True}  # noqa: RUF012 - Scrapy's own name and type

    def short_desc(self) -> str:
        """One line of help."""
        return "Ask a site's listings and one article, and show what answered; keeps nothing"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Probes one site."""
        if len(args) != 1:
            stop("name one site; `scrapy list` shows them")
        spider = self.known_spider(args[0])
        arguments = {"limit": "1", **opts.spargs}
        assert self.settings is not None
        check_task(spider, arguments, self.settings)
        self.exitcode = self.probe(spider, arguments)

    def probe(self, spider: type[NewsSpider], arguments: Mapping[str, str]) -> int:
        """Runs the crawl; 0 where a listing named an article and it was read."""
        assert self.crawler_process
        crawler = self._create_crawler(spider)
        self.crawler_process.crawl(crawler, **arguments)
        self.crawler_process.start()
        runs = crawler.get_extension(Runs) if crawler.spider else None
        if runs is None or runs.broken:
            say(f"{spider.name}: {why_not(runs)}")
            return 1
        for line in runs.told:
            say(line)
        for run in runs.runs.values():
            say("".join(f"{note}\n" for note in run.notes), end="")
        return 0 if any(run.read for run in runs.runs.values()) else 1
