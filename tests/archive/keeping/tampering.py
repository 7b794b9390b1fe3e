"""Changes of an archive that nobody may make, each by hand and alone, and what has to name it.

`script/prove tampering` makes them on the archive of the demo and prints what was found.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from archive.keeping.finding import Finding
from archive.keeping.proofs import naming
from archive.storage import guards, schema
from archive.storage.columns import UtcTime
from archive.storage.derived import article_state, version_state

SEALED_WITH = {"image": "reading", "attachment": "reading", "seal_leaf": "seal"}
KEYS = {  # how foreign keys are switched off and on again
    "sqlite": ("PRAGMA foreign_keys=OFF", "PRAGMA foreign_keys=ON"),
    "postgresql": (
        "SET session_replication_role = replica",
        "SET session_replication_role = origin",
    ),
}
LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxy"


@dataclass(frozen=True, slots=True)
class Change:
    """What was done: to which table or file, which row of it, of which article."""

    told: str
    where: str
    row: str | None = None
    article: str | None = None

    def is_named(self, findings: list[Finding]) -> Finding | None:
        """The finding that names it."""
        wanted = (self.where, SEALED_WITH.get(self.where, self.where))
        for one in findings:
            by_article = self.article is not None and one.article == self.article
            by_row = one.row is not None and (self.row is None or self.row in one.row.split())
            beside = one.row is not None and "-" in one.row
            if one.where in wanted and not one.warning and (by_article or by_row or beside):
                return one
        return None


Kind = Callable[[sa.Connection, Path, random.Random], Change]


def tamper(engine: sa.Engine, data_dir: Path, kind: Kind, rng: random.Random) -> Change:
    """Makes one change with the triggers and keys out of the way, and puts them back."""
    name = engine.dialect.name
    with engine.connect() as conn:
        client = conn.connection.driver_connection
        assert client is not None
        keys = KEYS[name]
        client.execute(keys[0])
        for statement in guards.drop(name):
            conn.exec_driver_sql(statement)
        done = kind(conn, data_dir, rng)
        for statement in guards.create(name):
            conn.exec_driver_sql(statement)
        if done.row in triggers(name) and kind is dropped_trigger:
            on = "" if name == "sqlite" else f" ON {done.where}"
            conn.exec_driver_sql(f"DROP TRIGGER {done.row}{on}")
        conn.commit()
        client.execute(keys[1])
        client.commit()
    return done


def triggers(dialect: str) -> list[str]:
    """The names of all triggers."""
    words = [one.split() for one in guards.create(dialect) if one.startswith("CREATE TRIGGER")]
    return [each[2] for each in words]


def _some(conn: sa.Connection, table: sa.Table, rng: random.Random, *where: Any) -> Any:
    keys = list(table.primary_key.columns)
    return rng.choice(conn.execute(sa.select(table).where(*where).order_by(*keys)).all())


def _same(table: sa.Table, row: Any) -> sa.ColumnElement[bool]:
    return sa.and_(*(key == row._mapping[key.name] for key in table.primary_key.columns))


def _change(conn: sa.Connection, table: sa.Table, row: Any, **values: Any) -> Change:
    article = naming.article_of(conn, table.name, row)
    conn.execute(sa.update(table).where(_same(table, row)).values(values))
    keys = "/".join(str(row._mapping[key.name]) for key in table.primary_key.columns)
    shown = ", ".join(f"{name}" for name in values)
    return Change(f"{table.name} {keys}: {shown} changed", table.name, keys.split("/")[0], article)


def letter(conn: sa.Connection, data_dir: Path, rng: random.Random) -> Change:
    """Another letter in a title, lead, body, author or block."""
    name = rng.choice(("title", "lead", "body", "author", "blocks"))
    table = schema.reading
    filled = table.c[name].is_not(None), table.c[name] != ""
    rows = conn.execute(sa.select(table).where(*(filled if name != "blocks" else ()))).all()
    if not rows:
        return letter(conn, data_dir, rng)
    row = rng.choice(rows)
    value = row._mapping[name]
    if name == "blocks":
        blocks = [dict(one) for one in value]
        one = rng.choice(blocks)
        one["text"] = _other(one["text"], rng)
        return _change(conn, table, row, blocks=blocks)
    return _change(conn, table, row, **{name: _other(value, rng)})


def _other(text: str, rng: random.Random) -> str:
    place = rng.randrange(len(text))
    letter = rng.choice([one for one in LETTERS if one != text[place]])
    return text[:place] + letter + text[place + 1 :]


def time(conn: sa.Connection, data_dir: Path, rng: random.Random) -> Change:
    """Another time in a table of facts."""
    columns = [
        (table, column)
        for table in schema.FACTS
        for column in table.columns
        if isinstance(column.type, UtcTime)
        and conn.scalar(sa.select(sa.func.count()).select_from(table).where(column.is_not(None)))
    ]
    table, column = rng.choice(columns)
    row = _some(conn, table, rng, column.is_not(None))
    by = timedelta(seconds=rng.choice((-86400, -61, -1, 1, 59, 3600, 400 * 86400)))
    return _change(conn, table, row, **{column.name: row._mapping[column.name] + by})


def published_second(conn: sa.Connection, data_dir: Path, rng: random.Random) -> Change:
    """A second more in a date of publication."""
    row = _some(conn, schema.reading, rng, schema.reading.c.published_at.is_not(None))
    return _change(conn, schema.reading, row, published_at=row.published_at + timedelta(seconds=1))


def deleted(conn: sa.Connection, data_dir: Path, rng: random.Random) -> Change:
    """A row of any table of facts is gone."""
    filled = [t for t in schema.FACTS if conn.execute(sa.select(t).limit(1)).first()]
    return _deleted(conn, rng.choice(filled), rng)


def _deleted(conn: sa.Connection, table: sa.Table, rng: random.Random, *where: Any) -> Change:
    row = _some(conn, table, rng, *where)
    article = naming.article_of(conn, table.name, row)
    conn.execute(sa.delete(table).where(_same(table, row)))
    key = next(iter(table.primary_key.columns)).name
    return Change(f"{table.name} {row._mapping[key]}: deleted", table.name, str(row._mapping[key]),
                  article)  # fmt: skip


def deleted_of(name: str) -> Kind:
    """A row of one table is gone."""
    table = next(one for one in schema.FACTS if one.name == name)

    def kind(conn: sa.Connection, data_dir: Path, rng: random.Random) -> Change:
        return _deleted(conn, table, rng)

    return kind


def last_version(conn: sa.Connection, data_dir: Path, rng: random.Random) -> Change:
    """The version recorded last is gone, with all that hangs on it."""
    table = schema.version
    row = conn.execute(sa.select(table).order_by(table.c.id.desc()).limit(1)).one()
    article = naming.of_version(conn, row.id)
    for other, column in (
        (schema.version_reading, "version_id"),
        (schema.sighting, "version_id"),
        (schema.copy_link, "version_a"),
        (schema.copy_link, "version_b"),
        (version_state, "version_id"),
    ):
        conn.execute(sa.delete(other).where(other.c[column] == row.id))
    conn.execute(sa.delete(table).where(table.c.id == row.id))
    return Change(f"version {row.id}, the last: deleted", "version", str(row.id), article)


def last_seal(conn: sa.Connection, data_dir: Path, rng: random.Random) -> Change:
    """The newest seal is gone with its leaves."""
    number = conn.scalar(sa.select(sa.func.max(schema.seal.c.id)))
    conn.execute(sa.delete(schema.seal_leaf).where(schema.seal_leaf.c.seal_id == number))
    conn.execute(sa.delete(schema.seal).where(schema.seal.c.id == number))
    return Change(f"seal {number}, the last: deleted", "seal", str(number))


def swapped_page(conn: sa.Connection, data_dir: Path, rng: random.Random) -> Change:
    """A version is given another page."""
    row = _some(conn, schema.version, rng)
    other = _some(conn, schema.page, rng, schema.page.c.id != row.page_id)
    return _change(conn, schema.version, row, page_id=other.id)


def swapped_record(conn: sa.Connection, data_dir: Path, rng: random.Random) -> Change:
    """A page is said to lie in another record."""
    row = _some(conn, schema.page, rng)
    other = _some(conn, schema.page, rng, schema.page.c.id != row.id)
    names = ("file", "offset", "length", "record_sha256")
    return _change(conn, schema.page, row, **{name: getattr(other, name) for name in names})


def byte_of_file(conn: sa.Connection, data_dir: Path, rng: random.Random) -> Change:
    """A byte of a WARC file is another one."""
    path = rng.choice(sorted(data_dir.glob("warc/*/*/*.warc.gz")))
    content = bytearray(path.read_bytes())
    place = rng.randrange(len(content))
    content[place] ^= 1 << rng.randrange(8)
    path.write_bytes(content)
    return Change(f"byte {place} of {path.name} changed", str(path.relative_to(data_dir)))


def cut_file(conn: sa.Connection, data_dir: Path, rng: random.Random) -> Change:
    """A WARC file ends sooner."""
    path = rng.choice(sorted(data_dir.glob("warc/*/*/*.warc.gz")))
    content = path.read_bytes()
    path.write_bytes(content[: -rng.randrange(1, len(content) // 2)])
    return Change(f"{path.name} cut off", str(path.relative_to(data_dir)))


def deleted_file(conn: sa.Connection, data_dir: Path, rng: random.Random) -> Change:
    """A WARC file is gone."""
    path = rng.choice(sorted(data_dir.glob("warc/*/*/*.warc.gz")))
    path.unlink()
    return Change(f"{path.name} deleted", str(path.relative_to(data_dir)))


def dropped_trigger(conn: sa.Connection, data_dir: Path, rng: random.Random) -> Change:
    """A trigger is not put back."""
    made = [one for one in guards.create(conn.dialect.name) if one.startswith("CREATE TRIGGER")]
    words = rng.choice(made).split()
    return Change(f"trigger {words[2]} dropped", words[words.index("ON") + 1], words[2])


def changed_state(conn: sa.Connection, data_dir: Path, rng: random.Random) -> Change:
    """A value of the derived state is another one."""
    if rng.random() < 0.5:
        row = _some(conn, version_state, rng)
        return _change(conn, version_state, row, number=row.number + 7)
    row = _some(conn, article_state, rng)
    name, value = rng.choice(
        (("gone_at", row.first_seen_at), ("topic_score", 99.0), ("version_count", 77))
    )
    return _change(conn, article_state, row, **{name: value})


def figure(conn: sa.Connection, data_dir: Path, rng: random.Random) -> Change:
    """Another number in a copy link, a topic or a mention."""
    table, name = rng.choice(
        ((schema.copy_link, "jaccard"), (schema.topic, "score"), (schema.mention, "count"))
    )
    if conn.execute(sa.select(table).limit(1)).first() is None:
        return figure(conn, data_dir, rng)
    row = _some(conn, table, rng)
    return _change(conn, table, row, **{name: row._mapping[name] + 1})


KINDS: dict[str, Kind] = {
    "a letter": letter,
    "a time": time,
    "a second of a date": published_second,
    "a row deleted": deleted,
    "a sighting deleted": deleted_of("sighting"),
    "a mention deleted": deleted_of("mention"),
    "a version deleted": deleted_of("version"),
    "the last version": last_version,
    "the last seal": last_seal,
    "a page swapped": swapped_page,
    "a record swapped": swapped_record,
    "a byte of a file": byte_of_file,
    "a file cut": cut_file,
    "a file deleted": deleted_file,
    "a trigger dropped": dropped_trigger,
    "state changed": changed_state,
    "a figure": figure,
}
