"""Stored pages read again: readings and labels are added, versions stay as they are."""

from pathlib import Path
from typing import Any

import pytest

from archive.asking import queries
from archive.errors import NotFound
from archive.storage.moments import Moment
from archive.storage.rereading import reread
from archive.text import mentions, topics
from tests.archive.clock import Clock
from tests.archive.crawl import Crawl, crawling
from tests.archive.rereads import First, Second, kept

PAGES = 60
CHAIN = "SELECT public_id, seen_at, recorded_at, chain FROM version ORDER BY id"
FIELDS = ("title", "body", "author")


def read_by(crawl: Crawl) -> dict[str, int]:
    sql = """SELECT reader, count(*) FROM version_state
    JOIN reading ON reading.id = version_state.reading_id GROUP BY reader"""
    return dict(crawl.rows(sql))


def numbers(crawl: Crawl) -> list[Any]:
    return crawl.rows("SELECT version_id, number, seen_at FROM version_state ORDER BY version_id")


def test_a_dry_run_foretells_the_differences_and_no_version_is_made(
    database_url: str, tmp_path: Path
) -> None:
    with crawling(database_url, tmp_path) as crawl:
        truth = kept(crawl, PAGES)
        before, rows = (crawl.rows(CHAIN), numbers(crawl)), crawl.rows("SELECT * FROM reading")
        foretold = reread(crawl.store, Second(), dry_run=True)
        assert crawl.rows("SELECT * FROM reading") == rows
        done = reread(crawl.store, Second())
        assert (crawl.rows(CHAIN), numbers(crawl)) == before
        assert foretold == done
        assert {name: done.differing[name] for name in FIELDS} == {n: truth[n] for n in FIELDS}
        assert (done.versions, done.refused, done.lost) == (PAGES, truth["refused"], 0)
        assert done.read == PAGES - done.refused
        assert read_by(crawl) == {"plain-2": done.read, "plain-1": done.refused}
        again = reread(crawl.store, Second())
        assert (again.read, again.versions) == (0, done.refused)
        held = crawl.state()
        crawl.store.rebuild()
        assert crawl.state() == held


def test_questions_take_the_newest_reading_and_the_past_the_one_known_then(
    sqlite_url: str, tmp_path: Path
) -> None:
    with crawling(sqlite_url, tmp_path) as crawl:
        crawl.store.now = clock = Clock()
        kept(crawl, 8)
        known_at = clock.at
        reread(crawl.store, Second())
        names = [row[0] for row in crawl.rows("SELECT article_id FROM current_article")]
        with crawl.store.engine.connect() as conn:
            now = [queries.show(conn, name) for name in names]
            then = [queries.show(conn, name, None, Moment(known_at=known_at)) for name in names]
        assert {one.reader for one in then} == {"plain-1"}
        now = [one for one in now if one.reader == "plain-2"]  # the others were refused
        assert len(now) > len(then) / 2
        assert any("Báo Sơn Khê" in one.title for one in then)
        assert not any("Báo Sơn Khê" in one.title for one in now)


def test_what_is_cut_short_goes_on_where_it_was(sqlite_url: str, tmp_path: Path) -> None:
    class Killed(BaseException):
        pass

    class Dying(Second):
        def __init__(self) -> None:
            super().__init__()
            self.left = PAGES // 2

        def of(self, page: dict[str, Any], url: str) -> Any:
            self.left -= 1
            if self.left < 0:
                raise Killed
            return super().of(page, url)

    with crawling(sqlite_url, tmp_path) as crawl:
        truth = kept(crawl, PAGES)
        with pytest.raises(Killed):
            reread(crawl.store, Dying())
        part = read_by(crawl)["plain-2"]
        assert 0 < part < PAGES // 2 + 1
        some = reread(crawl.store, Second(), limit=5)
        assert some.versions == 5
        rest = reread(crawl.store, Second())
        assert part + some.read + rest.read == PAGES - truth["refused"]


def test_a_lost_page_is_told_and_holds_up_no_other(sqlite_url: str, tmp_path: Path) -> None:
    with crawling(sqlite_url, tmp_path) as crawl:
        kept(crawl, 4)
        file = next((tmp_path / "data").rglob("*.warc.gz"))
        crawl.store.close()
        offset, length = crawl.rows('SELECT "offset", length FROM page ORDER BY id')[1]
        content = bytearray(file.read_bytes())
        content[offset : offset + length] = bytes(length)
        file.write_bytes(content)
        found = reread(crawl.store, Second())
        assert (found.lost, found.read) == (1, 3 - found.refused)
        assert "baosonkhe.example" in found.told[0]


def test_a_new_lexicon_and_gazetteer_label_readings_again_without_their_pages(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with crawling(database_url, tmp_path) as crawl:
        crawl.store.reader = First()
        kept(crawl, 6)
        assert reread(crawl.store, First()).versions == 0
        monkeypatch.setattr(topics, "LEXICON", "tomorrow")
        monkeypatch.setattr(mentions, "GAZETTEER", "tomorrow")
        monkeypatch.setattr(mentions, "find", lambda found: ())
        found = reread(crawl.store, First())
        assert (found.read, found.labelled) == (0, 6)
        assert crawl.rows("SELECT count(*) FROM topic WHERE lexicon = 'tomorrow'") == [(6,)]
        assert crawl.rows("SELECT * FROM article_mention") == []
        assert reread(crawl.store, First()).versions == 0
        held = crawl.state()
        crawl.store.rebuild()
        assert crawl.state() == held


def test_a_site_that_is_not_held_is_named(sqlite_url: str, tmp_path: Path) -> None:
    told = r"holds no site baonhamlan; it holds: .*baosonkhe"
    with crawling(sqlite_url, tmp_path) as crawl, pytest.raises(NotFound, match=told):
        reread(crawl.store, Second(), ["baonhamlan"])
