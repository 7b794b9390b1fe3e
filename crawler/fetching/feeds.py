"""Feeds and sitemaps: RSS, Atom, RDF, sitemaps and their indexes, without entities or DTDs.

Parsing is a stream: a sitemap of 50 MB takes no more memory than itself and one entry.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from typing import Any

from lxml import etree

from crawler.fetching.xmltext import NotAListing, gunzipped, parseable, utf8

ENTRIES = ("item", "entry", "url", "sitemap")
TAGS = tuple(f"{{*}}{name}" for name in ENTRIES)
DATES = ("pubDate", "published", "date", "publication_date", "updated")
TAG = re.compile(r"<[^<>]{1,500}>")
CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.S)
LISTS = re.compile(rb"<(?:\w+:)?(?:rss|feed|rdf|urlset|sitemapindex)\b", re.I)
CLOSED = re.compile(  # possessive: what stands behind the end has one reading, whatever it is
    rb"</(?:\w+:)?(?:rss|feed|rdf|urlset|sitemapindex)\s*+>\s*+(?:<!--(?>.*?-->)\s*+)*+$",
    re.I | re.S,
)
URLSET = re.compile(rb"<urlset\b[^<>]*>")
ROW = re.compile(  # what most sitemaps consist of, and no other markup or entity
    rb"\s*<url>\s*<loc>\s*([^<>&\s]+)\s*</loc>\s*(?:<lastmod>([^<>&]*+)</lastmod>\s*+)?"
    rb"(?:<(changefreq|priority)>[^<>]*+</\3>\s*+)*+</url>"
)
LONGEST = 2000  # letters of a title as it stands
LONGEST_URL = 5 * LONGEST  # as it stands: each of its `&` may be escaped more than once
MOST_TAGS = 6_000_000  # 300,000 addresses with all that may be said of them have 3,000,000
END = re.compile(rb"\s*</urlset>")
SITEMAP = re.compile(  # some sites list their sitemaps as if they were pages
    r"\.xml(?:\.gz)?$|/(?:static)?sitemaps?(?=[/_.-]|$)"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed or sitemap, as it stands; `child` marks a sitemap within an index."""

    url: str
    title: str = ""
    date: str = ""
    changed: str = ""
    child: bool = False


def entries(body: bytes, kind: str) -> Iterator[Entry]:
    """The entries of a feed or sitemap, in their order.

    Raises NotAListing (`not-a-feed`, `not-a-sitemap`) where the body is a page, is empty, or is
    nothing that lists addresses, `truncated` at the end of what is not whole; what stood before has
    been given by then.
    """
    body, whole = gunzipped(body)
    body = utf8(body).lstrip(b"\xef\xbb\xbf \t\r\n")
    start = body[:400].lower()
    if start.startswith((b"http://", b"https://")):
        yield from plain_list(body)
    else:
        if not start.startswith(b"<") or start.startswith(b"<!doctype html") or b"<html" in start:
            raise NotAListing(f"not-a-{kind}", "it answers a page" if start else "it is empty")
        found = False
        for entry in parse(body):
            found = True
            yield entry
        if not found and not LISTS.search(body, 0, 4000):
            raise NotAListing(f"not-a-{kind}", "its markup lists no addresses")
        whole = whole and CLOSED.search(body, max(0, len(body) - 2000)) is not None
    if not whole and kind == "sitemap":
        raise NotAListing("truncated", "it ends in the middle")


def plain_list(body: bytes) -> Iterator[Entry]:
    """The addresses of a text that lists one a line."""
    for line in BytesIO(body):
        if len(line) > LONGEST_URL:
            continue
        url = line.decode("utf-8", "replace").strip()
        if url.startswith("http"):
            yield Entry(url.split()[0], child=looks_like_sitemap(url))


def parse(body: bytes) -> Iterator[Entry]:
    """The entries of XML; the plain rows of a long sitemap without a parser."""
    opened = URLSET.search(body, 0, 4000)
    given, place = 0, opened.end() if opened else 0
    while opened and (row := ROW.match(body, place)):
        url = row[1].decode()
        yield Entry(url, "", "", (row[2] or b"").decode().strip(), looks_like_sitemap(url))
        given, place = given + 1, row.end()
    if not given or not END.match(body, place):
        yield from islice(parsed(body), given, None)


def parsed(body: bytes) -> Iterator[Entry]:
    """The entries of XML, each element freed once it was read; elements that are no entries stay
    until the end, so that there may be only so many.
    """
    if body.count(b"<") > MOST_TAGS:
        raise NotAListing("too-large", f"more than {MOST_TAGS} tags")
    events = etree.iterparse(
        BytesIO(parseable(body)),
        events=("end",),
        tag=TAGS,
        encoding="utf-8",
        recover=True,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
    )
    try:
        for _, element in events:
            if entry := entry_of(element):
                yield entry
            free(element)
    except etree.XMLSyntaxError:
        return  # a feed broken beyond repair at this spot


def free(element: Any) -> None:
    """Drops an element and those before it, so that memory does not grow with the document."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def entry_of(element: Any) -> Entry | None:
    """What an entry says; None where it names no address."""
    fields = fields_of(element)
    url = fields.get("link") or fields.get("loc") or ""
    if ("&" in url or "<" in url) and len(url) <= LONGEST_URL:
        url = plain(url)
    if not url:
        named = (fields.get("guid", ""), about(element), fields.get("id", ""))
        url = next((each for each in named if each.startswith("http")), "")
    if not url or len(url) > LONGEST_URL:
        return None
    date = next((fields[field] for field in DATES if field in fields), "")
    name = local(element)
    child = name == "sitemap" or (name == "url" and looks_like_sitemap(url))
    return Entry(
        url, plain(fields.get("title", "")[:LONGEST]), date, fields.get("lastmod", ""), child
    )


def fields_of(element: Any) -> dict[str, str]:
    """The texts of an entry by the names of its elements; those of extensions (`news:title` in
    `news:news`) where the entry has none of its own.
    """
    fields: dict[str, str] = {}
    nested: list[Any] = []
    for child in element.iterchildren("*"):
        field = local(child)
        if field == "link" and (href := child.get("href")):
            if child.get("rel", "alternate") == "alternate":
                fields.setdefault("link", href.strip())
        elif len(child):
            nested.append(child)
            if text := (child.text or "").strip():
                fields.setdefault(field, text)
        elif text := (child.text or "").strip():
            fields.setdefault(field, text)
    for child in nested:
        for below in child.iterdescendants("*"):
            field = local(below)
            if field not in ("loc", "link", "id") and (text := (below.text or "").strip()):
                fields.setdefault(field, text)
    return fields


def about(element: Any) -> str:
    """The address that an entry of RDF is about."""
    return next((value for name, value in element.attrib.items() if name.endswith("}about")), "")


def looks_like_sitemap(url: str) -> bool:
    """Whether an address that stands among pages is a sitemap's."""
    path = url.partition("?")[0].lower()
    if path.endswith((".htm", ".html")) or not ("sitemap" in path or ".xml" in path):
        return False
    return SITEMAP.search(path) is not None


def local(element: Any) -> str:
    """An element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def plain(text: str) -> str:
    """Text without tags, entities and CDATA marks, also where they were escaped two or three
    times.
    """
    if "&" not in text and "<" not in text:
        return " ".join(text.split())
    for _ in range(3):
        unescaped = without_cdata(html.unescape(text))
        if unescaped == text:
            break
        text = unescaped
    return " ".join(TAG.sub(" ", without_cdata(text)).split())


def without_cdata(text: str) -> str:
    """Text without CDATA marks; none is looked for behind the last end of one."""
    marked, end, rest = text.rpartition("]]>")
    return CDATA.sub(r"\1", marked + end) + rest
