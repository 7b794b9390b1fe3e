"""The topic is a label by the lexicon's terms, weights and rules."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.record import Block, BlockKind, Reading
from archive.text import topics
from tests.counting import calls


def score(title="", body="", lead=""):
    blocks = tuple(Block(BlockKind.PARAGRAPH, text) for text in body.split("\n\n"))
    return topics.score(Reading("u", title, "r", "l", lead=lead, blocks=blocks))


def test_a_term_counts_twice_in_title_or_lead_and_once_in_the_text():
    assert score(body="Bàn về chính phủ điện tử.").score == 6
    assert score(title="Chính phủ điện tử").score == 12
    assert score(lead="Bàn về chính phủ điện tử.").score == 12
    assert score(title="Chính phủ điện tử", body="chính phủ điện tử").score == 12


def test_a_term_counts_once_however_often_it_stands_there():
    assert score(body="Chữ ký số và chữ ký số. Lại chữ ký số.").terms == {"chữ ký số": 3}


def test_the_longest_term_wins_and_consumes_its_syllables():
    assert score(body="nộp hồ sơ trực tuyến").terms == {"nộp hồ sơ trực tuyến": 4}
    assert score(body="Cổng dịch vụ công quốc gia").terms == {"cổng dịch vụ công quốc gia": 7}


def test_weak_terms_give_little_however_many():
    found = score(
        title="Công nghệ thông tin và trí tuệ nhân tạo", body="Cải cách hành chính, mã QR."
    )
    assert len(found.terms) == 4
    assert found.score == 1.5


def test_a_stop_term_gives_nothing_and_hides_what_stands_inside():
    assert score(body="Công ty dịch vụ công nghệ bán đồ điện tử.").terms == {}
    assert score(body="dịch vụ công cộng").score == 0
    assert score(body="dịch vụ công.").score == 1.5


@pytest.mark.parametrize(
    "text",
    [
        "Nghị quyết của Chính phủ số 58/NQ-CP",
        "Nghị quyết của Chính phủ số: 58/NQ-CP",
        "sổ bảo hiểm xã hội số 0123",
        "chuyển đổi số tài khoản ngân hàng",
        "chuyển đổi số liệu",
        "hạ tầng số 5",
    ],
)
def test_a_number_is_not_digital(text):
    assert score(body=text).terms == {}


@pytest.mark.parametrize("text", ["chính phủ số.", "Chính phủ số, chính quyền", "chính phủ số và"])
def test_digital_is_digital(text):
    assert "chính phủ số" in score(body=text).terms


def test_a_term_does_not_run_across_punctuation():
    assert score(body="Bàn với Chính phủ. Số hóa là cần.").terms == {}
    assert score(body="Thăm chính quyền, điện tử hóa").terms == {}
    assert score(body="chuyển đổi\n\nsố").terms == {}


def test_abbreviations_count_in_capitals_alone():
    assert score(body="Chỉ số EGDI tăng.").terms == {"EGDI": 6}
    assert score(body="egdi").terms == {}


def test_a_term_that_needs_company_counts_only_beside_another():
    assert score(title="IOC họp phiên thường kỳ", body="Cải cách hành chính.").score == 1.5
    assert score(title="IOC của thành phố", body="Chuyển đổi số.").terms == {
        "IOC": 4,
        "chuyển đổi số": 4,
    }
    assert score(body="CPS và IOC").score == 0


@pytest.mark.parametrize(
    "text",
    [
        "ỦY BAN QUỐC GIA VỀ CHÍNH PHỦ ĐIỆN TỬ",
        "Uỷ ban quốc gia về chính phủ điện tử",
        unicodedata.normalize("NFD", "Ủy ban quốc gia về Chính phủ điện tử"),
        "Ủy ban  quốc gia\u00a0về chính\u200b phủ điện tử",
    ],
)
def test_capitals_tone_style_and_normal_form_do_not_matter(text):
    assert score(body=text).terms == {"ủy ban quốc gia về chính phủ điện tử": 8}


def test_the_status_follows_the_score():
    assert [topics.status(points) for points in (0, 3.99, 4, 9.99, 10, 50)] == [
        *("rejected", "rejected", "review", "review", "accepted", "accepted")
    ]
    assert score(title="Giá vàng hôm nay").status == "rejected"
    assert score(title="Cổng dịch vụ công quốc gia").status == "accepted"


def test_captions_and_empty_texts_give_nothing():
    caption = (Block(BlockKind.CAPTION, "Chính phủ điện tử"),)
    assert topics.score(Reading("u", "", "r", "l", blocks=caption)).score == 0
    assert score().terms == {}


def test_every_line_of_the_lexicon_is_understood():
    terms = []
    stack = [topics.lexicon().cased, topics.lexicon().lower]
    while stack:
        branch = stack.pop()
        terms += [branch.term] if branch.term else []
        stack += branch.following.values()
    assert len({term.text for term in terms}) == 233
    assert {term.kind for term in terms} == {"core", "strong", "medium", "weak", "stop"}
    assert all((term.weight == 0) == (term.kind == "stop") for term in terms)
    assert all(term.text.split()[-1] == "số" for term in terms if term.digital)


@pytest.mark.parametrize(
    "end",
    [
        "-1241870.html",
        "-a148230.html",
        "-post68123",
        "-3f4a77b/",
        "-cc21d4d/",
        "-10226051.htm",
        "/",
    ],
)
def test_the_number_behind_a_slug_does_not_make_digital_a_number(end):
    assert topics.suggests("", f"https://a.example/xa-hoi/202605/phuong-chuyen-doi-so{end}")
    assert not topics.suggests("", f"https://a.example/xa-hoi/chuyen-doi-so-58-pho-lang{end}")


def test_a_title_or_a_slug_suggests_that_an_article_is_worth_fetching():
    assert topics.suggests("Đẩy mạnh chuyển đổi số ở vùng cao")
    assert topics.suggests("", "https://a.example/day-manh-chuyen-doi-so-o-vung-cao-123.html")
    assert not topics.suggests("Giá vàng hôm nay", "https://a.example/gia-vang-123.html")
    assert not topics.suggests("Họp trực tuyến về công nghệ thông tin")


@given(st.text(max_size=200))
def test_any_text_has_a_label(text):
    found = score(title=text, body=text, lead=text)
    assert found.score >= 0
    assert found.status == topics.status(found.score)


def test_an_article_is_scored_in_a_few_calls_a_word():
    paragraph = (
        "Sáng nay, ủy ban nhân dân tỉnh họp về dịch vụ công và cải cách hành chính ở cơ sở. "
    )
    body = "\n\n".join([paragraph * 6] * 8)  # 4,000 letters, as the middle article has
    score(title="Họp", body=body)  # the lexicon is made ready
    _, counted = calls(lambda: score(title="Họp", body=body))
    assert counted < 5 * len(body.split())  # they take a millisecond
