"""The migrated database is the one that the code describes, on both databases."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from archive.errors import ArchiveError, Locked, SchemaAhead, SchemaBehind
from archive.storage import derived, engine, fts, guards  # noqa: F401
from archive.storage.columns import metadata
from archive.storage.lock import held
from archive.storage.upgrade import check_head, migrate, revisions, upgrade
from tests.migrations import freeze

PROMISED = {
    "current_article": "article_id site unit_code url title lead body author section published_at"
    " published_on published_precision first_seen_at last_seen_at gone_at version_no version_count"
    " topic_score topic_status story_id is_origin source_name source_url",
    "article_version": "article_id version_id site url version_no seen_at change changed_fields"
    " title lead body digest page_sha256",
    "story_copy": "story_id article_id site url published_at role relation evidence jaccard"
    " containment",
    "fetch_ledger": "fetch_id run_id site url requested_at status outcome article_id page_sha256",
    "run_report": "run_id site trigger started_at finished_at outcome discovered fetched"
    " new_articles new_versions unchanged gone failed",
    "article_mention": "article_id version_no kind key label count",
}
SEARCH = ("reading_fts", "past_fts")  # not in the metadata: each database has its own


@pytest.fixture
def opened(database_url: str) -> Iterator[sa.Engine]:
    opened = engine.connect(database_url)
    yield opened
    opened.dispose()


def objects(opened: sa.Engine) -> dict[str, str]:
    """Every object of the database with its definition, as the database itself tells it."""
    with opened.connect() as conn:
        if opened.dialect.name == "sqlite":
            rows = conn.exec_driver_sql(
                "SELECT type || ' ' || name, sql FROM sqlite_master"
                " WHERE sql IS NOT NULL AND name <> 'alembic_version'"
            )
        else:
            rows = conn.exec_driver_sql(CATALOGUE)
        return {name: " ".join(sql.replace('"', "").split()) for name, sql in rows}


CATALOGUE = """
SELECT 'view ' || viewname, definition FROM pg_views WHERE schemaname = 'public'
UNION ALL SELECT 'index ' || indexname, indexdef FROM pg_indexes
  WHERE schemaname = 'public' AND tablename <> 'alembic_version'
UNION ALL SELECT 'trigger ' || tgrelid::regclass || '.' || tgname, pg_get_triggerdef(oid)
  FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT 'function ' || proname, pg_get_functiondef(oid) FROM pg_proc
  WHERE pronamespace = 'public'::regnamespace
UNION ALL SELECT 'constraint ' || conrelid::regclass || '.' || conname, pg_get_constraintdef(oid)
  FROM pg_constraint WHERE connamespace = 'public'::regnamespace
  AND conrelid::regclass::text <> 'alembic_version'
UNION ALL SELECT 'column ' || table_name || '.' || column_name,
  concat_ws(' ', data_type, character_maximum_length::text, is_nullable, column_default)
  FROM information_schema.columns
  WHERE table_schema = 'public' AND table_name <> 'alembic_version'
"""


def make(opened: sa.Engine) -> None:
    """All that the code describes, without any migration."""
    with opened.begin() as conn:
        metadata.create_all(conn)
        for statement in (*fts.create(conn.dialect.name), *guards.create(conn.dialect.name)):
            conn.exec_driver_sql(statement)


def test_the_migrated_database_is_the_one_that_the_code_describes(opened: sa.Engine) -> None:
    migrated = objects(opened)
    migrate(opened, "base")
    assert objects(opened) == {}
    make(opened)
    assert objects(opened) == migrated


def test_autogenerate_finds_nothing_to_do(opened: sa.Engine) -> None:
    with opened.connect() as conn:
        context = MigrationContext.configure(conn, opts={"compare_type": True})
        ours = [
            change
            for change in compare_metadata(context, metadata)
            if not (
                change[0] == "remove_table"
                and change[1].name.startswith(("reading_fts", "past_fts"))
            )
            and not (
                change[0] == "remove_index" and change[1].table.name in ("reading_fts", "past_fts")
            )
        ]
    assert ours == []


def test_up_down_and_up_again_gives_the_same(opened: sa.Engine) -> None:
    before = objects(opened)
    migrate(opened, "base")
    assert objects(opened) == {}
    migrate(opened, revisions()[-1])
    assert objects(opened) == before


@pytest.mark.parametrize("name", list(freeze.DIALECTS))
def test_the_newest_revision_is_frozen_as_the_code_describes_it(name: str) -> None:
    assert (freeze.VERSIONS / f"{freeze.NEWEST}.{name}.sql").read_text("utf-8") == freeze.text(name)


HEAD = revisions()[-1]
RELEASED = {
    "0001.postgresql.sql": "19ff5018f3b1bd6a1f0981b7a2b4bec0798b9cdb1be7bfa7d83694a40d7541d9",
    "0001.sqlite.sql": "061690ee0f0e14bfaff086403f81fc5247aa734f829e03a0c9a19d4ad9b2a372",
    "0002.postgresql.sql": "c425d182a5d92e5250e85e53bdc88a6e76ecd38950752cbd31bac96cdf428e12",
    "0002.sqlite.sql": "4eb6214c0f41e52b2996c2a6d86ff95ab5c3e83c63dc813074fc075fb8d45013",
    "0003.postgresql.sql": "4e21bd8c7d38226bf9afa91969005ec037631ee2f7be2ad38f52c5728f60a4b7",
    "0003.sqlite.sql": "2a04601dd7c992db3c9c749d9a76d2141e38bbf54df714ab6449ca59ef8062a4",
}


@pytest.mark.parametrize("name", list(RELEASED))
def test_a_released_revision_is_never_written_again(name: str) -> None:
    assert sha256((freeze.VERSIONS / name).read_bytes()).hexdigest() == RELEASED[name]


def test_the_views_have_exactly_the_promised_columns(opened: sa.Engine) -> None:
    with opened.connect() as conn:
        for view, columns in PROMISED.items():
            found = conn.exec_driver_sql(f"SELECT * FROM {view}")
            assert list(found.keys()) == columns.split(), view


def test_revisions_import_nothing_of_ours() -> None:
    for file in (freeze.ROOT / "migrations").glob("**/*.py"):
        ours = re.findall(
            r"(?:from|import) (archive|crawler)[\w.]*( import \w+)?", file.read_text()
        )
        allowed = [("archive", " import schema")] if file.name == "env.py" else []
        assert ours == allowed, file.name


# --- egov upgrade ---


def test_an_empty_database_says_what_to_run(tmp_path: Path) -> None:
    opened = engine.connect(f"sqlite:///{tmp_path / 'new' / 'archive.db'}")
    with pytest.raises(SchemaBehind, match="egov upgrade"):
        check_head(opened)
    opened.dispose()


def test_a_newer_database_says_what_to_do(
    opened: sa.Engine, database_url: str, tmp_path: Path
) -> None:
    check_head(opened)
    with opened.begin() as conn:
        conn.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    for ask in (lambda: check_head(opened), lambda: upgrade(database_url, tmp_path)):
        with pytest.raises(SchemaAhead, match=r"9999.*newer release"):
            ask()


def test_an_upgrade_of_the_head_does_nothing(sqlite_url: str, tmp_path: Path) -> None:
    assert upgrade(sqlite_url, tmp_path) == revisions()[-1]
    assert not (tmp_path / "backup").exists()


def test_an_older_sqlite_file_is_copied_before_it_is_changed(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.storage.upgrade.revisions", lambda: ["0001", HEAD, "9998"])
    monkeypatch.setattr("archive.storage.upgrade._migrate", lambda *_: None)
    upgrade(sqlite_url, tmp_path)
    (copy,) = (tmp_path / "backup").iterdir()
    with closing(sqlite3.connect(copy)) as client:
        assert client.execute("SELECT version_num FROM alembic_version").fetchall() == [(HEAD,)]


def test_an_upgrade_without_room_for_its_backup_is_refused(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.storage.upgrade.revisions", lambda: ["0001", HEAD, "9998"])
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=1))
    with pytest.raises(ArchiveError, match="make room"):
        upgrade(sqlite_url, tmp_path)


def test_two_upgrades_at_once_are_refused(tmp_path: Path) -> None:
    with held(tmp_path / "archive.db.lock"), pytest.raises(Locked, match="another process"):
        held(tmp_path / "archive.db.lock").__enter__()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://localhost/x", "SQLite or PostgreSQL"),
        ("sqlite:///.", "is a folder: name the file in it"),
        ("not a url", "sqlite:///path"),
        ("sqlite:////proc/nowhere/archive.db", "sqlite:////proc/nowhere/archive.db"),
        ("postgresql://a:secret@127.0.0.1:1/x", "postgresql"),
        ("postgresql://a:secret@127.0.0.1:1/x?no=secret", "option .no.*Check ARCHIVE_DATABASE_URL"),
    ],
)
def test_a_database_that_cannot_be_opened_is_named_without_its_password(
    url: str, said: str
) -> None:
    with pytest.raises(ArchiveError, match=said) as refused:
        engine.connect(url)
    assert "secret" not in str(refused.value)
