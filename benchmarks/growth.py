"""What a year of all sites takes on the disk, with and without compaction

    .venv/bin/python -m benchmarks.growth [--sites 70] [--articles 12] …

`--help` lists all that is assumed.

Page sizes are those of the real pages in ../shared/pages, as they lie in WARC files: packed, with
request and headers. Rows are measured on an SQLite archive that is filled here. How often an
article is looked at is the ladder of `crawler.fetching.choice`; what stays of it is worked out by
`archive.keeping.dispensable`, article by article, for one born on each day of a year.
"""

import argparse
import gzip
import random
import sqlite3
import statistics
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from archive.keeping.dispensable import KEPT, Seen, spare
from archive.record import Known, Look
from archive.storage.engine import connect
from archive.storage.store import Store
from archive.storage.upgrade import upgrade
from archive.storage.warc import Earlier, members
from benchmarks.keeping import text
from crawler.fetching.choice import interval
from tests.archive.crawl import DAY, NIGHT, Crawl

PAGES = Path(__file__).resolve().parents[2] / "shared" / "pages"
YEAR = 365
MEASURED = 120  # articles of which rows are measured
GB = 1e9
HEADERS = tuple((f"X-Header-{number}", "x" * 40) for number in range(12))


def arguments() -> argparse.Namespace:
    """What is assumed, each of which can be given otherwise."""
    parser = argparse.ArgumentParser(
        description="What a year of all sites takes: the assumptions, with their defaults.",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    parser.add_argument("--sites", type=int, default=70, help="sites that are crawled")
    parser.add_argument("--articles", type=float, default=12, help="new articles a site and night")
    parser.add_argument("--listings", type=float, default=12, help="listing pages a site and night")
    parser.add_argument("--feeds", type=float, default=4, help="feeds a site and daytime look")
    parser.add_argument("--daytime", type=int, default=2, help="daytime looks a day")
    parser.add_argument("--not-modified", type=float, default=0.2, help="share of looks with a 304")
    parser.add_argument("--same", type=float, default=0.2, help="share with the very same bytes")
    parser.add_argument("--changed", type=float, default=0.03, help="share with another version")
    parser.add_argument("--furniture", type=float, default=2,
                        help="times a year that all of a site is read again")  # fmt: skip
    return parser.parse_args()


# --- what is measured -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sizes:
    """Bytes of a look's two records on the disk, by what it brought."""

    article: float
    listing: float
    feed: float
    revisit: float  # a 304, or the very same bytes
    hollow: float  # of a page that was given up: blocks that its note and its neighbours share


def sizes() -> Sizes:
    """Of the real pages, the mean of each kind."""
    kinds = {"article": "article.html", "listing": "listing.html", "feed": "feed.xml"}
    found = {
        kind: [_stored(path.read_bytes()) for path in sorted(PAGES.glob(f"*/{name}"))]
        for kind, name in kinds.items()
    }
    for kind, all_of in found.items():
        if not all_of:
            raise SystemExit(f"{PAGES} holds no {kinds[kind]}: the real pages are needed")
        print(f"  {kind}: {len(all_of)} real pages, {statistics.mean(all_of) / 1000:.1f} KB stored")
    means = {kind: statistics.mean(all_of) for kind, all_of in found.items()}
    return Sizes(**means, revisit=_stored(b"x" * 100_000, same=True), hollow=1.5 * 4096)


def _stored(body: bytes, *, same: bool = False) -> int:
    look = Look(
        "https://baosonkhe.example/bai-viet-ve-chuyen-doi-so-123456.htm", "article", NIGHT, "ok",
        status=200, headers=(("Content-Encoding", "gzip"), *HEADERS), request_headers=HEADERS[:5],
        raw=gzip.compress(body, 6), decoded=body,
    )  # fmt: skip
    earlier = Earlier(look.url, NIGHT, "sha256:" + "0" * 64) if same else None
    return sum(map(len, members(look, "0" * 64, earlier)))


def rows(folder: Path) -> dict[str, Counter[str]]:
    """Bytes by table, indexes included: of an article, of a look at it, of a listing, of a reading
    of it by another reader.
    """
    url = f"sqlite:///{folder / 'archive.db'}"
    upgrade(url, folder)
    with closing(Store(connect(url), folder / "data")) as store:
        crawl, found = Crawl(store), dict[str, Counter[str]]()
        before = _tables(folder)
        for kind, fill in (("article", _article), ("look", _look), ("listing", _listing)):
            for number in range(MEASURED):
                fill(crawl, number)
            after = _tables(folder)
            found[kind] = _each(after, before)
            before = after
    keep = ("reading", "topic", "mention", "image", "version_reading", "indexed_reading")
    found["reading"] = Counter({n: s for n, s in found["article"].items() if n in keep})
    return found


def _each(after: Counter[str], before: Counter[str]) -> Counter[str]:
    return Counter({n: round((after[n] - before[n]) / MEASURED) for n in after})


def _address(number: int) -> str:
    return f"https://baosonkhe.example/tin-{number}.htm"


def _article(crawl: Crawl, number: int) -> None:
    at = NIGHT + timedelta(seconds=number)
    crawl.look(_address(number), at, title=f"Tin số {number}", body=text(number), weather="1")


def _look(crawl: Crawl, number: int) -> None:
    at = NIGHT + DAY + timedelta(seconds=number)
    crawl.look(_address(number), at, title=f"Tin số {number}", body=text(number), weather="2")


def _listing(crawl: Crawl, number: int) -> None:
    at = NIGHT + 2 * DAY + timedelta(seconds=number)
    url = f"https://baosonkhe.example/chuyen-doi-so?trang={number}"
    crawl.capture(url, at, {"links": number}, kind="listing")


def _tables(folder: Path) -> Counter[str]:
    with closing(sqlite3.connect(folder / "archive.db")) as conn:
        conn.execute("PRAGMA wal_checkpoint")
        owner = dict(conn.execute("SELECT name, tbl_name FROM sqlite_master").fetchall())
        found: Counter[str] = Counter()
        asked = "SELECT name, sum(pgsize) FROM dbstat GROUP BY name"
        for name, size in conn.execute(asked):
            table = owner.get(name, name)
            found["search index" if "fts" in table else table] += size
    return found


# --- what follows ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Life:
    """Of one article in so many years: looks, of these with a page, pages given up."""

    looks: float
    pages: float
    given_up: float


def life(years: float, asked: argparse.Namespace) -> Life:
    """The mean over articles born on each day of a year, each of this age in years."""
    dice, lives = random.Random(1), []
    for day in range(YEAR):
        at = born = NIGHT + day * DAY
        end, seen, looks, last = born + years * YEAR * DAY, [Seen(0, born, may_go=False)], 1, born
        while True:
            at += max(DAY, interval(_known(born, last, looks, f"{day:012x}"), at))
            if at >= end:
                break
            looks += 1
            if dice.random() < asked.not_modified + asked.same:
                continue
            changed = dice.random() < asked.changed
            last = at if changed else last
            seen.append(Seen(looks, at, may_go=not changed))
        lives.append((looks, len(seen), len(spare(seen, end - KEPT))))
    return Life(*(statistics.mean(one) for one in zip(*lives, strict=True)))


def _known(born: object, last: object, looks: int, name: str) -> Known:
    values = {"first_seen_at": born, "last_look_at": last, "last_changed_at": last, "looks": looks}
    fixed = {"url": "", "etag": None, "last_modified": None, "published_at": born, "gone": False}
    return Known(article_id=name, version_count=1, **values, **fixed)  # type: ignore[arg-type]


def years_of(
    years: int, asked: argparse.Namespace, size: Sizes
) -> Iterator[tuple[str, float, float]]:
    """Bytes of pages of one site after some years, by kind: without compaction, and with it.

    Articles are born evenly, so that each is half as old as the archive, in the mean.
    """
    young, old = life(years / 2, asked), asked.articles * YEAR * years
    bare = young.looks - young.pages
    plain = old * (young.pages * size.article + bare * size.revisit)
    saved = old * young.given_up * (size.article - size.hollow)
    yield "article pages", plain, plain - saved
    nights, kept = YEAR * years, 12 * years + 8  # one a month, and the last week
    for name, looks, each in (
        ("listing pages", asked.listings, size.listing),
        ("feeds by day", asked.feeds * asked.daytime, size.feed),
    ):
        gone = max(0, each - size.hollow) * (1 - kept / nights)
        yield name, looks * nights * each, looks * nights * (each - gone)


def main() -> None:
    """Prints the table."""
    asked = arguments()
    print("Measured:")
    size = sizes()
    with tempfile.TemporaryDirectory() as folder:
        row = rows(Path(folder))
    for kind, tables in row.items():
        told = ", ".join(f"{name} {bytes_:,}" for name, bytes_ in tables.most_common(6) if bytes_)
        print(f"  rows of one {kind}: {sum(tables.values()):,} bytes ({told})")
    print("Assumed:", ", ".join(f"{name} {value}" for name, value in vars(asked).items()))
    for years in (1, 10):
        one = life(years / 2, asked)
        print(f"\n{years} year{'s' * (years > 1)}, {asked.sites} sites; an article is looked at")
        print(f"{one.looks:.1f} times, brings {one.pages:.1f} pages, {one.given_up:.1f} given up")
        _table(years, asked, size, row, one)


def _table(
    years: int, asked: argparse.Namespace, size: Sizes, row: dict[str, Counter[str]], one: Life
) -> None:
    print(f"{'GB':<28}{'kept whole':>12}{'compacted':>12}")
    totals = [0.0, 0.0]
    for name, plain, less in years_of(years, asked, size):
        print(f"{name:<28}{asked.sites * plain / GB:>12.1f}{asked.sites * less / GB:>12.1f}")
        totals = [totals[0] + asked.sites * plain, totals[1] + asked.sites * less]
    articles = asked.sites * asked.articles * YEAR * years
    listed = asked.sites * (asked.listings + asked.feeds * asked.daytime) * YEAR * years
    again = asked.furniture * years / 2  # for as long as it is held
    for name, factor, table in (
        ("rows of articles", articles, row["article"]),
        ("rows of looks at them", articles * (one.looks - 1), row["look"]),
        ("rows of listings", listed, row["listing"]),
        (f"read again {asked.furniture:g} times a year", articles * again, row["reading"]),
    ):
        added = factor * sum(table.values())
        print(f"{name:<28}{added / GB:>12.1f}{added / GB:>12.1f}")
        totals = [total + added for total in totals]
    print(f"{'in all':<28}{totals[0] / GB:>12.1f}{totals[1] / GB:>12.1f}")
    plain, less = (total / GB / YEAR / years for total in totals)
    print(f"{'a night':<28}{plain:>12.2f}{less:>12.2f}")


if __name__ == "__main__":
    main()
