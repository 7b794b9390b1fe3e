"""The same text elsewhere: one story, the right origin, whatever arrives first."""

from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text import sketch, sources
from archive.text.sketch import Relation
from tests.archive.crawl import DAY, NIGHT, OTHER, TEXT, Crawl

MINUTE = timedelta(minutes=1)
A = "https://baosonkhe.example/tin-1.htm"
B = "https://www.baovinhlam.example/tin-2.htm"
C = "https://chinhphumau.example/tin-3.htm"
EDITED = TEXT.replace("Sáng 30/9, UBND tỉnh", "Hôm qua, UBND tỉnh")
WEATHER = (
    "Dự báo thời tiết hôm nay các khu vực trong tỉnh: vùng núi có mây, ngày nắng, đêm không mưa, "
    "gió nhẹ, nhiệt độ thấp nhất 18 độ, cao nhất 29 độ; vùng thấp nắng ráo, độ ẩm 71 phần trăm, "
    "nhiệt độ thấp nhất 21 độ, cao nhất 33 độ, chỉ số tia cực tím 7, tầm nhìn xa 10 km."
)


def look(crawl: Crawl, pages: dict[str, dict[str, Any]], order: tuple[str, ...]) -> dict[str, str]:
    """Looks at pages in this order, a minute apart; the articles' ids by address."""
    ids = {}
    for number, url in enumerate(order):
        ids[url] = crawl.look(url, NIGHT + number * MINUTE, **pages[url]).article_id
    return ids


def story(crawl: Crawl) -> dict[str, tuple[str, str]]:
    """Role and evidence of each member, by article; there is one story."""
    rows = crawl.rows("SELECT story_id, article_id, role, evidence FROM story_copy")
    assert len({row[0] for row in rows}) <= 1
    return {row[1]: (row[2], row[3]) for row in rows}


def both_orders(*urls: str) -> list[tuple[str, ...]]:
    return list(permutations(urls))


@pytest.mark.parametrize("order", both_orders(A, B), ids=["origin first", "copy first"])
@pytest.mark.parametrize(
    ("copy", "evidence"),
    [
        ({"source_name": "Theo Báo Sơn Khê"}, "source-line+text"),
        ({"source_name": "Nguồn: baosonkhe.example"}, "source-line+text"),
        ({"source_url": "http://www.baosonkhe.example/tin-1.htm#x"}, "source-line+text"),
        ({"dateline": "Baosonkhe.example"}, "dateline+text"),
        ({"dateline": "Báo Sơn Khê", "source_name": "Báo Sơn Khê"}, "source-line+dateline+text"),
    ],
    ids=["by name", "by host", "by address", "by dateline", "by both"],
)
def test_a_copy_names_its_origin(
    crawl: Crawl, order: tuple[str, ...], copy: dict[str, str], evidence: str
) -> None:
    # the copy bears the earlier date, so that only its own words tell
    pages = {
        A: {"published": "2026-10-01T09:00+07:00"},
        B: {"published": "2026-10-01T07:00+07:00", "body": EDITED, **copy},
    }
    ids = look(crawl, pages, order)
    assert story(crawl) == {ids[A]: ("origin", evidence), ids[B]: ("copy", evidence)}
    sql = "SELECT article_id, is_origin FROM current_article"
    assert {row[0]: bool(row[1]) for row in crawl.rows(sql)} == {ids[A]: True, ids[B]: False}


@pytest.mark.parametrize("order", both_orders(A, B), ids=["origin first", "copy first"])
def test_of_two_equal_texts_the_one_dated_earlier_is_the_origin(
    crawl: Crawl, order: tuple[str, ...]
) -> None:
    pages = {
        A: {"published": "2026-10-01T07:00+07:00"},
        B: {"published": "2026-10-01T09:00+07:00", "title": "Tít khác"},
    }
    ids = look(crawl, pages, order)
    assert story(crawl) == {ids[A]: ("origin", "text"), ids[B]: ("copy", "text")}


@pytest.mark.parametrize("order", both_orders(A, B), ids=["origin first", "copy first"])
def test_a_doubted_date_makes_no_origin(crawl: Crawl, order: tuple[str, ...]) -> None:
    pages = {
        A: {"published": "2026-10-01T07:00+07:00"},
        B: {"published": "2020-10-12T00:00+07:00", "doubts": ("migration-midnight",)},
    }
    ids = look(crawl, pages, order)
    assert story(crawl)[ids[A]] == ("origin", "text")


@pytest.mark.parametrize("order", both_orders(A, B), ids=["origin first", "copy first"])
def test_a_day_is_earlier_than_a_minute_of_a_later_day(
    crawl: Crawl, order: tuple[str, ...]
) -> None:
    pages = {
        A: {"published": "2026-10-01T00:00+07:00", "published_precision": "day"},
        B: {"published": "2026-10-02T00:01+07:00"},
    }
    ids = look(crawl, pages, order)
    assert story(crawl)[ids[A]] == ("origin", "text")


@pytest.mark.parametrize("order", both_orders(A, B), ids=["origin first", "copy first"])
def test_a_doubt_about_the_text_is_none_about_the_date(
    crawl: Crawl, order: tuple[str, ...]
) -> None:
    pages = {
        A: {"published": "2026-10-01T07:00+07:00", "doubts": ("layout-thin",)},
        B: {"published": "2026-10-01T09:00+07:00"},
    }
    ids = look(crawl, pages, order)
    assert story(crawl)[ids[A]] == ("origin", "text")


def test_without_dates_the_first_seen_is_the_origin(crawl: Crawl) -> None:
    ids = look(crawl, {A: {}, B: {}}, (A, B))
    assert story(crawl)[ids[A]] == ("origin", "text")


@pytest.mark.parametrize("order", both_orders(A, B, C))
def test_a_copy_of_a_copy_belongs_to_the_same_story_and_origin(
    crawl: Crawl, order: tuple[str, ...]
) -> None:
    pages = {
        A: {"published": "2026-10-01T09:00+07:00"},
        B: {"published": "2026-10-01T08:00+07:00", "source_name": "Báo Sơn Khê"},
        C: {"published": "2026-10-01T07:00+07:00", "source_name": "Theo Báo Vĩnh Lâm"},
    }
    ids = look(crawl, pages, order)
    assert {url: story(crawl)[ids[url]][0] for url in pages} == {A: "origin", B: "copy", C: "copy"}
    (story_id,) = {row[0] for row in crawl.rows("SELECT story_id FROM story_copy")}
    aliases = {row[0] for row in crawl.rows("SELECT alias FROM story_alias")}
    assert aliases | {story_id} == set(ids.values())


def test_an_article_alone_has_no_story_and_is_its_own_origin(crawl: Crawl) -> None:
    look(crawl, {A: {}, B: {"body": OTHER}}, (A, B))
    sql = "SELECT DISTINCT story_id, is_origin FROM article_state"
    assert [(row[0], bool(row[1])) for row in crawl.rows(sql)] == [(None, True)]


def test_stories_merge_when_a_text_links_them_and_old_ids_live_on(crawl: Crawl) -> None:
    words = f"{TEXT} {OTHER} {WEATHER}".split()
    quarter = len(words) // 4
    one, two = " ".join(words[: 3 * quarter]), " ".join(words[quarter:])
    look(crawl, {A: {"body": one}, B: {"body": one}}, (A, B))
    late = [
        crawl.look("https://chinhphumau.example/tin-31.htm", NIGHT + DAY, body=two),
        crawl.look("https://baovinhlam.example/tin-32.htm", NIGHT + DAY, body=two),
    ]
    old = {row[0] for row in crawl.rows("SELECT story_id FROM story_copy")}
    assert len(old) == 2
    merged = crawl.look(C, NIGHT + 2 * DAY, body=" ".join(words))
    assert {row[0] for row in crawl.rows("SELECT story_id FROM story_copy")} == {merged.story_id}
    aliases = {row[0] for row in crawl.rows("SELECT alias FROM story_alias")}
    assert old <= aliases | {merged.story_id}
    assert late[1].story_id in aliases


def test_an_edit_that_adds_a_source_line_moves_the_origin(crawl: Crawl) -> None:
    ids = look(crawl, {A: {}, B: {}}, (B, A))
    assert story(crawl)[ids[B]][0] == "origin"
    edited = crawl.look(B, NIGHT + DAY, source_name="Báo Sơn Khê")
    assert edited.changed_fields == ("source_name",)
    assert story(crawl)[ids[A]] == ("origin", "source-line+text")


def test_the_own_name_in_the_dateline_names_nobody(crawl: Crawl) -> None:
    pages = {
        A: {"published": "2026-10-01T07:00+07:00"},
        B: {"published": "2026-10-01T08:00+07:00", "dateline": "Báo Vĩnh Lâm"},
    }
    ids = look(crawl, pages, (A, B))
    assert story(crawl)[ids[A]] == ("origin", "text")


def test_a_template_with_other_numbers_is_never_the_same(crawl: Crawl) -> None:
    other = WEATHER.replace("18", "16").replace("29", "31").replace("71", "66")
    one = "https://baosonkhe.example/tin-11.htm"
    two = "https://baosonkhe.example/tin-12.htm"
    crawl.look(one, NIGHT, title="Thời tiết ngày 1/10", body=WEATHER)
    crawl.look(two, NIGHT + DAY, title="Thời tiết ngày 2/10", body=other)
    assert crawl.rows("SELECT relation FROM copy_link") == [("related",)]
    assert crawl.rows("SELECT count(*) FROM story_copy") == [(0,)]


def test_an_excerpt_is_linked_and_is_no_copy(crawl: Crawl) -> None:
    look(crawl, {A: {"body": f"{TEXT}\n\n{OTHER}"}, B: {"body": OTHER}}, (A, B))
    assert crawl.rows("SELECT relation, evidence FROM copy_link") == [("excerpt", "text")]
    assert story(crawl) == {}


def test_an_origin_that_is_named_and_not_held_is_queued(crawl: Crawl) -> None:
    named = "https://baosonkhe.example/tin-900.htm"
    crawl.look(B, NIGHT, source_url=named)
    crawl.look(C, NIGHT, source_url="https://unknown.example/tin-4.htm", body=OTHER)
    sql = "SELECT url, why, listing FROM known_address"
    assert crawl.rows(sql) == [(named, "waiting", B)]


# --- the figures ---


def test_the_thresholds_are_those_that_were_measured() -> None:
    text = sketch.measure(TEXT)
    assert sketch.compare(text, text).relation is Relation.SAME
    assert sketch.compare(text, sketch.measure(EDITED)).relation is Relation.SAME
    assert sketch.compare(text, sketch.measure(OTHER)).relation is None
    assert sketch.compare(text, text, template=True).relation is Relation.RELATED
    both = sketch.compare(sketch.measure(TEXT + " " + OTHER), text)
    assert (both.relation, both.containment) == (Relation.EXCERPT, 1.0)


def test_a_form_is_told_by_its_numbers_whatever_its_titles() -> None:
    form = (
        "Giá vàng miếng sáng nay được các doanh nghiệp niêm yết ở mức {} triệu đồng một lượng mua "
        "vào, {} triệu đồng bán ra; vàng nhẫn quanh mức {} triệu đồng, giá thế giới {} đô la một "
        "ounce, tỷ giá {} đồng. "
    ) + "".join(letter for letter in TEXT + OTHER if not letter.isdigit())
    monday = sketch.measure(form.format(81, 83, 79, 2650, 25110))
    tuesday = sketch.measure(form.format(82, 84, 78, 2671, 25120))
    assert sketch.compare(monday, tuesday).relation is Relation.SAME  # by their words alone
    titles = "Giá vàng thứ hai: tăng nhẹ", "Giá vàng thứ ba: quay đầu"
    for one_site in (True, False):
        assert sketch.is_template(*titles, monday, tuesday, one_site=one_site)
        assert not sketch.is_template(*titles, monday, monday, one_site=one_site)
    # one number of many put right is no other filling
    corrected = sketch.measure(form.format(81, 83, 79, 2650, 25111))
    assert not sketch.is_template(*titles, monday, corrected, one_site=False)


@given(st.lists(st.sampled_from(["một", "hai", "ba", "bốn", "năm", "sáu"]), max_size=80))
def test_a_text_is_the_same_as_itself_in_any_spelling(words: list[str]) -> None:
    text = " ".join(words)
    one, other = sketch.measure(text), sketch.measure(text.upper().replace(" ", "  \u200b"))
    assert one == other
    assert len(one.windows) <= max(0, len(words) - 4)


@given(st.text(max_size=400), st.text(max_size=400))
def test_a_comparison_is_the_same_both_ways(one: str, other: str) -> None:
    a, b = sketch.measure(one), sketch.measure(other)
    assert sketch.compare(a, b) == sketch.compare(b, a)


def test_a_sketch_keeps_a_sixteenth_and_at_least_32_in_the_signed_range() -> None:
    windows = sketch.measure(TEXT + OTHER).windows
    kept = sketch.sketch(windows)
    assert len(kept) == 32
    assert all(-(2**63) <= one < 2**63 for one in kept)
    assert len(sketch.sketch(frozenset(range(100)))) == 100  # all are below the limit


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Báo Điện tử Chính phủ", {"chinhphu"}),
        ("Theo Chinhphu.vn", {"chinhphu"}),
        ("VGP", {"chinhphu"}),
        ("Nguồn: Báo Cần Thơ", {"cantho"}),
        ("baocantho.com.vn", {"cantho"}),
        ("Huế Ngày Nay online", {"huengaynay"}),
        ("Theo báo", set()),
        ("", set()),
    ],
)
def test_names_of_papers_are_reduced_to_what_tells_them_apart(text: str, names: set[str]) -> None:
    assert sources.nicknames(text) == names


def test_a_place_in_the_dateline_is_no_paper() -> None:
    assert sources.of_dateline("Cần Thơ") == frozenset()
    assert sources.of_dateline("baocantho.com.vn") == {"cantho"}
