"""Search answers the same on both databases, whatever marks, capitals or signs are typed."""

import contextlib
import unicodedata
from datetime import UTC, date, datetime

import pytest

from archive import Archive
from archive.asking.words import understand
from archive.errors import BadQuery, NotFound
from archive.storage import fts
from archive.storage.engine import begin_write

NIGHT = datetime(2026, 3, 6, 18, 30, tzinfo=UTC)  # already 7 March in Viet Nam


@pytest.fixture(scope="module")
def filled(module_shelf):
    """Three articles of two sites, one of them off the topic and one in the night to 7 March."""
    shelf = module_shelf
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
    with Archive.open(shelf.url, shelf.folder) as opened:
        yield opened


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


def test_sites_narrow_and_an_unknown_site_is_named_with_the_known_ones(filled):
    assert filled.search("binh", sites=["baothu"], statuses=()).total == 1
    with pytest.raises(NotFound, match="no site is called “baola”: there are baomau, baothu"):
        filled.search("binh", sites=["baola"])


def test_a_page_cannot_begin_behind_an_article_that_was_not_found(filled):
    with pytest.raises(BadQuery, match="does not say where a page ends"):
        filled.search("khai trương", after="0123456789ab")


def test_a_snippet_is_accented_and_says_where_the_words_stand(filled):
    hit = filled.search("nop ho so").hits[0]
    assert [hit.snippet[start:end] for start, end in hit.marks] == ["nộp hồ sơ"]


def test_a_rebuilt_index_gives_the_same_answers(module_shelf, filled):
    before = filled.search("bình", statuses=())
    with begin_write(module_shelf.engine) as conn:
        assert fts.rebuild(conn) == 3
    assert filled.search("bình", statuses=()) == before


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
