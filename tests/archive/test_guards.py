"""Facts cannot be changed, by whatever client."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from archive.record import Attachment, Image
from archive.storage.derived import article_state
from archive.storage.schema import FACTS
from tests.archive.crawl import DAY, NIGHT, Crawl, crawling, key, reading
from tests.conftest import postgres_database

URL = "https://baosonkhe.example/tin-1.htm"
COPY = "https://baovinhlam.example/tin-2.htm"
NAMES = [table.name for table in FACTS]
KEYS = {table.name: [column.name for column in table.primary_key] for table in FACTS}
SENTENCE = "facts are insert-only: table {} cannot be {}"


AT = "'2026-10-02T00:00:00.000000Z'"
ROWS = {
    "seal": f"(sealed_at, articles, versions, root) VALUES ({AT}, 2, 2, 'x')",
    "seal_leaf": "(seal_id, table_name, rows, sha256, marks) VALUES (1, 'page', 2, 'x', 'x')",
    "attached_file": "(article_id, url, fetch_id, page_id, seen_at, recorded_at)"
    f" VALUES (1, 'https://baosonkhe.example/a.pdf', 1, 1, {AT}, {AT})",
    "withheld": "(article_id, page_id, reason, person, recorded_at, whole)"
    f" SELECT 2, max(id), 'x', 'x', {AT}, true FROM page",
    "withheld_row": "(withheld_id, table_name, row_sha256, recorded_at, row_key)"
    f" VALUES (1, 'reading', 'x', {AT}, 1)",
    "withheld_record": '(withheld_id, file, "offset", length, record_sha256, recorded_at)'
    f" VALUES (1, 'x', 0, 1, 'x', {AT})",
    "compacted": '(page_id, file, "offset", length, record_sha256, now_sha256, recorded_at)'
    f" VALUES (1, 'x', 0, 1, 'x', 'y', {AT})",
}


def fill(crawl: Crawl) -> None:
    """A row at least in each table of facts."""
    captured = crawl.capture(URL, NIGHT, {"n": 1})
    found = reading(
        url=URL,
        body="Quyết định số 06/QĐ-TTg về dữ liệu dân cư. " + reading().body,
        images=(Image("https://baosonkhe.example/a.jpg", "Lễ khai trương"),),
        attachments=(Attachment("https://baosonkhe.example/a.pdf", "Văn bản"),),
    )
    crawl.store.record(captured, key(URL), found, NIGHT)
    crawl.look(COPY, NIGHT + DAY)
    with crawl.store.engine.begin() as conn:
        for table, values in ROWS.items():
            conn.exec_driver_sql(f"INSERT INTO {table} {values}")


@pytest.fixture(scope="module")
def filled_sqlite(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive in which nothing can be changed, so that one does for all tests."""
    file = tmp_path_factory.mktemp("guards") / "archive.db"
    shutil.copy(sqlite_template, file)
    with crawling(f"sqlite:///{file}", file.parent) as crawl:
        fill(crawl)
    return file


@pytest.fixture(scope="module")
def filled_postgres(
    postgres_template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[psycopg.Connection]:
    with postgres_database(postgres_template) as url:
        with crawling(url, tmp_path_factory.mktemp("guards")) as crawl:
            fill(crawl)
        plain = url.replace("postgresql+psycopg://", "postgresql://")
        with psycopg.connect(plain, autocommit=True) as connection:
            yield connection


@pytest.mark.parametrize("table", NAMES)
def test_a_plain_sqlite_client_cannot_change_facts(filled_sqlite: Path, table: str) -> None:
    with closing(sqlite3.connect(filled_sqlite)) as client:
        before = client.execute(f"SELECT * FROM {table}").fetchall()
        assert before, "the table must hold something to be refused"
        column = client.execute(f"PRAGMA table_info({table})").fetchall()[0][1]
        same = f'"{column}" = "{column}"'
        again = f"INSERT INTO {table} SELECT * FROM {table} WHERE true"
        for statement, what in (
            (f"UPDATE {table} SET {same}", "updated"),
            (f"UPDATE OR REPLACE {table} SET {same}", "updated"),
            (f"UPDATE {table} SET rowid = rowid + 1000", "updated"),
            (f"DELETE FROM {table}", "deleted from"),
            (f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}", "written twice"),
            (f"REPLACE INTO {table} SELECT * FROM {table} LIMIT 1", "written twice"),
            (f"INSERT OR IGNORE INTO {table} SELECT * FROM {table}", "written twice"),
            (f"{again} ON CONFLICT DO UPDATE SET {same}", "written twice"),
        ):
            with pytest.raises(sqlite3.IntegrityError) as refused:
                client.execute(statement)
            assert str(refused.value) == SENTENCE.format(table, what)
        assert client.execute(f"SELECT * FROM {table}").fetchall() == before


@pytest.mark.parametrize("table", [table.name for table in FACTS if "id" not in table.columns])
def test_a_replacing_insert_under_the_number_of_a_row_is_refused(
    filled_sqlite: Path, table: str
) -> None:
    with closing(sqlite3.connect(filled_sqlite)) as client:
        columns = [row[1] for row in client.execute(f"PRAGMA table_info({table})")]
        other = ", ".join(f'"{name}"' if name != "reading_id" else "999" for name in columns)
        names = ", ".join(f'"{name}"' for name in columns)
        with pytest.raises(sqlite3.IntegrityError, match=f"table {table} cannot be written twice"):
            client.execute(
                f"REPLACE INTO {table} (rowid, {names}) SELECT rowid, {other} FROM {table}"
            )


def test_a_replacing_insert_under_a_unique_key_is_refused(filled_sqlite: Path) -> None:
    with (
        closing(sqlite3.connect(filled_sqlite)) as client,
        pytest.raises(sqlite3.IntegrityError, match="table page cannot be written twice"),
    ):
        client.execute(
            "INSERT OR REPLACE INTO page (sha256, size, file, offset, length, record_sha256,"
            " recorded_at) SELECT sha256, 0, 'elsewhere', 0, 0, '', '' FROM page"
        )


@pytest.mark.parametrize("table", NAMES)
def test_a_plain_postgresql_client_cannot_change_facts(
    filled_postgres: psycopg.Connection, table: str
) -> None:
    rows = filled_postgres.execute(f"SELECT count(*) FROM {table}").fetchone()
    assert rows
    assert rows[0] > 0
    column = filled_postgres.execute(f"SELECT * FROM {table}").description[0].name  # type: ignore[index]
    again = f"INSERT INTO {table} SELECT * FROM {table}"
    keys = ", ".join(f'"{name}"' for name in KEYS[table])
    for statement, what in (
        (f'UPDATE {table} SET "{column}" = "{column}"', "updated"),
        (f'UPDATE ONLY {table} SET "{column}" = "{column}" WHERE false', "updated"),
        (f'{again} ON CONFLICT ({keys}) DO UPDATE SET "{column}" = 0', "updated"),
        (f"DELETE FROM {table}", "deleted from"),
        (f"TRUNCATE {table} CASCADE", "truncated"),
    ):
        with pytest.raises(psycopg.errors.RaiseException) as refused:
            filled_postgres.execute(statement)
        message = refused.value.diag.message_primary or ""
        assert message.startswith("facts are insert-only: table ")
        assert message.endswith(f" cannot be {what}")
    assert filled_postgres.execute(f"SELECT count(*) FROM {table}").fetchone() == rows


def test_state_can_be_changed(database_url: str, tmp_path: Path) -> None:
    with crawling(database_url, tmp_path) as crawl:
        crawl.look(URL, NIGHT)
        with crawl.store.engine.begin() as conn:
            conn.execute(sa.delete(article_state))
        crawl.store.rebuild()
        assert crawl.rows("SELECT count(*) FROM article_state") == [(1,)]
