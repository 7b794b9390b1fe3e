"""Bytes that are hard to read, and pages that are no articles: each has its named refusal."""

import re

import pytest

from crawler.errors import (
    Challenge,
    EmptyPage,
    EncryptedBody,
    GalleryPage,
    ListingPage,
    NoBody,
    NotHtml,
    PageRefused,
    SoftMissing,
    TooDeep,
    TooLarge,
    Undecodable,
    Unrendered,
    VideoPage,
)
from crawler.reading import files
from crawler.reading.article import read
from crawler.reading.page import parse
from tests.counting import calls

URL = "https://bao.example/tin-1.html"
TEXT = "Huyện Tân Lâm khai trương nền tảng một cửa điện tử dùng chung cho các xã, thị trấn. " * 3


def html(body: str, title: str = "Báo Mẫu") -> bytes:
    return f"<html><head><title>{title}</title></head><body>{body}</body></html>".encode()


MENU = "".join(
    f'<h3><a href="/{n}.html">Tin số {n} về chuyển đổi số ở huyện</a></h3>' for n in range(30)
)
REFUSED = [
    (b"", EmptyPage),
    (b"\x00" * 50, EmptyPage),
    (b"%PDF-1.7 ...", NotHtml),
    (b'{"html": "<p>x</p>"}', NotHtml),
    (b"<?xml version='1.0'?><rss><channel></channel></rss>", NotHtml),
    (b"<html><body>" + b"<div>" * 60_000, TooDeep),
    (b"<div>" * 2_000_000, TooLarge),
    (b"<p>" + b"x " * 20_000_000, TooLarge),
    (html("<h1>404 Not Found</h1>"), SoftMissing),
    (html(f"<h1>Không tìm thấy trang</h1>{MENU}"), SoftMissing),
    (html(f"{MENU}<p>Bài viết</p>", title="Bài viết không tồn tại hoặc đã bị xóa"), SoftMissing),
    (html('<script>document.cookie="D1N=abc";window.location.reload(true)</script>'), Challenge),
    (html("<p>wait</p>", title="Just a moment..."), Challenge),
    (html(MENU), ListingPage),
    (html("<h1>Phóng sự ảnh làng nghề</h1>" + '<img src="/a.jpg">' * 5), GalleryPage),
    (html("<h1>Bản tin trưa</h1><video src='/v.mp4'></video>"), VideoPage),
    (html(f"<h1>Tin mật</h1><div id='dcontent'>{'QUJDREVGRw' * 20}==</div>"), EncryptedBody),
    (html("<h1>{{ title }}</h1><div>{{ body }}</div>"), Unrendered),
    (html("<h1>Tiêu đề</h1>"), NoBody),
]


@pytest.mark.parametrize(("page", "error"), REFUSED)
def test_what_is_no_article_is_refused_by_name(page: bytes, error: type[PageRefused]) -> None:
    with pytest.raises(error) as refusal:
        read(page, URL)
    assert refusal.value.reason == error.name
    assert refusal.value.detail


def test_a_picture_of_forty_megabytes_inside_a_page_does_not_cost_the_article() -> None:
    picture = '<img src="data:image/png;base64,' + "A" * 40_000_000 + '">'
    page = html(f"<h1>Một cửa điện tử ở Tân Lâm</h1>{picture}<p>{TEXT}</p><p>{TEXT}</p>")
    assert read(page, URL).body.startswith("Huyện Tân Lâm")


@pytest.mark.parametrize(
    ("declared", "encoded"),
    [
        ("us-ascii", "utf-8"),
        ("windows-1258", "utf-8"),
        ("iso-8859-1", "utf-8"),
        ("utf-16", "utf-8"),
        ("utf-8", "utf-16"),
        ("", "utf-16-be"),
        ("utf-8", "utf-8-sig"),
    ],
)
def test_what_decodes_is_believed_before_what_is_declared(declared: str, encoded: str) -> None:
    page = f'<html><head><meta charset="{declared}"></head><body><p>{TEXT}</p></body></html>'
    found = parse(page.encode(encoded), f"text/html; charset={declared}")
    assert TEXT.strip() in found.tree.text_content()


def test_windows_1258_is_read_with_its_tones() -> None:
    text = "Tiếng Việt có dấu: chuyển đổi số, dịch vụ công trực tuyến"
    # base letters and combining tones, as that charset writes them
    raw = "Ti\u00ea\u0301ng Vi\u00ea\u0323t co\u0301 d\u00e2\u0301u: chuy\u00ea\u0309n \u0111\u00f4\u0309i s\u00f4\u0301, di\u0323ch vu\u0323 c\u00f4ng tr\u01b0\u0323c tuy\u00ea\u0301n"  # noqa: E501
    page = b"<html><body><p>" + raw.encode("cp1258") + b"</p></body></html>"
    assert text in parse(page).tree.text_content()


def test_formatting_that_is_never_closed_does_not_cost_the_page() -> None:
    page = html("".join(f"<div>{TEXT}<font><b></div>" for _ in range(300)))
    assert parse(page).tree.text_content().count("Huyện Tân Lâm") == 900


COSTLY = {
    "spans": "<b>a</b> ",
    "breaks": "x y z<br>",
    "labels": "<div>Bình luận</div>",
    "items": '<li><a href="/a">Tin về chuyển đổi số</a></li>',
    "headlines": '<a href="/{}.html">Tin về chuyển đổi số ở xã {}</a><br>',
    "pictures": '<a href="/{}.html"><img src="/{}.jpg">Tin về chuyển đổi số</a><br>',
    "replies": "<b>Trả lời</b><br>",
    "imprint": f"<div>Bản quyền thuộc báo. {TEXT}</div>",
    "days": "12/05/2026<br>",
    "tails": '<div><a href="/{}.html">Tin về chuyển đổi số ở xã {}</a></div> đuôi ',
}


@pytest.mark.parametrize("line", COSTLY.values(), ids=COSTLY)
def test_a_page_made_to_cost_time_takes_no_more_work_a_line_than_others(line: str) -> None:
    lines = 1200
    body = "".join(line.format(number, number) for number in range(lines))
    outer = "section" if line.startswith("<div") else "p"
    page = html(f"<h1>Tiêu đề dài</h1><p>{TEXT}</p><{outer}>{body}</{outer}>")
    _, counted = calls(lambda: outcome(page))
    assert counted < lines * 500  # a third of what it is where each line looks at all others


def outcome(page: bytes) -> str:
    """What becomes of a page: either is a good end."""
    try:
        return read(page, URL).layout
    except PageRefused as refusal:
        return refusal.reason


def test_what_a_page_says_at_great_length_is_no_more_looked_at_for_each_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked: list[str] = []
    monkeypatch.setattr(files, "FILE", Looking(files.FILE, looked))
    lines = "".join(f"<p>Dòng {number} của bài</p>" for number in range(300))
    link = f'<div class="{"bai " * 9000}"><a href="/{"a-" * 9000}1.html">{lines}</a></div>'
    page = html(f"<h1>Tiêu đề dài</h1>{link}<p>{TEXT}</p>")
    outcome(page)
    assert sum(map(len, looked)) < 50 * len(page)
    names = [each for element in parse(page).tree.iter() for each in element.attrib.values()]
    assert sorted(map(len, names)) == [1000, 18_007]


@pytest.mark.parametrize("value", [f'"\'> {"a" * 1200}"', f"'\" {'a' * 1200}'", "a" * 1200])
@pytest.mark.parametrize("name", ["class", "STYLE", "data-role"])
def test_a_name_that_is_longer_than_any_is_cut_however_it_is_written(name: str, value: str) -> None:
    (div,) = parse(html(f"<div {name} = {value} lang=vi>{TEXT}</div>")).tree.iter("div")
    assert len(div.get(name.lower(), "")) == 1000


class Looking:
    """A pattern, and what was searched with it."""

    def __init__(self, pattern: re.Pattern[str], looked: list[str]) -> None:
        self.pattern, self.looked = pattern, looked

    def search(self, text: str) -> re.Match[str] | None:
        self.looked.append(text)
        return self.pattern.search(text)


@pytest.mark.parametrize(
    ("font", "words"),
    [
        ("TCVN3", "C¸c bé vµ c¸c tØnh ®· cã kÕ ho¹ch, nh÷ng kh«ng ph¶i lµ tÊt c¶."),
        ("VNI", "Caùc boä vaø caùc tænh ñaõ coù keá hoaïch, nhöõng khoâng phaûi laø taát caû."),
    ],
)
@pytest.mark.parametrize("charset", ["utf-8", "cp1252"])
def test_text_of_an_old_font_is_refused_by_name(font: str, words: str, charset: str) -> None:
    html = f"<html><body><h1>Tin</h1><p>{words * 3}</p></body></html>"
    with pytest.raises(Undecodable, match=font):
        parse(html.encode(charset))


def test_text_that_was_encoded_twice_is_read_once() -> None:
    text = "Các bộ và các tỉnh đã có kế hoạch của mình trước ngày này."
    html = f"<html><body><p>{text}</p></body></html>"
    assert parse(html.encode().decode("latin-1").encode()).source == html


@pytest.mark.parametrize(
    "number", ["&#&#7;xFFFF;", "&#\x01xFFFF;", "&#x&#0;1f;", "&#&#&#&#&#8;8;8;8;8;", "&#xFF&#1;FE;"]
)
def test_no_number_of_what_no_tree_may_hold_comes_of_others_taken_out(number: str) -> None:
    tree = parse(f'<html><body><a href="/bai{number}-1.html">Bài</a></body></html>'.encode()).tree
    (address,) = tree.xpath("//a/@href")
    tree.find(".//a").set("href", address)  # raises for what is no letter
    assert address.startswith("/bai")
    assert "Bài" in tree.text_content()
