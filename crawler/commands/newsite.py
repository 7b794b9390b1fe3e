"""`scrapy newsite NAME URL|--page FILE`: a new site, from one of its article pages."""

import importlib
import re
from argparse import ArgumentParser, Namespace
from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from typing import ClassVar

from lxml.html import HtmlElement
from scrapy.commands import ScrapyCommand

from archive.text.normal import nfc, squeeze
from crawler.commands import stop
from crawler.commands.savepage import Page, add_page_options, page_of, save
from crawler.families import recognise
from crawler.fetching.spider import NewsSpider
from crawler.reading.address import host_of, is_article, path_of
from crawler.reading.page import parse

NAME = re.compile(r"[a-z][a-z0-9]*")
NUMBERED = re.compile(r"(?:.*/)?[^/]*?(?P<mark>-[a-z]*)(?P<id>\d{3,})(?P<end>\.\w+)?")
SPIDER = '''"""{title}."""

{imports}


class {name_class}Spider({base}):
    name = "{name}"
    title = "{title}"
    unit = None  # ISO 3166-2:VN for a provincial paper, as "VN-26"
    kind = "other"  # central, ministry, provincial or other
    hosts = ("{host}",){addresses}
    # sections on e-government come first, with topic=True
    listings = (Listing("https://{host}/", evidence="guess"),)
'''
ADDRESSES = """
    addresses = ({inherited}
        Address(r"{pattern}", {space}evidence=Evidence.GUESS),
    )"""


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
        page = page_of(source, opts, self.crawler_process)
        tree = parse(page.html, page.content_type).tree
        family = recognise(tree) or NewsSpider
        file = self._spider_file(name)
        file.write_text(spider_text(name, page, tree, family), "utf-8")
        importlib.invalidate_caches()
        print(f"family: {family.__module__ if family is not NewsSpider else 'none recognised'}")
        print(f"spider: {file}\ncase:   {save(name, page, opts)}")
        for advice in advices(page, family):
            print(f"- {advice}")

    def _sources(self, args: list[str], opts: Namespace) -> tuple[str, str]:
        if len(args) != (1 if opts.page else 2):
            stop("give a name, and an address or --page FILE --url URL")
        if not NAME.fullmatch(args[0]):
            stop(f"{args[0]}: a site's name is one lower-case word")
        return args[0], opts.page or args[1]

    def _spider_file(self, name: str) -> Path:
        modules = self.settings.getlist("SPIDER_MODULES") if self.settings else []
        package = find_spec(modules[0]) if modules else None
        if package is None or not package.submodule_search_locations:
            stop("SPIDER_MODULES names no package for the file")
        file = Path(next(iter(package.submodule_search_locations))) / f"{name}.py"
        if file.exists():
            stop(f"{file} is there already")
        return file


def spider_text(name: str, page: Page, tree: HtmlElement, family: type[NewsSpider]) -> str:
    """The text of the spider file."""
    fits = is_article(family.addresses, page.url)
    imports = [
        f"from {family.__module__} import {family.__name__}",
        "from crawler.fetching.listings import Listing",
    ]
    if not fits:
        imports.append("from crawler.reading.address import Address")
        imports.append("from crawler.reading.layout import Evidence")
    return SPIDER.format(
        name=name,
        name_class=name.capitalize(),
        title=site_title(tree) or name,
        host=host_of(page.url),
        imports="\n".join(sorted(imports)),
        base=family.__name__,
        addresses="" if fits else address_text(page.url, family),
    )


def address_text(url: str, family: type[NewsSpider]) -> str:
    """The declaration of an address form that fits one article's address: by its number, if any."""
    path = path_of(url).partition("?")[0]
    found = NUMBERED.fullmatch(path)
    if found:
        end = re.escape(found["end"] or "")
        pattern, space = rf"(?:/[^/]+)*/[^/]*{found['mark']}(?P<id>\d+){end}", '"native", '
    else:
        pattern, space = r"(?:/[^/]+)*/[^/]+" + re.escape(PurePosixPath(path).suffix), ""
    inherited = f"\n        *{family.__name__}.addresses," if family.addresses else ""
    return ADDRESSES.format(pattern=pattern, space=space, inherited=inherited)


def site_title(tree: HtmlElement) -> str:
    """What a page calls its site, fit for a string of one line."""
    named = tree.xpath("string(//meta[@property='og:site_name']/@content)")
    return squeeze(nfc(named)).replace("\\", "").replace('"', "'")[:60]


def advices(page: Page, family: type[NewsSpider]) -> list[str]:
    """What is left for a person to do."""
    left = ["compare the case's expected.json with the page and set reviewed to true"]
    if family is NewsSpider:
        left.append("its pages are read by the generic layout: declare a Layout where it errs")
    if not is_article(family.addresses, page.url):
        left.append("its address form is guessed from one address: look at a few others")
    return [*left, "declare its listings, feeds and sitemaps, and on what each rests (evidence)"]
