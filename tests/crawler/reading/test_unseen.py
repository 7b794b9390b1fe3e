"""Pages of papers and portals that nobody declared, whole: every line and field is right."""

from datetime import datetime

import pytest

from archive.record import BlockKind, Reading
from crawler import sites
from crawler.errors import ListingPage
from crawler.reading import article
from tests.crawler.reading import unseen, unseen_portals, unseen_shapes
from tests.crawler.reading.invented import TEASERS, Sample

PAGES = {**unseen.PAGES, **unseen_portals.PAGES, **unseen_shapes.PAGES}


def assert_reads(reading: Reading, sample: Sample) -> None:
    body = [block.text for block in reading.blocks if block.kind is not BlockKind.CAPTION]
    assert body == list(sample.body)
    assert reading.captions == sample.captions
    assert (reading.title, reading.lead) == (sample.title, sample.lead)
    assert reading.author == sample.author
    assert reading.published_at is not None
    assert reading.published_at == datetime.fromisoformat(sample.published or "")
    assert reading.images


@pytest.mark.parametrize("name", list(PAGES))
def test_a_whole_page_gives_its_article(name: str) -> None:
    sample = PAGES[name]()
    assert_reads(article.read(sample.html.encode(), sample.url), sample)


@pytest.mark.parametrize("name", list(PAGES))
def test_a_whole_page_of_an_undeclared_host_gives_its_article(name: str) -> None:
    sample = PAGES[name]()
    assert_reads(sites.read(sample.html.encode(), sample.url), sample)


OTHER, MORE = TEASERS[2]
BETWEEN = {
    "pointer": f'<p><em>Xem thêm: <a href="/z.html">{OTHER}</a></em></p>',
    "lone headline": f'<p><strong><a href="/z.html">{OTHER}</a></strong></p>',
    "table": f'<table><tr><td><a href="/z.html"><img src="/z.jpg"></a></td>'
    f'<td><a href="/z.html">{OTHER}</a><br>{MORE}</td></tr></table>',
    "newsletter": "<div><p>Đăng ký nhận bản tin để không bỏ lỡ tin tức mỗi ngày</p></div>",
    "channel": "<p>Mời bạn đọc theo dõi fanpage Báo Mẫu tại đây</p>",
    "player": "<div><span>Nghe bài viết</span> <span>00:00</span>/<span>03:12</span></div>",
    "key words": '<div>Từ khóa: <a href="/tag/a">xe</a>, <a href="/tag/b">cầu</a></div>',
    "copied link": "<div>Link bài gốc <span>Lấy link!</span></div>",
}


@pytest.mark.parametrize("box", list(BETWEEN))
@pytest.mark.parametrize("name", ["label_first", "imprint_of_divs", "buttons_by_the_date"])
def test_a_box_between_two_paragraphs_goes_and_takes_no_text_with_it(name: str, box: str) -> None:
    sample = PAGES[name]()
    for text in sample.body[:-1]:
        place = sample.html.index(">", sample.html.index(f"{text}</") + len(text)) + 1
        html = sample.html[:place] + BETWEEN[box] + sample.html[place:]
        reading = article.read(html.encode(), sample.url)
        body = [block.text for block in reading.blocks if block.kind is not BlockKind.CAPTION]
        assert body == list(sample.body)


def test_a_block_of_links_is_no_article() -> None:
    links = ", ".join(f'<a href="/n{n}.html">{title}</a>' for n, (title, _) in enumerate(TEASERS))
    page = f"<h1>Chuyên đề chuyển đổi số</h1><div>{links}, {links}</div>"
    with pytest.raises(ListingPage):
        article.read(page.encode(), "https://bao.example/chuyen-de.html")


def test_files_and_sources_of_a_portal_are_fields() -> None:
    portal = unseen_portals.vnpt_portal()
    reading = article.read(portal.html.encode(), portal.url)
    assert [(file.url, file.label) for file in reading.attachments] == [
        ("https://mau1.example/documents/ke-hoach-118.pdf", "Kế hoạch 118.pdf")
    ]
    page = unseen_portals.nukeviet()
    assert article.read(page.html.encode(), page.url).source_name == "Cổng thông tin Vĩnh Xuyên"
