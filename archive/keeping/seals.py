"""Seals: what the archive held at a moment, so that whatever is changed or cut off later is found.

A leaf for each table of facts covers the rows recorded since the seal before: the SHA-256 over
their hashes (see `rows`), and of each hash the first eight digits, by which a changed row is named.
One more leaf holds the root of the chain heads: of each article, in the order of the public ids,
the newest link of its chain of versions. A seal's root is over the root before it, its time, the
counts and all leaves. It goes into the database, the run report, and a file beside it.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from archive.keeping.rows import SEALED, key_of, original, walk
from archive.storage import clock
from archive.storage.columns import AnyRow
from archive.storage.engine import begin_read, begin_write
from archive.storage.evidence import seal, seal_leaf
from archive.storage.schema import article, version
from archive.storage.warc import warc_date

FILE = "seals.txt"
HEADS = "chain heads"
DIGITS = 8  # of a row's hash, in a leaf's marks


@dataclass(frozen=True, slots=True)
class Seal:
    """A seal as it is told: its number, when, how much it covers, its root."""

    number: int
    sealed_at: datetime
    articles: int
    versions: int
    root: str

    @property
    def line(self) -> str:
        """As it stands in the file beside the database."""
        counts = f"articles={self.articles} versions={self.versions}"
        return f"{self.number} {warc_date(self.sealed_at)} {counts} {self.root}"

    @property
    def words(self) -> str:
        """As it is printed under a night's table."""
        articles = f"{self.articles:,} article{'' if self.articles == 1 else 's'}"
        counts = f"{articles}, {self.versions:,} version{'' if self.versions == 1 else 's'}"
        return f"seal {self.number}: {counts}, root {self.root}"


@dataclass(frozen=True, slots=True)
class Leaf:
    """What a seal covers of one table."""

    table_name: str
    rows: int
    sha256: str
    marks: str = ""


def take(engine: sa.Engine, data_dir: Path, now: datetime) -> Seal:
    """Seals what was recorded until now, while nobody writes, and notes it in `seals.txt`."""
    with begin_write(engine, sealing=True) as conn:
        before = newest(conn)
        at = _moment(conn, now, before)
        leaves = [heads(conn), *(_leaf(conn, table, before) for table in SEALED)]
        values: dict[str, Any] = {
            "sealed_at": at,
            "articles": leaves[0].rows,
            "versions": conn.scalar(sa.select(sa.func.count()).select_from(version)),
        }
        values["root"] = root(before.root if before else "", leaves, **values)
        # PostgreSQL would give no number twice, also where a seal was broken off
        number = before.number + 1 if before else 1
        conn.execute(sa.insert(seal), {"id": number, **values})
        rows = [{"seal_id": number, **_columns(leaf)} for leaf in leaves]
        conn.execute(sa.insert(seal_leaf), rows)
    note(engine, data_dir)
    return Seal(number=number, **values)


def newest(conn: sa.Connection) -> Seal | None:
    """The last seal of the database."""
    row = conn.execute(sa.select(seal).order_by(seal.c.id.desc()).limit(1)).first()
    return _told(row) if row else None


def told(conn: sa.Connection) -> list[Seal]:
    """All seals of the database, the first first."""
    return [_told(row) for row in conn.execute(sa.select(seal).order_by(seal.c.id))]


def _told(row: AnyRow) -> Seal:
    return Seal(row.id, row.sealed_at, row.articles, row.versions, row.root)


def root(before: str, leaves: list[Leaf], sealed_at: datetime, articles: int, versions: int) -> str:
    """The root of a seal: over the root before it, its time, its counts and its leaves."""
    parts = [before, warc_date(sealed_at), str(articles), str(versions)]
    for leaf in sorted(leaves, key=lambda leaf: leaf.table_name):
        marks = sha256(leaf.marks.encode()).hexdigest()
        parts.append(f"{leaf.table_name} {leaf.rows} {leaf.sha256} {marks}")
    return sha256("\n".join(parts).encode()).hexdigest()


def heads(conn: sa.Connection, until: datetime | None = None) -> Leaf:
    """The root of the chain heads, of what was recorded `until` then."""
    known = version.c.recorded_at <= until if until else sa.true()
    last = sa.select(sa.func.max(version.c.id).label("id")).where(known)
    latest = last.group_by(version.c.article_id).subquery()
    wanted = (
        sa.select(article.c.public_id, version.c.chain)
        .join(version, version.c.article_id == article.c.id)
        .join(latest, latest.c.id == version.c.id)
        .order_by(sa.collate(article.c.public_id, _plain(conn)))
    )
    total, count = sha256(), 0
    for row in conn.execute(wanted.execution_options(yield_per=1000)):
        total.update(f"{row.public_id} {row.chain}\n".encode())
        count += 1
    return Leaf(HEADS, count, total.hexdigest())


def _plain(conn: sa.Connection) -> str:
    """The order of bytes, which no release of a system's language data changes."""
    return "C" if conn.dialect.name == "postgresql" else "BINARY"


def _moment(conn: sa.Connection, now: datetime, before: Seal | None) -> datetime:
    """The time of a seal: not before any row that it covers."""
    found = [clock.moment(conn, now)]
    for table in SEALED:
        latest = sa.select(sa.func.max(table.c.recorded_at)).where(*since(conn, table, before))
        if (at := conn.scalar(latest)) is not None:
            found.append(at)
    return max(found)


def since(
    conn: sa.Connection, table: sa.Table, before: Seal | None
) -> tuple[sa.ColumnElement[bool], ...]:
    """The condition for the rows of a table that no seal covers yet.

    Where rows are numbered those of later transactions have higher numbers, as nobody writes while
    a seal is taken; so the table is read from its end.
    """
    if before is None:
        return ()
    later = table.c.recorded_at > before.sealed_at
    if "id" not in table.c:
        return (later,)
    last = (
        sa.select(table.c.id)
        .where(table.c.recorded_at <= before.sealed_at)
        .order_by(table.c.id.desc())
        .limit(1)
    )
    return (key_of(table) > (conn.scalar(last) or 0), later)


def _leaf(conn: sa.Connection, table: sa.Table, before: Seal | None) -> Leaf:
    total, marks = sha256(), bytearray()
    rows = walk(conn, table, *since(conn, table, before))
    for one in original(conn, table, rows, before.sealed_at if before else None):
        total.update(bytes.fromhex(one.sha256))
        marks += bytes.fromhex(one.sha256[:DIGITS])
    return Leaf(table.name, len(marks) // (DIGITS // 2), total.hexdigest(), marks.hex())


def _columns(leaf: Leaf) -> dict[str, object]:
    return {name: getattr(leaf, name) for name in ("table_name", "rows", "sha256", "marks")}


# --- the file beside the database -----------------------------------------------------------------


def read(data_dir: Path) -> dict[int, str]:
    """The lines of `seals.txt`, by the seals' numbers; what is no line of a seal is left out."""
    path = data_dir / FILE
    if not path.exists():
        return {}
    lines = path.read_text("utf-8", "replace").splitlines()
    return {int(line.split()[0]): line for line in lines if line[:1].isdigit()}


def note(engine: sa.Engine, data_dir: Path) -> None:
    """Appends what `seals.txt` lacks: the last seal, and those before it if that was cut short."""
    held = read(data_dir)
    with begin_read(engine) as conn:
        missing = [one.line for one in told(conn) if one.number > max(held, default=0)]
    data_dir.mkdir(parents=True, exist_ok=True)
    with (data_dir / FILE).open("a", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in missing)
        file.flush()
        os.fsync(file.fileno())


def leaves_of(conn: sa.Connection, number: int) -> Iterator[Leaf]:
    """The leaves of a seal."""
    wanted = sa.select(seal_leaf).where(seal_leaf.c.seal_id == number)
    for row in conn.execute(wanted):
        yield Leaf(row.table_name, row.rows, row.sha256, row.marks)
