"""Other articles' headlines among the text, new on each page: they go, what stands beside stays."""

import random
import re
from collections.abc import Sequence

import pytest

from tests.benxuan import texts
from tests.benxuan.texts import Article
from tests.crawler.reading.repeating import boxed, flat, kinds, learn, paragraphs, plain, read


def test_new_headlines_go_with_the_label_that_opens_their_box() -> None:
    found = learn(flat)
    assert ("box", "đáng chú ý") in kinds(found)
    *some, one, other, third = plain(43)
    page = flat(one, 7, [other, third, *some[:2]])
    reading = read(one, page, found)
    assert [block.text for block in reading.blocks] == [text for _, text in one.text]
    assert reading.reader.endswith("+f3")


@pytest.mark.parametrize(
    "line", ["<b>Dân bản nói gì</b>", texts.CLOSING, "Trưởng thôn kể lại việc ấy trong một buổi."]
)
def test_what_goes_on_behind_a_box_stays(line: str) -> None:
    found = learn(flat)
    one, other = plain(42)[40:]
    page = paragraphs(one)
    page[2:2] = ["<p>Đáng chú ý</p>", f"<p>{other.title}</p>", f"<p>{line}</p>"]
    texts_read = [block.text for block in read(one, page, found).blocks]
    assert line.removeprefix("<b>").removesuffix("</b>") in texts_read
    assert other.title not in texts_read


def test_a_place_that_holds_headlines_alone_is_furniture_though_half_of_them_are_not_known() -> (
    None
):
    found = learn(boxed)
    assert {kind for kind, _ in kinds(found)} == {"place"}
    one = plain(41)[40]
    reading = read(one, boxed(one, 99, plain()), found)
    assert [block.text for block in reading.blocks] == [text for _, text in one.text]


def test_a_place_where_one_article_has_its_own_list_is_no_furniture() -> None:
    def parts(one: Article, number: int, some: Sequence[Article]) -> list[str]:
        if number != 5:
            return boxed(one, number, some)
        rows = "<div>Mang theo sổ hộ tịch cũ</div><div>Điền hai mẫu đơn ở quầy</div>"
        return [*paragraphs(one), f"<div><div>{rows}</div></div>", *paragraphs(one)[:1]]

    assert learn(parts) == []


ADDED = {
    "a box of its own": "<div><div><div>Đường dài bảy cây số</div>"
    "<div>Vốn làm đường do dân bốn thôn góp</div></div></div>",
    "a line where headlines stand": "<div><div>Bản đồ năm thôn ven sông Mây cũ</div></div>",
}


@pytest.mark.parametrize("own", ADDED.values(), ids=ADDED)
def test_where_more_stands_than_ever_did_all_of_it_stays(own: str) -> None:
    found = learn(boxed)
    *some, one = plain(41)
    page = boxed(one, 99, some)
    lines = re.findall(r"<div>([^<]+)</div>", own)
    said = [block.text for block in read(one, [*page[:2], own, *page[2:]], found).blocks]
    assert set(lines) <= set(said)


@pytest.mark.parametrize("count", [2, 4])
def test_what_some_articles_end_with_is_no_label_of_the_headlines_behind(count: int) -> None:
    def parts(one: Article, number: int, some: Sequence[Article]) -> list[str]:
        others = random.Random(number).sample([each for each in some if each is not one], 3)
        form = ["Số lượng: hai người", "Quyền lợi được hưởng"] if number % count == 0 else []
        lines = [*form, *(each.title for each in others)]
        return [*paragraphs(one), *(f"<p>{line}</p>" for line in lines)]

    found = learn(parts)
    *some, one = plain(41)
    said = [block.text for block in read(one, parts(one, 0, some), found).blocks]
    assert {"Số lượng: hai người", "Quyền lợi được hưởng"} <= set(said)


def test_verses_behind_a_box_stay() -> None:
    found = learn(flat)
    one, other = plain(42)[40:]
    verses = ["Sông quê chảy qua làng", "Chở thêm bao nắng bao vàng"]
    page = paragraphs(one)
    page[2:2] = ["<p>Đáng chú ý</p>", f"<p>{other.title}</p>", *(f"<p>{v}</p>" for v in verses)]
    said = [block.text for block in read(one, page, found).blocks]
    assert set(verses) <= set(said)
    assert other.title not in said
