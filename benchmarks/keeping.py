"""Time of seal, proof, backup and restore: `script/prove keeping`, or of N pages

    .venv/bin/python -m benchmarks.keeping N

The bound in the same run is SHA-256 over the same files: below that no proof can be. SQLite.
"""

import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from archive.keeping import seals
from archive.keeping.backup import backup
from archive.keeping.restore import restore
from archive.keeping.verify import verify
from archive.storage.engine import connect
from archive.storage.store import Store
from archive.storage.upgrade import upgrade
from tests.archive.crawl import NIGHT, TEXT, Crawl

WORDS = TEXT.split()


def text(number: int) -> str:
    """About 450 words that differ from article to article."""
    return f"Tin số {number}. " + " ".join(random.Random(number).choices(WORDS, k=440))


def fill(store: Store, pages: int) -> None:
    """So many articles, each with its page."""
    crawl = Crawl(store)
    for number in range(pages):
        url = f"https://baosonkhe.example/tin-{number}.htm"
        crawl.look(url, NIGHT + timedelta(seconds=number), title=f"Tin {number}", body=text(number))


def timed(what: str, work: Callable[[], object], pages: int) -> None:
    """Does the work, and prints what it took for 10,000 pages."""
    start, busy = time.perf_counter(), time.process_time()
    work()
    took, busy = time.perf_counter() - start, time.process_time() - busy
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    each = 10_000 / pages
    print(
        f"{what:<16}{took * each:8.1f} s, {busy * each:7.1f} s of the processor, for 10,000 pages,"
        f" peak {peak:4.0f} MB",
        flush=True,
    )


def hashed(folder: Path) -> None:
    """SHA-256 over the files of pages."""
    for path in folder.glob("warc/**/*.gz"):
        sha256(path.read_bytes()).hexdigest()


def main(pages: int) -> None:
    """Builds an archive below the temporary folder, and does everything to it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url, data = f"sqlite:///{folder}/archive.db", folder / "data"
        upgrade(url, folder)
        with closing(Store(connect(url), data)) as store:
            timed("record", lambda: fill(store, pages), pages)
            now, engine = datetime.now(UTC), store.engine
            timed("bound: SHA-256", lambda: hashed(data), pages)
            timed("seal", lambda: seals.take(engine, data, now), pages)
            timed("verify --quick", lambda: verify(engine, data, quick=True), pages)
            timed("verify", lambda: verify(engine, data), pages)
            timed("backup", lambda: backup(engine, data, folder / "kept", now), pages)
            again = f"sqlite:///{folder}/again.db"
            timed("restore", lambda: restore(folder / "kept", again, folder / "again"), pages)


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 10_000)
