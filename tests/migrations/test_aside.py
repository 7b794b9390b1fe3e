"""A batch change of a table keeps the views and triggers, on both databases."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations
from mako.template import Template

from archive.storage.engine import begin_write
from migrations.aside import set_aside
from tests.archive.crawl import Crawl, crawling
from tests.archive.test_guards import fill
from tests.migrations import freeze
from tests.migrations.test_migrations import objects


def change(crawl: Crawl, *changed: str) -> None:
    """What a later revision might do: another type, another column, facts filled in."""
    engine = crawl.store.engine
    with engine.connect() as conn:
        if engine.dialect.name == "sqlite":
            driver = conn.connection.driver_connection
            assert driver
            driver.execute("PRAGMA foreign_keys=OFF")  # as `egov upgrade` does, before BEGIN
        with conn.begin():
            op = Operations(MigrationContext.configure(conn))
            with set_aside(conn, changed):
                with op.batch_alter_table("reading") as batch:
                    batch.add_column(sa.Column("words", sa.Integer))
                    batch.alter_column("title", type_=sa.String(500))
                op.execute("UPDATE reading SET words = 7")
        if engine.dialect.name == "sqlite":
            assert conn.exec_driver_sql("PRAGMA foreign_key_check").all() == []


def kept(crawl: Crawl) -> dict[str, str]:
    names = ("view", "trigger", "function")
    return {k: v for k, v in objects(crawl.store.engine).items() if k.startswith(names)}


def test_a_batch_change_keeps_views_triggers_and_rows(database_url: str, tmp_path: Path) -> None:
    with crawling(database_url, tmp_path) as crawl:
        fill(crawl)
        before, rows = kept(crawl), crawl.rows("SELECT * FROM current_article ORDER BY 1")
        change(crawl)
    with crawling(database_url, tmp_path) as crawl:
        assert kept(crawl) == before
        assert crawl.rows("SELECT * FROM current_article ORDER BY 1") == rows
        assert crawl.rows("SELECT DISTINCT words FROM reading") == [(7,)]
        refused = pytest.raises(sa.exc.DBAPIError, match="table reading cannot be updated")
        with refused, begin_write(crawl.store.engine) as conn:
            conn.exec_driver_sql("UPDATE reading SET words = 8")


def test_a_view_that_the_revision_changes_is_left_to_it(database_url: str, tmp_path: Path) -> None:
    with crawling(database_url, tmp_path) as crawl:
        before = kept(crawl)
        change(crawl, "run_report")
        assert set(before) - set(kept(crawl)) == {"view run_report"}


def test_a_new_revision_stands_aside_by_itself() -> None:
    template = Template((freeze.ROOT / "migrations" / "script.py.mako").read_text())
    steps = "with op.batch_alter_table('page') as batch:\n        batch.drop_column('size')"
    text = template.render(
        message="Smaller pages",
        up_revision="0002",
        down_revision="0001",
        upgrades=steps,
        downgrades="",
    )
    found: dict[str, object] = {}
    exec(compile(text, "0002", "exec"), found)
    assert (found["revision"], found["down_revision"]) == ("0002", "0001")
    assert "    with set_aside(op.get_bind()):\n        with op.batch" in text
