from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from archive.storage import stories
from archive.storage.clock import wall_clock
from archive.storage.derived import shingle_stop, story_alias
from archive.storage.engine import begin_read, begin_write, connect
from archive.storage.settling import settle
from archive.storage.stock import Stock, stock
from tests.archive.crawl import NIGHT, OTHER, crawling

NOW = datetime(2026, 3, 2, 18, 30, tzinfo=UTC)


@pytest.fixture
def engine(database_url):
    made = connect(database_url)
    yield made
    made.dispose()


def test_stories_that_are_not_what_their_links_say_are_counted_and_mended(engine):
    with begin_write(engine) as conn:
        conn.execute(sa.insert(shingle_stop).values(hash=7, refreshed_at=NOW))
        conn.execute(sa.insert(story_alias).values(alias="aaaaaaaaaaaa", story_id="bbbbbbbbbbbb"))
    assert settle(engine, NOW) == 1
    assert settle(engine, NOW) == 0
    with begin_read(engine) as conn:
        assert conn.execute(sa.select(story_alias)).all() == []
        assert conn.execute(sa.select(shingle_stop)).all() == []


def test_a_settling_that_is_killed_leaves_all_as_it_was(engine, monkeypatch):
    with begin_write(engine) as conn:
        conn.execute(sa.insert(shingle_stop).values(hash=7, refreshed_at=NOW))
        conn.execute(sa.insert(story_alias).values(alias="aaaaaaaaaaaa", story_id="bbbbbbbbbbbb"))

    def killed(conn):
        conn.execute(sa.delete(story_alias))
        raise KeyboardInterrupt

    monkeypatch.setattr(stories, "rebuild", killed)
    with pytest.raises(KeyboardInterrupt):
        settle(engine, NOW)
    monkeypatch.undo()
    with begin_read(engine) as conn:
        assert len(conn.execute(sa.select(shingle_stop)).all()) == 1
    assert settle(engine, NOW) == 1  # the row is there again, and mended now


def test_an_article_that_tells_of_another_story_than_its_links_is_mended(database_url, tmp_path):
    told = "SELECT article_id, story_id, is_origin FROM article_state ORDER BY 1"
    with crawling(database_url, tmp_path) as crawl:
        for site in ("baosonkhe", "baovinhlam"):
            crawl.look(f"https://{site}.example/tin-1.htm", NIGHT, title="Khai trương")
        crawl.look("https://baosonkhe.example/tin-2.htm", NIGHT, title="Cốm", body=OTHER)
        before = crawl.rows(told)
        assert [row[1] is None for row in before] == [False, False, True]
        for one in ("story_id = NULL WHERE article_id = 2", "story_id = 'c' WHERE article_id = 3"):
            with begin_write(crawl.store.engine) as conn:
                conn.execute(sa.text(f"UPDATE article_state SET {one}"))
            settle(crawl.store.engine, NOW)
            assert crawl.rows(told) == before


def test_stories_that_stand_as_their_links_say_are_not_written_again(
    database_url, tmp_path, monkeypatch
):
    with crawling(database_url, tmp_path) as crawl:
        for site in ("baosonkhe", "baovinhlam"):
            crawl.look(f"https://{site}.example/tin-1.htm", NIGHT, title="Khai trương")
        monkeypatch.setattr(stories, "rebuild", pytest.fail)
        assert settle(crawl.store.engine, NOW) == 0


def test_an_empty_archive_has_a_size_and_does_not_grow(engine, tmp_path):
    found = stock(engine, tmp_path / "data", NOW, 0.1)
    assert found.held > 0
    assert (found.nightly, found.nights) == (0, None)


def test_what_a_night_adds_follows_from_the_pages_that_were_kept(database_url, tmp_path):
    with crawling(database_url, tmp_path) as crawl:
        crawl.look("https://baosonkhe.example/tin-1.htm", NIGHT)
        found = stock(crawl.store.engine, crawl.store.data_dir, wall_clock(), 0.1)
    assert 0 < found.nightly <= found.held


def test_room_is_told_in_nights():
    assert Stock(held=10, nightly=3, room=100).nights == 33
