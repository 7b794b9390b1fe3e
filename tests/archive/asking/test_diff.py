"""Diffs are read by people: sentences are aligned, then words; form is no difference."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.asking.diff import Diff, Op, line_field, list_field, text_field, value_field, words
from archive.asking.marks import as_html, as_json, as_text, mark
from archive.text.normal import plain

SEEN = datetime(2026, 3, 2, tzinfo=UTC)


def marked(old, new):
    field = text_field("body", old, new)
    return [] if field is None else ["".join(map(mark, line.pieces)) for line in field.lines]


def diff(*fields):
    return Diff("0123456789ab", "Tựa", "https://baomau.example/1", 1, 2, SEEN, SEEN, fields)


def test_a_corrected_number_is_marked_whole():
    assert marked("Có 1.250 hồ sơ.", "Có 1.520 hồ sơ.") == ["Có [-1.250-]{+1.520+} hồ sơ."]


def test_sentences_that_stayed_are_not_touched_by_those_that_changed():
    old = "Câu một ở đây. Câu hai bị bỏ đi hẳn. Câu ba còn nguyên."
    new = "Câu một ở đây. Câu ba còn nguyên. Một ý kiến mới được thêm vào cuối."
    assert marked(old, new) == [
        "Câu một ở đây.",
        "[-Câu hai bị bỏ đi hẳn.-]",
        "Câu ba còn nguyên.",
        "{+Một ý kiến mới được thêm vào cuối.+}",
    ]


def test_a_sentence_put_in_between_does_not_shift_the_pairs():
    old = "Tỉnh Mẫu nhận 10 hồ sơ trong tuần. Cuộc họp kết thúc lúc 11 giờ."
    new = "Tỉnh Mẫu nhận 12 hồ sơ trong tuần. Đây là câu mới. Cuộc họp kết thúc lúc 12 giờ."
    assert marked(old, new) == [
        "Tỉnh Mẫu nhận [-10-]{+12+} hồ sơ trong tuần.",
        "{+Đây là câu mới.+}",
        "Cuộc họp kết thúc lúc [-11-]{+12+} giờ.",
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Thành phố Hoà Bình", "Thành phố Hòa Bình"),
        ("Một  hai\u00a0ba", "Một hai ba"),
        ("Việt Nam", "Việt Nam\u200b"),
        ("a\n\nb", "a\n\n\nb"),
    ],
)
def test_space_normal_form_and_tone_style_are_no_difference(old, new):
    assert text_field("body", old, new) is None
    assert line_field("title", old, new) is None
    assert value_field("author", old, new) is None


def test_abbreviations_do_not_end_a_sentence():
    text = "TP. Hồ Chí Minh và PGS. TS. Nguyễn Văn A. Trần cùng dự. Họ về sớm."
    assert len(marked(text, text.replace("sớm", "muộn"))) == 2


def test_quotation_marks_stay_with_their_sentence():
    lines = marked("Ông nói: “Tốt.” Rồi ông đi ra.", "Ông nói: “Tốt.” Rồi ông đi vào.")
    assert lines == ["Ông nói: “Tốt.”", "Rồi ông đi [-ra-]{+vào+}."]


def test_an_empty_text_beside_a_full_one_is_all_put_in():
    assert marked("", "Một câu. Hai câu.") == ["{+Một câu.+}", "{+Hai câu.+}"]
    assert marked("Một câu.", "") == ["[-Một câu.-]"]


def test_a_list_shows_only_what_came_and_went():
    field = list_field("images", ["a", "b", "c"], ["a", "c", "d"])
    assert ["".join(map(mark, line.pieces)) for line in field.lines] == ["[-b-]", "{+d+}"]
    assert list_field("images", ["a"], ["a"]) is None


def test_text_leaves_far_sentences_out_and_says_so():
    old = " ".join(f"Câu số {n} vẫn như cũ." for n in range(9)) + " Cuối cùng có 10 người."
    shown = as_text(diff(text_field("body", old, old.replace("10", "12"))))
    assert shown.splitlines() == [
        "body",
        "  …",
        "  Câu số 8 vẫn như cũ.",
        "  Cuối cùng có [-10-]{+12+} người.",
    ]


def test_html_is_escaped_and_marked():
    shown = as_html(diff(line_field("title", "A <b> & C", "A <i> & C")))
    assert "<del>b</del><ins>i</ins>" in shown
    assert "&lt;" in shown
    assert "&amp;" in shown
    assert "<b>" not in shown


def test_json_carries_every_piece_with_what_became_of_it():
    field = as_json(diff(line_field("title", "Tựa cũ", "Tựa mới")))["fields"][0]
    assert field["name"] == "title"
    assert [(piece["op"], piece["text"]) for piece in field["lines"][0]["pieces"]] == [
        (Op.EQUAL, "Tựa "),
        (Op.DELETE, "cũ"),
        (Op.INSERT, "mới"),
    ]


SYLLABLES = st.sampled_from(["một", "hai", "ba", "bốn", "năm", ".", ",", "1.250", "“", "”", "("])
SENTENCES = st.lists(SYLLABLES, max_size=30).map(" ".join)


@given(SENTENCES, SENTENCES)
def test_both_texts_can_be_read_out_of_a_word_diff(old, new):
    pieces = words(old, new)
    before = "".join(f"{piece.text} " for piece in pieces if piece.op is not Op.INSERT)
    after = "".join(f"{piece.text} " for piece in pieces if piece.op is not Op.DELETE)
    assert before.split() == old.split()
    assert after.split() == new.split()


@given(SENTENCES, SENTENCES)
def test_every_sentence_of_both_texts_stands_in_the_diff(old, new):
    field = text_field("body", old, new)
    if field is None:
        assert plain(old) == plain(new)
        return
    pieces = [piece for line in field.lines for piece in line.pieces]
    after = " ".join(piece.text for piece in pieces if piece.op is not Op.DELETE)
    assert after.split() == new.split()


def test_a_text_rewritten_whole_is_compared_in_a_moment():
    old = " ".join(f"Câu thứ {n} nói về chuyện cũ rất dài dòng." for n in range(300))
    new = " ".join(f"Đoạn {n} viết lại hoàn toàn mới mẻ hơn xưa." for n in range(300))
    assert len(marked(old, new)) == 600
