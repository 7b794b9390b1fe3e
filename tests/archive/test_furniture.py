"""Furniture as the archive keeps it: numbered, out of force, put back; what is read under it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from archive import Archive
from archive.errors import BadQuery, NotFound
from archive.keeping.verify import verify
from archive.keeping.withhold import withhold
from archive.record import Furniture, Piece, Standing
from archive.storage import furniture
from archive.storage.rereading import reread
from archive.storage.standing import learn
from tests.archive.crawl import DAY, NIGHT, TEXT, Crawl, crawling
from tests.archive.taught import LINE, OTHER, SITE, Taught, bodies, first_night, look, taught, teach


@pytest.fixture
def crawl(database_url: str, tmp_path: Path) -> Iterator[Crawl]:
    with crawling(database_url, tmp_path, Taught()) as made:
        yield made


def at_number(conn: sa.Connection, number: int) -> tuple[Piece, ...]:
    """What is in force at a number."""
    return furniture.as_set(SITE, furniture.kept(conn, SITE), number).pieces


def test_what_is_learned_gets_the_next_number_and_nothing_new_gets_none(crawl: Crawl) -> None:
    first_night(crawl)
    assert (teach(crawl, LINE).number, teach(crawl, LINE).new) == (1, 0)
    assert (teach(crawl, LINE, OTHER).number, teach(crawl, LINE, OTHER).known) == (2, 2)
    with crawl.store.engine.connect() as conn:
        assert at_number(conn, 1) == (LINE,)
        assert at_number(conn, 2) == (LINE, OTHER)
        assert furniture.sets(conn)[SITE].number == 2


def test_no_page_is_read_for_it_while_nothing_stands_again(crawl: Crawl) -> None:
    first_night(crawl, 3)
    assert teach(crawl, LINE).pages == 0
    assert taught(crawl).asked == []
    assert learn(crawl.store, taught(crawl), SITE, always=True).pages == 3


def test_a_site_that_nobody_declares_is_named(crawl: Crawl) -> None:
    with pytest.raises(NotFound, match="no site baonao"):
        learn(crawl.store, taught(crawl), "baonao")


def test_the_learning_makes_no_version_and_edits_are_seen_beside_it(crawl: Crawl) -> None:
    first_night(crawl)
    teach(crawl, LINE)
    assert look(crawl, 1, 1) == "unchanged"  # a run keeps what it began with
    crawl.store.furnish()
    assert taught(crawl).name_of(SITE) == "plain-1+f1"
    assert taught(crawl).name_of("baovinhlam") == "plain-1"
    assert look(crawl, 2, 1) == "unchanged"
    assert look(crawl, 3, 1, body=f"Tin số 3, đã sửa lại cho đúng. {TEXT}") == "changed"
    assert look(crawl, 9, 1) == "first"
    assert len(crawl.rows("SELECT id FROM version")) == 8
    before = crawl.state()
    crawl.store.rebuild()
    assert crawl.state() == before


def test_stored_pages_of_that_site_alone_are_read_again(crawl: Crawl) -> None:
    first_night(crawl)
    look(crawl, 1, 0, site="baovinhlam")
    teach(crawl, LINE)
    crawl.store.furnish()
    done = reread(crawl.store, taught(crawl), furniture_only=True)
    assert (done.read, done.differing["body"]) == (6, 6)
    assert bodies(crawl) == {("plain-1+f1", False), ("plain-1", True)}
    assert reread(crawl.store, taught(crawl)).read == 0
    assert len(crawl.rows("SELECT id FROM version")) == 7


def test_another_release_of_the_reader_waits_for_a_person(crawl: Crawl) -> None:
    first_night(crawl)
    teach(crawl, LINE)
    crawl.store.furnish()
    taught(crawl).name = "plain-2"
    assert reread(crawl.store, taught(crawl), furniture_only=True).read == 0
    assert reread(crawl.store, taught(crawl)).read == 6


def test_a_piece_taken_out_of_force_raises_the_number_and_is_not_learned_again(
    crawl: Crawl,
) -> None:
    first_night(crawl)
    teach(crawl, LINE, OTHER)
    with crawl.store.engine.begin() as conn:
        named = furniture.kept(conn, SITE)[0].id
        with pytest.raises(BadQuery, match="say why"):
            furniture.remove(conn, named, " ", NIGHT)
        gone = furniture.remove(conn, named, "mở đầu của một loạt bài", NIGHT)
        assert (gone.removed_number, gone.removed_why) == (2, "mở đầu của một loạt bài")
        assert furniture.sets(conn)[SITE] == Furniture(SITE, 2, (OTHER,))
        assert at_number(conn, 1) == (LINE, OTHER)
        with pytest.raises(BadQuery, match="removed already"):
            furniture.remove(conn, named, "nữa", NIGHT)
    assert teach(crawl, LINE, OTHER).new == 0
    assert taught(crawl).refused == [LINE]
    crawl.store.furnish()
    reread(crawl.store, taught(crawl))
    assert bodies(crawl) == {("plain-1+f2", True)}


def test_a_piece_put_back_is_in_force_from_the_next_number_on(crawl: Crawl) -> None:
    first_night(crawl)
    teach(crawl, LINE)
    with crawl.store.engine.begin() as conn:
        named = furniture.kept(conn, SITE)[0].id
        with pytest.raises(BadQuery, match="nothing to restore"):
            furniture.restore(conn, named, NIGHT)
        furniture.remove(conn, named, "thử", NIGHT)
        furniture.restore(conn, named, NIGHT)
        sets = [at_number(conn, number) for number in range(4)]
        assert sets == [(), (LINE,), (), (LINE,)]
        with pytest.raises(NotFound, match="0000000000"):
            furniture.remove(conn, "0000000000", "thử", NIGHT)
    assert teach(crawl, LINE).number == 3


def test_evidence_is_told_again_and_begins_where_it_began(crawl: Crawl) -> None:
    first_night(crawl)
    teach(crawl, LINE)
    with crawl.store.engine.begin() as conn:
        held = furniture.kept(conn, SITE)[0]
        later = Standing(held.piece, 9, 8, 9, ("b2",), ("x",), NIGHT + DAY, NIGHT + 3 * DAY)
        assert furniture.add(conn, SITE, [later], NIGHT) == 0
        told = furniture.kept(conn, SITE)[0].evidence
    assert (told["articles"], told["examples"]) == (9, ["b2"])
    assert told["first_seen_at"] == NIGHT.isoformat()
    assert told["last_seen_at"] == (NIGHT + 3 * DAY).isoformat()


def test_a_learning_that_is_cut_short_leaves_nothing(
    crawl: Crawl, monkeypatch: pytest.MonkeyPatch
) -> None:
    first_night(crawl)
    added: list[Piece] = []

    def broken(conn: Any, owner: int, piece: Piece, *rest: Any) -> None:
        add_one(conn, owner, piece, *rest)
        added.append(piece)
        if len(added) == 2:
            raise KeyboardInterrupt

    add_one = furniture._add
    with monkeypatch.context() as patch:
        patch.setattr(furniture, "_add", broken)
        with pytest.raises(KeyboardInterrupt):
            teach(crawl, LINE, OTHER)
    with crawl.store.engine.connect() as conn:
        assert furniture.kept(conn, SITE) == []
    assert teach(crawl, LINE, OTHER).number == 1


def test_what_two_learn_at_once_is_numbered_once(crawl: Crawl) -> None:
    first_night(crawl)
    late = [Standing(LINE, 6, 6, 8, ("a1",), ("x",), NIGHT, NIGHT)]
    teach(crawl, LINE, OTHER)
    with crawl.store.engine.begin() as conn:  # it laid the pages side by side before
        assert furniture.add(conn, SITE, late, NIGHT) == 0
        assert [one.number for one in furniture.kept(conn, SITE)] == [1, 1]


def test_a_reading_under_a_number_that_never_was_is_found(crawl: Crawl) -> None:
    first_night(crawl)
    teach(crawl, LINE)
    crawl.store.furnish()
    assert look(crawl, 7, 1) == "first"
    assert found_wrong(crawl) == []
    taught(crawl).sets[SITE] = Furniture(SITE, 4, (LINE,))
    assert look(crawl, 8, 1) == "first"
    (wrong,) = found_wrong(crawl)
    assert "says that plain-1+f4 made it" in wrong
    assert "1 at most" in wrong


def found_wrong(crawl: Crawl) -> list[str]:
    proved = verify(crawl.store.engine, crawl.store.data_dir)
    return [one.sentence for one in proved.findings if one.kind == "furniture"]


def test_evidence_quotes_no_article_that_is_withheld(crawl: Crawl) -> None:
    first_night(crawl)
    url = f"https://{SITE}.example/tin-3.htm"
    ((named,),) = crawl.rows("SELECT article_id FROM current_article WHERE url = :url", url=url)
    shown = ("Tin 3", "Đọc báo in mỗi sáng")
    told = Standing(LINE, 6, 6, 8, (named, "b2"), ("Tin 2", *shown), NIGHT, NIGHT)
    with crawl.store.engine.begin() as conn:
        furniture.add(conn, SITE, [told], NIGHT)
    withhold(crawl.store.engine, crawl.store.data_dir, named, None, "án 1", "An", NIGHT + 9 * DAY)
    with crawl.store.engine.connect() as conn:
        (one,) = furniture.kept(conn, SITE)
    assert (one.evidence["examples"], one.evidence["shows"]) == (["b2"], ["Tin 2"])
    crawl.store.furnish()
    done = reread(crawl.store, taught(crawl), furniture_only=True)
    assert (done.read, done.lost) == (5, 0)


def test_each_night_reads_the_newest_articles_again_first(crawl: Crawl) -> None:
    first_night(crawl)
    teach(crawl, LINE)
    crawl.store.furnish()
    assert reread(crawl.store, taught(crawl), limit=2, furniture_only=True).read == 2
    sql = "SELECT url FROM reading WHERE reader = 'plain-1+f1' ORDER BY url"
    newest = [f"https://{SITE}.example/tin-{number}.htm" for number in (5, 6)]
    assert [url for (url,) in crawl.rows(sql)] == newest


def test_late_looks_and_ways_back_are_told_with_one_set_of_furniture(crawl: Crawl) -> None:
    for number in range(1, 7):
        look(crawl, number, 3)
    teach(crawl, LINE)
    crawl.store.furnish()
    versions = len(crawl.rows("SELECT id FROM version"))
    look(crawl, 1, 1)  # an earlier page, read later
    assert look(crawl, 1, 4) == "unchanged"
    assert len(crawl.rows("SELECT id FROM version")) == versions
    assert look(crawl, 2, 4, body=f"Tin số 2, đã sửa lại cho đúng. {TEXT}") == "changed"
    teach(crawl, LINE, OTHER)
    crawl.store.furnish()
    assert look(crawl, 2, 5) == "reverted"
    reread(crawl.store, taught(crawl), furniture_only=True)
    assert look(crawl, 2, 6) == "unchanged"
    assert len(crawl.rows("SELECT id FROM version")) == versions + 2
    assert verify(crawl.store.engine, crawl.store.data_dir).is_whole


def test_search_follows_what_is_shown_and_remembers_what_was_known(
    crawl: Crawl, database_url: str, tmp_path: Path
) -> None:
    crawl.store.now = lambda: NIGHT + 10 * DAY
    first_night(crawl)
    teach(crawl, LINE)
    crawl.store.furnish()
    crawl.store.now = lambda: NIGHT + 20 * DAY
    reread(crawl.store, taught(crawl), furniture_only=True)
    with Archive.open(database_url, tmp_path / "data") as asked:
        words, every = "đọc báo in mỗi sáng", ("accepted", "review", "rejected")
        assert asked.search(words, statuses=every).total == 0
        before = asked.search(words, statuses=every, known_at=NIGHT + 15 * DAY)
    assert before.total == 6
