"""A site whose noise rotates, in the small: what one night teaches, the next is read without."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from archive.cli import main
from archive.storage.engine import connect
from archive.storage.rereading import Reread, reread
from archive.storage.store import Store
from crawler import sites
from tests.benxuan.played import EDITED, SETTINGS, SITE, Played
from tests.crawl import Crawls
from tests.mau.archived import Archived, Ended

NIGHTS = (16, 6, 5)
IDS = "SELECT public_id FROM article"


@pytest.fixture(scope="module")
def played(
    module_database_url: str, tmp_path_factory: pytest.TempPathFactory, crawls: Crawls
) -> Iterator[Played]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SCRAPY_SETTINGS_MODULE", "")  # put back at the end, as is the next
        patch.setenv("ARCHIVE_DATA_DIR", "")
        folder = tmp_path_factory.mktemp("benxuan") / "data"
        made = Played(module_database_url, folder, crawls, NIGHTS)
        for night in (1, 2, 3):
            made.play(night)
        yield made


Command = Callable[..., Ended]


@pytest.fixture
def egov(
    played: Played, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Command:
    """A command of the archive, on the database that the nights are in."""
    monkeypatch.setenv("ARCHIVE_DATABASE_URL", played.url)

    def run(*words: str) -> Ended:
        monkeypatch.setattr("sys.argv", ["egov", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr()
        return Ended(int(ended.value.code or 0), told.out + told.err, 0)

    return run


def read_again(played: Played) -> Reread:
    """What `scrapy reread` does."""
    with closing(Store(connect(played.url), played.folder, sites.reader)) as store:
        store.furnish()
        assert store.reader is not None
        return reread(store, store.reader, [SITE])


def test_the_general_rules_leave_what_furniture_then_removes(played: Played) -> None:
    first, second = played.nights_told[:2]
    assert first.new.noise > 0.9 * first.new.of
    assert played.bare(2).noise > 0.9 * played.bare(2).of
    assert (second.new.noise, second.new.kept) == (0, [])
    assert second.new.pages == NIGHTS[1]


@pytest.mark.parametrize("night", [2, 3])
def test_looks_at_older_articles_are_read_without_it_too(played: Played, night: int) -> None:
    looked = played.nights_told[night - 1].old
    assert looked.pages > NIGHTS[0] / 2
    assert (looked.noise, looked.kept) == (0, [])


def test_the_night_reads_again_what_it_had_read_before_it_learned(played: Played) -> None:
    for told in played.nights_told:
        assert (told.shown.noise, told.shown.kept) == (0, [])


def test_no_line_of_any_article_is_lost(played: Played) -> None:
    for told in played.nights_told:
        assert [*told.new.lost, *told.old.lost, *told.shown.lost] == []


def test_learning_makes_no_version_and_an_edit_does(played: Played) -> None:
    assert [told.versions for told in played.nights_told] == [(16, 16), (22, 22), (27, 27 + EDITED)]


def test_each_piece_is_shown_with_its_evidence(played: Played, egov: Command) -> None:
    for one in played.pieces():
        assert one.evidence["stories"] >= 5
        assert one.evidence["shows"]
        assert set(one.evidence["examples"]) <= {row[0] for row in played.rows(IDS)}
    said = egov("furniture", SITE).said
    assert "Đáng chú ý trong ngày" in said
    assert "16 of 16 articles (100%)" in said
    shown = json.loads(egov("furniture", "--json").said)
    assert shown["numbers"] == {SITE: 1}
    assert {one["piece"]["kind"] for one in shown["furniture"]} == {"place", "box", "line"}


def test_each_removed_line_is_told_with_the_piece_that_removed_it(
    played: Played, tmp_path: Path
) -> None:
    article = played.shown(3)[0]
    page = played.page(article, 3)
    (tmp_path / "page.html").write_text(page.html, encoding="utf-8")
    made = Archived(played.url, played.folder)
    words = ("read", str(tmp_path / "page.html"), "--url", article.url, "--json", "--removed")
    place = {"SCRAPY_SETTINGS_MODULE": SETTINGS, "ARCHIVE_DATA_DIR": str(played.folder)}
    ended = made.run("scrapy", *words, "--furniture", **place)
    assert ended.status == 0, ended.said
    told = json.loads(ended.said)["removed"]
    ids = {f"furniture {one.piece.kind} {one.id}" for one in played.pieces()}
    mine = {text for rule, text in told if rule in ids}
    assert mine <= set(page.noise) <= {text for _, text in told}
    assert len(mine) > 0.9 * len(set(page.noise))
    bare = sites.reader.read(page.html.encode(), article.url)
    assert mine <= {block.text for block in bare.blocks}


def test_a_person_takes_a_piece_out_of_force_and_puts_it_back(
    played: Played, egov: Command
) -> None:
    label = next(one for one in played.pieces() if one.piece.kind == "box")
    ended = egov("furniture", "remove", label.id, "--why", "là tên một chuyên mục")
    assert "out of force from number 2 on" in ended.said
    assert label.id not in egov("furniture").said
    assert "là tên một chuyên mục" in egov("furniture", SITE, "--removed").said
    before = played.versions()
    assert read_again(played).refused == 0
    assert played.stands(3).noise > 0
    assert "from number 3 on" in egov("furniture", "restore", label.id).said
    read_again(played)
    assert (played.stands(3).noise, played.versions()) == (0, before)
    refused = egov("furniture", "remove", "0123456789", "--why", "thử")
    assert refused.status != 0
    assert "no furniture 0123456789" in refused.said


def test_all_proofs_of_the_archive_hold(egov: Command) -> None:
    ended = egov("verify")
    assert ended.status == 0, ended.said
