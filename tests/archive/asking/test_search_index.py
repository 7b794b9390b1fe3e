"""The index of the past holds the readings it was told to hold, and is rebuilt as it was."""

import sqlalchemy as sa

from archive import Archive
from archive.storage import fts, schema
from archive.storage.derived import article_state, indexed_past
from archive.storage.engine import begin_write
from archive.storage.upgrade import migrate, upgrade
from tests.archive.crawl import DAY, NIGHT, crawling


def found(conn, word):
    if conn.dialect.name == "sqlite":
        query = sa.text("SELECT rowid FROM past_fts WHERE past_fts MATCH :word")
    else:
        query = sa.text(
            "SELECT reading_id FROM past_fts WHERE words @@ CAST(:word AS tsquery) ORDER BY 1"
        )
    return list(conn.scalars(query, {"word": word}))


def test_the_past_of_an_article_is_indexed_changed_and_rebuilt(shelf):
    public = shelf.article("baomau", "Tựa đầu", "Nội dung ban đầu.")
    shelf.version(public, "Tựa sau", "Nội dung đã sửa.")
    with begin_write(shelf.engine) as conn:
        first, second = conn.scalars(sa.select(schema.reading.c.id).order_by(schema.reading.c.id))
        article = conn.scalar(sa.select(article_state.c.article_id))
        fts.index_past(conn, article, [first])
        fts.index_past(conn, article, [first])
        assert found(conn, "dau") == [first]
        assert fts.rebuild(conn) == 1
        assert found(conn, "dau") == [first]
        fts.index_past(conn, article, [second])
        assert found(conn, "dau") == []
        assert found(conn, "sua") == [second]
        fts.index_past(conn, article, [])
        assert found(conn, "sua") == []
        assert conn.scalars(sa.select(indexed_past.c.reading_id)).all() == []


URL = "https://baosonkhe.example/tin-7.htm"


def test_an_upgrade_makes_the_indexes_anew(database_url, tmp_path):
    with crawling(database_url, tmp_path) as crawl:
        crawl.look(URL, NIGHT, title="Tựa đầu", body="Nội dung ban đầu của bài viết này.")
        crawl.look(URL, NIGHT + DAY, title="Tựa sau", body="Mọi thứ đã được sửa lại cả rồi.")
        migrate(crawl.store.engine, "0001")
        with begin_write(crawl.store.engine) as conn:
            if conn.dialect.name == "sqlite":  # what the first release held is not known here
                conn.exec_driver_sql("INSERT INTO reading_fts(reading_fts) VALUES ('delete-all')")
            else:
                conn.exec_driver_sql("DELETE FROM reading_fts")
    upgrade(database_url, tmp_path)
    with Archive.open(database_url, tmp_path) as archive:
        assert archive.search("mọi thứ", statuses=()).total == 1
        with archive.engine.connect() as conn:
            assert len(found(conn, "dau")) == 1
