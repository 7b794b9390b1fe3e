"""Stories as they are told: copies, apart from them excerpts and related pieces; the past too."""

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive import Archive
from archive.errors import NotFound
from tests.archive.crawl import DAY, NIGHT, OTHER, TEXT, Crawl, crawling
from tests.archive.filled import Filled, copied
from tests.archive.test_copies import WEATHER

A = "https://baosonkhe.example/tin-1.htm"
B = "https://baovinhlam.example/tin-2.htm"
PART = "https://chinhphumau.example/tin-3.htm"
WHOLE = "https://baovinhlam.example/tin-4.htm"
LIKE = "https://baosonkhe.example/tin-5.htm"
ALONE = "https://baosonkhe.example/tin-6.htm"
LATE = "https://chinhphumau.example/tin-7.htm"
HALF = TEXT[: len(TEXT) // 2].rpartition(" ")[0]


@pytest.fixture(scope="module")
def filled(module_database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Filled:
    folder = tmp_path_factory.mktemp("told")
    with crawling(module_database_url, folder) as crawl:
        recorded = datetime(2026, 11, 1, tzinfo=UTC)
        pages = [
            (A, 0, {"title": "Bản gốc"}),
            (B, 1, {"title": "Bản chép", "source_name": "Báo Sơn Khê"}),
            (PART, 1, {"title": "Tin ngắn", "body": HALF}),
            (WHOLE, 2, {"title": "Điểm tin", "body": f"{TEXT}\n\n{OTHER}\n\n{WEATHER}"}),
            (LIKE, 2, {"title": "Có chung", "body": f"{HALF[:260]} {WEATHER}"}),
            (LATE, 3, {"title": "Chép muộn"}),
            (ALONE, 3, {"title": "Một mình", "body": " ".join(reversed(TEXT.split()))}),
        ]
        for number, (url, day, page) in enumerate(pages):
            crawl.store.now = lambda number=number: recorded + number * DAY  # type: ignore[misc]
            crawl.look(url, NIGHT + day * DAY, **page)
    return module_database_url, folder / "data"


@pytest.fixture
def database_url(filled: Filled, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """A copy of that archive, for one test."""
    with copied(filled, tmp_path, request) as url:
        yield url


@pytest.fixture
def archive(database_url: str) -> Iterator[Archive]:
    with Archive.open(database_url) as opened:
        yield opened


def titles(some: tuple[object, ...]) -> list[str]:
    return [one.title for one in some]  # type: ignore[attr-defined]


def test_excerpts_and_related_pieces_stand_apart_from_copies(archive: Archive) -> None:
    story = archive.story(A)
    assert story is not None
    assert story.origin is not None
    assert story.origin.title == "Bản gốc"
    assert titles(story.copies) == ["Bản chép", "Chép muộn"]
    excerpts = {one.title: one.direction for one in story.excerpts}
    assert excerpts == {"Điểm tin": "longer", "Tin ngắn": "shorter"}
    assert titles(story.related) == ["Có chung"]
    assert 0.3 <= story.related[0].containment < 0.8
    members = {story.origin.article_id, *(copy.article_id for copy in story.copies)}
    for one in story.excerpts:
        assert one.of in members
        assert one.containment >= 0.8
        assert one.length_ratio < 0.67


def test_an_article_with_excerpts_only_has_no_story_and_shows_them(archive: Archive) -> None:
    story = archive.story(PART)
    assert story is not None
    assert (story.story_id, story.origin, story.copies) == (None, None, ())
    assert set(titles(story.excerpts)) >= {"Bản gốc", "Điểm tin"}
    assert {one.direction for one in story.excerpts if one.title == "Bản gốc"} == {"longer"}
    assert archive.story(ALONE) is None


def test_a_list_of_stories_tells_of_each_what_stands_apart(archive: Archive) -> None:
    (story,) = archive.stories().stories
    assert story == archive.story(A)
    assert archive.stories(["baovinhlam"]).total == 1


def test_a_story_as_of_a_day_has_the_copies_of_that_day(archive: Archive) -> None:
    then = archive.story(A, as_of=NIGHT + 2 * DAY)
    assert then is not None
    assert titles(then.copies) == ["Bản chép"]
    assert set(titles(then.excerpts)) == {"Điểm tin", "Tin ngắn"}
    assert titles(archive.story(A, as_of=NIGHT + DAY).excerpts) == ["Tin ngắn"]  # type: ignore[union-attr]
    before = archive.story(A, as_of=NIGHT)
    assert before is None
    assert archive.stories(as_of=NIGHT).total == 0
    assert archive.stories(as_of=NIGHT + DAY).stories[0].copies[0].title == "Bản chép"
    with pytest.raises(NotFound):
        archive.story(LATE, as_of=NIGHT)


def test_what_was_known_at_a_time_is_told_as_it_was(archive: Archive, crawl: Crawl) -> None:
    known = datetime(2026, 11, 5, tzinfo=UTC) + timedelta(hours=1)  # before the late copy came
    then = archive.stories(known_at=known)
    assert (then.total, titles(then.stories[0].copies)) == (1, ["Bản chép"])
    # a paper that had it first is imported long after: what was known stays
    crawl.store.now = lambda: known + 30 * DAY  # type: ignore[method-assign]
    crawl.look("https://chinhphumau.example/tin-70.htm", NIGHT - DAY, title="Đầu tiên")
    assert archive.stories(known_at=known) == then
    now = archive.story(A)
    assert now is not None
    assert len(now.copies) == 3


def test_the_command_prints_copies_and_what_stands_apart(
    archive: Archive,
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from archive.cli import main

    monkeypatch.setenv("ARCHIVE_DATABASE_URL", database_url)

    def egov(*words: str) -> str:
        monkeypatch.setattr(sys, "argv", ["egov", "stories", *words])
        with pytest.raises(SystemExit) as end:
            main()
        assert not end.value.code
        return capsys.readouterr().out

    for width in ("80", "120"):
        monkeypatch.setenv("COLUMNS", width)
        out = egov(A)
        assert max(map(len, out.splitlines())) <= int(width)
        assert "origin" in out
        assert "part of" in out
        assert "holds" in out
    alone = egov(PART)
    assert "No copy of" in alone
    assert "Excerpts" in alone
    shown = json.loads(egov(PART, "--json"))
    assert (shown["total"], shown["stories"][0]["story_id"]) == (0, None)
    assert shown["stories"][0]["excerpts"]
    past = json.loads(egov("--json", "--as-of", "2026-10-03 02:00"))
    assert [copy["title"] for copy in past["stories"][0]["copies"]] == ["Bản chép"]
