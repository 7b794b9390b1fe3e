"""Re-reading 2,000 stored pages with a changed reader: `python -m tests.proofs.reread [PAGES]`.

Prints, for both databases, what the dry run foretold beside what the re-reading found and what the
pages were made to give, the versions before and after, and the time. Exit status 1 where they
differ.
"""

import sys
import tempfile
import time
from pathlib import Path

from archive.storage.rereading import Reread, reread
from tests.archive.crawl import Crawl, crawling
from tests.archive.rereads import Second, kept
from tests.proofs.databases import databases

FIELDS = ("title", "body", "author")
CHAIN = "SELECT public_id, seen_at, recorded_at, chain FROM version ORDER BY id"


def prove(name: str, crawl: Crawl, pages: int) -> bool:
    """Keeps pages, foretells, reads again; prints a table; whether all is as it must be."""
    truth = kept(crawl, pages)
    before = crawl.rows(CHAIN)
    foretold = reread(crawl.store, Second(), dry_run=True)
    began = time.perf_counter()
    done = reread(crawl.store, Second())
    seconds = time.perf_counter() - began
    after = crawl.rows(CHAIN)
    print(f"\n{name}: {pages} pages, {seconds:.1f} s, {pages / seconds:.0f} pages a second")
    print(f"  {'readings that differ in':28} {'made so':>8} {'foretold':>9} {'found':>7}")
    right = before == after and foretold == done
    for field in FIELDS:
        figures = truth[field], foretold.differing[field], done.differing[field]
        right = right and len(set(figures)) == 1
        print("  {:28} {:8} {:9} {:7}".format(field, *figures))
    right = right and truth["refused"] == done.refused
    print(f"  {'refused':28} {truth['refused']:8} {foretold.refused:9} {done.refused:7}")
    print(f"  versions before {len(before)}, after {len(after)}; the same: {before == after}")
    again: Reread = reread(crawl.store, Second())
    print(f"  a second time: {again.read} read")
    return right and again.read == 0


def main() -> None:
    """Proves it on both databases."""
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    right = True
    with tempfile.TemporaryDirectory() as folder:
        for name, url in databases(Path(folder)):
            with crawling(url, Path(folder) / name) as crawl:
                right = prove(name, crawl, pages) and right
    print("\nall is as it must be" if right else "\nNOT as it must be")
    sys.exit(0 if right else 1)


if __name__ == "__main__":
    main()
