"""`scrapy savepage SITE FILE|URL`: a page becomes a case folder of a site."""

from argparse import ArgumentParser, Namespace
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.crawler import CrawlerProcess
from scrapy.utils.conf import closest_scrapy_cfg

from archive.errors import ArchiveError
from crawler import cases, sites
from crawler.commands import say, stop
from crawler.commands.read import moment, page_bytes
from crawler.fetching.guard import check_named
from crawler.fetching.onepage import OnePage, Page
from crawler.fetching.replay import recordings_of
from crawler.fetching.task import is_web


class Command(ScrapyCommand):
    """Writes `page.html`, `meta.json` and an unreviewed `expected.json` for one page."""

    requires_project = True
    default_settings: ClassVar[dict[str, object]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "SITE FILE|URL [--url URL] [--at TIME]"

    def short_desc(self) -> str:
        return "Save a page as a test case of a site"

    def add_options(self, parser: ArgumentParser) -> None:
        super().add_options(parser)
        add_page_options(parser)

    def run(self, args: list[str], opts: Namespace) -> None:
        if len(args) != 2:
            stop("name a site and a file or an address")
        name, source = args
        if name not in [site.name for site in sites.sites()]:
            stop(f"no site is named {name}; `scrapy list` shows all")
        page = page_of(source, opts, self.crawler_process)
        owner = sites.site_of(page.url, page.fetched_at)
        if owner is None or owner.name != name:
            stop(f"{page.url} is not on a host of {name}")
        folder = save(name, page, opts)
        say(str(folder))
        say("\n".join(f"  {line}" for line in cases.differences(cases.load(folder))))


def add_page_options(parser: ArgumentParser) -> None:
    """The options that say what a saved file cannot say of itself."""
    parser.add_argument("--url", help="the address that a file was saved from")
    parser.add_argument("--at", help="when it was saved, as 2026-03-07T08:00+07:00 (default: now)")
    parser.add_argument("--content-type", help="the Content-Type header that came with it")
    parser.add_argument("--cases", help="the folder of all cases (default: tests/sites)")


def page_of(source: str, opts: Namespace, process: Any) -> Page:
    """The page of a file, or fetched once from an address, robots.txt obeyed."""
    if source.startswith(("http://", "https://")):
        page = fetch(source, process)
        return replace(page, fetched_at=moment(opts.at) or page.fetched_at)
    if not opts.url:
        stop("a file does not say where it is from: add --url URL")
    if not is_web(opts.url):
        stop(f"{opts.url} is not a web address: write https://…")
    at = moment(opts.at) or datetime.now(UTC)
    return Page(page_bytes(source), opts.url, at, opts.content_type)


def save(site: str, page: Page, opts: Namespace) -> Path:
    """Writes the case; a case that is there already stays."""
    root = Path(opts.cases) if opts.cases else project_root() / "tests" / "sites"
    try:
        return cases.save(root, site, page.html, page.url, page.fetched_at, page.content_type)
    except FileExistsError as error:
        stop(f"{error.filename} is there already")


def project_root() -> Path:
    """The folder of scrapy.cfg."""
    return Path(closest_scrapy_cfg()).parent


def fetch(url: str, process: CrawlerProcess) -> Page:
    """One page from the network (or from the records of `-s REPLAY=`)."""
    found: list[Page] = []
    lost: list[str] = []
    try:
        check_named([url], process.settings)
        recordings_of(process.settings)
    except ArchiveError as error:
        stop(str(error))
    process.crawl(OnePage, url=url, found=found, lost=lost)
    process.start()
    if not found:
        stop(f"{url} was not fetched: {'; '.join(lost) or 'nothing answered'}")
    return found[0]
