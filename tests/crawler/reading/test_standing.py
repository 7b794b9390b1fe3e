"""What is furniture of a site, and what articles share for good reason."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from archive.record import Furniture, Piece
from crawler.reading import article
from crawler.reading.furniture import DOUBT
from crawler.reading.text import key
from tests.benxuan import texts
from tests.benxuan.texts import Article
from tests.crawler.reading.repeating import (
    SEEN,
    Parts,
    every,
    flat,
    html,
    kinds,
    learn,
    paragraphs,
    plain,
    read,
)

STAY = {
    "a series' opening line": every(3, f"<p>{texts.OPENING}</p>", 0),
    "a series' closing line": every(3, f"<p>{texts.CLOSING}</p>"),
    "a legal formula": every(1, f"<p>{texts.FORMULA}</p>", 2),
    "a short formula over a list": every(1, "<p><b>Thủ tướng yêu cầu</b></p>", 2),
    "a heading that guides share": every(1, f"<h3>{texts.NEEDED}</h3>", 2),
    "a correction note": every(2, f"<p>{texts.CORRECTION}</p>"),
    "a paragraph in the middle of all": every(1, f"<p>{texts.OPENING}</p>", 2),
    "a house dateline": every(1, "<p>Bến Xuân, ngày 12 tháng 10 năm 2026</p>", 0),
    "a numbered heading": every(1, "<p>2. Kết quả bước đầu</p>", 2),
    "a list that guides share": every(
        1, "<ul>" + "".join(f"<li>{one}</li>" for one in texts.PAPERS) + "</ul>", 2
    ),
    "a box of few articles": every(8, f"<div><p>{texts.OPENING}</p></div>", 0),
}


@pytest.mark.parametrize("name", STAY)
def test_what_articles_share_for_good_reason_is_text(name: str) -> None:
    assert learn(STAY[name]) == []


def test_copies_of_one_text_are_one_witness() -> None:
    one = plain(1)[0]
    some = [
        Article(one.number + n, 1, f"{one.title}, lần {n}", one.lead, one.text) for n in range(30)
    ]
    assert learn(lambda each, *_: [*paragraphs(each), "<div><p>Xem bản in</p></div>"], some) == []


def test_a_sentence_at_the_end_of_all_articles_is_none_of_them() -> None:
    line = "Bạn đọc có thể gửi tin bài cho tòa soạn qua hộp thư trước cổng báo."
    assert kinds(learn(every(1, f"<p>{line}</p>"))) == {("line", key(line))}


def test_articles_that_each_name_a_decision_are_no_forms() -> None:
    line = "Bạn đọc có thể gửi tin bài cho tòa soạn qua hộp thư trước cổng báo."

    def parts(one: Article, number: int, some: Sequence[Article]) -> list[str]:
        made = paragraphs(one)
        for at in range(0, len(made), 2):  # half of the paragraphs have that figure and no other
            words = " ".join(word for word in made[at].split() if not any(map(str.isdigit, word)))
            made[at] = words.replace(
                "</p>", f" Việc này theo Quyết định {900 + number}/QĐ-TTg.</p>"
            )
        return [*made, f"<p>{line}</p>"]

    assert kinds(learn(parts)) == {("line", key(line))}


def test_a_line_whose_figures_change_is_learned_with_its_figures_masked() -> None:
    def parts(one: Article, number: int, some: Sequence[Article]) -> list[str]:
        made = paragraphs(one)
        made.insert(2, f"<p>Vàng nhẫn {110 + number},4 triệu một lượng</p>")
        return made

    found = learn(parts)
    assert kinds(found) >= {("line", "vàng nhẫn # triệu một lượng")}
    one = plain(41)[40]
    assert [block.text for block in read(one, parts(one, 93, []), found).blocks] == [
        text for _, text in one.text
    ]


def test_captions_in_boxes_of_their_own_stay() -> None:
    def parts(one: Article, number: int, some: Sequence[Article]) -> list[str]:
        made = paragraphs(one)
        made.insert(2, f"<div><div>Một góc xã trong ngày hội {one.title[:12]} {number}</div></div>")
        return made

    assert learn(parts) == []


def test_what_a_person_took_for_text_is_not_learned_again() -> None:
    found = learn(flat)
    refused = [one.piece for one in found if one.piece.kind == "box"]
    assert not [one for one in learn(flat, refused=refused) if one.piece.kind == "box"]


def test_a_page_that_would_lose_its_text_is_read_whole_and_doubted() -> None:
    one = plain(1)[0]
    piece = Piece("place", "generic:/body/div/div/p", longest=500)
    page = html(one, paragraphs(one)).encode()
    bare = article.draft_of(page, one.url, fetched_at=SEEN)[0]
    piece = Piece("place", f"generic:{bare.lines[0].path}", longest=500)
    reading = article.read(
        page, one.url, fetched_at=SEEN, furniture=Furniture("baobenxuan", 1, (piece,))
    )
    assert [block.text for block in reading.blocks] == [text for _, text in one.text]
    assert DOUBT in reading.doubts


GOODS = ("Cà phê", "Hồ tiêu", "Lúa tươi", "Sầu riêng", "Tôm thẻ")
MARKUP = {
    "paragraphs": "<p>{}</p>",
    "bold paragraphs": "<p><b>{}</b></p>",
    "a list": "<ul><li>{}</li></ul>",
    "a table": "<table><tr><td>{}</td><td>đồng một ký</td></tr></table>",
}


def priced(markup: str, count: int) -> Parts:
    """Each so-many-th article lists prices, between its paragraphs."""

    def parts(one: Article, number: int, some: Sequence[Article]) -> list[str]:
        made = paragraphs(one)[:4]
        lines = [f"{each}: {20 + (number * 7 + len(each)) % 90}.000 đồng" for each in GOODS]
        made[1:1] = [markup.format(line) for line in lines] if number % count == 0 else []
        return made

    return parts


@pytest.mark.parametrize("count", [1, 2, 4])
@pytest.mark.parametrize("markup", MARKUP.values(), ids=MARKUP)
def test_prices_that_articles_list_are_text(markup: str, count: int) -> None:
    assert learn(priced(markup, count)) == []


@pytest.mark.parametrize("count", [2, 4, 6])
def test_boxes_that_some_articles_have_are_theirs(count: int) -> None:
    def parts(one: Article, number: int, some: Sequence[Article]) -> list[str]:
        rows = "".join(f"<div>{each}: {number + 20}.000 đồng</div>" for each in GOODS)
        rows += "<div>Nơi bán: theo thỏa thuận</div><div>Giấy tờ cần mang theo</div>"
        made = paragraphs(one)
        made[1:1] = [f"<div><div>{rows}</div></div>"] if number % count == 0 else []
        return made

    assert learn(parts) == []


def test_what_a_title_is_about_is_text_though_its_figures_stand_everywhere() -> None:
    def parts(one: Article, number: int, some: Sequence[Article]) -> list[str]:
        return [*paragraphs(one), f"<p>Vàng nhẫn {110 + number},4 triệu một lượng</p>"]

    found = learn(parts)
    one = plain(41)[40]
    gold = replace(one, title="Giá vàng nhẫn lên nhanh, chợ quê vẫn vắng")
    assert len(read(one, parts(one, 7, []), found).blocks) == len(one.text)
    assert len(read(gold, parts(one, 7, []), found).blocks) == len(one.text) + 1


def test_evidence_names_articles_lines_and_times() -> None:
    box = next(one for one in learn(flat) if one.piece.kind == "box")
    assert (box.articles, box.kins, box.of) == (40, 40, 40)
    assert box.shows[0] == "Đáng chú ý"
    assert set(box.examples) <= {str(one.number) for one in plain()}
    assert (box.first_seen_at, box.last_seen_at) == (SEEN, SEEN + timedelta(minutes=39))
