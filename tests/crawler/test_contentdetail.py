"""The system of Lạng Sơn, Cao Bằng, Quảng Ninh and Hưng Yên: addresses, leads, templates, JSON."""

import json
from datetime import UTC, datetime

import pytest

from archive.record import Reading
from crawler import sites
from crawler.errors import PageRefused
from crawler.families import recognise
from crawler.families.contentdetail import ContentdetailSpider, more
from crawler.fetching.links import json_links
from crawler.reading.address import identify, is_article
from crawler.reading.page import parse
from tests.mau.archived import Archived
from tests.mau.warcs import Warc

LANG_SON = "https://baolangson.vn/to-hop-tac-ban-hang-qua-mang-5048123.html"
CAO_BANG = "https://baocaobang.vn/to-hop-tac-ban-hang-qua-mang-3188123.html"
HUNG_YEN = "https://baohungyen.vn/to-hop-tac-ban-hang-qua-mang-3187123.html"
TITLE = "Tổ hợp tác Khau Phạ bán hồi khô qua mạng"
LEAD = "Mười chín hộ ở Khau Phạ góp tiền thuê một người giữ gian hàng trên mạng."
TEXT = (
    "Mỗi tuần hai chuyến, xe của bưu điện vào tận sân kho lấy hàng, không thu cước chặng đầu.",
    "Chị Lương Thị Hoan, tổ trưởng, ghi sổ bằng điện thoại để nhà nào cũng xem được số bán ra.",
    "Vụ này tổ bán được 4,2 tấn hồi khô, giá cao hơn bán cho lái buôn chừng một phần năm.",
)
HEADLINES = "".join(
    f'<div><h3><a href="/cho-phien-so-{n}-{5040000 + n}.html">Chợ phiên thứ {n} ở vùng cao họp sớm'
    "</a></h3></div>"
    for n in range(6)
)


def page(inside: str, after: str = "", date: str = "Thứ Ba, 12/05/2026, 14:35 [GMT+7]") -> str:
    return (
        f'<html lang="vi"><head><meta charset="utf-8"><title>{TITLE}</title></head><body>'
        '<div class="top"><div class="date">Thứ Năm, 14/05/2026 06:00</div></div>'
        f'<div class="detail"><h1 class="name">{TITLE}</h1>'
        f'<div class="meta"><div class="date">{date}</div></div>'
        f'<div id="content-detail">{inside}</div>{after}</div></body></html>'
    )


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def read(html: str, url: str = LANG_SON) -> Reading:
    return sites.read(html.encode(), url, datetime(2026, 5, 14, 2, tzinfo=UTC))


def test_a_heading_at_the_head_of_the_text_is_the_lead() -> None:
    reading = read(page(f"<h2>{LEAD}</h2>{paragraphs(*TEXT)}"))
    assert (reading.lead, reading.body) == (LEAD, "\n\n".join(TEXT))


def test_a_heading_in_the_text_is_no_lead() -> None:
    reading = read(page(f"{paragraphs(TEXT[0])}<h2>Ghi sổ chung</h2>{paragraphs(*TEXT[1:])}"))
    assert reading.lead == ""
    assert "Ghi sổ chung" in reading.body.split("\n\n")


@pytest.mark.parametrize("player", ["<div>{{ audio.title }}</div>", '<div class="banner"></div>'])
def test_a_player_before_the_lead_does_not_hide_it(player: str) -> None:
    assert read(page(f"{player}<h2>{LEAD}</h2>{paragraphs(*TEXT)}")).lead == LEAD


def test_cao_bang_sets_its_lead_in_bold() -> None:
    reading = read(page(f"<p><strong>{LEAD}</strong></p>{paragraphs(*TEXT)}"), CAO_BANG)
    assert (reading.lead, reading.body) == (LEAD, "\n\n".join(TEXT))


def test_a_bold_beginning_of_a_paragraph_is_no_lead() -> None:
    first = f"<p><strong>Sáng 12/5,</strong> {TEXT[0]}</p>"
    reading = read(page(first + paragraphs(*TEXT[1:])), CAO_BANG)
    assert reading.lead == ""
    assert reading.body.startswith(f"Sáng 12/5, {TEXT[0]}")


@pytest.mark.parametrize("url", [LANG_SON, CAO_BANG, HUNG_YEN])
def test_the_pseudonym_is_the_author_and_no_text(url: str) -> None:
    reading = read(page(f'{paragraphs(*TEXT)}<div class="pseudonym">Vi Thảo</div>'), url)
    assert (reading.author, reading.body) == ("Vi Thảo", "\n\n".join(TEXT))


def test_the_date_is_the_one_behind_the_title_and_not_the_clock_of_the_header() -> None:
    reading = read(page(paragraphs(*TEXT)))
    assert reading.published_at is not None
    assert reading.published_at.isoformat() == "2026-05-12T14:35:00+07:00"


def test_the_date_of_a_box_is_not_taken_for_the_articles() -> None:
    box = '<div class="relates"><div class="date">01/03/2026 08:00</div></div>'
    html = page(paragraphs(*TEXT), box, date="").replace("<h1", "<p>12/05/2026 14:35</p><h1")
    published = read(html).published_at
    assert published is not None
    assert published.isoformat() == "2026-05-12T14:35:00+07:00"


def test_unfilled_templates_and_boxes_are_dropped() -> None:
    boxes = (
        f"<div class='relates'>{HEADLINES}</div><p>{{{{ item.title }}}}</p>"
        "<p>{title} {publish}</p><p>{name} - {time}</p><p>{{ item.title | safe }}</p>"
        '<div class="topics"><a href="/chu-de/hoi">Cây hồi</a></div>'
    )
    reading = read(page(f"{paragraphs(*TEXT[:1])}{boxes}{paragraphs(*TEXT[1:])}", HEADLINES))
    assert reading.body == "\n\n".join(TEXT)


def test_braces_in_a_sentence_are_text() -> None:
    said = "Ô có dấu {ngày} trong mẫu đơn là nơi ghi ngày hẹn trả kết quả cho người nộp hồ sơ."
    assert said in read(page(paragraphs(*TEXT, said))).body


@pytest.mark.parametrize(
    ("inside", "reason"),
    [
        ("<p>{{ detail.content }}</p>", "unrendered"),
        ('<video src="/khau-pha.mp4"></video>', "video"),
        ("".join(f'<img src="/{n}.jpg" alt="">' for n in range(4)), "gallery"),
    ],
)
def test_a_page_without_a_text_is_refused_by_name(inside: str, reason: str) -> None:
    with pytest.raises(PageRefused) as refusal:
        read(page(inside, "<p>{{ comment.content }}</p>"))
    assert refusal.value.reason == reason


def test_a_template_in_place_of_the_text_does_not_yield_to_what_stands_beside_it() -> None:
    with pytest.raises(PageRefused) as refusal:
        read(page("<p>{{ detail.content }}</p>", paragraphs(*TEXT * 4)))
    assert refusal.value.reason == "unrendered"


def test_the_markup_shows_the_family() -> None:
    html = page(paragraphs(*TEXT))
    assert recognise(parse(html.encode()).tree) is ContentdetailSpider
    other = html.replace('id="content-detail"', 'class="content-detail"')
    assert recognise(parse(other.encode()).tree) is not ContentdetailSpider


@pytest.mark.parametrize(
    "form",
    [
        "http://www.baolangson.vn/to-hop-tac-ban-hang-qua-mang-5048123.html?zarsrc=30",
        "https://baolangson.vn/kinh-te/to-hop-tac-5048123.html",
        "https://baolangson.vn/amp/to-hop-tac-ban-hang-qua-mang-5048123.html",
        "https://m.baolangson.vn/to-hop-tac-ban-hang-qua-mang-5048123.html#y-kien",
    ],
)
def test_all_forms_of_an_address_name_one_article(form: str) -> None:
    assert sites.key(form) == sites.key(LANG_SON)


def test_an_id_is_one_of_the_paper_and_not_of_the_system() -> None:
    there = sites.key("https://baoquangninh.vn/to-hop-tac-ban-hang-qua-mang-5048123.html")
    assert there is not None
    assert there != sites.key(LANG_SON)


@pytest.mark.parametrize(
    "path",
    [
        "/chu-de/vung-cao-118.html",
        "/su-kien/ngay-hoi-12045.html",
        "/tag/hoi-kho-20211.html",
        "/Phongsuanh/mua-hoi-3188001.html",
        "/video/mua-hoi-3188002.html",
    ],
)
def test_collections_videos_and_albums_are_no_articles(path: str) -> None:
    assert sites.key(f"https://baocaobang.vn{path}") is None


@pytest.mark.parametrize(
    "path", ["/", "/cong-nghe", "/Khoa-hoc-Cong-nghe", "/nghi-quyet-2026.html"]
)
def test_a_section_is_not_taken_for_an_article(path: str) -> None:
    assert not is_article(ContentdetailSpider.addresses, f"https://baolangson.vn{path}")


def test_a_section_whose_number_is_known_goes_on_in_json() -> None:
    asked = more(65).address("https://baocaobang.vn/Khoa-hoc-Cong-nghe", 1)
    assert asked == (
        "https://baocaobang.vn/list-post-by-category"
        "?page=2&limit=12&category_id=65&show_thumb=true&show_desc=true"
    )
    answer = {"data": [{"name": TITLE, "link": "/to-hop-tac-ban-hang-qua-mang-3188123.html"}]}
    found = [each.url for each in json_links(json.dumps(answer).encode(), asked)]
    assert found == [CAO_BANG]
    assert identify(ContentdetailSpider.addresses, found[0]) is not None


def test_a_run_follows_a_section_into_its_json(sqlite_url, tmp_path):
    root, section = "https://baocaobang.vn", "https://baocaobang.vn/Khoa-hoc-Cong-nghe"
    asked = "list-post-by-category?page={}&limit=12&category_id=65&show_thumb=true&show_desc=true"
    first, second = (f"/mot-cua-dien-tu-so-{n}-318812{n}.html" for n in (1, 2))
    at = {"at": "2026-05-14T02:00:00Z"}
    with Warc(tmp_path / "night.warc.gz") as file:
        shown = f'<html><body><h3><a href="{first}">Một cửa điện tử số một</a></h3></body></html>'
        file.add(section, shown, **at)
        for number, items in ((2, [{"name": "Một cửa điện tử số hai", "link": second}]), (3, [])):
            kind = {"Content-Type": "application/json"}
            body = json.dumps({"data": items})
            file.add(f"{root}/{asked.format(number)}", body, headers=kind, **at)
        for path in (first, second):
            file.add(f"{root}{path}", page(paragraphs(path, *TEXT)), **at)
    archived = Archived(sqlite_url, tmp_path)
    settings = {"SCRAPY_SETTINGS_MODULE": "crawler.settings"}
    ended = archived.crawl(warc=tmp_path / "night.warc.gz", site="baocaobang", **settings)
    ledger = archived.ledger()
    assert [ledger.get(path) for path in (first, second)] == [["ok"], ["ok"]], ended.said
