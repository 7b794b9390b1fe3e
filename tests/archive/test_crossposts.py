"""Cross-posts: an article that stands at a sister site under its own id is a copy by that id."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from archive.record import ArticleKey, HostFacts, Recorded, SiteFacts
from tests.archive.crawl import NIGHT, OTHER, TEXT, Crawl, crawling, reading

MINUTE = timedelta(minutes=1)
SITES = (
    SiteFacts("chinhphumau", "Báo Mẫu", (HostFacts("chinhphumau.example"),), id_prefix="mau:102"),
    SiteFacts("vanphongmau", "Văn phòng", (HostFacts("vanphong.example"),), id_prefix="mau:115"),
    SiteFacts("bomau", "Bộ Mẫu", (HostFacts("bomau.example"),), id_prefix="mau:197"),
    SiteFacts("khac", "Hệ khác", (HostFacts("khac.example"),), id_prefix="khac:10"),
    SiteFacts("baosonkhe", "Báo Sơn Khê", (HostFacts("baosonkhe.example"),)),
)
HOSTS = {site.name: site.hosts[0].host for site in SITES}
ID = "102260928093004191"
EDITED = TEXT.replace("Sáng 30/9, UBND tỉnh", "Hôm qua, UBND tỉnh").replace("1.245", "1.254")
SHORT = "Xem tin trên Báo Mẫu."


@pytest.fixture
def crawl(database_url: str, tmp_path: Path) -> Iterator[Crawl]:
    with crawling(database_url, tmp_path) as crawl:
        crawl.store.declare(SITES)
        yield crawl
        before = crawl.state()
        crawl.store.rebuild()
        assert crawl.state() == before, "a rebuild of the state gives another state"


def look(
    crawl: Crawl, site: str, minute: int, native_id: str = ID, space: str = "mau", **page: Any
) -> Recorded:
    """A look at an article of a site; its text is TEXT where none is given."""
    url = f"https://{HOSTS[site]}/tin-{native_id}.htm"
    at = NIGHT + minute * MINUTE
    captured = crawl.capture(url, at, page)
    key = ArticleKey(site, space, native_id=native_id)
    return crawl.store.record(captured, key, reading(url=url, **page), at)


def story(crawl: Crawl) -> dict[str, tuple[str, str]]:
    """Role and evidence of each member, by site; there is one story."""
    rows = crawl.rows("SELECT story_id, site, role, evidence FROM story_copy")
    assert len({row[0] for row in rows}) <= 1
    return {row[1]: (row[2], row[3]) for row in rows}


BOTH = ["chinhphumau", "vanphongmau"]


@pytest.mark.parametrize("order", list(permutations(BOTH)), ids=["origin first", "copy first"])
@pytest.mark.parametrize(
    ("body", "evidence"),
    [(TEXT, "id+text"), (EDITED, "id+text"), (OTHER, "id"), (SHORT, "id")],
    ids=["same", "edited a bit", "rewritten", "too short"],
)
def test_an_article_under_a_sisters_id_is_its_copy(
    crawl: Crawl, order: tuple[str, ...], body: str, evidence: str
) -> None:
    # the copy is dated earlier, so that only the id tells
    pages: dict[str, dict[str, Any]] = {
        "chinhphumau": {"published": "2026-10-01T09:00+07:00"},
        "vanphongmau": {"published": "2026-10-01T07:00+07:00", "body": body},
    }
    for minute, site in enumerate(order):
        look(crawl, site, minute, **pages[site])
    assert story(crawl) == {"chinhphumau": ("origin", evidence), "vanphongmau": ("copy", evidence)}


@pytest.mark.parametrize("order", list(permutations([*BOTH, "bomau"])))
def test_at_three_sites_the_one_whose_prefix_the_id_has_is_the_origin(
    crawl: Crawl, order: tuple[str, ...]
) -> None:
    for minute, site in enumerate(order):
        body = {"vanphongmau": EDITED, "bomau": OTHER}.get(site, TEXT)
        look(crawl, site, minute, body=body, published=f"2026-10-01T0{9 - minute}:00+07:00")
    assert {site: role for site, (role, _) in story(crawl).items()} == {
        "chinhphumau": "origin",
        "vanphongmau": "copy",
        "bomau": "copy",
    }


def test_without_the_site_of_its_prefix_an_id_links_and_the_date_tells_the_origin(
    crawl: Crawl,
) -> None:
    look(crawl, "vanphongmau", 0, body=OTHER, published="2026-10-01T09:00+07:00")
    look(crawl, "bomau", 1, published="2026-10-01T08:00+07:00")
    assert story(crawl) == {"bomau": ("origin", "id"), "vanphongmau": ("copy", "id")}
    look(crawl, "chinhphumau", 2, published="2026-10-01T10:00+07:00")
    assert story(crawl)["chinhphumau"] == ("origin", "id+text")


def test_an_id_weighs_more_than_a_source_line(crawl: Crawl) -> None:
    look(crawl, "chinhphumau", 0, source_name="Theo Văn phòng")
    look(crawl, "vanphongmau", 1)
    assert story(crawl) == {
        "chinhphumau": ("origin", "id+text"),
        "vanphongmau": ("copy", "id+text"),
    }


def test_a_copy_that_also_names_its_origin_has_both_as_evidence(crawl: Crawl) -> None:
    look(crawl, "chinhphumau", 0)
    look(crawl, "vanphongmau", 1, source_url=f"https://{HOSTS['chinhphumau']}/tin-{ID}.htm")
    assert story(crawl)["vanphongmau"] == ("copy", "id+source-line+text")


@pytest.mark.parametrize(
    ("site", "space", "native_id"),
    [
        ("vanphongmau", "mau", "102260928093004192"),
        ("vanphongmau", "cu", ID),
        ("khac", "mau", ID),
        ("baosonkhe", "mau", ID),
    ],
    ids=["another id", "another space", "a site of another space", "a site that shares no ids"],
)
def test_what_shares_no_id_is_no_cross_post(
    crawl: Crawl, site: str, space: str, native_id: str
) -> None:
    look(crawl, "chinhphumau", 0)
    look(crawl, site, 1, native_id, space, body=OTHER)
    assert story(crawl) == {}


def test_an_address_used_again_proves_nothing_by_its_id(crawl: Crawl) -> None:
    look(crawl, "chinhphumau", 0)
    again = look(crawl, "vanphongmau", 1, title="Ngày hội cốm ở Ban Liêm", body=OTHER)
    assert again.story_id is not None
    reused = look(crawl, "vanphongmau", 2, title="Giá phòng nghỉ lễ", body=SHORT * 12)
    assert reused.article_id != again.article_id
    assert reused.story_id is None


def test_a_cross_post_is_a_copy_as_of_the_day_on_which_both_were_shown(crawl: Crawl) -> None:
    look(crawl, "vanphongmau", 60, body=OTHER)
    look(crawl, "chinhphumau", 0)
    look(crawl, "chinhphumau", 120, body=f"{TEXT}\n\nTin thêm buổi chiều ở phường Bến Đá.")
    links = crawl.rows("SELECT relation, evidence FROM copy_link")
    assert links == [("same", "id"), ("same", "id")]
    assert story(crawl)["vanphongmau"] == ("copy", "id")
