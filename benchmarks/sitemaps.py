"""A sitemap of 300,000 articles, noted in a new archive: `python -m benchmarks.sitemaps [ENTRIES]`.

Prints processor time and memory of reading its entries, of all that a crawl does with them (which
are articles, why each is fetched, its age, its row), and of meeting all of them again; and beside
it, in the same run, what lxml's own stream takes for nothing but the events of the same file.
"""

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from lxml import etree

from archive.record import HostFacts, RunCounts, SiteFacts
from archive.storage.engine import connect
from archive.storage.store import Store
from archive.storage.upgrade import upgrade
from crawler.fetching.feeding import Feed
from crawler.fetching.feeds import entries
from crawler.fetching.listings import Listing, Spot
from crawler.fetching.noting import Notebook
from crawler.fetching.task import Task
from crawler.spiders.baocantho import BaocanthoSpider as Site

URL = "https://baocantho.com.vn/sitemapnews.xml"
SLUGS = (
    "xa-son-khe-mo-quay-dich-vu-cong-truc-tuyen",
    "khai-mac-giai-bong-chuyen-huu-nghi-vinh-lam",
    "nong-dan-na-loc-thu-hoach-ca-phe-som-hon-moi-nam",
)


def sitemap(number: int) -> bytes:
    """The sitemap: all of it bears the day on which the site moved."""
    rows = (
        f"<url><loc>https://baocantho.com.vn/{SLUGS[n % 3]}-a{n}.html</loc>"
        f"<lastmod>2022-01-27T08:{n % 60:02}:11+07:00</lastmod></url>\n"
        for n in range(number)
    )
    return f"<?xml version='1.0'?><urlset>{''.join(rows)}</urlset>".encode()


def events(body: bytes) -> int:
    """What the parser alone gives, each element dropped."""
    found = 0
    for _, element in etree.iterparse(BytesIO(body), tag=("{*}url", "url")):
        found += 1
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]
    return found


def crawl(store: Store) -> Any:
    """As much of a crawl as noting needs."""
    now = datetime.now(UTC)
    runs = SimpleNamespace(store=store, clock=lambda: now, probing=False)
    return SimpleNamespace(
        name="baocantho",
        own_hosts=Site.own_hosts,
        addresses=Site.addresses,
        task=Task(backfill=True),
        limit=400,
        feed_date_order="DMY",
        runs=runs,
    )


def noted(spider: Any, body: bytes) -> int:
    """Reads the sitemap and notes all that it names."""
    notebook = Notebook(spider, SimpleNamespace(counts=RunCounts()))  # type: ignore[arg-type]
    feed = Feed(SimpleNamespace(spider=spider, walk=None))  # type: ignore[arg-type]
    spot = Spot(Listing(URL, kind="sitemap"), URL, URL)
    response: Any = SimpleNamespace(url=URL)
    found = feed.found(response, body, spot, [], fresh=False)
    return notebook.note(spot.listing, found, backlog=True)


def timed(name: str, number: int, work: Callable[[], int]) -> None:
    """Runs a part and prints what it took; ends where it lost an entry."""
    began = time.process_time()
    found = work()
    taken = time.process_time() - began
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  {name:34} {taken:6.1f} s, {1e6 * taken / number:5.1f} µs each; {held:.0f} MB at most")
    if found != number:
        sys.exit(f"{found} of {number} entries")


def main(number: int) -> None:
    """Prints the figures."""
    body = sitemap(number)
    print(f"{number:,} entries, {len(body) / 1e6:.0f} MB; seconds of one processor")
    with tempfile.TemporaryDirectory() as name:
        url = f"sqlite:///{Path(name) / 'archive.db'}"
        upgrade(url, Path(name))
        store = Store(connect(url), Path(name) / "data")
        store.declare([SiteFacts("baocantho", "Báo Cần Thơ", (HostFacts("baocantho.com.vn"),))])
        timed("lxml's events alone", number, lambda: events(body))
        timed("reading the entries", number, lambda: sum(1 for _ in entries(body, "sitemap")))
        timed("noting them in a new archive", number, lambda: noted(crawl(store), body))
        timed("meeting them again", number, lambda: noted(crawl(store), body))
        store.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 300_000)
