"""What the archive answers about articles, stories, sites and runs."""

from datetime import UTC, datetime, timedelta

import pytest

from archive.errors import BadQuery, NotFound, SchemaBehind
from archive.storage import columns, derived, schema
from archive.storage.engine import connect

NOON = datetime(2026, 3, 2, 5, tzinfo=UTC)


@pytest.fixture
def edited(shelf):
    """An article with a correction, another title, and both taken back."""
    public = shelf.article(
        "baomau", "Tựa một", "Có 1.250 hồ sơ.", lead="Tóm tắt.", images=[("https://a/1.jpg", "Ảnh")]
    )
    shelf.version(public, "Tựa một", "Có 1.520 hồ sơ.", changed_fields=["body"])
    shelf.version(public, "Tựa hai", "Có 1.520 hồ sơ.", kind="headline", changed_fields=["title"])
    more = {"kind": "reverted", "reverted_to": 1, "changed_fields": ["title", "body"]}
    shelf.version(public, "Tựa một", "Có 1.250 hồ sơ.", lead="Tóm tắt.", **more)
    return public


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


def test_a_former_address_names_the_article_too(shelf, archive, edited):
    known = {"article_id": 1, "via": "redirect", "since": NOON, "recorded_at": NOON}
    shelf.add(schema.address, url="https://cu.example/bai.htm", **known)
    found = archive.show("https://cu.example/bai.htm")
    assert found.article_id == edited
    assert found.addresses[-1] == "https://cu.example/bai.htm"


def test_an_address_that_was_used_again_names_the_newer_article(shelf, archive, edited):
    again = shelf.article("baomau", "Bài khác hẳn")
    later = {"via": "asked", "since": NOON + timedelta(days=9), "recorded_at": NOON}
    shelf.add(schema.address, url="https://baomau.example/bai-0.htm", article_id=2, **later)
    assert archive.show("https://baomau.example/bai-0.htm").article_id == again


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


def test_a_picture_from_another_host_in_another_size_is_no_difference(shelf, archive):
    old = [("https://cdn1.example/800x450/le-khai-truong-cong.jpg", "Lễ khai trương")]
    new = [("https://cdn2.example/1200x675/le-khai-truong-cong.jpg", "Lễ khai trương")]
    public = shelf.article("baomau", "Tựa", "Một.", images=old)
    shelf.version(public, "Tựa", "Hai.", images=new)
    assert [field.name for field in archive.diff(public).fields] == ["body"]
    shelf.version(public, "Tựa", "Hai.", images=[(new[0][0], "Chú thích khác")])
    assert [field.name for field in archive.diff(public).fields] == ["captions"]


def test_a_diff_of_a_single_version_is_of_it_beside_itself(shelf, archive):
    alone = archive.diff(shelf.article("baomau", "Một mình"))
    assert (alone.old, alone.new, alone.fields) == (1, 1, ())


def test_a_story_names_origin_and_copies_whoever_is_asked_for(shelf, archive):
    origin = shelf.article("baomau", "Bản tin")
    copy = shelf.article("baothu", "Bản tin", published_at=NOON)
    shelf.story(origin, copy, evidence="source-line+text")
    shelf.add(derived.story_alias, alias="feedfeedfeed", story_id=origin)
    for name in (origin, copy, "https://baothu.example/bai-1.htm", "feedfeedfeed"):
        story = archive.story(name)
        assert story.origin.article_id == origin
        assert [c.article_id for c in story.copies] == [copy]
        assert story.aliases == ("feedfeedfeed",)
    assert story.copies[0].evidence == "source-line+text"


def test_an_article_without_copies_has_no_story(shelf, archive):
    assert archive.story(shelf.article("baomau", "Một mình")) is None
    assert archive.stories().total == 0


def test_stories_are_narrowed_to_a_site_and_counted_whole(shelf, archive):
    for number in range(3):
        shelf.story(
            shelf.article("baomau", f"Tin {number}"),
            shelf.article("baothu" if number else "baoba", f"Tin {number}"),
        )
    assert archive.stories(["baothu"]).total == 2
    first = archive.stories(limit=2)
    assert (first.total, len(first.stories)) == (3, 2)
    second = archive.stories(limit=2, offset=2)
    assert len({story.story_id for story in (*first.stories, *second.stories)}) == 3


def test_a_site_shows_what_is_held_and_its_last_run(shelf, archive, edited):
    shelf.run("baomau", outcome="thin")
    shelf.run("baomau", outcome="healthy")
    shelf.site("baotrong", "Báo Trống")
    mau, trong = archive.sites()
    assert (mau.articles, mau.versions, mau.gone, mau.last_outcome) == (1, 4, 0, "healthy")
    assert mau.hosts == ("baomau.example",)
    assert (trong.articles, trong.last_run_at, trong.title) == (0, None, "Báo Trống")


def test_a_guess_waits_until_it_is_confirmed(shelf, archive):
    inner = shelf.site("baomau")
    row = {"site_id": inner, "first_matched_at": NOON, "confirmed_at": None}
    shelf.add(derived.site_state, subject="layout-2019", evidence="guess", **row)
    shelf.add(derived.site_state, subject="layout-2026", evidence="real", **row)
    assert archive.sites()[0].waiting == ("layout-2019",)
    assert archive.confirm("baomau") == ("layout-2019",)
    assert archive.sites()[0].waiting == ()
    assert archive.confirm("baomau") == ()


def test_runs_come_newest_first_with_their_counts(shelf, archive):
    shelf.run("baomau", new_articles=3)
    later = {"started_at": NOON, "finished_at": None, "outcome": None}
    shelf.run("baothu", notes=["hai trang không tải được"], **later)
    newest, oldest = archive.runs()
    assert (newest.site, newest.outcome, newest.seconds) == ("baothu", None, None)
    assert newest.notes == ("hai trang không tải được",)
    assert (oldest.new_articles, oldest.seconds) == (3, 75)
    assert [run.site for run in archive.runs(["baomau"], limit=1)] == ["baomau"]


def test_mentions_are_those_of_the_newest_gazetteer(shelf, archive):
    public = shelf.article("baomau", "Tựa")
    row = {"reading_id": 1, "kind": "document", "label": "x", "count": 1}
    shelf.add(schema.mention, key="cũ", gazetteer="1", recorded_at=NOON, **row)
    later = NOON + timedelta(days=1)
    shelf.add(schema.mention, key="06/QĐ-TTg", gazetteer="2", recorded_at=later, **row)
    assert [named.key for named in archive.show(public).mentions] == ["06/QĐ-TTg"]


def test_a_database_without_an_archive_says_what_to_run(tmp_path):
    from archive import Archive

    with pytest.raises(SchemaBehind, match="egov upgrade"):
        Archive.open(f"sqlite:///{tmp_path / 'empty.db'}")


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
