"""Which addresses of a page are articles of a site, each once, with what the page says of it."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement
from w3lib.url import safe_url_string

from archive.record import Found
from archive.storage.address import PLAIN, is_bounded, normal_url
from crawler.fetching.cards import dates_beside
from crawler.fetching.dates import Order, parse_date
from crawler.reading.address import Address, article_test, host_of
from crawler.reading.charset import letters
from crawler.reading.page import parse as parse_page

TITLES = ("title", "name", "headline")
DATES = ("date", "published_at", "publishDate", "publish_date", "published", "time", "created_at")
SECONDS = range(852_051_600, 4_102_444_800)  # Unix times of 1997 to 2100
LONGEST = 500  # letters of a title
MOST_PARTS = 2000  # texts with markup in one JSON answer: each is parsed as a page


def articles(
    found: Iterable[Found], hosts: frozenset[str], addresses: Sequence[Address], at: datetime
) -> Iterator[Found]:
    """Those that are addresses of the site's articles, without doubles; of several the first with a
    title, and a time where one of them has it.
    """
    chosen: dict[str, Found] = {}
    for each in of_site(found, hosts, addresses, at):
        name = normal_url(each.url)
        held = chosen.setdefault(name, each)
        if each.title and not held.title:
            chosen[name] = held = replace(each, published_at=each.published_at or held.published_at)
        if each.published_at and not held.published_at:
            chosen[name] = replace(held, published_at=each.published_at)
    yield from chosen.values()


def of_site(
    found: Iterable[Found], hosts: frozenset[str], addresses: Sequence[Address], at: datetime
) -> Iterator[Found]:
    """Those that are addresses of the site's articles, as they come."""
    is_article = article_test(addresses, at)
    for each in found:
        if host_of(each.url) in hosts and is_article(each.url):
            yield each


def page_links(tree: HtmlElement, base: str, order: Order = "DMY") -> Iterator[Found]:
    """Every link of a page, absolute, with its title or words, and the date beside it."""
    root = tree.getroottree().getroot()
    for declared in root.xpath("//base/@href")[:1]:
        base = absolute(base, str(declared)) or base
    links = {link: absolute(base, link.get("href") or "") for link in root.iter("a")}
    known = {link: url for link, url in links.items() if url}
    dates = dates_beside(known)
    for link, url in known.items():
        words = link.get("title") or link.text_content()
        at = parse_date(dates.get(url, ""), order)
        yield Found(url, base, " ".join(words.split())[:LONGEST], at)


def json_links(body: bytes, base: str) -> Iterator[Found]:
    """Every address in a JSON answer, as load-more calls give them; with the title and the time
    beside it. Markup in it is read as a page.
    """
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return
    stack: list[Any] = [data]
    parts = 0
    while stack:
        value = stack.pop()
        if isinstance(value, list):
            stack.extend(reversed(value))
        elif isinstance(value, dict):
            stack.extend(reversed(list(value.values())))
            yield from addresses_in(value, base)
        elif isinstance(value, str) and "<a " in value and (parts := parts + 1) <= MOST_PARTS:
            yield from page_links(parse_page(value.encode("utf-8", "replace")).tree, base)


def addresses_in(value: Mapping[str, Any], base: str) -> Iterator[Found]:
    """The addresses that stand in an object itself."""
    title = next((value[name] for name in TITLES if isinstance(value.get(name), str)), "")
    title = letters(title)
    at = next((time for name in DATES if (time := time_of(value.get(name)))), None)
    for text in value.values():
        if isinstance(text, str) and text.startswith(("http://", "https://", "/")):
            url = absolute(base, text)
            if url:
                yield Found(url, base, " ".join(title.split())[:LONGEST], at)


def time_of(value: Any) -> datetime | None:
    """A time in JSON: Unix seconds or thousandths of them, also as text, or a date as text."""
    if isinstance(value, str) and not value.strip().isdecimal():
        return parse_date(value)
    try:
        seconds = int(value)
    except (TypeError, ValueError, OverflowError):
        return None
    if seconds // 1000 in SECONDS:
        seconds //= 1000
    return datetime.fromtimestamp(seconds, UTC) if seconds in SECONDS else None


def absolute(base: str, href: str) -> str | None:
    """An http address without fragment, escaped as it is asked for; None for what is none
    (`javascript:`, `mailto:`), or is longer than any.
    """
    if PLAIN.fullmatch(href):
        return href if is_bounded(href) else None
    try:
        url = urljoin(base, href.strip()).partition("#")[0]
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return None
        asked = str(safe_url_string(url))
        return asked if is_bounded(asked) else None
    except ValueError:
        return None
