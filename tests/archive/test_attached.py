"""Attached files by their bytes: other bytes are a version of their own, whatever comes when."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from archive.errors import NotFound
from archive.record import Attachment
from archive.storage import past
from archive.storage.moments import Moment
from tests.archive.crawl import TEXT, Crawl, crawling, key

URL = "https://baosonkhe.example/tin-1.htm"
PAPER = "https://baosonkhe.example/van-ban.pdf"
START = datetime(2026, 3, 1, 18, tzinfo=UTC)
OTHER = TEXT + "\n\nTin do phóng viên thường trú gửi về."


@contextmanager
def offering(url: str, folder: Path) -> Iterator["Desk"]:
    with crawling(url, folder) as crawl:
        yield Desk(crawl)


class Desk:
    """Looks at one article and at the files that it offers, at hours after a beginning."""

    def __init__(self, crawl: Crawl) -> None:
        self.crawl = crawl

    def page(self, hour: float, body: str = TEXT) -> Any:
        files = (Attachment(PAPER, "Văn bản"),)
        at = START + timedelta(hours=hour)
        captured = self.crawl.capture(URL, at, {"body": body, "noise": hour})
        from tests.archive.crawl import reading

        found = reading(url=URL, body=body, attachments=files)
        return self.crawl.store.record(captured, key(URL), found, at)

    def file(self, hour: float, content: str, url: str = PAPER) -> Any:
        at = START + timedelta(hours=hour)
        captured = self.crawl.capture(url, at, content, kind="asset")
        return self.crawl.store.file_seen(captured.fetch_id, key(URL), url, at)

    def kinds(self) -> list[str]:
        sql = "SELECT change FROM article_version ORDER BY version_no"
        return [row[0] for row in self.crawl.rows(sql)]

    def hours(self) -> list[float]:
        with self.crawl.store.engine.connect() as conn:
            state = past.derive(conn, 1)
            assert state is not None
            return [(row["seen_at"] - START) / timedelta(hours=1) for row in state.versions]

    def settled(self) -> None:
        """A rebuild of all state gives the same."""
        before = self.crawl.state()
        self.crawl.store.rebuild()
        assert self.crawl.state() == before


def test_other_bytes_behind_an_unchanged_page_are_one_version_of_kind_media(
    database_url: str, tmp_path: Path
) -> None:
    with offering(database_url, tmp_path) as desk:
        first = desk.page(0)
        assert desk.file(0.1, "Bản đầu").version_id == first.version_id
        desk.page(24)
        assert desk.file(24.1, "Bản đầu").verdict == "unchanged"
        desk.page(48)
        changed = desk.file(48.1, "Bản sửa")
        assert (changed.kind, changed.changed_fields) == ("media", ("attachments",))
        desk.page(72)
        desk.file(72.1, "Bản sửa")
        assert desk.kinds() == ["first", "media"]
        assert desk.hours() == [0, 48.1]
        sql = "SELECT changed_fields FROM article_version WHERE version_no = 2"
        assert "attachments" in str(desk.crawl.rows(sql))
        pages = desk.crawl.rows("SELECT DISTINCT page_id FROM version")
        assert len(pages) == 1 or len(pages) == 2  # each the article's own, never the file
        desk.settled()


def test_the_first_bytes_again_are_a_return_to_the_first_version(
    database_url: str, tmp_path: Path
) -> None:
    with offering(database_url, tmp_path) as desk:
        desk.page(0)
        for hour, content in ((1, "a"), (2, "b"), (3, "a")):
            desk.file(hour, content)
        assert desk.kinds() == ["first", "media", "reverted"]
        assert desk.crawl.rows("SELECT reverted_to FROM version_state ORDER BY number")[2] == (1,)


def test_an_edited_page_counts_before_its_file(sqlite_url: str, tmp_path: Path) -> None:
    with offering(sqlite_url, tmp_path) as desk:
        desk.page(0), desk.file(1, "a")
        desk.page(2, OTHER), desk.file(3, "b")
        desk.page(4, TEXT)  # the words of the first, with the file of the third
        assert desk.kinds() == ["first", "substantive", "media", "substantive"]
        desk.file(5, "a")
        assert desk.kinds()[4:] == ["reverted"]
        desk.settled()


def test_a_look_told_again_and_a_look_without_bytes_change_nothing(
    sqlite_url: str, tmp_path: Path
) -> None:
    with offering(sqlite_url, tmp_path) as desk:
        desk.page(0), desk.file(1, "a")
        at = START + timedelta(hours=2)
        gone = desk.crawl.capture(PAPER, at, kind="asset", outcome="missing", status=404)
        with pytest.raises(NotFound, match="brought no file"):
            desk.crawl.store.file_seen(gone.fetch_id, key(URL), PAPER, at)
        assert desk.file(1, "a") is None
        assert desk.kinds() == ["first"]


def truth(looks: list[tuple[float, str, str]]) -> list[float]:
    """The hours at which what a reader could see was another thing, page or file."""
    first = min(hour for hour, what, _ in looks if what == "page")
    shown: dict[str, str] = {}
    begun = []
    for hour, what, content in sorted(looks):
        if hour < first:
            continue
        if (what == "page" and what not in shown) or shown.get(what, content) != content:
            begun.append(hour)
        shown[what] = content
    return begun


@pytest.mark.parametrize("seed", range(6))
def test_looks_at_pages_and_files_in_any_order_give_the_same_versions(
    sqlite_url: str, tmp_path: Path, seed: int
) -> None:
    rng = random.Random(seed)
    looks = [
        (float(hour), *rng.choice([("page", TEXT), ("page", OTHER), *files]))
        for hour in range(14)
        for files in [[(url, text) for url in (PAPER, PAPER + "2") for text in "ab"]]
    ]
    while not any(what == "page" for _, what, _ in looks[:9]):
        rng.shuffle(looks)
    told: list[tuple[float, str, str]] = []
    with offering(sqlite_url, tmp_path) as desk:
        waiting = rng.sample(looks, len(looks))
        waiting.sort(key=lambda look: look[1] != "page" and not told)
        waiting = [waiting[0], *rng.sample(waiting[1:], len(waiting) - 1)]
        for hour, what, content in waiting:
            told.append((hour, what, content))
            desk.page(hour, content) if what == "page" else desk.file(hour, content, what)
            assert desk.hours() == truth(told), told
        desk.settled()
        with desk.crawl.store.engine.connect() as conn:
            for hour in range(14):
                until = [look for look in looks if look[0] <= hour]
                if not any(what == "page" for _, what, _ in until):
                    continue
                state = past.derive(conn, 1, Moment(as_of=START + timedelta(hours=hour)))
                assert state is not None
                assert len(state.versions) == len(truth(until))
