"""Search answers the same on both databases, whatever marks, capitals or signs are typed."""

import contextlib
import unicodedata
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive import Archive
from archive.asking.words import understand
from archive.errors import BadQuery, NotFound
from archive.storage import fts, schema
from archive.storage.derived import article_state
from archive.storage.engine import begin_write

NIGHT = datetime(2026, 3, 6, 18, 30, tzinfo=UTC)  # already 7 March in Viet Nam


@pytest.fixture
def filled(shelf, archive):
    """Three articles of two sites, one of them off the topic and one in the night to 7 March."""
    shelf.article(
        "baomau",
        "Khai trương cổng dịch vụ công trực tuyến",
        "Sáng nay, tỉnh Mẫu khai trương cổng.\n\nNgười dân nộp hồ sơ theo Quyết định 06/QĐ-TTg.",
        published_at=NIGHT,
    )
    shelf.article("baomau", "Thành phố Hoà Bình đẩy mạnh chuyển đổi số", "Đề án được phê duyệt.")
    shelf.article(
        "baothu",
        "Hóa bình gốm cổ",
        "Không liên quan đến công trực tuyến.",
        topic_status="rejected",
        published_at=None,
        published_precision=None,
    )
    return archive


def titles(page):
    return [hit.title for hit in page.hits]


@pytest.mark.parametrize(
    "query",
    [
        "dịch vụ công",
        "dich vu cong",
        "DỊCH VỤ CÔNG",
        unicodedata.normalize("NFD", "dịch vụ công"),
        '"dịch vụ công"',
        "“dịch vụ công”",
        "«dich vu» cong",
    ],
)
def test_marks_capitals_and_normal_forms_do_not_matter(filled, query):
    assert titles(filled.search(query)) == ["Khai trương cổng dịch vụ công trực tuyến"]


@pytest.mark.parametrize("query", ["đề án", "de an", "Đề Án", "đẩy mạnh", "day manh", "ĐE AN"])
def test_a_d_with_a_bar_is_found_by_a_plain_one_and_back(filled, query):
    assert titles(filled.search(query)) == ["Thành phố Hoà Bình đẩy mạnh chuyển đổi số"]


@pytest.mark.parametrize("query", ["hoà bình", "hòa bình", '"hoà bình"', '"hòa bình"'])
def test_both_styles_of_tone_find_the_same_and_marks_as_typed_come_first(filled, query):
    page = filled.search(query, statuses=())
    assert titles(page) == ["Thành phố Hoà Bình đẩy mạnh chuyển đổi số", "Hóa bình gốm cổ"]
    assert page.hits[0].score > 1 > page.hits[1].score


def test_marks_as_typed_come_first_in_the_other_direction_too(filled):
    page = filled.search("hóa bình", statuses=())
    assert titles(page) == ["Hóa bình gốm cổ", "Thành phố Hoà Bình đẩy mạnh chuyển đổi số"]


def test_a_phrase_keeps_its_order_and_words_do_not(filled):
    assert filled.search("công vụ dịch").total == 1
    assert filled.search('"công vụ dịch"').total == 0
    assert filled.search('"vụ công trực tuyến"').total == 1


def test_a_phrase_does_not_run_from_the_title_into_the_text(filled):
    assert filled.search('"trực tuyến sáng nay"').total == 0


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ('"dịch vụ công"', ["Cổng mới", "Cả hai"]),
        ('"dich vu cong"', ["Cổng mới", "Cả hai"]),
        ('"DỊCH VỤ CÔNG NGHỆ"', ["Phần mềm", "Cả hai"]),
        ('"dich vu cong nghe"', ["Phần mềm", "Cả hai"]),
        ('"công nghệ"', ["Phần mềm", "Cả hai"]),
        ("dịch vụ công", ["Cổng mới", "Phần mềm", "Cả hai"]),
        ('vốn -"dịch vụ công"', ["Phần mềm"]),
    ],
)
def test_a_stop_phrase_is_not_taken_for_the_phrase_that_it_begins_with(
    shelf, archive, query, found
):
    shelf.article("baomau", "Cổng mới", "Vốn cho dịch vụ công của xã tăng, chuyển đổi số nhanh.")
    shelf.article("baomau", "Phần mềm", "Vốn của ngành dịch vụ công nghệ và dịch vụ công ích.")
    shelf.article("baomau", "Cả hai", "Vốn cho dịch vụ công, vốn cho dịch vụ công nghệ.")
    shelf.article("baomau", "Không liên quan", "Không có gì.")
    with begin_write(shelf.engine) as conn:
        fts.rebuild(conn)
    assert sorted(titles(archive.search(query))) == sorted(found)


def test_a_document_number_is_a_phrase(filled):
    assert filled.search("06/QĐ-TTg").total == 1
    assert filled.search("06/qd-ttg").total == 1
    assert filled.search("TTg/06").total == 0


def test_a_minus_leaves_words_out_and_a_dash_between_spaces_does_not(filled):
    assert titles(filled.search("cong -tuyến", statuses=())) == []
    assert filled.search('bình -"gốm cổ"', statuses=()).total == 1
    assert filled.search("Mẫu - cổng").total == 1


def test_leaving_out_a_word_with_marks_leaves_out_those_marks_only(filled):
    assert titles(filled.search("bình -hóa", statuses=())) == [
        "Thành phố Hoà Bình đẩy mạnh chuyển đổi số"
    ]


def test_only_the_topic_is_searched_unless_told_otherwise(filled):
    assert filled.search("công trực tuyến").total == 1
    assert filled.search("công trực tuyến", statuses=()).total == 2
    assert filled.search("công trực tuyến", statuses=["rejected"]).total == 1


def test_days_are_vietnamese_and_inclusive(filled):
    day = date(2026, 3, 7)
    assert filled.search("khai trương", since=day, until=day).total == 1
    assert filled.search("khai trương", until=date(2026, 3, 6)).total == 0


def test_facets_count_all_that_was_found(filled):
    page = filled.search("binh", statuses=(), limit=1)
    assert page.total == 2
    assert page.facets == {
        "site": {"baomau": 1, "baothu": 1},
        "unit": {"none": 2},
        "kind": {"provincial": 2},
        "status": {"accepted": 1, "rejected": 1},
        "year": {"undated": 1, "2026": 1},
        "mention": {},
    }


def test_a_year_is_the_vietnamese_one(shelf, archive):
    shelf.article("baomau", "Giao thừa", published_at=datetime(2025, 12, 31, 17, 30, tzinfo=UTC))
    assert archive.search("giao thừa").facets["year"] == {"2026": 1}


def test_sites_narrow_and_an_unknown_site_is_named_with_the_known_ones(filled):
    assert filled.search("binh", sites=["baothu"], statuses=()).total == 1
    with pytest.raises(NotFound, match="no site is called “baola”: there are baomau, baothu"):
        filled.search("binh", sites=["baola"])


def test_origins_only_leaves_copies_out(shelf, archive):
    origin = shelf.article("baomau", "Một bản tin chung")
    copy = shelf.article("baothu", "Một bản tin chung")
    shelf.story(origin, copy)
    assert archive.search("bản tin").total == 2
    page = archive.search("bản tin", origins_only=True)
    assert [hit.article_id for hit in page.hits] == [origin]


def test_pages_follow_one_another_without_a_gap_or_a_double(shelf, archive):
    for number in range(7):
        shelf.article("baomau", f"Chuyển đổi số, bài {number}", published_at=None)
    seen, after = [], None
    for _ in range(4):
        page = archive.search("chuyển đổi số", limit=2, after=after)
        assert page.total == 7
        seen += [hit.article_id for hit in page.hits]
        after = page.after
    assert after is None
    assert len(seen) == len(set(seen)) == 7


@pytest.mark.parametrize("few", [0, 100])
def test_the_best_alone_fill_a_page_as_all_would(shelf, archive, monkeypatch, few):
    monkeypatch.setattr("archive.asking.search.FEW", few)
    titled = [shelf.article("baomau", f"Chuyển đổi số, bài {number}") for number in range(4)]
    plain = [shelf.article("baothu", f"Chuyen doi so, bai {number}") for number in range(3)]
    told = [
        shelf.article("baomau", f"Tin {number}", body="Bàn về chuyển đổi số.")
        for number in range(3)
    ]
    seen, after = [], None
    for _ in range(4):
        page = archive.search('"chuyển đổi số" -trâu', limit=3, after=after, statuses=())
        seen += [hit.article_id for hit in page.hits]
        after = page.after
    assert after is None
    assert (set(seen[:4]), set(seen[4:7]), set(seen[7:])) == (set(titled), set(told), set(plain))


def test_a_page_cannot_begin_behind_an_article_that_was_not_found(filled):
    with pytest.raises(BadQuery, match="does not say where a page ends"):
        filled.search("khai trương", after="0123456789ab")


def test_a_word_in_the_title_weighs_more_than_in_the_text(shelf, archive):
    shelf.article("baomau", "Một bài khác", "Ở đây có nói tới dữ liệu mở và nhiều điều khác nữa.")
    shelf.article("baomau", "Dữ liệu mở cho mọi người", "Không có gì thêm ở trong bài viết này.")
    shelf.article("baomau", "Bài thứ ba", "Không liên quan.")
    shelf.article("baomau", "Bài thứ tư", "Cũng không liên quan.")
    shelf.article("baomau", "Bài thứ năm", "Cũng không liên quan.")
    assert titles(archive.search("dữ liệu mở"))[0] == "Dữ liệu mở cho mọi người"


def test_words_that_stand_together_come_before_the_same_words_apart(shelf, archive):
    apart = "Vụ việc này được công bố hôm qua, sau khi dịch bệnh lắng xuống ở nhiều nơi trong vùng."
    together = (
        "Người dân dùng dịch vụ công hôm qua, sau khi bệnh lắng xuống ở nhiều nơi trong vùng."
    )
    longer = f"{together} Bài này còn dài hơn một chút, và vì thế mà kém đi đôi phần."
    shelf.article("baomau", "Bài một", longer, published_at=None)
    shelf.article("baomau", "Bài hai", apart)
    for number in range(4):
        shelf.article("baomau", f"Bài khác {number}", "Không liên quan gì.")
    assert titles(archive.search("dich vu cong")) == ["Bài một", "Bài hai"]


def test_a_snippet_is_accented_and_says_where_the_words_stand(filled):
    hit = filled.search("nop ho so").hits[0]
    assert [hit.snippet[start:end] for start, end in hit.marks] == ["nộp hồ sơ"]


def test_an_article_is_found_by_its_newest_text_alone(shelf, archive):
    public = shelf.article("baomau", "Tựa cũ", "Nội dung ban đầu.")
    shelf.version(public, "Tựa mới", "Nội dung đã sửa.")
    assert archive.search("ban đầu").total == 0
    assert titles(archive.search("đã sửa")) == ["Tựa mới"]


def test_a_rebuilt_index_gives_the_same_answers(shelf, archive, filled):
    before = filled.search("bình", statuses=())
    with begin_write(shelf.engine) as conn:
        assert fts.rebuild(conn) == 3
    assert filled.search("bình", statuses=()) == before


def test_a_long_text_and_an_endless_word_are_indexed(shelf, archive):
    text = " ".join(f"tiếng{number % 9000} nữa" for number in range(30_000))
    shelf.article("baomau", "Bài dài", "a" * 5000 + " " + text)
    shelf.article("baomau", "Bài dài thứ hai", "số " * 60_000)
    assert archive.search('"tiếng77 nữa"').total == 1
    assert archive.search("số số").total == 1


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("😀 ✨", "no word to find"),
        ("* ^ : ( )", "no word to find"),
        ('"', "quotation mark"),
        ('"dịch vụ', "quotation mark"),
        ("-công", "only leaves words out"),
        ("a " * 600, "letters long"),
        (" ".join(f"w{n}" for n in range(50)), "more than 40 words"),
    ],
)
def test_what_cannot_be_understood_is_refused_in_words(query, message):
    with pytest.raises(BadQuery, match=message):
        understand(query)


STRANGE = [
    *("cổng AND công", "cổng OR NOT", "NEAR(cổng công, 2)", "cổng*", "^cổng", "title:cổng"),
    *("cổng' OR 1=1 --", "{title}", "cổng\\", "a\x00b", "cổng & công | !x <-> y", "'", "%_"),
    *("😀 cổng", "½ Ⅳ ª ²", "한국 東京", "x" * 900),
]


def test_signs_and_operators_mean_nothing_to_the_engine(filled):
    for query in STRANGE:
        with contextlib.suppress(BadQuery):  # where no word is left
            assert filled.search(query).total >= 0


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.text(st.characters(codec="utf-8"), max_size=40))
def test_nothing_typed_is_an_error_of_the_engine(archive, query):
    with contextlib.suppress(BadQuery):
        assert archive.search(query).total == 0


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(text=st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=80))
def test_any_text_can_be_indexed_and_taken_out_again(shelf, text):
    public = shelf.article("baomau", text, text)
    shelf.version(public, "khác", "khác")
    if shelf.engine.dialect.name == "sqlite":
        with begin_write(shelf.engine) as conn:
            conn.exec_driver_sql("INSERT INTO reading_fts(reading_fts) VALUES ('integrity-check')")


def test_an_unlabelled_article_is_found_among_all_topics_only(shelf, archive):
    public = shelf.article("baomau", "Chưa chấm điểm", topic_status=None, topic_score=None)
    assert archive.search("chưa chấm").total == 0
    page = archive.search("chưa chấm", statuses=())
    assert page.facets["status"] == {"unlabelled": 1}
    with begin_write(shelf.engine) as conn:
        assert (
            conn.scalar(
                sa.select(article_state.c.topic_status)
                .join(schema.article)
                .where(schema.article.c.public_id == public)
            )
            is None
        )


def test_an_archive_opens_from_the_environment(shelf, monkeypatch):
    monkeypatch.setenv("ARCHIVE_DATABASE_URL", shelf.url)
    with Archive.open() as archive:
        assert archive.sites() == ()
