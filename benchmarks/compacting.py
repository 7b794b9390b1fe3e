"""Time of a compaction, and what it wins

    .venv/bin/python -m benchmarks.compacting [N]

of N looks (2,000) at pages of 20 KB that changed nothing. The bound in the same run is SHA-256 over
their records, and writing as many bytes anew: without holes the survivors would have to be copied.
"""

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

from archive.keeping import seals
from archive.keeping.backup import backup
from archive.keeping.compaction import compact
from archive.keeping.verify import verify
from archive.storage.engine import connect
from archive.storage.store import Store
from archive.storage.upgrade import upgrade
from tests.archive.crawl import DAY, NIGHT, TEXT, Crawl

ARTICLES = 20
LATE = NIGHT + 4000 * DAY


def fill(store: Store, looks: int) -> None:
    """So many looks at some articles, all within one month of each."""
    crawl, dice = Crawl(store), random.Random(1)
    store.now = lambda: NIGHT
    for number in range(looks):
        at = NIGHT + timedelta(minutes=10 * number // ARTICLES)
        url = f"https://baosonkhe.example/tin-{number % ARTICLES}.htm"
        crawl.look(url, at, title=f"Tin {number % ARTICLES}", body=TEXT, weather=noise(dice))


def noise(dice: random.Random) -> str:
    """16 KB that cannot be packed."""
    return dice.randbytes(16_000).hex()


def timed(what: str, work: Callable[[], object], looks: int) -> None:
    """Does the work, and prints what it took for 10,000 records."""
    start, busy = time.perf_counter(), time.process_time()
    work()
    took, busy = time.perf_counter() - start, time.process_time() - busy
    each = 10_000 / looks
    print(f"{what:<32}{took * each:8.1f} s, {busy * each:6.1f} s of the processor", flush=True)


def main() -> None:
    """Prints all times, for 10,000 records."""
    looks = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'archive.db'}"
        upgrade(url, folder)
        with closing(Store(connect(url), folder / "data")) as store:
            fill(store, looks)
            store.end_files()
            engine, data = store.engine, store.data_dir
            seals.take(engine, data, LATE)
            files = sorted((data / "warc").rglob("*.gz"))
            print(f"{looks:,} looks: {_blocks(files):,} bytes of pages on the disk")
            timed("SHA-256 of the files", lambda: [_hash(path) for path in files], looks)
            timed("writing them anew", lambda: [_copy(path, folder) for path in files], looks)
            timed("compact", lambda: print(compact(engine, data, LATE).words), looks)
            print(f"{_blocks(files):,} bytes of pages on the disk")
            timed("compact again: nothing to do", lambda: compact(engine, data, LATE), looks)
            timed("verify --quick", lambda: verify(engine, data, quick=True), looks)
            timed("backup", lambda: backup(engine, data, folder / "kept", LATE), looks)
            print(f"{_blocks(list((folder / 'kept' / 'pages').rglob('*.gz.*'))):,} bytes in it")


def _blocks(files: list[Path]) -> int:
    return sum(path.stat().st_blocks * 512 for path in files)


def _hash(path: Path) -> None:
    sha256(path.read_bytes()).hexdigest()


def _copy(path: Path, folder: Path) -> None:
    with (folder / "copy").open("wb") as file:
        file.write(path.read_bytes())
        file.flush()
        os.fsync(file.fileno())


if __name__ == "__main__":
    main()
