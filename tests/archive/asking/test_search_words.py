"""What is typed is understood the same on both databases, or refused with what is wrong."""

import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive import Archive
from archive.asking.words import understand
from archive.errors import BadQuery
from archive.storage.engine import connect
from tests.archive.asking.conftest import Shelf

BODIES = {
    "Một": "Chuyển đổi số ở xã vùng cao: cổng dịch vụ công, dịch vụ công nghệ, hoà bình.",
    "Hai": "CHUYỂN ĐỔI SỐ quốc gia, Quyết định số 06/QĐ-TTg, 5G và AI; đề án “số hóa”.",
    "Ba": "Chuyen doi so khong dau, cong nghe thong tin, 東京, ½ phường, a_b c.d 50%.",
    "Bốn": "Tin về phường và xã: dữ liệu mở, dữ liệu lớn, kho dữ liệu của dịch vụ công ích.",
    "Năm hòa bình": "Không có gì chung; OR AND NOT NEAR(x y) title lead.",
}


@pytest.fixture(scope="module")
def both(sqlite_template, postgres_template, tmp_path_factory):
    """The same five articles in either database."""
    import shutil

    from tests.conftest import postgres_database

    folder = tmp_path_factory.mktemp("words")
    shutil.copy(sqlite_template, folder / "archive.db")
    with postgres_database(postgres_template) as postgres:
        archives = []
        for url in (f"sqlite:///{folder / 'archive.db'}", postgres):
            shelf = Shelf(url, folder, connect(url))
            for title, body in BODIES.items():
                shelf.article("baomau", title, body, lead=f"Sapo của bài {title.lower()}")
            shelf.engine.dispose()
            archives.append(Archive.open(url, folder))
        yield archives
        for archive in archives:
            archive.close()


def ask(both, query, **more):
    """The titles that both databases find, in their order, or what both refuse with."""
    answers = []
    for archive in both:
        try:
            page = archive.search(query, **more)
            assert page.total == len(page.hits) == sum(page.facets["site"].values())
            answers.append([(hit.title, hit.score, hit.snippet, hit.marks) for hit in page.hits])
        except BadQuery as refusal:
            answers.append(str(refusal))
    assert answers[0] == answers[1]
    return answers[0] if isinstance(answers[0], str) else {title for title, *_ in answers[0]}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("chuyen doi so", {"Một", "Hai", "Ba"}),
        ("chuyển đổi số", {"Một", "Hai", "Ba"}),
        (unicodedata.normalize("NFD", "chuyển đổi số"), {"Một", "Hai", "Ba"}),
        ("CHUYỂN ĐỔI SỐ", {"Một", "Hai", "Ba"}),
        ("hoà bình", {"Một", "Năm hòa bình"}),
        ("hòa bình", {"Một", "Năm hòa bình"}),
        ("xã OR phường", {"Một", "Ba", "Bốn"}),
        ("(xã OR phường) dữ liệu", {"Bốn"}),
        ("dữ liệu xã OR phường", {"Bốn"}),
        ("xã OR “06/QĐ-TTg” OR hòa", {"Một", "Hai", "Bốn", "Năm hòa bình"}),
        ("xã or phường", set()),
        ("“OR”", {"Năm hòa bình"}),
        ("chuyển AND đổi", {"Một", "Hai", "Ba"}),
        ("chuyển NOT xã", {"Hai", "Ba"}),
        ("chuyển -xã -“công nghệ”", {"Hai", "Ba"}),
        ("chuyển -xã -“cong nghe”", {"Hai"}),
        ("phuo*", {"Ba", "Bốn"}),
        ("phườ*", {"Ba", "Bốn"}),
        ('"cổng dịch v*"', {"Một"}),
        ('"dich vu cong ng*"', {"Một"}),
        ('"dich vu cong i*"', {"Bốn"}),
        ('"quyết định số 0*"', {"Hai"}),
        ("06/QĐ*", {"Hai"}),
        ("chuyen* -cao*", {"Hai", "Ba"}),
        ("title:hòa", {"Năm hòa bình"}),
        ("title:“hoà bình”", {"Năm hòa bình"}),
        ("lead:bốn", {"Bốn"}),
        ("lead:“bài một”", {"Một"}),
        ("title:phường", set()),
        ("“dịch vụ công”", {"Một"}),
        ("東京", {"Ba"}),
        ("東*", {"Ba"}),
        ("½", {"Ba"}),
    ],
)
def test_it_finds_the_same_on_both_databases(both, query, found):
    assert ask(both, query) == found


def test_one_of_the_words_is_enough_where_that_is_asked_for(both):
    assert ask(both, "cao thông quốc -hai", any_word=True) == {"Một", "Ba"}


@pytest.mark.parametrize(
    ("query", "refusal"),
    [
        ("", "the search is empty"),
        (" . , ;", "there is no word to find in “. , ;”"),
        ("-xã", "only leaves words out"),
        ("-“dịch vụ” NOT công", "only leaves words out"),
        ('kho "dữ liệu', "so that the phrase would be “dữ liệu”: close it"),
        ('kho "', "a quotation mark"),
        ("*", "a * alone has no meaning"),
        ("kho *", "a * alone has no meaning"),
        ("k*", "would find too much: write 2 letters"),
        ("k*o", "a * can only stand at the end of a word or phrase: “k*o”"),
        ('"dữ* liệu"', "a * can only stand at the end"),
        ("OR", "OR stands between two words"),
        ("xã OR", "OR stands between two words"),
        ("OR xã", "OR stands between two words"),
        ("xã OR -phường", "OR stands between two words"),
        ("xã -phường OR kho", "OR stands between two words"),
        ("xã OR OR kho", "OR stands between two words"),
        ("xã NOT", "behind NOT a word is missing"),
        ("xã OR NOT kho", "after OR a word to find is missing"),
        ("(xã kho) OR (dữ liệu)", "brackets may only hold words joined by OR"),
        ("xã -(kho dữ)", "brackets cannot be left out as a whole"),
        ("chữ " * 41, "more than 40 words"),
        ("a" * 1001, "1001 letters long"),
    ],
)
def test_what_cannot_be_understood_says_what_is_wrong(both, query, refusal):
    if query.startswith("chữ"):
        query = " ".join(f"chữ{number}" for number in range(41))
    assert refusal in ask(both, query)


PIECES = ["xã", "dữ liệu", "dich", "CHUYỂN", "số", "06/QĐ", "hoà", "東", "½", "ß", "İ", "ſ", "ﬁ"]
SIGNS = [*"\"“”*-()^:{}+&|!<>~'\\", "OR", "AND", "NOT", "NEAR", "title:", "lead:", "\0", "\ud800"]
TYPED = st.one_of(
    st.text(max_size=30),
    st.lists(st.sampled_from(PIECES + SIGNS), max_size=9).map(" ".join),
    st.lists(st.sampled_from(PIECES + SIGNS), max_size=9).map("".join),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(query=TYPED, any_word=st.booleans())
def test_anything_typed_is_understood_alike_or_refused(both, query, any_word):
    ask(both, query, any_word=any_word)


def test_a_word_typed_twice_is_one(both):
    assert understand("xã xã “xã” -kho -kho") == understand("xã -kho")
