"""Each filter narrows a search by itself, and facets count what is left."""

from datetime import UTC, datetime, timedelta

import pytest

from archive import Archive
from archive.errors import BadQuery, NotFound
from archive.storage import schema
from archive.storage.engine import begin_read

NOON = datetime(2026, 3, 7, 5, tzinfo=UTC)


def titles(page):
    return [hit.title for hit in page.hits]


@pytest.fixture(scope="module")
def press(module_shelf):
    """A ministry's paper and those of two provinces that are one since 2025."""
    shelf = module_shelf
    shelf.site("baobo", kind="ministry")
    shelf.site("baolaocai", unit_code="VN-02")
    shelf.site("baoyenbai", unit_code="VN-06")
    shelf.article("baobo", "Số hóa hồ sơ của bộ", topic_score=20.0, published_at=NOON)
    shelf.article(
        "baolaocai", "Số hóa hồ sơ ở Lào Cai", topic_score=11.0, gone_at=NOON + timedelta(days=9)
    )
    shelf.article("baoyenbai", "Số hóa hồ sơ ở Yên Bái", topic_score=5.0, topic_status="review")
    with Archive.open(shelf.url, shelf.folder) as opened:
        yield opened


@pytest.mark.parametrize(
    ("narrowed", "found"),
    [
        ({"units": ["Lào Cai"]}, {"Số hóa hồ sơ ở Lào Cai", "Số hóa hồ sơ ở Yên Bái"}),
        ({"units": ["yen bai"]}, {"Số hóa hồ sơ ở Yên Bái"}),
        ({"units": ["VN-06"]}, {"Số hóa hồ sơ ở Yên Bái"}),
        ({"kinds": ["ministry"]}, {"Số hóa hồ sơ của bộ"}),
        ({"kinds": ["ministry"], "units": ["VN-06"]}, set()),
        ({"min_score": 11}, {"Số hóa hồ sơ của bộ", "Số hóa hồ sơ ở Lào Cai"}),
        ({"min_score": 6, "max_score": 12}, {"Số hóa hồ sơ ở Lào Cai"}),
        ({"gone": True}, {"Số hóa hồ sơ ở Lào Cai"}),
        ({"gone": False}, {"Số hóa hồ sơ của bộ", "Số hóa hồ sơ ở Yên Bái"}),
        ({"sites": ["baobo", "baoyenbai"]}, {"Số hóa hồ sơ của bộ", "Số hóa hồ sơ ở Yên Bái"}),
    ],
)
def test_a_filter_narrows_with_words_and_without(press, narrowed, found):
    for query in ("so hoa", None):
        page = press.search(query, **narrowed)
        assert set(titles(page)) == found
        assert page.total == sum(page.facets["kind"].values()) == len(found)


def test_units_and_kinds_are_counted(press):
    facets = press.search("số hóa").facets
    assert facets["unit"] == {"none": 1, "VN-02": 1, "VN-06": 1}
    assert facets["kind"] == {"provincial": 2, "ministry": 1}


@pytest.mark.parametrize(
    ("narrowed", "error", "message"),
    [
        ({"units": ["Lao Cay"]}, NotFound, "do you mean Lào Cai"),
        ({"kinds": ["blog"]}, NotFound, "there are ministry, provincial"),
        ({"min_score": 9, "max_score": 8}, BadQuery, "no score is both at least 9 and at most 8"),
        ({"min_score": float("nan")}, BadQuery, "a topic score is a number"),
        ({"order": "best"}, BadQuery, "there are relevance, newest, oldest"),
        ({"limit": 0}, BadQuery, "ask for one at least"),
    ],
)
def test_a_filter_that_cannot_be_meant_is_refused(press, narrowed, error, message):
    with pytest.raises(error, match=message):
        press.search("số hóa", **narrowed)


def test_all_mentions_asked_for_have_to_be_named_by_the_newest_gazetteer(shelf, archive):
    for number, title in enumerate(("Cả hai", "Chỉ một", "Trước kia"), 1):
        shelf.article("baomau", title)
        old = {"reading_id": number, "count": 1, "gazetteer": "1", "recorded_at": NOON}
        new = old | {"gazetteer": "2", "recorded_at": NOON + timedelta(days=1)}
        sixth = {"kind": "document", "key": "06/QĐ-TTg", "label": "Quyết định 06/QĐ-TTg"}
        shelf.add(schema.mention, **old, **sixth)
        if title != "Trước kia":
            shelf.add(schema.mention, **new, **sixth)
        shelf.add(schema.mention, **new, kind="country", key="EE", label="Estonia")
        if title == "Cả hai":
            shelf.add(schema.mention, **new, kind="country", key="SG", label="Singapore")
    assert set(titles(archive.search(mentions=["document:06/QĐ-TTg"]))) == {"Cả hai", "Chỉ một"}
    both = archive.search(mentions=["document:06/QĐ-TTg", "country:SG"])
    assert titles(both) == ["Cả hai"]
    assert titles(archive.search(mentions=["đề án 06", "singapore"])) == ["Cả hai"]
    with pytest.raises(NotFound, match="nothing is called “Bộ Mưa Nắng”"):
        archive.search(mentions=["Bộ Mưa Nắng"])
    assert both.facets["mention"] == {"country:EE": 1, "country:SG": 1, "document:06/QĐ-TTg": 1}


def test_orders_by_day_leave_what_has_no_date_to_the_end(shelf, archive):
    for title, day in (("Giữa", 2), ("Cũ", 1), ("Mới", 3)):
        shelf.article("baomau", title, "tin", published_at=NOON + timedelta(days=day))
    shelf.article("baomau", "Không ngày", "tin", published_at=None, published_precision=None)
    assert titles(archive.search("tin", order="newest")) == ["Mới", "Giữa", "Cũ", "Không ngày"]
    assert titles(archive.search("tin", order="oldest")) == ["Cũ", "Giữa", "Mới", "Không ngày"]
    assert titles(archive.search()) == ["Mới", "Giữa", "Cũ", "Không ngày"]


@pytest.mark.parametrize("order", ["relevance", "newest", "oldest"])
def test_pages_stay_whole_while_articles_come_between_them(shelf, archive, order):
    def come(number):
        day = None if number % 5 == 0 else NOON + timedelta(days=number % 4)
        title = f"Bài {number} dữ liệu" if number % 3 == 0 else f"Bài {number}"
        shelf.article("baomau", title, "Kho dữ liệu mở.", published_at=day)

    for number in range(11):
        come(number)
    there = {hit.article_id for hit in archive.search("dữ liệu", limit=100).hits}
    seen, after = [], None
    for number in range(11, 40):
        page = archive.search("dữ liệu", order=order, limit=2, after=after)
        seen += [hit.article_id for hit in page.hits]
        if (after := page.after) is None:
            break
        if number < 16:
            come(number)
    assert len(seen) == len(set(seen))
    assert there <= set(seen)


def test_a_mark_of_another_search_is_refused(shelf, archive):
    for number in range(3):
        shelf.article("baomau", f"Bài {number}", "Kho dữ liệu mở.")
    after = archive.search("dữ liệu", limit=1).after
    assert archive.search("dữ  liệu", limit=2, after=after).total == 3
    with pytest.raises(BadQuery, match="another search"):
        archive.search("kho", limit=1, after=after)
    with pytest.raises(BadQuery, match="another search"):
        archive.search("dữ liệu", limit=1, after=after, gone=False)


def test_all_that_a_search_finds_can_be_had_for_an_export(press, module_shelf):
    from archive.asking.search import Filters, select

    with begin_read(module_shelf.engine) as conn:
        assert len([*select(conn, "số hóa")]) == 3
        assert len([*select(conn, None, Filters(units=["Lào Cai"]))]) == 2
        ids = [*select(conn, "ho so")]
        publics = [
            conn.scalar(schema.article.select().with_only_columns(schema.article.c.public_id)
                        .where(schema.article.c.id == one)) for one in ids
        ]  # fmt: skip
    assert publics == sorted(publics)


def test_captions_are_found_and_shown_as_the_body_is(shelf, archive):
    blocks = [
        {"kind": "paragraph", "text": "Một đoạn văn."},
        {"kind": "caption", "text": "Người dân lấy số thứ tự."},
        {"kind": "caption", "text": "Ảnh: Thanh Hà"},
    ]
    shelf.article("baomau", "Bài có ảnh", "Một đoạn văn.", blocks=blocks)
    hit = archive.search('"lấy số"').hits[0]
    assert [hit.snippet[start:end] for start, end in hit.marks] == ["lấy số"]
    assert archive.search('"đoạn văn người dân"').total == 0
    assert archive.search('"thứ tự ảnh"').total == 0
