"""The same looks in any order of arrival give the same stories, at every moment alike."""

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.record import HostFacts, SiteFacts
from archive.storage import copies, past, stories
from archive.storage.engine import begin_read
from archive.storage.moments import Moment
from archive.storage.settling import settle
from tests.archive.crawl import DAY, NIGHT, OTHER, TEXT, Crawl, crawling
from tests.archive.families import SEEN, Press
from tests.archive.test_copies import WEATHER

A = "https://baosonkhe.example/tin-1.htm"
B = "https://baovinhlam.example/tin-2.htm"
C = "https://chinhphumau.example/tin-3.htm"
D = "https://baovinhlam.example/tin-4.htm"
E = "https://chinhphumau.example/tin-5.htm"
MOVED = "https://baosonkhe.example/xa-hoi/tin-1.htm"  # of the same article as A
SHORT = "https://baosonkhe.example/tin-6.htm"
ROUND_UP = "https://baovinhlam.example/tin-7.htm"
MINUTE = timedelta(minutes=1)
EDITED = TEXT.replace("Sáng 30/9, UBND tỉnh", "Hôm qua, UBND tỉnh")

Look = tuple[str, int, dict[str, Any]]
LOOKS: tuple[Look, ...] = (
    (A, 0, {"published": "2026-10-01T09:00+07:00"}),
    (B, 1, {"body": EDITED, "published": "2026-10-01T07:00+07:00"}),
    (B, 4, {"body": OTHER}),  # an edit ends what was the same
    (C, 2, {"source_name": "Theo Báo Vĩnh Lâm"}),  # a copy of a copy
    (D, 3, {"body": " ".join(reversed(TEXT.split()))}),
    (D, 5, {"body": EDITED + " Theo UBND tỉnh.", "source_name": "Báo Sơn Khê"}),  # one makes it
    (E, 1, {"source_url": MOVED, "title": "Tít khác"}),  # where no article stands yet
    (MOVED, 3, {"published": "2026-10-01T09:00+07:00"}),
    (SHORT, 2, {"body": TEXT[: len(TEXT) // 2], "title": "Tin ngắn"}),
    (ROUND_UP, 3, {"body": f"{TEXT}\n\n{OTHER} {WEATHER}", "title": "Điểm tin"}),
    ("https://baosonkhe.example/tin-21.htm", 1, {"body": WEATHER, "title": "Thời tiết ngày 1/10"}),
    (
        "https://baosonkhe.example/tin-22.htm",
        2,
        {"body": WEATHER.replace("18", "16").replace("71", "66"), "title": "Thời tiết ngày 2/10"},
    ),
)


@contextmanager
def looked(url: str, folder: Path, looks: Sequence[Look]) -> Iterator[Crawl]:
    with crawling(url, folder) as crawl:
        for address, day, page in looks:
            crawl.look(address, NIGHT + day * DAY, **page)
        yield crawl


def told(crawl: Crawl) -> list[Any]:
    """All that is told of stories, by ids that are the same in every archive."""
    columns = "story_id, article_id, role, evidence, jaccard, containment"
    members = crawl.rows(f"SELECT {columns} FROM story_copy ORDER BY story_id, article_id")
    return [members, crawl.rows("SELECT alias, story_id FROM story_alias ORDER BY alias")]


def rebuilt(crawl: Crawl) -> bool:
    before = crawl.state()
    crawl.store.rebuild()
    return crawl.state() == before


@pytest.fixture(scope="module")
def in_order(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    """What the looks tell that come in the order of their times."""
    folder = tmp_path_factory.mktemp("in-order")
    with fresh(sqlite_template, folder) as url, looked(url, folder, by_time()) as crawl:
        return told(crawl)


def by_time() -> list[Look]:
    return sorted(LOOKS, key=lambda look: look[1])


@contextmanager
def fresh(template: Path, folder: Path) -> Iterator[str]:
    """An empty archive."""
    file = folder / "archive.db"
    for old in folder.glob("archive.db*"):
        old.unlink()
    file.write_bytes(template.read_bytes())
    yield f"sqlite:///{file}"


def test_the_looks_make_one_story_whose_origin_is_named(in_order: list[Any]) -> None:
    members, _ = in_order
    assert len({story for story, *_ in members}) == 1
    assert len(members) == 5  # A, B, C, D and E; no excerpt, no round-up, no form
    (origin,) = [row for row in members if row[2] == "origin"]
    assert origin[3] == "source-line+text"


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(order=st.permutations(LOOKS))
def test_any_order_of_arrival_gives_the_same_stories(
    sqlite_template: Path, tmp_path: Path, in_order: list[Any], order: list[Look]
) -> None:
    with fresh(sqlite_template, tmp_path) as url, looked(url, tmp_path, order) as crawl:
        assert told(crawl) == in_order
        assert rebuilt(crawl)


def test_the_reverse_order_gives_the_same_stories_on_both_databases(
    database_url: str, tmp_path: Path, in_order: list[Any]
) -> None:
    with looked(database_url, tmp_path, by_time()[::-1]) as crawl:
        assert told(crawl) == in_order
        assert rebuilt(crawl)


@pytest.mark.parametrize("order", [(0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1)])
def test_an_address_that_becomes_the_origins_later_is_evidence(
    database_url: str, tmp_path: Path, order: tuple[int, ...]
) -> None:
    # on one site only the address tells, and the copy bears the earlier date
    copy = "https://baosonkhe.example/tin-2.htm"
    looks = [
        (A, 1, {"published": "2026-10-01T09:00+07:00"}),
        (copy, 1, {"published": "2026-10-01T07:00+07:00", "source_url": MOVED}),
        (MOVED, 2, {"published": "2026-10-01T09:00+07:00"}),
    ]
    with looked(database_url, tmp_path, [looks[one] for one in order]) as crawl:
        sql = "SELECT url, role, evidence FROM story_copy"
        roles = {url.rpartition("-")[2]: (role, how) for url, role, how in crawl.rows(sql)}
        assert roles == {
            "1.htm": ("origin", "source-line+text"),
            "2.htm": ("copy", "source-line+text"),
        }
        assert rebuilt(crawl)


def test_a_text_that_sixty_papers_copied_is_one_story(database_url: str, tmp_path: Path) -> None:
    with crawling(database_url, tmp_path) as crawl:
        names = [f"bao{number}" for number in range(60)]
        sites = [SiteFacts(name, f"Báo {name}", (HostFacts(f"{name}.example"),)) for name in names]
        crawl.store.declare(sites)
        looks = [(f"https://{name}.example/tin-9.htm", {"source_url": A}) for name in names]
        looks.insert(5, (A, {}))  # some arrive before the origin, most after it
        for number, (url, page) in enumerate(looks):
            crawl.look(url, NIGHT + number * MINUTE, **page)
        # each copy was compared with the origin itself, however many others there are
        sql = "SELECT role, evidence, count(*) FROM story_copy GROUP BY role, evidence"
        assert sorted(crawl.rows(sql)) == [
            ("copy", "source-line+text", 60),
            ("origin", "source-line+text", 1),
        ]
        assert len(crawl.rows("SELECT DISTINCT story_id FROM story_copy")) == 1


def test_a_copy_of_one_filling_of_a_form_is_found_among_sixty(
    database_url: str, tmp_path: Path
) -> None:
    with crawling(database_url, tmp_path) as crawl:
        for day in range(1, 61):
            page = WEATHER.replace("18", str(100 + day)).replace("71", str(200 + day))
            url = f"https://baosonkhe.example/tin-{day}.htm"
            crawl.look(url, NIGHT + day * DAY, title=f"Thời tiết ngày {day}", body=page)
        copied = WEATHER.replace("18", "103").replace("71", "203")
        crawl.look(B, NIGHT + 61 * DAY, title="Thời tiết ngày 3", body=copied)
        urls = {url for (url,) in crawl.rows("SELECT url FROM story_copy")}
        assert urls == {"https://baosonkhe.example/tin-3.htm", B}
        (links,) = crawl.rows("SELECT count(*) FROM copy_link")
        assert links[0] < 60 * 30  # not every filling with every other


def test_nights_in_which_windows_become_common_end_as_a_rebuild_does(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies, "COMMON", 4)
    pieces = Press(3).shuffled(3)
    with crawling(database_url, tmp_path) as crawl:
        for night in range(4):
            for number, piece in enumerate(pieces[night::4]):
                crawl.look(piece.url, SEEN + night * DAY + number * MINUTE, **piece.page)
            assert settle(crawl.store.engine, SEEN + night * DAY) == 0
            assert rebuilt(crawl)
        assert crawl.rows("SELECT count(*) FROM shingle_stop") != [(0,)]


def test_what_was_told_at_a_moment_is_told_of_it_for_ever(
    database_url: str, tmp_path: Path
) -> None:
    pieces = Press(2, families=3).shuffled(5)
    snapshots: list[tuple[Moment, dict[str, tuple[str, bool, str]]]] = []
    with crawling(database_url, tmp_path) as crawl:
        times = [SEEN + DAY * 40 + number * MINUTE for number in range(len(pieces))]
        for number, piece in enumerate(pieces):
            crawl.store.now = lambda number=number: times[number]  # type: ignore[misc]
            seen = SEEN + number * MINUTE
            crawl.look(piece.url, seen, **piece.page)
            was = standing(crawl)
            snapshots += [(Moment(as_of=seen), was), (Moment(known_at=times[number]), was)]
        with begin_read(crawl.store.engine) as conn:
            ids = list(conn.scalars(sa.text("SELECT id FROM article")))
            for moment, was in random.Random(1).sample(snapshots, 20):
                then = stories.derive(conn, ids, moment).values()
                assert {
                    one.public_id: (one.story_id, one.is_origin, one.evidence) for one in then
                } == was
            assert past.heads(conn, ids, snapshots[-1][0]).keys() == set(ids)


def standing(crawl: Crawl) -> dict[str, tuple[str, bool, str]]:
    sql = "SELECT article_id, story_id, role, evidence FROM story_copy"
    return {own: (story, role == "origin", how) for own, story, role, how in crawl.rows(sql)}


def test_an_edit_makes_a_copy_only_from_its_day_on(database_url: str, tmp_path: Path) -> None:
    looks: list[Look] = [(A, 0, {}), (B, 1, {"body": OTHER}), (B, 3, {}), (B, 5, {"body": WEATHER})]
    with looked(database_url, tmp_path, looks) as crawl, begin_read(crawl.store.engine) as conn:
        ids = list(conn.scalars(sa.text("SELECT id FROM article ORDER BY id")))

        def members(at: datetime) -> list[int]:
            return sorted(stories.derive(conn, ids, Moment(as_of=at)))

        assert members(NIGHT + 2 * DAY) == []
        assert members(NIGHT + 4 * DAY) == ids
        assert members(NIGHT + 6 * DAY) == ids  # it was a copy once
