"""What the archive answers about addresses used twice, stories, sites, runs and mentions."""

from datetime import UTC, datetime, timedelta

import pytest

from archive.errors import SchemaBehind
from archive.storage import derived, schema

NOON = datetime(2026, 3, 2, 5, tzinfo=UTC)


@pytest.fixture
def edited(shelf):
    return shelf.edited()


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
