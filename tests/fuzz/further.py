"""What else comes from outside than pages and listings: headers, searches, settings, saved files.

And what is done with readings later: furniture is learned and taken out, two of them are compared.
"""

import io
import json
import random
import sqlite3
import tempfile
from argparse import Namespace
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import asdict, replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from scrapy.http import Headers
from warcio.exceptions import ArchiveLoadFailed

from archive.asking import diff
from archive.asking.words import expression, together, understand
from archive.cli.paper import clean
from archive.errors import ArchiveError
from archive.exchange.gathered import Hosts, gather
from archive.exchange.taking import Unusable, take
from archive.record import Furniture, HeldPage, Look, Piece, Reading
from archive.storage import recovery, warc
from archive.storage.address import normal_url
from archive.storage.bodies import TooLarge, decode
from archive.storage.configured import tables
from archive.storage.payload import content_encoding
from crawler import config, furnishing, sites
from crawler.commands import read as reading_command
from crawler.fetching.capture import pairs
from crawler.fetching.feeds import entries
from crawler.fetching.lane import seconds_of
from crawler.fetching.links import absolute
from crawler.fetching.listings import Listing, Spot
from crawler.fetching.sitemaps import children
from crawler.fetching.walking import DEPTH, MOST_CHILDREN, Walk
from crawler.reading import article
from crawler.reading.furniture import spots
from tests.fuzz.mutations import MOST
from tests.fuzz.seeds import Seed, pages

PIECES = 12  # of furniture, of a page
LEARNED = 12  # pages from which furniture is learned
LEARNS = 0.03  # of the pages: each is a dozen
MOST_ASKED = 1100  # sitemaps of a walk, whose run may ask 1,000
WIDTH = 30  # sitemaps of one index that are walked
LINES = 250  # of a head, of which a crawl reads no more
CUT = 5000  # bytes of a text that is a search, a file of settings


class Unlike(Exception):
    """What came back is not what was given."""


# --- readings -------------------------------------------------------------------------------------


def compared(old: Reading, new: Reading) -> None:
    """Compares two readings as two versions, or as copy and origin."""
    one, other = (json.loads(json.dumps(asdict(each), default=str)) for each in (old, new))
    fields = [
        diff.line_field("title", old.title, new.title),
        diff.text_field("lead", old.lead, new.lead),
        diff.blocks_field("body", one["blocks"], other["blocks"]),
        diff.list_field("images", *([each.url for each in two.images] for two in (old, new))),
        diff.list_field("tags", old.tags, new.tags),
        diff.value_field("author", old.author or "", new.author or ""),
    ]
    diff.story_field(old.lead, one["blocks"], new.lead, other["blocks"])
    found = [each for each in fields if each is not None]
    texts = ("\n\n".join((each.title, each.lead, each.body)) for each in (old, new))
    json.dumps(asdict(diff.summary(found, *texts)))


def furnished(seed: Seed, body: bytes, kind: str | None, rng: random.Random) -> None:
    """Learns the furniture of a site by its pages, and takes it out of them."""
    spider = sites.site_of(seed.url, seed.at)
    if spider is None:
        return
    pieces = list(pieces_of(spider, seed, rng))
    if rng.random() < LEARNS:
        held = [
            HeldPage(
                f"bai{n}", f"bai{n}", (), seed.url, seed.at, rng.choice((seed.body, body)), kind
            )
            for n in range(LEARNED)
        ]
        headlines = [("", f"Tít {n}") for n in range(LEARNED)]
        learned = furnishing.standing(spider.name, held, headlines, pieces)
        json.dumps([asdict(each) for each in learned], default=str)
        pieces += [each.piece for each in learned]
    furniture = Furniture(spider.name, 1, tuple(pieces))
    sites.read_as(spider, body, seed.url, seed.at, kind, furniture)
    furnishing.taken(spider, body, seed.url, seed.at, kind, furniture)


def pieces_of(spider: Any, seed: Seed, rng: random.Random) -> Iterator[Piece]:
    """Pieces as they might have been learned of a page, and such that fit nothing."""
    try:
        draft, hosts = article.draft_of(
            seed.body,
            seed.url,
            layouts=spider.layouts,
            names=(),
            fetched_at=seed.at,
            content_type=seed.content_type,
        )
    except ArchiveError:
        return
    some = spots(draft.layout, draft.lines, hosts)
    for spot in rng.sample(some, min(PIECES, len(some))):
        kind = rng.choice(("line", "figures", "box", "place", "other"))
        lines, most, least = (rng.choice((0, 1, 3, 40)) for _ in range(3))
        text = rng.choice((spot.mask, spot.text, ""))
        yield Piece(kind, spot.place, text, (spot.item,), lines, most, least)


# --- sitemaps that name one another ---------------------------------------------------------------


def walked(seed: Seed, body: bytes, rng: random.Random) -> None:
    """Walks an index whose sitemaps are this index again, or parts of it: that comes to an end, and
    nothing is asked twice.
    """
    walk = Walk(cast("Any", spider_of()))
    left = [Spot(Listing(seed.url, "sitemap"), seed.url, seed.url)]
    walk.asked.add(normal_url(seed.url))
    asked = 0
    while left:
        spot = left.pop()
        asked += 1
        if asked > MOST_ASKED or spot.page > DEPTH:
            raise Unlike(f"a walk of {asked} sitemaps, {spot.page} deep")
        shown = rng.choice((body, body, body[: len(body) // 2], seed.body))
        for found in asked_next(walk, spot, shown)[:WIDTH]:
            if normal_url(found.url) in walk.asked:
                raise Unlike(f"asked twice: {found.url[:200]}")
            walk.asked.add(normal_url(found.url))
            left.append(found)


def asked_next(walk: Walk, spot: Spot, body: bytes) -> list[Spot]:
    """The sitemaps that an answer has asked."""
    found = []
    with suppress(ArchiveError):
        for entry in entries(body, "sitemap"):
            if entry.child and len(found) < MOST_CHILDREN:
                found.append(entry)
    named = children(found)
    rows = [(url, each) for each in named if (url := absolute(spot.url, each.url))]
    return list(walk.children(spot, rows))


def spider_of() -> SimpleNamespace:
    """As much of a spider as a walk asks."""
    run = SimpleNamespace(passed_over=0, note=lambda words: None)
    store = SimpleNamespace(walked=lambda urls: {})
    return SimpleNamespace(
        runs=SimpleNamespace(store=store, probing=False, open=lambda name: run),
        task=SimpleNamespace(backfill=False, look_back=True, since=None, until=None),
        crawler=SimpleNamespace(settings=SimpleNamespace(getint=lambda name: 1000)),
        name="baosonkhe",
    )


# --- headers --------------------------------------------------------------------------------------


def headers(body: bytes, rng: random.Random, seed: Seed) -> None:
    """Writes a look with such headers into a record, and makes the look of the record again."""
    raw = Headers()
    for line in body.split(b"\n")[:LINES]:
        name, _, value = line.rstrip(b"\r").partition(b":")
        raw.appendlist(name, value)
    page = rng.choice((b"", b"\r\n\r\n", body, b"HTTP/1.1 200 OK\r\n\r\n"))
    own = pairs(raw)
    try:
        decode(page, content_encoding(own).split(","), MOST)
    except TooLarge:
        page = b""  # encoded too often: a crawl keeps no body of such an answer
    digest = sha256(page).hexdigest()
    look = Look(
        seed.url, "article", seed.at, "ok", 200, headers=own, request_headers=own, raw=page,
        decoded=page,
    )  # fmt: skip
    seconds_of(raw.get("Retry-After"), raw.get("Date"), seed.at)
    same(look, digest)
    same(replace(look, status=None, outcome="timeout", raw=None, decoded=None), None)


def same(look: Look, digest: str | None) -> None:
    """Raises Unlike where the look of a record is not that for which it was written."""
    file = io.BytesIO(b"".join(warc.members(look, digest, None)))
    found = []
    for offset, length, record in recovery.members(file, 0):
        if orphan := recovery._orphan("warc/x/202611/x.warc.gz", offset, length, record, file):
            found.append(orphan)
    (orphan,) = found
    back = orphan.look
    if (back.url, back.requested_at, back.outcome, back.status, back.decoded) != (
        look.url, look.requested_at, look.outcome, look.status, look.decoded,
    ) or orphan.page_sha256 != digest:  # fmt: skip
        raise Unlike(f"{back!r} of {look!r}")
    for text in (back.etag, back.last_modified, back.location):
        if text and "\0" in text:
            raise Unlike(f"a NUL in {text!r}")


# --- files of others ------------------------------------------------------------------------------


def imported(seed: Seed, body: bytes, folder: Path) -> None:
    """Takes the looks of a WARC file, as an import does."""
    (folder / "x.warc").write_bytes(body)
    site = sites.site_of(pages()[0].url)
    assert site is not None
    hosts = Hosts([sites.facts(site)])
    with redirect_stderr(io.StringIO()):  # warcio's words about records of another length
        found = gather([folder / "x.warc"], hosts, (), lambda _: None, seed.at)
        for item in found.items:
            with suppress(ArchiveLoadFailed, EOFError, StopIteration, ValueError, Unusable):
                stored(take(found.index, item).look)
    found.index.close()


def stored(look: Look) -> None:
    """Raises Unlike where no record can be made of a look."""
    try:
        warc.members(look, None, None)
    except ValueError as error:
        raise Unlike(f"no record of {look!r}") from error


# --- what a person writes -------------------------------------------------------------------------


def query(body: bytes) -> None:
    """Understands a search, and has SQLite find by it."""
    text = body[:CUT].decode("utf-8", "surrogateescape")
    for any_word in (False, True):
        try:
            words = understand(text, any_word=any_word)
        except ArchiveError as error:
            clean(str(error)).encode()
            continue
        for dialect in ("sqlite", "postgresql"):
            for exact in (False, True):
                asked = [expression(words, dialect, exact=exact), together(words, dialect)]
                if dialect == "sqlite":
                    for each in filter(None, asked):
                        index().execute("SELECT rowid FROM x WHERE x MATCH ?", (each,)).fetchall()


@cache
def index() -> sqlite3.Connection:
    """An index as SQLite's, of one text."""
    made = sqlite3.connect(":memory:")
    names = "title, lead, body, title_marked, lead_marked, body_marked"
    made.execute(f"CREATE VIRTUAL TABLE x USING fts5({names}, tokenize='unicode61')")
    return made


def configured(body: bytes) -> None:
    """Reads a file of settings."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "egov.toml"
        file.write_bytes(body[:CUT])
        config.parse(tables(file), file)


def saved(body: bytes, seed: Seed, kind: str | None, rng: random.Random, folder: Path) -> None:
    """`scrapy read` of a file."""
    file = folder / "page.html"
    file.write_bytes(body)
    told = Namespace(
        url=rng.choice((seed.url, seed.url, "x", "https://[::1/x")),
        at=rng.choice((None, "2026-11-20", "0001-01-01", "9999-12-31T23:59", "x")),
        content_type=kind,
        json=rng.random() < 0.3,
        removed=rng.random() < 0.3,
        furniture=False,
    )
    command = reading_command.Command()
    with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()):
        try:
            command.run([str(file)], told)
        except SystemExit:
            return
    out.getvalue().encode()
