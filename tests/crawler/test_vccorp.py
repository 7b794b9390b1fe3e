"""VCCorp: one id at several sister sites, lists that go on in five ways, boxes inside the body."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.record import ArticleKey
from crawler import cases, sites
from crawler.families.vccorp import FOCUS, SITEMAPS, STREAM, TAGGED, VccorpSpider, sitemap
from crawler.fetching.links import articles, page_links
from crawler.fetching.listings import MoreRule
from crawler.reading.address import refusal
from crawler.reading.page import parse

SITES = Path(__file__).parents[1] / "sites"
OWN = SITES / "vpcp" / "2026-06-12-cat-giam-giay-to"
AT = datetime(2026, 6, 12, tzinfo=UTC)
GOVERNMENT = {
    "baochinhphu": "vccorp:102",
    "vpcp": "vccorp:115",
    "xaydungchinhsach": "vccorp:119",
    "mst": "vccorp:197",
}


@pytest.mark.parametrize(
    ("url", "site", "number"),
    [
        (
            "https://baochinhphu.vn/gia-dien-102260905122709839.htm",
            "baochinhphu",
            "1022609051227098",
        ),
        ("https://baochinhphu.vn/xuat-khau-10226090311303306.htm", "baochinhphu", "10226090311303"),
        ("https://vpcp.chinhphu.vn/hop-bao-115260601093000187.htm", "vpcp", "115260601093000187"),
        ("https://vpcp.chinhphu.vn/gia-xang-102260608070112900.htm", "vpcp", "102260608070112900"),
        ("https://mst.gov.vn/nen-tang-so-197260724194717329.htm", "mst", "197260724194717329"),
        ("https://mic.gov.vn/nghi-dinh-147-197241227124622733.htm", "mst", "197241227124622733"),
        ("https://mst.gov.vn/tin-cu-197144805.htm", "mst", "197144805"),
        ("https://mic.gov.vn/english/old-197133361.htm", "mst", "197133361"),
    ],
)
def test_the_number_alone_is_an_articles_identity(url: str, site: str, number: str) -> None:
    key = sites.key(url, AT)
    assert key is not None
    assert (key.site, key.id_space) == (site, "vccorp")
    assert (key.native_id or "").startswith(number)
    slug, _, rest = url.rpartition("-")
    assert sites.key(f"{slug.rpartition('/')[0]}/slug-khac-{rest}?utm_source=x", AT) == key


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/chu-de/chuyen-doi-so-118.htm", "topic"),
        ("/su-kien/ngay-chuyen-doi-so.htm", "event"),
        ("/timelinelist/1021119/2.htm", "load-more"),
        ("/timelinetags/chuyen-doi-so/2.htm", "load-more"),
        ("/timelinefocus/24/3.htm", "load-more"),
        ("/video/toa-dam-4411.htm", "video"),
        ("/tin-moi.htm", "section"),
    ],
)
def test_what_is_no_article_is_refused_by_its_address(path: str, reason: str) -> None:
    assert refusal(VccorpSpider.addresses, f"https://vpcp.chinhphu.vn{path}") == reason


def test_the_governments_sites_share_their_ids_and_say_which_are_their_own() -> None:
    prefixes = {site.name: site.id_prefix for site in sites.sites() if site.id_prefix}
    assert prefixes == GOVERNMENT
    assert {facts.name: facts.id_prefix for facts in sites.reader.sites() if facts.id_prefix} == (
        GOVERNMENT
    )


def test_a_cross_post_has_a_sisters_id_under_the_local_path() -> None:
    case = cases.load(SITES / "vpcp" / "2026-05-13-cross-post")
    home = cases.load(SITES / "baochinhphu" / "2026-05-13-theo-doi-ho-so")
    number = "102260512091522337"
    assert sites.key(case.url) == ArticleKey("vpcp", "vccorp", native_id=number)
    assert sites.key(home.url) == ArticleKey("baochinhphu", "vccorp", native_id=number)


@pytest.mark.parametrize(
    ("rule", "page", "second"),
    [
        (VccorpSpider.more, "<input id=hdZoneId value=1021119>", "/timelinelist/1021119/2.htm"),
        (STREAM, "<p>", "/timelinelist/0/2.htm"),
        (TAGGED, "<input id=hdCatUrl value=chuyen-doi-so>", "/timelinetags/chuyen-doi-so/2.htm"),
        (FOCUS, "<p>", "/timelinefocus/24/2.htm"),
    ],
    ids=["section", "stream", "tag", "focus"],
)
def test_each_list_of_articles_goes_on_in_its_own_way(
    rule: MoreRule, page: str, second: str
) -> None:
    zone = rule.zone_of(parse(f"<html><body>{page}</body></html>".encode()).tree)
    assert zone is not None
    section = "https://vpcp.chinhphu.vn/tin-noi-bat.htm"
    assert rule.address(section, 1, zone) == f"https://vpcp.chinhphu.vn{second}"


def test_the_guessed_sitemap_has_the_sisters_names_as_candidates() -> None:
    listing = sitemap("https://mst.gov.vn")
    assert listing.evidence == "guess"
    assert [listing.url, *listing.instead] == [f"https://mst.gov.vn/{name}" for name in SITEMAPS]
    assert listing.url.endswith("/sitemap.xml")


def test_links_with_a_blank_in_front_name_articles_of_the_site_and_its_sisters() -> None:
    case = cases.load(OWN)
    site = next(site for site in sites.sites() if site.name == "vpcp")
    links = page_links(parse(case.html).tree, case.url)
    found = {one.url for one in articles(links, site.own_hosts(), site.addresses, AT)}
    assert found == {
        "https://vpcp.chinhphu.vn/bon-tinh-cung-dung-mot-kho-du-lieu-115260601093000187.htm",
        "https://vpcp.chinhphu.vn/gia-xang-giam-tu-15-gio-102260608070112900.htm",
    }


def test_the_time_of_rendering_behind_the_page_changes_no_reading() -> None:
    case = cases.load(OWN)
    later = case.html.replace(b"<!--u: 6/12/2026 7:15:44 AM-->", b"<!--u: 7/1/2026 9:00:01 PM-->")
    assert later != case.html
    assert sites.read(later, case.url) == sites.read(case.html, case.url)


@pytest.mark.parametrize(
    "box",
    [
        '<div class="VCSortableInPreviewMode" type="RelatedNewsBox"><p>{}</p></div>',
        '<div class="VCSortableInPreviewMode" type="RelatedOneNews"><p>{}</p></div>',
        '<div class="VCSortableInPreviewMode" type="VideoStream"><p>{}</p></div>',
        '<div class="VCObjectBoxRelatedNews"><p>{}</p></div>',
        '<div class="kbwscwl-relatedbox"><p>{}</p></div>',
        '<div class="readmore-body-box d-none"><p>{}</p></div>',
        '<div class="detail__related"><p>{}</p></div>',
        '<div class="box-related"><p>{}</p></div>',
        '<div class="box-author-detail"><div class="detail-author-bot"><p>{}</p></div></div>',
        '<ul><li class="itemWeather">{}</li></ul>',
        '<div class="detail-content" data-role="content"><p>{}</p></div></div><div>',
    ],
)
def test_a_box_inside_the_body_is_none_of_the_article(box: str) -> None:
    case = cases.load(OWN)
    words = "Ba xã vùng cao họp chợ phiên vào sáng thứ bảy, khách đến đông hơn mọi tuần."
    place = "   <p>Kiểm tra ngẫu nhiên".encode()
    assert case.html.count(place) == 1
    if "data-role" in box:  # the second region of some pages stands behind the first
        place = b'  <div class="detail-like-fb">'
    with_box = case.html.replace(place, box.format(words).encode() + place)
    assert sites.read(with_box, case.url).blocks == sites.read(case.html, case.url).blocks


def test_a_text_box_that_the_editors_set_stays() -> None:
    case = cases.load(OWN)
    box = '<div class="VCSortableInPreviewMode" type="content"><p>Ba xã được thưởng.</p></div>'
    place = "   <p>Kiểm tra ngẫu nhiên".encode()
    with_box = case.html.replace(place, box.encode() + place)
    assert "Ba xã được thưởng." in sites.read(with_box, case.url).body


def test_without_its_data_roles_a_page_is_read_by_its_classes() -> None:
    case = cases.load(OWN)
    roles = re.compile(rb' data-role="(?:title|sapo|publishdate|content)"')
    second = case.html.index(b'  <div class="box-readmore">')  # whose class is that of the first
    page = roles.sub(b"", case.html[:second] + case.html[case.html.index(b"\n", second) :])
    page = re.sub(rb'<meta property="article:published_time"[^>]*>', b"", page)
    plain, named = (sites.read(html, case.url, case.fetched_at) for html in (page, case.html))
    for field in ("layout", "title", "lead", "blocks", "author", "published_at"):
        assert getattr(plain, field) == getattr(named, field), field


@pytest.mark.parametrize(
    ("block", "author"),
    [
        ('<div class="detail-author-top"><span class="name">{}</span></div>', "Lê Thu Giang"),
        ('<div><div class="author-info"><a class="name">{}</a></div></div>', "Lê Thu Giang"),
        ('<p class="author">{}</p>', "Lê Thu Giang"),
        (
            '<div class="box-author-detail"><div class="detail-author-bot">'
            '<div class="author-info"><a class="name">{}</a></div></div></div>',
            None,
        ),
    ],
    ids=["top", "info", "line", "second block"],
)
def test_the_byline_is_read_and_the_block_on_the_author_is_not(
    block: str, author: str | None
) -> None:
    case = cases.load(OWN)
    byline = '   <p style="text-align: right;"><b>Nhật Minh</b></p>'.encode()
    assert case.html.count(byline) == 1
    place = b'  <div class="detail-like-fb">'
    page = case.html.replace(byline, b"").replace(place, block.format("Lê Thu Giang").encode())
    assert sites.read(page, case.url).author == author
