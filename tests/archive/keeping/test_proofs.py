"""What each proof finds, and that it finds nothing in an archive that nobody touched."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from archive.keeping.proofs import standing, structure
from archive.storage import rebuilding
from archive.storage.engine import begin_read, begin_write
from tests.archive.crawl import DAY, NIGHT, OTHER, TEXT, Crawl, crawling
from tests.archive.filled import Filled, copied

URL = "https://baosonkhe.example/tin-{}.htm"
COPY = "https://baovinhlam.example/tin-{}.htm"


@pytest.fixture(scope="module")
def filled(module_database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Filled:
    folder = tmp_path_factory.mktemp("proved")
    with crawling(module_database_url, folder) as crawl:
        crawl.look(URL.format(1), NIGHT)
        crawl.look(URL.format(1), NIGHT + DAY, body="Một câu mới được thêm vào. " + TEXT)
        crawl.look(COPY.format(1), NIGHT + DAY)
        crawl.look(URL.format(2), NIGHT, title="Mùa lúa chín", body=OTHER)
    return module_database_url, folder / "data"


@pytest.fixture
def crawl(filled: Filled, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Crawl]:
    """A copy of that archive, for one test."""
    with copied(filled, tmp_path, request) as url, crawling(url, tmp_path) as crawl:
        yield crawl


def test_state_is_its_rebuild_and_stays_untouched_by_the_proof(crawl: Crawl) -> None:
    before = crawl.state()
    with begin_read(crawl.store.engine) as conn:
        assert list(standing.check(conn)) == []
    assert crawl.state() == before


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("article_state", "UPDATE article_state SET looks = looks + 1 WHERE article_id = 1"),
        ("article_state", "UPDATE article_state SET story_id = 'x' WHERE article_id = 1"),
        ("version_state", "UPDATE version_state SET kind = 'media' WHERE version_id = 1"),
        ("version_state", "DELETE FROM version_state WHERE version_id = 1"),
        ("story_copy_state", "UPDATE story_copy_state SET role = 'copy'"),
        ("story_alias", "DELETE FROM story_alias"),
        ("shingle", "UPDATE shingle SET hash = 7 WHERE hash = (SELECT min(hash) FROM shingle)"),
        ("indexed_reading", "DELETE FROM indexed_reading WHERE article_id = 1"),
    ],
)
def test_a_changed_row_of_state_is_named(crawl: Crawl, table: str, change: str) -> None:
    with crawl.store.engine.begin() as conn:
        conn.exec_driver_sql(change)
    with begin_read(crawl.store.engine) as conn:
        found = list(standing.check(conn))
    assert table in {one.where for one in found}
    assert all(one.repairable and one.article for one in found)
    with begin_write(crawl.store.engine) as conn:
        rebuilding.rebuild(conn)
    with begin_read(crawl.store.engine) as conn:
        assert list(standing.check(conn)) == []


def test_a_changed_entry_of_the_search_index_is_named(crawl: Crawl) -> None:
    with crawl.store.engine.begin() as conn:
        if conn.dialect.name == "sqlite":
            conn.exec_driver_sql("INSERT INTO reading_fts(reading_fts) VALUES ('delete-all')")
        else:
            conn.execute(sa.text("UPDATE reading_fts SET words = strip(words)"))
    with begin_read(crawl.store.engine) as conn:
        assert {one.where for one in standing.check(conn)} == {"reading_fts"}


def test_a_trigger_that_is_none_of_ours_is_named(crawl: Crawl) -> None:
    engine = crawl.store.engine
    with engine.begin() as conn:
        if engine.dialect.name == "sqlite":
            conn.exec_driver_sql(
                "CREATE TRIGGER sly AFTER INSERT ON topic BEGIN DELETE FROM health; END"
            )
        else:
            conn.exec_driver_sql(
                "CREATE TRIGGER sly BEFORE INSERT ON topic"
                " FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()"
            )
    with begin_read(engine) as conn:
        (found,) = structure.check(engine, conn)
    assert (found.kind, found.row) == ("schema", "sly")
    with engine.begin() as conn:
        on = "" if engine.dialect.name == "sqlite" else " ON topic"
        conn.exec_driver_sql(f"DROP TRIGGER sly{on}")
    with begin_read(engine) as conn:
        assert list(structure.check(engine, conn)) == []
