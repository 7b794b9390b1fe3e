"""`scrapy newsite NAME URL|--page FILE`: a new site, from one of its article pages."""

import importlib
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from importlib.util import find_spec
from keyword import iskeyword
from pathlib import Path
from re import compile as pattern
from shlex import quote
from typing import ClassVar

from scrapy.commands import ScrapyCommand

from archive.cli.paper import clean
from archive.errors import Refused
from archive.record import Reading
from crawler import sites
from crawler.commands import say, stop
from crawler.commands.clues import Clues, clues
from crawler.commands.savepage import add_page_options, page_of, save
from crawler.commands.spiderfile import spider_text
from crawler.families import recognise
from crawler.fetching.onepage import Page
from crawler.fetching.spider import NewsSpider
from crawler.reading.address import host_of, is_article
from crawler.reading.page import parse

NAME = pattern(r"[a-z][a-z0-9]{0,59}")
INSTEAD = {
    "listing": "a section, topic or front page is no article: give the address of an article in it",
    "video": "give an article with a text",
    "gallery": "give an article with a text",
    "not-html": "save the page's source (view source, not an image or PDF) and give that",
    "empty": "save the page's source again: the file holds no page",
    "challenge": "the site checks browsers: save the page's source from one, give --page FILE",
    "soft-404": "the article is not there any more: give another one",
    "no-body": "give an article with a longer text",
    "encrypted-body": "give an article that anybody may read",
    "unrendered": "the page is filled in by a script: save it from the browser's inspector",
}

OTHER = "give another article"


class Command(ScrapyCommand):
    """Recognises a page's family, writes the spider file and a case that waits for review."""

    requires_project = True
    default_settings: ClassVar[dict[str, object]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "NAME URL | NAME --page FILE --url URL"

    def short_desc(self) -> str:
        return "Write a new site's spider and its first case from an article page"

    def add_options(self, parser: ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--page", help="a saved article page, in place of an address")
        add_page_options(parser)

    def run(self, args: list[str], opts: Namespace) -> None:
        name, source = self._sources(args, opts)
        file = self._spider_file(name)
        check_host(name, opts.url or source)
        page = page_of(source, opts, self.crawler_process)
        check_host(name, page.url)  # it may have led elsewhere
        reading = article_of(page)
        tree = parse(page.html, page.content_type).tree
        family = recognise(tree) or NewsSpider
        found = clues(tree, reading, family)
        file.write_text(spider_text(name, page.url, found, family), "utf-8")
        importlib.invalidate_caches()
        sites.forget()
        case = save(name, page, opts)
        say("\n".join([f"family: {family_name(family)}", *told(found)]))
        say(f"spider: {shown(file)}\ncase:   {shown(case)}\n")
        for number, step in enumerate(steps(name, page, case, family, found), 1):
            say(f"{number}. {step}")

    def _sources(self, args: list[str], opts: Namespace) -> tuple[str, str]:
        if len(args) != (1 if opts.page else 2):
            stop("give a name, and an address or --page FILE --url URL")
        if not NAME.fullmatch(args[0]) or iskeyword(args[0]):
            stop(
                f"{args[0]}: a site's name is one lower-case word, as baosongmay, "
                "of 60 letters at most"
            )
        return args[0], opts.page or args[1]

    def _spider_file(self, name: str) -> Path:
        modules = self.settings.getlist("SPIDER_MODULES") if self.settings else []
        package = find_spec(modules[0]) if modules else None
        if package is None or not package.submodule_search_locations:
            stop("SPIDER_MODULES names no package for the file")
        file = Path(next(iter(package.submodule_search_locations))) / f"{name}.py"
        if file.exists() or name in {site.name for site in sites.sites()}:
            stop(
                f"the name {name} is taken ({file} is there already): choose another, or add a "
                f"page to that site with scrapy savepage {name} URL"
            )
        return file


def check_host(name: str, url: str) -> None:
    """Ends the command where the page's host is a declared site's."""
    owner = sites.site_of(url) if "//" in url else None
    if owner is not None:
        stop(
            f"{host_of(url)} belongs to the site {owner.name}: scrapy savepage {owner.name} URL "
            f"saves a page of it; {name} needs a host of its own"
        )


def article_of(page: Page) -> Reading:
    """The reading of the page; ends the command where it is no article, saying what to give."""
    try:
        return sites.read_undeclared(page.html, page.url, page.fetched_at, page.content_type)
    except Refused as refusal:
        stop(f"{page.url} is no article ({refusal}): {INSTEAD.get(refusal.reason, OTHER)}")


def family_name(family: type[NewsSpider]) -> str:
    """The module of a family, as people find it."""
    return "none recognised" if family is NewsSpider else family.__module__


def shown(path: Path) -> str:
    """A path below the folder in which the command was given, as it is."""
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)


def told(found: Clues) -> Iterator[str]:
    """What the page tells of its site, for a person."""
    yield f"title:  {clean(found.title) or '-'}"
    if found.unit is not None:
        yield f"unit:   {found.unit.code} ({found.unit.name})"
    for url, words in found.sections:
        yield f"topic:  {url} ({clean(words)})"
    for url in (*found.feeds, *found.sitemaps):
        yield f"feed:   {url}"


def steps(
    name: str, page: Page, case: Path, family: type[NewsSpider], found: Clues
) -> Iterator[str]:
    """What is left for a person to do, in order."""
    expected = shown(case / "expected.json")
    yield f"compare {expected} with the page; if all is right, set reviewed to true there"
    page_file = shown(case / "page.html")
    yield f"see what was left out: scrapy read {page_file} --url {quote(page.url)} --removed"
    if family is NewsSpider:
        yield "its pages are read by the generic layout: declare a Layout where it errs"
    if not is_article(family.addresses, page.url):
        yield "its address form is guessed from one address: look at a few others"
    if found.unit is None:
        yield 'is it a provincial paper? then unit = "VN-…" and kind = "provincial"'
    if not found.sections:
        yield "no e-government section is linked on the page: look for one on its front page"
    yield f"ask its listings once: scrapy probe {name}"
    yield f"run its tests: pytest tests/test_sites.py -k {name}"
