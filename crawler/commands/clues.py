"""What an article page tells of its site: name, unit, listings, and where its pictures lie.

Nothing is asked for: a listing whose link stands on the page is there (evidence `real`), though
nobody has seen what it answers; an address that no link names is a guess.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from archive.record import Reading
from archive.text.normal import fold, nfc, squeeze
from archive.text.units import Unit, units
from crawler.fetching.spider import NewsSpider
from crawler.reading.address import host_of, is_article
from crawler.reading.head import Head
from crawler.reading.text import text_of

# what e-government sections are called, without marks, those that are nothing else first
TOPICS = tuple(
    re.compile(rf"\b{words}\b")
    for words in (
        "chuyen doi so",
        r"(?:chinh quyen|chinh phu|kinh te|xa hoi|cong dan) so",
        r"cai cach (?:thu tuc )?hanh chinh|hanh chinh cong|cchc",
        "dich vu cong",
        "de an 06",
        r"khoa hoc(?: [-&]| va|,)? (?:ky thuat )?cong nghe|cong nghe thong tin|cntt|cong nghe so",
        "an toan thong tin|an ninh mang",
        "cong nghe|so hoa",
    )
)
MENU_WORDS = 7  # a longer link is a headline
FEEDS = ("application/rss+xml", "application/atom+xml")
NO_FEED = re.compile(r"comments?|binh-?luan", re.I)
SITEMAPS = ("/sitemap.xml", "/sitemap_index.xml", "/sitemaps.xml", "/sitemapnews.xml")
TITLE_TAIL = re.compile(r"\s+[|–—-]\s+")
LONGEST_TITLE = 60
PLAIN = re.compile(r'["\\]')


@dataclass(frozen=True, slots=True)
class Clues:
    """What was found; `sections` are e-government ones, each with the words of its link."""

    title: str
    unit: Unit | None
    sections: tuple[tuple[str, str], ...]
    feeds: tuple[str, ...]
    sitemaps: tuple[str, ...]
    asset_hosts: tuple[str, ...]


def clues(tree: HtmlElement, reading: Reading, family: type[NewsSpider]) -> Clues:
    """What a person would look for on an article page of a site."""
    head = Head(tree, reading.url)
    title = site_title(head)
    hosts = {host_of(image.url) for image in reading.images} - {head.host, host_of(reading.url)}
    return Clues(
        title=title,
        unit=unit_of(title),
        sections=tuple(_sections(tree, head, family)),
        feeds=tuple(dict.fromkeys(_feeds(tree, head))),
        sitemaps=tuple(dict.fromkeys(_linked(tree, head, "sitemap"))),
        asset_hosts=tuple(sorted(hosts)),
    )


def site_title(head: Head) -> str:
    """What a page calls its site, fit for a string of one line; empty where it says nothing."""
    publisher = head.ld.get("publisher")
    named = [
        head.meta.get("og:site_name", ""),
        str(publisher.get("name") or "") if isinstance(publisher, dict) else "",
        *reversed(TITLE_TAIL.split(head.title)[1:]),
    ]
    named = [PLAIN.sub("", squeeze(nfc(name))) for name in named]
    spoken = [
        name for name in named if name and "." not in name
    ]  # a host's name is the last resort
    return next(iter([*spoken, *filter(None, named)]), "")[:LONGEST_TITLE]


def unit_of(title: str) -> Unit | None:
    """The province or city whose name stands in a site's, today's map before the older one."""
    words = f" {_plain(title)} "
    for number in ("34", "63"):
        named = [
            (len(name), unit)
            for unit in units()
            if unit.map == number
            for name in (unit.name, *unit.forms)
            if " " in _plain(name) or len(_plain(name)) > 2
            if f" {_plain(name)} " in words
        ]
        if named:
            return max(named, key=lambda pair: pair[0])[1]
    return None


def _plain(name: str) -> str:
    return " ".join(re.findall(r"\w+", fold(name)))


def _sections(tree: HtmlElement, head: Head, family: type[NewsSpider]) -> Iterator[tuple[str, str]]:
    """E-government sections that the page links, by how surely they are that."""
    found: dict[str, tuple[int, str]] = {}
    for link in tree.iter("a"):
        words = text_of(link)
        url = head.absolute(link.get("href") or "")
        rank = _rank(words)
        if rank is None or not url or not _is_own(url, head) or is_article(family.addresses, url):
            continue
        found.setdefault(url.partition("#")[0], (rank, words))
    for url, (_, words) in sorted(found.items(), key=lambda pair: pair[1][0]):
        yield url, words


def _rank(words: str) -> int | None:
    """How surely a link's words name an e-government section, 0 for the surest."""
    if not words or len(words.split()) > MENU_WORDS:
        return None
    plain = fold(words)
    return next((n for n, topic in enumerate(TOPICS) if topic.search(plain)), None)


def _is_own(url: str, head: Head) -> bool:
    return host_of(url) == host_of(head.url) and urlsplit(url).path.strip("/") != ""


def _feeds(tree: HtmlElement, head: Head) -> Iterator[str]:
    for link in tree.iter("link"):
        kind = (link.get("type") or "").strip().lower()
        url = head.absolute(link.get("href") or "")
        if kind in FEEDS and url and _is_own(url, head) and not NO_FEED.search(url):
            yield url


def _linked(tree: HtmlElement, head: Head, relation: str) -> Iterator[str]:
    for link in tree.iter("link"):
        url = head.absolute(link.get("href") or "")
        if relation in (link.get("rel") or "").lower().split() and url and _is_own(url, head):
            yield url
