"""The texts in which `copies` looks for copies, and how an archive takes them in."""

import gzip
import json
import random
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from archive.record import (
    ArticleKey,
    Block,
    BlockKind,
    HostFacts,
    Look,
    Precision,
    Reading,
    SiteFacts,
)
from archive.storage import copies, derived, schema
from archive.storage.engine import begin_write
from archive.storage.store import Store
from archive.text import sketch
from benchmarks.edits import KINDS, Desk, Text
from benchmarks.press import Writer, articles, forms

SITES = tuple(
    SiteFacts(f"bao{number}", f"Báo Mẫu {number}", (HostFacts(f"bao{number}.example"),))
    for number in range(24)
)
START = datetime(2026, 9, 1, tzinfo=UTC)


@dataclass(slots=True)
class Piece:
    """A text at a site; `origin` is the article that it was made of, `kind` how.

    Texts of one `family` may well be the same; a round-up of two articles is of neither's.
    """

    text: Text
    site: str
    origin: str
    family: str
    kind: str = ""
    number: int = 0
    windows: frozenset[int] = field(default_factory=frozenset)

    @property
    def body(self) -> str:
        return "\n\n".join(self.text.paragraphs)


def pieces(distractors: int, seed: int) -> list[Piece]:
    """All texts, in random order."""
    rng = random.Random(seed)
    written = articles()
    writer = Writer(written)
    names = [site.name for site in SITES]
    found = []
    for number, one in enumerate(written):
        home, *away = rng.sample(names, len(names))
        name = f"article {number}"
        found.append(Piece(one, home, name, name, "origin"))
        others = [other for other in written if other is not one]
        for place, (kind, (edit, _)) in enumerate(KINDS.items()):
            made = edit(one, Desk(rng, others, writer.sentence))
            if place % 3 == 1 and made.title == one.title:  # papers like titles of their own
                made = Text(writer.sentence(rng, 9), made.paragraphs)
            family = _both(written, made) if kind == "round-up of two" else name
            found.append(Piece(made, away[place], name, family, kind))
    homes = rng.choices(names, k=100)
    for series, filled in forms(rng):
        name = f"form {len(found)}"
        found.append(Piece(filled, homes[series], name, name, "form"))
    for number in range(distractors):
        name = f"report {number}"
        found.append(Piece(writer.report(rng), rng.choice(names), name, name, "report"))
    rng.shuffle(found)
    for number, piece in enumerate(found, 1):
        piece.number = number
        piece.windows = sketch.measure(copies.text_of("", piece.body)).windows
    return found


def _both(written: Sequence[Text], made: Text) -> str:
    """A name for the two articles that a round-up is made of."""
    inside = [number for number, one in enumerate(written) if one.title in made.paragraphs]
    return f"round-up of {inside}"


def hold(store: Store, some: Sequence[Piece]) -> None:
    """Fills the archive's tables with texts, without looking for copies of them."""
    held: defaultdict[sa.Table, list[dict[str, Any]]] = defaultdict(list)
    at = START - timedelta(days=1)
    with begin_write(store.engine) as conn:
        sites = {row.name: row.id for row in conn.execute(sa.select(schema.site))}
        for piece in some:
            for table, row in _rows(piece, sites[piece.site], at):
                held[table].append(row)
        for table, rows in held.items():
            conn.execute(sa.insert(table), rows)
        copies.refresh_stop_list(conn, at)


def _rows(piece: Piece, site: int, at: datetime) -> Iterator[tuple[sa.Table, dict[str, Any]]]:
    """The rows of one text, all with the same number."""
    number, name = piece.number, f"{piece.number:012x}"
    found = as_read(piece, at)
    own = {"id": number, "recorded_at": at}
    yield schema.page, {**own, "sha256": name, "size": 1, "file": "", "offset": 0, "length": 1,
                        "record_sha256": name}  # fmt: skip
    yield schema.article, {**own, "public_id": name, "site_id": site, "id_space": "post",
                           "native_id": str(number), "key": str(number), "serial": 1}  # fmt: skip
    digests = dict.fromkeys(
        ("digest", "digest_title", "digest_text", "digest_folded", "digest_media",
         "digest_metadata"), name)  # fmt: skip
    yield schema.reading, {**own, "page_id": number, "url": found.url, "reader": found.reader,
                           "layout": found.layout, "title": found.title, "lead": "",
                           "body": piece.body, "blocks": [], "tags": [], "links": [],
                           "doubts": [], "published_at": at} | digests  # fmt: skip
    yield schema.version, {**own, "public_id": name, "article_id": number, "seen_at": at,
                           "page_id": number, "chain": name}  # fmt: skip
    yield schema.version_reading, {"version_id": number, "reading_id": number, "recorded_at": at}
    yield derived.article_state, {"article_id": number, "head_version_id": number,
                                  "head_reading_id": number, "url": found.url,
                                  "version_count": 1, "looks": 1, "first_seen_at": at,
                                  "last_seen_at": at, "last_look_at": at,
                                  "is_origin": True}  # fmt: skip
    for one in sketch.sketch(piece.windows):
        yield derived.shingle, {"hash": one, "version_id": number}


def as_read(piece: Piece, at: datetime) -> Reading:
    """What a reader would find."""
    return Reading(
        reader="benchmark-1",
        layout="plain",
        url=f"https://{piece.site}.example/tin-{piece.number}.htm",
        title=piece.text.title,
        blocks=tuple(Block(BlockKind.PARAGRAPH, part) for part in piece.text.paragraphs),
        published_at=at,
        published_precision=Precision.MINUTE,
    )


def record(store: Store, some: Sequence[Piece]) -> list[float]:
    """Has the archive record them all; milliseconds that each new text took to be looked for."""
    times: list[float] = []
    plain = copies.look_for

    def timed(*args: Any) -> list[int]:
        started = time.perf_counter()
        found = plain(*args)
        times.append((time.perf_counter() - started) * 1000)
        return found

    copies.look_for = timed
    for piece in some:
        at = START + timedelta(minutes=piece.number)
        found = as_read(piece, at)
        body = json.dumps([found.title, piece.body], ensure_ascii=False).encode()
        raw = gzip.compress(body, 1, mtime=0)
        look = Look(found.url, "article", at, "ok", 200, raw=raw, decoded=body)
        held = store.capture(piece.site, None, look)
        key = ArticleKey(piece.site, "post", native_id=str(piece.number))
        store.record(held, key, found, at)
    copies.look_for = plain
    return times
