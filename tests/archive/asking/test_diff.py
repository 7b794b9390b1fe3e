"""Diffs are read by people: sentences are aligned, then words; form is no difference."""

import json
import random
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.asking.diff import (
    Diff,
    blocks_field,
    line_field,
    list_field,
    summary,
    text_field,
    value_field,
)
from archive.asking.marks import SKIPPED, as_html, mark, near_changes
from archive.asking.marks import marked as shown_line
from archive.asking.webpage import as_page
from archive.asking.wording import NEW, OLD, Op, words
from archive.cli.paper import dump
from archive.text.normal import plain
from tests.counting import calls

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
    field = text_field("body", old, old.replace("10", "12"))
    assert [shown_line(line) if line else SKIPPED for line in near_changes(field)] == [
        "…",
        "Câu số 8 vẫn như cũ.",
        "Cuối cùng có [-10-]{+12+} người.",
    ]


def test_html_is_escaped_and_marked():
    shown = as_html(diff(line_field("title", "A <b> & C", "A <i> & C")))
    assert "<del>b</del><ins>i</ins>" in shown
    assert "&lt;" in shown
    assert "&amp;" in shown
    assert "<b>" not in shown


def test_json_carries_every_piece_with_what_became_of_it(capsys):
    dump(diff(line_field("title", "Tựa cũ", "Tựa mới")))
    field = json.loads(capsys.readouterr().out)["fields"][0]
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
    assert told(pieces, NEW) == new.split()
    assert sorted(told(pieces, OLD)) == sorted(old.split())


def told(pieces, ops):
    return " ".join(piece.text for piece in pieces if piece.op in ops).split()


def test_a_text_rewritten_whole_is_compared_in_a_moment():
    old = " ".join(f"Câu thứ {n} nói về chuyện cũ rất dài dòng." for n in range(300))
    new = " ".join(f"Đoạn {n} viết lại hoàn toàn mới mẻ hơn xưa." for n in range(300))
    assert len(marked(old, new)) == 600


FIRST = "Sở Nội vụ công bố danh mục thủ tục làm trực tuyến. Có 812 thủ tục trong danh mục."
SECOND = "Người dân nộp hồ sơ bằng căn cước gắn chip. Thời gian chờ còn 11 phút mỗi lượt."
THIRD = "Tỉnh sẽ mở thêm ba điểm tiếp nhận ở vùng cao. Kinh phí lấy từ ngân sách năm sau."


def whole(old, new):
    return [shown_line(line) for line in text_field("body", old, new).lines]


def test_a_moved_paragraph_is_moved_and_neither_taken_out_nor_put_in():
    moved = whole("\n\n".join((FIRST, SECOND, THIRD)), "\n\n".join((SECOND, THIRD, FIRST)))
    one, two = FIRST.split(". ")
    assert moved[:2] == [f"[~{one}.~]→1", f"[~{two}~]→1"]
    assert moved[-2:] == [f"1→{{~{one}.~}}", f"1→{{~{two}~}}"]
    assert len(moved) == 8


def test_a_moved_sentence_that_was_edited_shows_the_edit_where_it_stands():
    old = "\n\n".join((FIRST, SECOND, THIRD))
    lines = whole(old, "\n\n".join((SECOND, THIRD, FIRST.replace("812", "918"))))
    assert lines[1] == "[~Có ~][-812-][~ thủ tục trong danh mục.~]→1"
    assert lines[-1] == "1→{~Có ~}{+918+}{~ thủ tục trong danh mục.~}"


def test_a_short_phrase_elsewhere_is_no_move():
    lines = whole(f"Xin cảm ơn.\n\n{FIRST}\n\n{SECOND}", f"{FIRST}\n\n{SECOND}\n\nXin cảm ơn.")
    assert (lines[0], lines[-1]) == ("[-Xin cảm ơn.-]", "{+Xin cảm ơn.+}")


def blocks(*rows):
    return [dict(zip(("kind", "text", "level"), row, strict=False)) for row in rows]


def test_headings_items_and_rows_stay_what_they_are():
    old = blocks(
        ("heading", "Kết quả. Sáu tháng", 3),
        ("row", "Huế | 1.204 | 61%"),
        ("row", "Cần Thơ | 977 | 55%"),
        ("caption", "Ảnh: người dân nộp hồ sơ"),
        ("item", "Nộp tại nhà"),
    )
    new = blocks(
        ("heading", "Kết quả. Chín tháng", 3),
        ("row", "Đà Nẵng | 977 | 55%"),
        ("row", "Huế | 1.377 | 66%"),
        ("item", "Nộp tại nhà"),
    )
    field = blocks_field("body", old, new)
    assert [shown_line(line) for line in field.lines] == [
        "### Kết quả. [-Sáu-]{+Chín+} tháng",
        "{+Đà Nẵng | 977 | 55%+}",
        "Huế | [-1.204-]{+1.377+} | [-61%-]{+66%+}",
        "[-Cần Thơ | 977 | 55%-]",
        "• Nộp tại nhà",
    ]
    assert [line.kind for line in field.lines] == ["heading", "row", "row", "row", "item"]


def test_the_summary_counts_sentences_and_names_the_numbers():
    old = "\n\n".join((FIRST, SECOND, THIRD))
    new = "\n\n".join((THIRD, FIRST.replace("812", "918"), "Một câu mới hoàn toàn."))
    found = summary([text_field("body", old, new)], old, new)
    assert (found.edited, found.added, found.cut, found.moved) == (1, 1, 2, 2)
    assert (found.numbers_cut, found.numbers_added) == (("11", "812"), ("918",))
    assert 0.6 < found.kept < 0.75


def test_nothing_that_differs_is_summed_up_as_all_kept():
    assert summary([], FIRST, FIRST).kept == 1


@pytest.mark.parametrize("change", ["edit", "shuffle", "rewrite", "one-sentence"])
def test_a_text_of_ten_thousand_words_takes_a_hundred_calls_a_word_to_compare(change):
    pick = random.Random(7)
    known = [f"tiếng{n}" for n in range(900)]

    def sentence():
        return " ".join(pick.choices(known, k=25)).capitalize() + "."

    parts = [f"{sentence()} {sentence()}" for _ in range(200)]
    new = {
        "edit": [part.replace("tiếng7", "khác") for part in parts],
        "shuffle": pick.sample(parts, len(parts)),
        "rewrite": [f"{sentence()} {sentence()}" for _ in parts],
        "one-sentence": parts[1:],
    }[change]
    old, new = "\n\n".join(parts), "\n\n".join(new)
    if change == "one-sentence":
        old, new = old.replace(".", ","), new.replace(".", ",").replace("tiếng7", "khác")
    field, counted = calls(lambda: text_field("body", old, new))
    assert counted < 120 * len(old.split())
    if change == "shuffle":
        assert all(line.move for line in field.lines if line.changed)


def test_the_page_is_whole_escaped_and_tells_changes_in_words():
    old, new = "\n\n".join((FIRST, SECOND, THIRD)), "\n\n".join((THIRD, FIRST, "<script>alert(1)"))
    page = as_page(diff(text_field("body", old, new), line_field("title", "A <b>", "B & C")))
    assert page.startswith('<!doctype html>\n<html lang="vi">')
    assert "<script" not in page
    assert "&lt;script&gt;alert(" in page
    assert "http-equiv" not in page
    assert not [part for part in ("src=", "url(", "@import", "<link") if part in page]
    assert "put in: " in page
    assert "prefers-color-scheme: dark" in page
    assert page.count('id="from-1"') == page.count('href="#from-1"') == 1


def test_an_address_that_is_none_is_no_link_of_the_page():
    one = Diff("0123456789ab", "T", "javascript:alert(1)", 1, 2, SEEN, SEEN, ())
    assert "href" not in as_page(one).split("<main>")[0]
