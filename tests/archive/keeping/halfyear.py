"""Half a year of looks, most of which changed nothing, and what is left of them."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from warcio.archiveiterator import ArchiveIterator

from archive.errors import PageLost
from archive.keeping.compaction import Compacted, compact
from archive.keeping.verify import verify
from tests.archive.crawl import DAY, NIGHT, Crawl

URL = "https://baosonkhe.example/tin-1.htm"

NEXT = "https://baosonkhe.example/tin-2.htm"

LIST = "https://baosonkhe.example/chuyen-doi-so"

NIGHTS = range(0, 184, 10)  # half a year

LATE = NIGHT + 190 * DAY


def noise(*seed: object) -> str:
    """A part of a page that changes with each look and cannot be packed: 16 KB."""
    parts = (hashlib.sha512(f"{seed} {number}".encode()).hexdigest() for number in range(256))
    return "".join(parts)


def listing(crawl: Crawl, at: datetime, run: int, url: str = LIST) -> None:
    crawl.capture(url, at, {"links": noise(url, at)}, run, kind="listing")


def end(crawl: Crawl, run: int, outcome: str) -> None:
    with crawl.store.engine.begin() as conn:
        conn.execute(
            sa.text("UPDATE run SET outcome = :outcome WHERE id = :id"),
            {"outcome": outcome, "id": run},
        )


def compacted(crawl: Crawl, at: datetime = LATE, **options: Any) -> Compacted:
    return compact(crawl.store.engine, crawl.store.data_dir, at, **options)


def findings(crawl: Crawl) -> list[tuple[str, bool]]:
    told = verify(crawl.store.engine, crawl.store.data_dir).findings
    return [(one.kind, one.warning) for one in told]


def looks(crawl: Crawl, url: str) -> list[tuple[datetime, str, bool]]:
    """Each look at an address: when, the page's hash, and whether its bytes are there."""
    rows = crawl.rows(
        "SELECT f.requested_at, p.sha256 FROM fetch_event f JOIN page p ON p.id = f.page_id"
        " WHERE f.url = :url ORDER BY f.requested_at",
        url=url,
    )
    return [(_time(at), digest, is_there(crawl, digest)) for at, digest in rows]


def _time(at: Any) -> datetime:
    found = at if isinstance(at, datetime) else datetime.fromisoformat(at)
    return found.astimezone(UTC)


def is_there(crawl: Crawl, digest: str) -> bool:
    try:
        crawl.store.page_bytes(digest)
    except PageLost as error:
        if "was given up on 20" not in str(error):
            raise
        return False
    return True


def warcs(crawl: Crawl) -> list[Path]:
    return sorted((crawl.store.data_dir / "warc").rglob("*.warc.gz"))


def on_disk(paths: list[Path]) -> int:
    return sum(path.stat().st_blocks * 512 for path in paths)


def records(crawl: Crawl) -> Iterator[Any]:
    for path in warcs(crawl):
        with path.open("rb") as file:
            for record in ArchiveIterator(file):
                record.content_stream().read()
                yield record


def is_full_of_holes(crawl: Crawl) -> bool:
    paths = warcs(crawl)
    return on_disk(paths) < 0.6 * sum(path.stat().st_size for path in paths)
