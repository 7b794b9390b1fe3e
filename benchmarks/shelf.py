"""The sketches of many articles, and their rows in the archive's own tables."""

import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np
import sqlalchemy as sa

from archive.storage import copies

ROWS = 36
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
