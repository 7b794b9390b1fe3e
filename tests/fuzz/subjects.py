"""What is done with a page, feed or sitemap between its bytes and the archive."""

import json
import random
import tempfile
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from scrapy import Request
from scrapy.http import Headers

from archive.errors import ArchiveError
from archive.record import Found, Reading
from archive.storage.address import normal_url
from archive.text import digest, mentions, sketch, topics
from crawler import sites
from crawler.fetching import choice
from crawler.fetching.capture import target
from crawler.fetching.dates import parse_date
from crawler.fetching.feeds import entries
from crawler.fetching.links import absolute, articles, json_links, page_links
from crawler.fetching.noting import placed
from crawler.fetching.periods import period_of_article
from crawler.fetching.robots import rules_in
from crawler.fetching.sitemaps import bounds, children, reaches, stamped
from crawler.reading import trust
from crawler.reading.address import host_of
from crawler.reading.page import parse
from tests.fuzz import further
from tests.fuzz.seeds import Seed


class Unstorable(Exception):
    """A reading with what no database takes."""


def subject(seed: Seed, body: bytes, rng: random.Random) -> None:
    """Does with mutated bytes what a crawl does with those of such an address."""
    kind = rng.choice(
        (None, seed.content_type, seed.content_type, "text/html; charset=utf-16", "x")
    )
    work = {"page": page, "listing": listing, "feed": feed, "sitemap": sitemap, "json": answer}
    if seed.kind == "headers":
        further.headers(body, rng, seed)
        return
    if seed.kind == "query":
        further.query(body)
        return
    if seed.kind == "settings":
        further.configured(body)
        return
    if seed.kind == "warc":
        with tempfile.TemporaryDirectory() as folder:
            further.imported(seed, body, Path(folder))
        return
    if seed.kind == "robots":
        rules_in(body, "egov-archive").robots.can_fetch(seed.url, "egov-archive")
        return
    work[seed.kind](seed, body, kind, rng)


def page(seed: Seed, body: bytes, kind: str | None, rng: random.Random) -> None:
    """Reads a page as its site's and as nobody's, and makes of it what the archive does."""
    sites.key(seed.url, seed.at)
    for read in (sites.read, sites.read_undeclared):
        try:
            reading = read(body, seed.url, seed.at, kind)
        except ArchiveError:
            continue
        check(reading)
        told(reading)
        if rng.random() < 0.1:
            check(trust.compared(reading, body, kind))
        if rng.random() < 0.1:
            further.compared(undisturbed(seed), reading)
    if rng.random() < 0.1:
        further.furnished(seed, body, kind, rng)
    if rng.random() < 0.1:
        with tempfile.TemporaryDirectory() as folder:
            further.saved(body, seed, kind, rng, Path(folder))
    if rng.random() < 0.2:
        listing(seed, body, kind, rng)


@lru_cache(maxsize=20)
def undisturbed(seed: Seed) -> Reading:
    """The reading of a page as its site serves it."""
    return sites.read_undeclared(seed.body, seed.url, seed.at, seed.content_type)


def check(reading: Reading) -> None:
    """Raises Unstorable where a reading holds what no database takes."""
    for text in strings(reading):
        if "\0" in text:
            raise Unstorable(f"a NUL in {text[:80]!r}")
        try:
            text.encode()
        except UnicodeEncodeError as error:
            raise Unstorable(f"half a letter in {text[:80]!r}") from error
    for at in (reading.published_at, reading.modified_at):
        if at is not None:
            moment(at)


def moment(at: datetime) -> None:
    """Raises Unstorable where a time has no zone, or none in UTC."""
    if at.tzinfo is None:
        raise Unstorable(f"no zone: {at}")
    at.astimezone(UTC)


def strings(value: Any) -> Iterator[str]:
    """All texts in a value."""
    if isinstance(value, str):
        yield value
    elif is_dataclass(value):
        for each in fields(value):
            yield from strings(getattr(value, each.name))
    elif isinstance(value, dict):
        for each in value.values():
            yield from strings(each)
    elif isinstance(value, list | tuple | set | frozenset):
        for each in value:
            yield from strings(each)


def told(reading: Reading) -> None:
    """What the archive derives from a reading's text."""
    digest.digests(reading)
    sketch.measure(f"{reading.lead}\n\n{reading.body}")
    topics.score(reading)
    mentions.find(reading)
    json.dumps([block.text for block in reading.blocks])


def listing(seed: Seed, body: bytes, kind: str | None, _: random.Random) -> None:
    """The links of a section page."""
    try:
        tree = parse(body, kind).tree
    except ArchiveError:
        return
    links = list(page_links(tree, seed.url))
    spider = sites.site_of(seed.url)
    hosts = frozenset({host_of(seed.url)}) if spider is None else spider.own_hosts()
    forms = () if spider is None else spider.addresses
    noted(articles(links, hosts, forms, seed.at), seed.at)
    for link in links[:50]:
        led(link.url)


def answer(seed: Seed, body: bytes, _: str | None, __: random.Random) -> None:
    """The links of an answer in JSON."""
    try:
        noted(json_links(body, seed.url), seed.at)
    except ArchiveError:
        return


def feed(seed: Seed, body: bytes, _: str | None, rng: random.Random) -> None:
    """The items of a feed."""
    try:
        for entry in entries(body, "feed"):
            if url := absolute(seed.url, entry.url):
                at = parse_date(entry.date, rng.choice(("DMY", "MDY")), latest=seed.at)
                noted([Found(url, seed.url, entry.title, at)], seed.at)
    except ArchiveError:
        return


def sitemap(seed: Seed, body: bytes, _: str | None, rng: random.Random) -> None:
    """The addresses of a sitemap, and the sitemaps in it."""
    stamped(body)
    found = []
    try:
        for entry in entries(body, "sitemap"):
            found.append(entry)
            if url := absolute(seed.url, entry.url):
                at, changed = (
                    parse_date(text, latest=seed.at) for text in (entry.date, entry.changed)
                )
                begin, end = bounds(at, period_of_article(url), None, changed)
                noted([Found(url, seed.url, entry.title, at, begin, end)], seed.at)
    except ArchiveError:
        pass
    for child in children([entry for entry in found if entry.child]):
        reaches(child, seed.at, None)
    further.walked(seed, body, rng)


def noted(found: Any, now: datetime) -> None:
    """What is noted of addresses."""
    for each in found:
        row = placed(each, now, current=True)
        for text in strings(row):
            if "\0" in text:
                raise Unstorable(f"a NUL in {text[:80]!r}")
            text.encode()
        for at in (row.published_at, row.earliest_at, row.latest_at):
            if at is not None:
                moment(at)
        choice.why(row, topic=False)
        normal_url(row.url)
        sites.key(row.url, now)


def led(url: str) -> None:
    """Where a redirect to an address leads."""
    location = url.encode("utf-8", "replace")
    target(Request("https://baosonkhe.example/x"), Headers({"Location": location}))
