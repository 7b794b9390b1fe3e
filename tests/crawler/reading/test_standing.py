"""What is furniture of a site, and what articles share for good reason."""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from archive.record import Furniture, Piece, Reading, Standing
from crawler.reading import article
from crawler.reading.furniture import DOUBT, spots
from crawler.reading.signs import Sheet, kin_of
from crawler.reading.standing import learned
from crawler.reading.text import key
from tests.benxuan import texts
from tests.benxuan.texts import Article

SEEN = datetime(2026, 10, 20, tzinfo=UTC)
Parts = Callable[[Article, int, Sequence[Article]], list[str]]


def plain(count: int = 40) -> list[Article]:
    """Articles without what repeats."""
    made = [one for one in texts.articles([count * 2]) if one.kind == "plain"]
    return made[:count]


def html(one: Article, parts: Sequence[str]) -> str:
    return (
        f"<html><head><title>{one.title}</title></head><body><div><h1>{one.title}</h1>"
        f"<div>{''.join(parts)}</div></div></body></html>"
    )


def paragraphs(one: Article) -> list[str]:
    return [f"<p>{text}</p>" for _, text in one.text]


def sheets(some: Sequence[Article], parts: Parts) -> list[Sheet]:
    made = []
    for place, one in enumerate(some):
        page = html(one, parts(one, place, some)).encode()
        draft, hosts = article.draft_of(page, one.url, fetched_at=SEEN)
        found = spots(draft.layout, draft.lines, hosts)
        kin = kin_of(str(one.number), key(one.title))
        own = frozenset((key(one.title), key(one.lead)))
        at = SEEN + timedelta(minutes=place)
        made.append(Sheet(str(one.number), str(one.number), kin, at, own, draft.layout, found))
    return made


def learn(
    parts: Parts, some: Sequence[Article] | None = None, refused: Sequence[Piece] = ()
) -> list[Standing]:
    some = some or plain()
    headlines = [
        pair for one in some for pair in (("", key(one.title)), (str(one.number), one.lead))
    ]
    return learned(sheets(some, parts), headlines, (), refused)


def read(one: Article, parts: Sequence[str], found: Sequence[Standing]) -> Reading:
    pieces = tuple(standing.piece for standing in found)
    furniture = Furniture("baobenxuan", 3, pieces)
    return article.read(html(one, parts).encode(), one.url, fetched_at=SEEN, furniture=furniture)


def kinds(found: Sequence[Standing]) -> set[tuple[str, str]]:
    return {(one.piece.kind, one.piece.text) for one in found}


def every(count: int, line: str, place: int | None = None) -> Parts:
    """A line in each so-many-th article, at a place among its paragraphs (None: at the end)."""

    def parts(one: Article, number: int, some: Sequence[Article]) -> list[str]:
        made = paragraphs(one)
        if number % count == 0:
            made.insert(len(made) if place is None else place, line)
        return made

    return parts


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


def flat(one: Article, number: int, some: Sequence[Article]) -> list[str]:
    """A label and two to four other articles' titles among the paragraphs, in the same markup."""
    rng = random.Random(number)
    others = rng.sample([each for each in some if each is not one], rng.randint(2, 4))
    made = paragraphs(one)
    made[2:2] = ["<p>Đáng chú ý</p>", *(f"<p>{each.title}</p>" for each in others)]
    return made


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


def boxed(one: Article, number: int, some: Sequence[Article]) -> list[str]:
    """Four headlines in a box of their own without a label, half of them of articles not held."""
    rng = random.Random(number)
    names = [each.title for each in rng.sample(list(some), 2) if each is not one]
    names += [f"Tin cũ số {rng.random()} về {rng.choice(texts.SUBJECTS)}" for _ in range(2)]
    made = paragraphs(one)
    rows = "".join(f"<div>{name}</div>" for name in names)
    made.insert(3, f"<div><div>{rows}</div></div>")
    return made


def test_a_place_that_holds_headlines_alone_is_furniture_though_half_of_them_are_not_known() -> (
    None
):
    found = learn(boxed)
    assert {kind for kind, _ in kinds(found)} == {"place"}
    one = plain(41)[40]
    reading = read(one, boxed(one, 99, plain()), found)
    assert [block.text for block in reading.blocks] == [text for _, text in one.text]


def test_captions_in_boxes_of_their_own_stay() -> None:
    def parts(one: Article, number: int, some: Sequence[Article]) -> list[str]:
        made = paragraphs(one)
        made.insert(2, f"<div><div>Một góc xã trong ngày hội {one.title[:12]} {number}</div></div>")
        return made

    assert learn(parts) == []


def test_a_place_where_one_article_has_its_own_list_is_no_furniture() -> None:
    def parts(one: Article, number: int, some: Sequence[Article]) -> list[str]:
        if number != 5:
            return boxed(one, number, some)
        rows = "<div>Mang theo sổ hộ tịch cũ</div><div>Điền hai mẫu đơn ở quầy</div>"
        return [*paragraphs(one), f"<div><div>{rows}</div></div>", *paragraphs(one)[:1]]

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


def test_evidence_names_articles_lines_and_times() -> None:
    box = next(one for one in learn(flat) if one.piece.kind == "box")
    assert (box.articles, box.kins, box.of) == (40, 40, 40)
    assert box.shows[0] == "Đáng chú ý"
    assert set(box.examples) <= {str(one.number) for one in plain()}
    assert (box.first_seen_at, box.last_seen_at) == (SEEN, SEEN + timedelta(minutes=39))
