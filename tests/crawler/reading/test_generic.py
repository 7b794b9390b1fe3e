"""Pages that nobody declared: invented articles in the markup of many systems, also spoilt."""

import importlib.util
import re
import sys
import unicodedata
from pathlib import Path
from types import ModuleType

import pytest

from archive.record import BlockKind, Reading
from crawler.reading.article import read


def _load() -> ModuleType:
    name = "tests_crawler_reading_invented"
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name("invented.py"))
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


invented = _load()
ROLES = invented.SAMPLES["roles"]
TEASERS = invented.TEASERS


def body_of(reading: Reading) -> list[str]:
    return [block.text for block in reading.blocks if block.kind is not BlockKind.CAPTION]


@pytest.mark.parametrize("name", list(invented.SAMPLES))
def test_an_undeclared_page_gives_its_article_and_nothing_else(name: str) -> None:
    sample = invented.SAMPLES[name]
    reading = read(sample.html.encode(), sample.url)
    assert body_of(reading) == list(sample.body)
    assert reading.captions == sample.captions
    assert (reading.title, reading.lead) == (sample.title, sample.lead)
    assert reading.author == sample.author
    assert reading.published_at is not None
    assert reading.published_at.isoformat()[:16] == sample.published[:16]
    assert reading.published_at.utcoffset() is not None
    assert reading.layout == "generic"
    assert reading.reader.startswith("egov-1+trafilatura-")


@pytest.mark.parametrize("name", list(invented.SAMPLES))
@pytest.mark.parametrize(
    "spoil",
    [
        lambda html: html.encode("utf-16"),
        lambda html: html.encode("utf-16-le"),
        lambda html: html.replace('charset="utf-8"', 'charset="us-ascii"').encode(),
        lambda html: html.replace("<head>", "</html><head>", 1).encode(),
        lambda html: html.replace("Tân Lâm", "Tân\x00 Lâm").encode(),
        lambda html: unicodedata.normalize("NFD", html).encode(),
        lambda html: html.replace("ộ", "&amp;#7897;").encode(),
    ],
    ids=["utf-16", "utf-16 unmarked", "ascii", "early end", "NUL", "NFD", "escaped twice"],
)
def test_a_spoilt_page_reads_as_the_sound_one(name: str, spoil: object) -> None:
    sample = invented.SAMPLES[name]
    reading = read(spoil(sample.html), sample.url)  # type: ignore[operator]
    assert body_of(reading) == list(sample.body)
    assert reading.title == sample.title


def test_class_names_are_not_needed() -> None:
    html = re.sub(r' (?:class|id|data-[\w-]+|itemprop)="[^"]*"', "", ROLES.html)
    reading = read(html.encode(), ROLES.url)
    assert body_of(reading) == list(ROLES.body)
    assert reading.lead == ROLES.lead


def test_a_page_cut_in_the_middle_gives_the_text_before_the_cut() -> None:
    html = ROLES.html.encode()
    cut = html[: html.index("Huyện bố trí".encode()) + 4]
    assert body_of(read(cut, ROLES.url))[:5] == list(ROLES.body[:5])


def test_the_clock_of_a_header_is_no_publication_date() -> None:
    html = ROLES.html.replace("12/05/2026 14:35 GMT+7", "").replace("article:published_time", "x")
    assert "13/05/2026 06:01" in html
    assert read(html.encode(), ROLES.url).published_at is None


def test_a_first_paragraph_is_never_promoted_to_lead() -> None:
    sample = invented.SAMPLES["old_flat"]
    assert read(sample.html.encode(), sample.url).lead == ""


def test_linked_headings_of_an_article_stay() -> None:
    parts = []
    for number, text in enumerate(invented.BODY):
        heading = f'<h2><a href="/van-ban-{number}.htm">{text}</a></h2>'
        parts.append(heading if number in invented.HEADINGS else f"<p>{text}</p>")
    html = invented.page(f"<div><h1>{invented.TITLE}</h1><div>{''.join(parts)}</div></div>")
    assert body_of(read(html.encode(), ROLES.url)) == invented.BODY


def test_a_caption_that_appears_twice_is_kept_once_and_the_text_goes_on() -> None:
    picture = f"<figure><img src='/a.jpg'><figcaption>{invented.CAPTION}</figcaption></figure>"
    text = invented.paragraphs(picture=picture * 2)
    html = invented.page(f"<div><h1>{invented.TITLE}</h1><div>{text}</div></div>")
    reading = read(html.encode(), ROLES.url)
    assert reading.captions == (invented.CAPTION,)
    assert body_of(reading) == invented.BODY


def test_an_article_on_weather_keeps_its_weather() -> None:
    title = "Thời tiết hôm nay tại huyện Tân Lâm có mưa lớn diện rộng"
    line = "Thời tiết hôm nay 12/5 ở tám xã phía bắc có mưa to, lượng mưa phổ biến từ 40 đến 80 mm."
    text = f"<p>{line}</p>" + invented.paragraphs()
    html = invented.page(f"<div><h1>{title}</h1><div>{text}</div></div>", title=title)
    assert body_of(read(html.encode(), ROLES.url))[0] == line


def test_steps_that_an_article_explains_are_no_notices_of_the_page() -> None:
    steps = [
        "Tải ứng dụng VNeID về điện thoại.",
        "Đăng nhập vào Cổng dịch vụ công của tỉnh.",
        "Quét mã QR trên giấy hẹn để theo dõi hồ sơ trên Zalo.",
        "Nhấn vào nút Nộp hồ sơ và nhập mã xác nhận.",
        "Điện thoại của người nộp phải còn hoạt động.",
        "Bản quyền của phần mềm thuộc về huyện.",
    ]
    items = "".join(f"<li>{step}</li>" for step in steps)
    text = invented.paragraphs(picture=f"<ol>{items}</ol>")
    html = invented.page(f"<div><h1>{invented.TITLE}</h1><div>{text}</div></div>")
    wanted = [*invented.BODY[:2], *steps, *invented.BODY[2:]]
    assert body_of(read(html.encode(), ROLES.url)) == wanted


def test_a_list_of_documents_on_other_sites_is_no_list_of_teasers() -> None:
    item = (
        '<li><a href="https://luat.example/{0}">Nghị định số {0}/2026/NĐ-CP của Chính phủ</a></li>'
    )
    links = "".join(item.format(number) for number in (11, 12, 13))
    text = invented.paragraphs(picture=f"<ul>{links}</ul>")
    html = invented.page(f"<div><h1>{invented.TITLE}</h1><div>{text}</div></div>")
    reading = read(html.encode(), ROLES.url)
    assert "Nghị định số 12/2026/NĐ-CP của Chính phủ" in reading.body
    assert len(reading.links) == 3


@pytest.mark.parametrize(
    "title",
    [
        "Không tìm thấy người mất tích trong vụ lở đất ở Tân Lâm",
        "Tin nhắn lừa đảo không còn dễ nhận ra",
        "Trang thiết bị của trạm y tế không có người dùng",
    ],
)
def test_an_article_about_what_is_missing_is_not_missing(title: str) -> None:
    text = invented.paragraphs()
    html = invented.page(f"<div><h1>{title}</h1><div>{text}</div></div>", title=title)
    assert read(html.encode(), ROLES.url).title == title


def test_neighbouring_linked_headlines_without_a_label_are_no_text() -> None:
    links = "".join(f'<li><a href="/t{n}.htm">{t}</a></li>' for n, (t, _) in enumerate(TEASERS))
    html = invented.page(
        f"<div><h1>{invented.TITLE}</h1><div>{invented.paragraphs(picture=f'<ul>{links}</ul>')}"
        "</div></div>"
    )
    assert body_of(read(html.encode(), ROLES.url)) == invented.BODY


def test_comments_without_a_label_are_no_text() -> None:
    comment = (
        "<div><b>Minh</b><p>Xã tôi bao giờ mới có nền tảng này, đi lại làm giấy tờ vất vả quá, "
        "mong huyện làm nhanh cho bà con đỡ khổ.</p><span>3 giờ trước</span> <a>Thích</a> "
        "<a>Trả lời</a></div>"
    )
    text = invented.paragraphs() + comment * 3
    html = invented.page(f"<div><h1>{invented.TITLE}</h1><div>{text}</div></div>")
    assert body_of(read(html.encode(), ROLES.url)) == invented.BODY
