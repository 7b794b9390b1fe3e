"""What a night asks of an archive, when it is one year old and when it is five:

    .venv/bin/python -m benchmarks.years [YEARS [DATABASE]]

Four generated sites: articles, the looks at them by the ladder, their listings, a file of pages
for each crawl. `DATABASE` is the URL of an empty one, SQLite's if none is given. Beside it in the
same run: one look through the whole ledger of looks, as no question of a page may take.
"""

import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from archive.keeping import seals
from archive.keeping.dispensable import of_articles
from archive.storage import derived, leftover, rereading, schema, standing
from archive.storage.engine import begin_read, begin_write
from archive.storage.engine import connect as opened
from archive.storage.settling import settle
from archive.storage.store import Store
from archive.storage.upgrade import upgrade
from crawler.fetching import choice
from tests.archive.crawl import NIGHT, TEXT, PlainReader

SITES, NEW, LISTINGS = 4, 12, 12  # sites; articles and listing pages of a site and night
AGES = (1, 3, 15, 60, 360, 1000)  # days after which an article is looked at again
KNOWN = 3  # addresses that listings name for each that is an article
COPY = 12  # each so-manieth article is a copy of the one before it
SITE, DAY = "bao0", timedelta(days=1)
Rows = dict[sa.Table, list[dict[str, Any]]]


class Years:
    """Generated facts, night after night, in the order of a real archive's."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.looks = self.pages = self.runs = self.nights = 0
        self.born: list[tuple[int, datetime]] = []  # of each article its site, and when it came
        self.seen: dict[int, tuple[int, datetime]] = {}  # how many looks, and the last

    def add(self, engine: sa.Engine, nights: int) -> None:
        """So many further nights."""
        for _ in range(nights):
            rows: Rows = defaultdict(list)
            for site in range(SITES):
                self.crawl(rows, site, NIGHT + self.nights * DAY + timedelta(minutes=site))
            self.nights += 1
            put(engine, rows)
        with begin_write(engine) as conn:
            conn.execute(sa.delete(derived.article_state))
        numbers = iter(range(len(self.born)))
        while some := list(islice(numbers, 2000)):
            put(engine, {derived.article_state: [self.state(one) for one in some]})
        if engine.dialect.name == "postgresql":  # which does it by itself, a while later
            with begin_write(engine) as conn:
                conn.exec_driver_sql("ANALYZE")

    def crawl(self, rows: Rows, site: int, at: datetime) -> None:
        """The run of a site, with the file of its pages."""
        self.runs += 1
        name = f"bao{site}"
        file = f"warc/{name}/{at:%Y%m}/{name}-{at:%Y%m%d%H%M%S}-1.warc.gz"
        rows[derived.run].append(
            {"id": self.runs, "site_id": site + 1, "trigger": "nightly", "started_at": at,
             "finished_at": at + timedelta(minutes=9), "outcome": "healthy", "notes": [],
             "figures": {"scope": "site"}}
        )  # fmt: skip
        end = 300
        for number in range(LISTINGS):
            url = f"https://{name}.example/chuyen-muc-{number}"
            end = self.look(rows, site, at, url, "listing", file, end, fresh=True)
        for article in self.due(site, at):
            url, fresh = address(article, site), article not in self.seen
            if fresh:
                self.article(rows, article, site, at, url)
            self.seen[article] = self.seen.get(article, (0, at))[0] + 1, at
            end = self.look(rows, site, at, url, "article", file, end, fresh=fresh)
            rows[schema.sighting].append(
                {"fetch_id": self.looks, "article_id": article + 1, "version_id": article + 1,
                 "verdict": "first" if fresh else "unchanged", "seen_at": at, "recorded_at": at,
                 "reading_id": article + 1 if fresh else None}
            )  # fmt: skip
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        path.open("r+b").truncate(end)

    def due(self, site: int, at: datetime) -> Iterator[int]:
        """Articles that are new, and those whose turn it is: numbered by night, then by site."""
        for age in AGES:
            if (night := self.nights - age) >= 0:
                first = (night * SITES + site) * NEW
                yield from range(first, first + NEW)
        for _ in range(NEW):
            self.born.append((site, at))
            yield len(self.born) - 1

    def look(
        self, rows: Rows, site: int, at: datetime, url: str, kind: str, file: str, end: int,
        *, fresh: bool,
    ) -> int:  # fmt: skip
        """A look, with its page where it is `fresh`; where its record ends."""
        self.looks += 1
        length = 9000 if fresh else 400
        if fresh:
            self.pages += 1
            digest = sha256(f"page {self.pages}".encode()).hexdigest()
            rows[schema.page].append(
                {"id": self.pages, "sha256": digest, "size": 40_000, "file": file, "offset": end,
                 "length": length, "record_sha256": digest, "recorded_at": at}
            )  # fmt: skip
        rows[schema.fetch_event].append(
            {"id": self.looks, "run_id": self.runs, "site_id": site + 1, "url": url, "kind": kind,
             "requested_at": at, "recorded_at": at, "status": 200 if fresh else 304,
             "outcome": "ok" if fresh else "not-modified", "conditional": not fresh,
             "page_id": self.pages if fresh else None, "file": file, "offset": end,
             "length": length}
        )  # fmt: skip
        return end + length

    def article(self, rows: Rows, number: int, site: int, at: datetime, url: str) -> None:
        """The facts and the state of a new article, but `article_state`."""
        key, own = number + 1, sha256(f"article {number}".encode()).hexdigest()
        page = self.pages + 1  # that of the look which follows
        text = f"Tin số {number}. {TEXT}"
        digests = dict.fromkeys(
            ("digest", "digest_title", "digest_text", "digest_folded", "digest_media",
             "digest_metadata"), own)  # fmt: skip
        facts: list[tuple[sa.Table, dict[str, Any]]] = [
            (schema.article, {"id": key, "public_id": own[:12], "site_id": site + 1,
                              "id_space": "post", "native_id": str(key), "key": str(key),
                              "serial": 1, "recorded_at": at}),
            (schema.address, {"url": url, "article_id": key, "since": at, "via": "asked",
                              "recorded_at": at}),
            (schema.reading, {"id": key, "page_id": page, "url": url, "reader": "plain-1",
                              "layout": "generic", "title": f"Tin số {number}", "lead": "",
                              "body": text, "blocks": [], "tags": [], "links": [], "doubts": [],
                              "published_at": at, "published_precision": "minute",
                              "recorded_at": at} | digests),
            (schema.version, {"id": key, "public_id": own[12:24], "article_id": key, "seen_at": at,
                              "recorded_at": at, "page_id": page, "chain": own}),
            (schema.version_reading, {"version_id": key, "reading_id": key, "recorded_at": at}),
            (derived.version_state, {"version_id": key, "article_id": key, "number": 1,
                                     "kind": "first", "changed_fields": [], "seen_at": at,
                                     "reading_id": key}),
            (derived.trust, {"reading_id": key, "article_id": key, "score": 1.0, "reasons": [],
                             "flagged": False, "scored_at": at, "normal": 400}),
        ]  # fmt: skip
        if number % COPY == COPY - 1:
            link = {"version_a": key, "version_b": key - 1, "relation": "same", "jaccard": 0.9,
                    "containment": 0.9, "number_overlap": 1.0, "length_ratio": 1.0,
                    "evidence": "text", "recorded_at": at}  # fmt: skip
            facts.append((schema.copy_link, link))
        for table, row in facts:
            rows[table].append(row)
        self.addresses(rows, number, site, at, url)

    def addresses(self, rows: Rows, number: int, site: int, at: datetime, url: str) -> None:
        """What listings named when an article came: itself, and others that were left."""
        for other in range(KNOWN + 1):
            named = f"{url}?{other}" if other else url
            rows[derived.known_address].append(
                {"url": named, "site_id": site + 1, "listing": f"https://bao{site}.example/",
                 "title": f"Tin số {number} {other}", "found_at": at, "latest_at": at,
                 "why": "known" if other else "listing"}
            )  # fmt: skip

    def state(self, number: int) -> dict[str, Any]:
        """The row of `article_state` of an article."""
        site, at = self.born[number]
        looks, last = self.seen[number]
        return {"article_id": number + 1, "head_version_id": number + 1,
                "head_reading_id": number + 1, "url": address(number, site), "version_count": 1,
                "looks": looks, "first_seen_at": at, "last_seen_at": last, "last_look_at": last,
                "is_origin": True, "site_id": site + 1, "published_at": at}  # fmt: skip


def address(number: int, site: int) -> str:
    """Where an article stands."""
    return f"https://bao{site}.example/chuyen-muc/tin-so-{number}.htm"


def put(engine: sa.Engine, rows: Rows) -> None:
    """Writes rows, those first that others refer to."""
    order = {table: place for place, table in enumerate(schema.metadata.sorted_tables)}
    with begin_write(engine) as conn:
        for table in sorted(rows, key=order.__getitem__):
            conn.execute(sa.insert(table), rows[table])


def questions(store: Store, now: datetime) -> dict[str, Callable[[], object]]:
    """What is asked, by what it is for; of a site, but for what the night asks of all."""
    engine, reader = store.engine, PlainReader()
    urls = [address(number, 0) for number in range(0, 400_000, 2_000)]

    def read(ask: Callable[[sa.Connection], object]) -> Callable[[], object]:
        def asked() -> object:
            with begin_read(engine) as conn:
                return ask(conn)

        return asked

    def again(conn: sa.Connection) -> object:
        return rereading._waiting(conn, reader, {1: SITE}, 2000, furniture_only=True)

    ledger = sa.select(sa.func.count()).where(schema.fetch_event.c.detail == "none")
    return {
        "through the whole ledger": read(lambda conn: conn.scalar(ledger)),
        "crawl: torn files": lambda: store.recover([SITE]),
        "crawl: left unread": lambda: [*store.unread(SITE), *leftover.looks(engine, SITE)],
        "crawl: what is usual": lambda: store.usual(SITE),
        "crawl: 200 addresses": lambda: store.shown(SITE, urls),
        "crawl: what is due": lambda: choice.due(store.known_all(SITE), now),
        "crawl: scores": lambda: store.score(SITE),
        "night: furniture, a site": read(lambda conn: (standing._headlines(conn, 1), again(conn))),
        "night: compaction, a site": read(lambda conn: [*of_articles(conn, 1, now - DAY, now)]),
        "night: torn files, all": store.recover,
        "night: stories, all": lambda: settle(engine, now),
        "night: seal, all": lambda: seals.take(engine, store.data_dir, now),
    }


def timed(store: Store, now: datetime) -> dict[str, float]:
    """Milliseconds of each question, the better of two askings."""
    found: dict[str, float] = {}
    for _ in range(2):
        for name, ask in questions(store, now).items():
            start = time.perf_counter()
            ask()
            took = (time.perf_counter() - start) * 1000
            found[name] = min(took, found.get(name, took))
    return found


def main(years: int, url: str) -> None:
    """Builds the archive below the temporary folder, and asks it twice."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = url or f"sqlite:///{folder}/archive.db"
        upgrade(url, folder)
        with closing(Store(opened(url), folder)) as store:
            sites = [{"id": n + 1, "name": f"bao{n}", "title": f"Báo {n}", "kind": "provincial"}
                     for n in range(SITES)]  # fmt: skip
            put(store.engine, {schema.site: sites})
            made, found = Years(folder), []
            for nights in (365, (years - 1) * 365):
                made.add(store.engine, nights)
                print(f"{len(made.born):,} articles, {made.looks:,} looks", flush=True)
                found.append(timed(store, max(datetime.now(UTC), NIGHT + made.nights * DAY)))
    print(f"{'milliseconds':<28}{'1 year':>10}{f'{years} years':>10}")
    for asked, first in found[0].items():
        print(f"{asked:<28}{first:>10.1f}{found[1][asked]:>10.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 5, "".join(sys.argv[2:3]))
