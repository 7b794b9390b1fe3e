"""What the archive answers about an article, its history and what changed."""

from datetime import UTC, datetime

import pytest

from archive import Archive
from archive.errors import BadQuery, NotFound
from archive.storage import columns
from archive.storage.engine import connect

NOON = datetime(2026, 3, 2, 5, tzinfo=UTC)


@pytest.fixture(scope="module")
def shelf(module_shelf):
    """No test of this module changes anything."""
    return module_shelf


@pytest.fixture(scope="module")
def archive(shelf):
    with Archive.open(shelf.url, shelf.folder) as opened:
        yield opened


@pytest.fixture(scope="module")
def edited(shelf):
    return shelf.edited()


def test_an_article_answers_to_its_id_and_to_any_spelling_of_its_address(archive, edited):
    for name in (
        edited,
        edited.upper(),
        f" {edited} ",
        "https://baomau.example/bai-0.htm",
        "http://www.baomau.example/bai-0.htm?utm_source=zalo#top",
        "baomau.example/bai-0.htm",
        "https://m.baomau.example/bai-0.htm",
        "amp.baomau.example/bai-0.htm",
    ):
        assert archive.show(name).article_id == edited


@pytest.mark.parametrize(
    "name", ["", "123", "một bài báo", "0123456789abcdef", "*", "../x", "\x1b[2J"]
)
def test_what_is_neither_id_nor_address_is_refused(archive, name):
    with pytest.raises(BadQuery, match="neither an article's id"):
        archive.show(name)


@pytest.mark.parametrize("name", ["0123456789ab", "https://baomau.example/khong-co.htm"])
def test_an_unknown_article_is_named(archive, name):
    with pytest.raises(NotFound, match=name):
        archive.history(name)


def test_a_history_goes_from_the_first_version_to_the_newest(archive, edited):
    found = archive.history(edited)
    assert [(v.number, v.kind, v.title) for v in found.versions] == [
        (1, "first", "Tựa một"),
        (2, "substantive", "Tựa một"),
        (3, "headline", "Tựa hai"),
        (4, "reverted", "Tựa một"),
    ]
    assert found.versions[3].reverted_to == 1
    assert found.title == "Tựa một"
    assert found.looks == 4


def test_an_earlier_version_is_shown_by_its_number_or_id(archive, edited):
    assert archive.show(edited).version_no == 4
    old = archive.show(edited, 2)
    assert (old.body, old.version_no, old.version_count) == ("Có 1.520 hồ sơ.", 2, 4)
    assert archive.show(edited, old.version_id) == old


@pytest.mark.parametrize("version", [0, 5, "99", "0123456789ab"])
def test_a_version_that_is_not_there_is_named_with_what_is(archive, edited, version):
    with pytest.raises(NotFound, match=f"no version {version}: it has 4 versions"):
        archive.show(edited, version)


@pytest.mark.parametrize("version", ["x", "-1", "1.5", "²", ""])
def test_what_is_no_version_is_refused(archive, edited, version):
    with pytest.raises(BadQuery, match="is no version"):
        archive.show(edited, version)


def test_a_diff_is_of_the_last_two_versions_unless_others_are_named(archive, edited):
    names = [field.name for field in archive.diff(edited, 1, 2).fields]
    assert names == ["lead", "body", "captions", "images"]
    last = archive.diff(edited)
    assert (last.old, last.new) == (3, 4)
    before = archive.diff(edited, new=3)
    assert (before.old, before.new) == (2, 3)
    assert [field.name for field in before.fields] == ["title"]


def test_asking_never_changes_the_archive(shelf, archive, edited):
    before = connect(shelf.url)
    with before.connect() as conn:
        rows = [conn.execute(table.select()).all() for table in columns.metadata.sorted_tables]
    archive.search("hồ sơ"), archive.show(edited), archive.diff(edited), archive.stories()
    with before.connect() as conn:
        assert rows == [
            conn.execute(table.select()).all() for table in columns.metadata.sorted_tables
        ]
    before.dispose()
