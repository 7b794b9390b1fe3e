"""Pages of many papers, portals and shapes: nothing is missing, nothing is too much."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from archive.record import BlockKind, Reading
from crawler import sites
from crawler.errors import EncryptedBody, ListingPage, PageRefused, SoftMissing, VideoPage
from crawler.families import families
from crawler.reading import article
from tests.crawler.reading import boxes, bylines, press, province, shapes
from tests.crawler.reading.invented import BODY, LEAD, TEASERS, TITLE, Sample, page, teasers

PAGES = {**press.PAGES, **province.PAGES}
ALL = {**PAGES, **shapes.PAGES, **bylines.BYLINES, **bylines.CAPTIONS, **boxes.BOXES}
TEXT = "".join(f"<p>{text}</p>" for text in BODY)
ROLES = (
    f'<h1 data-role="title">{TITLE}</h1><div data-role="publishdate">12/05/2026 14:35</div>'
    f'<h2 data-role="sapo">{LEAD}</h2>'
)
NAMES = re.compile(r' (?:class|id|data-[\w-]+|itemprop|rel)="[^"]*"')


def generic(html: bytes, url: str) -> Reading:
    return article.read(html, url, names=("bao.example",))


def body_of(reading: Reading) -> list[str]:
    return [block.text for block in reading.blocks if block.kind is not BlockKind.CAPTION]


def assert_reads(reading: Reading, sample: Sample) -> None:
    assert body_of(reading) == list(sample.body)
    assert reading.captions == sample.captions
    assert (reading.title, reading.lead) == (sample.title, sample.lead)
    assert reading.author == sample.author
    assert reading.published_at is not None
    assert reading.published_at.isoformat()[:16] == (sample.published or "")[:16]
    assert reading.published_at.utcoffset() is not None


@pytest.mark.parametrize("name", list(ALL))
def test_a_page_gives_its_article_by_the_generic_rules_alone(name: str) -> None:
    assert_reads(generic(ALL[name].html.encode(), ALL[name].url), ALL[name])


@pytest.mark.parametrize("name", list(PAGES))
def test_a_page_of_an_undeclared_host_gives_its_article(name: str) -> None:
    sample = PAGES[name]
    reading = sites.read(sample.html.encode(), sample.url)
    if reading.layout == "monthpath-media":  # known to set its lead as a bold first paragraph
        sample = replace(sample, lead=sample.body[0], body=sample.body[1:])
    assert_reads(reading, sample)


@pytest.mark.parametrize("name", ["tuoitre", "nld", "thanhnien", "vietnamplus", "nhandan", "huea"])
def test_a_family_that_shows_in_the_markup_is_used_on_an_undeclared_host(name: str) -> None:
    reading = sites.read(PAGES[name].html.encode(), PAGES[name].url)
    assert reading.layout in {layout.name for family in families() for layout in family.layouts}


@pytest.mark.parametrize("name", list(PAGES))
@pytest.mark.parametrize(
    "spoil",
    [
        lambda html: NAMES.sub("", html),
        lambda html: html.replace("<body>", "<body><form><table><tr><td>"),
        lambda html: html.replace("điện tử", "điện&shy; tử").replace("huyện", "huy\u200bện"),
        lambda html: html.encode().decode("latin-1"),
    ],
    ids=["nameless", "in a table", "hidden characters", "encoded twice"],
)
def test_a_spoilt_page_keeps_its_text(name: str, spoil: Callable[[str], str]) -> None:
    sample = PAGES[name]
    got = body_of(generic(spoil(sample.html).encode(), sample.url))
    assert [text for text in sample.body if text not in got] == []
    if name != "thanhnien":  # nameless, the caption of its player reads like a paragraph
        assert [text for text in got if text not in (*sample.body, sample.lead)] == []


def test_the_clock_of_a_header_yields_to_a_date_behind_the_title() -> None:
    html = province.PAGES["onecms_old"].html.replace("<body>", "<body><table><tr><td>")
    reading = generic(html.encode(), "https://bao.example/1.html")
    assert (reading.published_raw or "").startswith("12-05-2026 14:35")


def test_a_layout_whose_region_is_empty_yields_to_the_generic_reading() -> None:
    html = page(f'{ROLES}<div data-role="content"></div><div class="longform">{TEXT}</div>')
    reading = sites.read(html.encode(), "https://bao.example/1.htm")
    assert body_of(reading) == BODY
    assert (reading.layout, reading.doubts) == ("generic", ("layout-empty",))


def test_a_layout_whose_region_is_far_too_small_yields_to_the_generic_reading() -> None:
    region = '<div data-role="content"><p>Mời xem bản đặc biệt dưới đây.</p></div>'
    html = page(f'{ROLES}{region}<div class="longform">{TEXT}</div>')
    reading = sites.read(html.encode(), "https://bao.example/1.htm")
    assert [text for text in body_of(reading) if text in BODY] == BODY
    assert (reading.layout, reading.doubts) == ("generic", ("layout-thin",))


def test_a_short_article_of_a_layout_is_not_doubted() -> None:
    sample = shapes.PAGES["short"]
    assert sites.read(sample.html.encode(), sample.url).doubts == ()


DATED = "".join(
    f'<div class="item"><a href="/s{n}.htm">{title}</a> <span>12/05/2026 14:35</span>'
    f"<p>{text}</p></div>"
    for n, (title, text) in enumerate(TEASERS * 6)
)
TOPIC = (
    "<h1>Chuyển đổi số</h1><p>Tổng hợp tin tức, bài viết mới nhất về chuyển đổi số quốc gia được "
    f"cập nhật liên tục trên Báo Mẫu.</p>{teasers() * 3}"
)
CIPHER = (
    f'<h1 class="pTitle">{TITLE}</h1><p class="pHead">{LEAD}</p><div id="dcontent"><p>'
    + "QUJDRA" * 900
    + "</p></div>"
    + "".join(f"<p>{text}</p>" for _, text in TEASERS)
)


@pytest.mark.parametrize(
    ("html", "refusal"),
    [
        (page(teasers() * 8, title="Báo Mẫu - Tin mới nhất"), ListingPage),
        (page(TOPIC, title="Chuyển đổi số"), ListingPage),
        (page(DATED, title="Chính sách mới"), ListingPage),
        (page(f"<h2>Nội dung không tồn tại</h2>{teasers() * 3}", title="Báo Mẫu"), SoftMissing),
        (page(f'<h1>{TITLE}</h1><video src="/v.mp4"></video>{teasers()}'), VideoPage),
        (page(CIPHER, press.PUB), EncryptedBody),
    ],
    ids=["front page", "topic", "dated listing", "soft 404", "video", "cipher beside text"],
)
def test_what_is_no_article_stays_refused(html: str, refusal: type[PageRefused]) -> None:
    for read in (generic, sites.read):
        with pytest.raises(refusal):
            read(html.encode(), "https://bao.example/muc.html")


def test_an_attribute_with_a_broken_name_costs_no_page() -> None:
    sample = PAGES["dantri"]
    html = sample.html.replace("<p>", '<p {x}="1" :y:="2" {="3" }="4">')
    assert body_of(generic(html.encode(), sample.url)) == list(sample.body)
