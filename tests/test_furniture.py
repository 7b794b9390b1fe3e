"""A site whose noise rotates, in the small: what one night teaches, the next is read without."""

import json
from collections.abc import Iterator

import pytest

from tests.benxuan.played import EDITED, SITE, Played
from tests.crawl import Crawls
from tests.mau.archived import Archived, Ended

NIGHTS = (20, 8, 6)
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


def egov(played: Played, *words: str) -> Ended:
    """A command of the archive, on the database that the nights are in."""
    made = Archived(played.url, played.folder)
    return made.run("archive", *words, ARCHIVE_DATA_DIR=str(played.folder))


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
    assert [told.versions for told in played.nights_told] == [(20, 20), (28, 28), (34, 34 + EDITED)]


def test_each_piece_is_shown_with_its_evidence(played: Played) -> None:
    for one in played.pieces():
        assert one.evidence["stories"] >= 5
        assert one.evidence["shows"]
        assert set(one.evidence["examples"]) <= {row[0] for row in played.rows(IDS)}
    said = egov(played, "furniture", SITE).said
    assert "Đáng chú ý trong ngày" in said
    assert "20 of 20 articles (100%)" in said
    shown = json.loads(egov(played, "furniture", "--json").said)
    assert shown["numbers"] == {SITE: 1}
    assert {one["piece"]["kind"] for one in shown["furniture"]} == {"place", "box", "line"}


def test_all_proofs_of_the_archive_hold(played: Played) -> None:
    ended = egov(played, "verify")
    assert ended.status == 0, ended.said
