"""Feeds and sitemaps: RSS, Atom, RDF, sitemaps and their indexes, without entities or DTDs.

Parsing is a stream: a sitemap of 20 MB takes no more memory than one entry.
"""

import codecs
import html
import html.entities
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from lxml import etree

from archive.errors import Refused

MAX_SITEMAP = 64 * 1024 * 1024  # the protocol allows 50 MB
ENTRIES = ("item", "entry", "url", "sitemap")
DATES = ("pubDate", "published", "date", "publication_date", "updated")
TAG = re.compile(r"<[^>]{1,500}>")
DECLARED = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([\w.:-]+)[\"'][^>]*\?>")
NAMED_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z]\w{0,30});")
PROLOG = re.compile(  # declaration and DTD: no entity of a feed is ever looked at
    r"^\s*(?:<\?xml[^>]*\?>)?(?:\s|<!--.*?-->)*(?:<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>)?", re.I | re.S
)


class NotAListing(Refused):
    """A feed or sitemap address that answers something else; `reason` says what was expected."""


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
    nothing that lists addresses; what stood before a broken spot has been given by then.
    """
    body = gunzipped(body)
    text = text_of(body)
    start = text.lstrip("\ufeff \t\r\n")[:200].lower()
    if start.startswith(("http://", "https://")):
        yield from (Entry(line.strip()) for line in text.split() if line.startswith("http"))
        return
    if not start.startswith("<") or start.startswith("<!doctype html") or "<html" in start:
        raise NotAListing(f"not-a-{kind}", "it answers a page" if start else "it is empty")
    found = False
    for entry in parse(text):
        found = True
        yield entry
    if not found and not re.search(
        r"<(?:\w+:)?(?:rss|feed|rdf|urlset|sitemapindex)\b", text[:2000], re.I
    ):
        raise NotAListing(f"not-a-{kind}", "its markup lists no addresses")


def parse(text: str) -> Iterator[Entry]:
    """The entries of XML text, each element freed once it was read."""
    events = etree.iterparse(
        BytesIO(NAMED_ENTITY.sub(letter, PROLOG.sub("", text, count=1)).encode()),
        events=("end",),
        encoding="utf-8",
        recover=True,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
    )
    try:
        for _, element in events:
            name = local(element)
            if name in ENTRIES:
                if entry := entry_of(element, name):
                    yield entry
                free(element)
    except etree.XMLSyntaxError:
        return  # a feed broken beyond repair at this spot


def letter(entity: re.Match[str]) -> str:
    """What HTML means by an entity that XML does not know (`&nbsp;`); nothing for a made-up one."""
    return html.entities.html5.get(f"{entity[1]};", "")


def free(element: Any) -> None:
    """Drops an element and those before it, so that memory does not grow with the document."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def entry_of(element: Any, name: str) -> Entry | None:
    """What an entry says; None where it names no address."""
    fields: dict[str, str] = {}
    for child in element.iter():
        field = local(child)
        if field == "link" and child.get("href"):
            if child.get("rel", "alternate") == "alternate":
                fields.setdefault("link", child.get("href"))
        elif field and child is not element and (child.text or "").strip():
            fields.setdefault(field, child.text)
    url = plain(fields.get("link") or fields.get("loc") or "")
    if not url and fields.get("guid", "").strip().startswith("http"):
        url = fields["guid"].strip()
    if not url:
        return None
    date = next((fields[field] for field in DATES if field in fields), "")
    child_sitemap = name == "sitemap" or (name == "url" and looks_like_sitemap(url))
    return Entry(
        url, plain(fields.get("title", "")), date, fields.get("lastmod", ""), child_sitemap
    )


def looks_like_sitemap(url: str) -> bool:
    """Some sites list their sitemaps as if they were pages."""
    path = url.partition("?")[0].lower()
    return path.endswith((".xml", ".xml.gz"))


def local(element: Any) -> str:
    """An element's name without its namespace; empty for comments and the like."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def plain(text: str) -> str:
    """Text without tags and entities, also where they were escaped two or three times."""
    for _ in range(3):
        unescaped = html.unescape(text)
        if unescaped == text:
            break
        text = unescaped
    return " ".join(TAG.sub(" ", text).split())


def gunzipped(body: bytes) -> bytes:
    """The body without a gzip that is part of the file (`.xml.gz`).

    Raises NotAListing (`too-large`) beyond the size that a sitemap may have.
    """
    if body[:2] != b"\x1f\x8b":
        return body
    stream = zlib.decompressobj(wbits=31)
    try:
        plain_body = stream.decompress(body, MAX_SITEMAP)
    except zlib.error as error:
        raise NotAListing("truncated", f"its gzip is broken: {error}") from error
    if stream.unconsumed_tail:
        raise NotAListing("too-large", f"more than {MAX_SITEMAP} bytes")
    return plain_body


def text_of(body: bytes) -> str:
    """The text of XML bytes: by mark, by a declaration that can be true, else as UTF-8."""
    for mark, charset in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if body.startswith(mark):
            return body[len(mark) :].decode(charset, "replace")
    if b"\0" in body[:200]:
        return body.decode("utf-16-be" if body[:1] == b"\0" else "utf-16-le", "replace")
    try:
        return body.decode("utf-8")  # what decodes as UTF-8 is UTF-8, whatever it declares
    except UnicodeDecodeError:
        return body.decode(charset_of(body), "replace")


def charset_of(body: bytes) -> str:
    """The declared charset where it is one of single bytes and known; else UTF-8."""
    found = DECLARED.match(body[:200])
    name = found[1].decode("ascii") if found else "utf-8"
    try:
        return "utf-8" if codecs.lookup(name).name.startswith("utf") else name
    except LookupError:
        return "utf-8"
