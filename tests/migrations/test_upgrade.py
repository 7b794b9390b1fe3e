"""An archive of the first release, with rows in every table, comes to this one and keeps them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from archive.keeping.proofs import structure
from archive.keeping.proofs.standing import TABLES
from archive.keeping.verify import verify
from archive.stopping import Stopped
from archive.storage import upgrade as upgrading
from archive.storage.engine import connect, sqlite_file
from archive.storage.upgrade import migrate, revisions, upgrade
from tests.archive.crawl import DAY, NIGHT, crawling

ROWS = 3
FIRST = datetime(2026, 10, 1, tzinfo=UTC)
Rows = dict[str, list[tuple[Any, ...]]]
ANEW = {table.name for table in TABLES} | {"reading_fts"}  # derived anew by an upgrade


@pytest.fixture
def opened(database_url: str) -> Iterator[sa.Engine]:
    """A database of the first revision, filled."""
    opened = connect(database_url)
    migrate(opened, "base")
    migrate(opened, "0001")
    fill(opened)
    yield opened
    opened.dispose()


def tables(opened: sa.Engine) -> list[sa.Table]:
    found = sa.MetaData()
    found.reflect(opened, only=lambda name, _: "_fts" not in name and name != "alembic_version")
    return list(found.sorted_tables)


def fill(opened: sa.Engine) -> None:
    """Rows in every table of facts, of state and of what is declared."""
    with opened.begin() as conn:
        for table in tables(opened):
            rows = [
                {column.name: value(column, number) for column in table.columns}
                for number in range(1, ROWS + 1)
            ]
            conn.execute(sa.insert(table), rows)
        if opened.dialect.name == "postgresql":
            for number in range(1, ROWS + 1):
                conn.exec_driver_sql(f"INSERT INTO reading_fts VALUES ({number}, 'chinh phu')")


def value(column: sa.Column[Any], number: int) -> Any:
    """A value that no other row has; a key points at the row of the same number."""
    at = FIRST + timedelta(days=number, microseconds=number)
    kind = column.type
    if column.name == "successor_id":
        return None
    if isinstance(kind, sa.Boolean):
        return number % 2 == 0
    if isinstance(kind, sa.Date):
        return date(2026, 10, number)
    if isinstance(kind, sa.DateTime):
        return at
    if isinstance(kind, sa.JSON):
        return [{"kind": "paragraph", "text": f"Đoạn {number}"}]
    if isinstance(kind, sa.Float):
        return number / 8
    if isinstance(kind, sa.Integer):
        return number
    if isinstance(kind, sa.String) and kind.length == 27:
        return f"{at:%Y-%m-%dT%H:%M:%S.%f}Z"
    return f"Chữ có dấu {number}"[: getattr(kind, "length", None)]


def held(opened: sa.Engine, columns: dict[str, list[str]]) -> Rows:
    """All rows, by table, in the columns of the first release."""
    with opened.connect() as conn:
        return {
            name: sorted(
                (
                    tuple(row)
                    for row in conn.exec_driver_sql(
                        f"SELECT {', '.join(chr(34) + one + chr(34) for one in wanted)} FROM {name}"
                    )
                ),
                key=repr,
            )
            for name, wanted in columns.items()
        }


def kept(rows: Rows) -> Rows:
    """What no upgrade may change: all that is not derived from it."""
    return {name: some for name, some in rows.items() if name not in ANEW}


def test_an_upgrade_keeps_every_row_and_has_all_triggers_and_views(
    opened: sa.Engine, database_url: str, tmp_path: Path
) -> None:
    columns = {table.name: [one.name for one in table.columns] for table in tables(opened)}
    before = held(opened, columns)
    assert len(before) > 25
    assert {len(rows) for rows in before.values()} == {ROWS}
    assert upgrade(database_url, tmp_path / "data") == revisions()[-1]
    assert kept(held(opened, columns)) == kept(before)
    with opened.connect() as conn:
        assert list(structure.check(opened, conn)) == []
    backups = list((tmp_path / "data").glob("backup/*.db"))
    assert len(backups) == (1 if sqlite_file(opened.url) else 0)
    for path in backups:
        older = connect(f"sqlite:///{path}")
        assert held(older, columns) == before
        older.dispose()


def test_down_and_up_again_keeps_every_row(
    opened: sa.Engine, database_url: str, tmp_path: Path
) -> None:
    columns = {table.name: [one.name for one in table.columns] for table in tables(opened)}
    before = held(opened, columns)
    upgrade(database_url, tmp_path)
    migrate(opened, "0001")
    assert {table.name for table in tables(opened)} == set(columns)
    assert kept(held(opened, columns)) == kept(before)
    upgrade(database_url, tmp_path)
    assert kept(held(opened, columns)) == kept(before)
    with opened.connect() as conn:
        assert list(structure.check(opened, conn)) == []


def test_after_an_upgrade_what_is_derived_otherwise_is_derived_anew(
    database_url: str, tmp_path: Path
) -> None:
    with crawling(database_url, tmp_path) as crawl:
        crawl.look("https://baosonkhe.example/tin-1.htm", NIGHT)
        crawl.look("https://baosonkhe.example/tin-1.htm", NIGHT + DAY, title="Trung tâm mở cửa")
        crawl.look("https://www.baovinhlam.example/tin-2.htm", NIGHT + DAY)
    older = connect(database_url)
    migrate(older, "0001")
    with older.begin() as conn:  # the first release kept fewer hashes of a short text
        conn.exec_driver_sql("DELETE FROM shingle WHERE hash > 0")
        conn.exec_driver_sql("UPDATE article_state SET last_seen_at = first_seen_at")
    steps = list[tuple[int, int | None]]()
    upgrade(database_url, tmp_path, lambda done, total: steps.append((done, total)))
    assert verify(older, tmp_path / "data").findings == ()
    assert steps == [(1, 2), (2, 2)]
    older.dispose()


@pytest.mark.parametrize("where", ["rebuild", "_migrate"])
def test_an_upgrade_that_was_broken_off_is_finished_by_the_next(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    with crawling(database_url, tmp_path) as crawl:
        crawl.look("https://baosonkhe.example/tin-1.htm", NIGHT)
        crawl.look("https://baosonkhe.example/tin-1.htm", NIGHT + DAY)
    older = connect(database_url)
    migrate(older, "0001")
    with older.begin() as conn:
        conn.exec_driver_sql("UPDATE article_state SET last_seen_at = first_seen_at")

    run = upgrading._migrate

    def stopped(engine: sa.Engine, *_: object) -> None:
        if where == "_migrate":  # each revision is a transaction of its own
            run(engine, "0002")
        raise Stopped(143)

    with monkeypatch.context() as breaking:
        breaking.setattr(upgrading, where, stopped)
        with pytest.raises(Stopped):
            upgrade(database_url, tmp_path / "data")
    upgrade(database_url, tmp_path / "data")
    assert verify(older, tmp_path / "data").findings == ()
    assert not list((tmp_path / "data").glob("upgrade*unfinished"))
    older.dispose()


def test_a_copy_that_was_broken_off_is_no_backup(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = connect(sqlite_url)
    migrate(older, "0001")
    older.dispose()
    folder = tmp_path / "data" / "backup"

    def stopped(path: Path) -> None:
        raise Stopped(143)

    with monkeypatch.context() as breaking:
        breaking.setattr(upgrading, "sync_file", stopped)
        with pytest.raises(Stopped):
            upgrade(sqlite_url, tmp_path / "data")
    assert not list(folder.glob("*.db"))
    upgrade(sqlite_url, tmp_path / "data")
    assert [path.suffix for path in folder.iterdir()] == [".db"]
