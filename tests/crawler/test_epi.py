"""ePi: the JSON interface of its sections, pictures outside the body, related boxes inside it."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.record import ArticleKey
from crawler import cases, sites
from crawler.families.epi import EpiSpider, search
from crawler.fetching.links import articles, json_links
from crawler.reading.address import identify, refusal
from crawler.reading.page import parse

SITES = Path(__file__).parents[1] / "sites"
CASE = SITES / "nhandan" / "2026-06-20-lop-hoc-dem"
AT = datetime(2026, 6, 20, tzinfo=UTC)
PAPERS = ("nhandan", "vietnamplus", "sggp", "baohatinh", "baogialai", "baolaocai")


@pytest.mark.parametrize(
    ("section", "first"),
    [
        ("https://www.sggp.org.vn/caicachhanhchinh/", "https://api.sggp.org.vn/api/morenews-zone-"),
        ("https://nhandan.vn/khoahoc-congnghe/", "https://api.nhandan.vn/api/morenews-zone-"),
    ],
)
def test_a_section_goes_on_at_the_interface_with_the_zone_of_its_button(
    section: str, first: str
) -> None:
    rule = EpiSpider.more
    assert rule is not None
    page = '<button class="control__loadmore" data-page="1" data-zone="498" data-type="zone">'
    zone = rule.zone_of(parse(f"<html><body>{page}</body></html>".encode()).tree)
    assert zone == "498"
    assert rule.address(section, 1, zone) == f"{first}498-1.html?phrase="
    assert rule.address(section, 2, zone) == f"{first}498-2.html?phrase="


def test_a_section_without_a_button_ends() -> None:
    rule = EpiSpider.more
    assert rule is not None
    assert not rule.zone_of(parse(b"<html><body><p>x</p></body></html>").tree)


def test_a_real_page_has_the_button_that_names_its_zone(shared: Path) -> None:
    rule = EpiSpider.more
    assert rule is not None
    page = (shared / "pages" / "baolaocai" / "article.html").read_bytes()
    assert rule.zone_of(parse(page).tree) == "141"


def test_the_interface_names_articles_with_their_titles() -> None:
    contents = [
        {
            "content_id": 801442,
            "title": "Đến phường làm thủ tục theo giờ hẹn",
            "date": 1781825400,
            "url": "/den-phuong-lam-thu-tuc-theo-gio-hen-post801442.html",
            "zone_name": "Cải cách hành chính",
        },
        {"content_id": 9, "title": "Thành phố số", "url": "/thanh-pho-so-topic9.html"},
    ]
    body = json.dumps({"data": {"contents": contents}}).encode()
    site = next(site for site in sites.sites() if site.name == "sggp")
    links = json_links(body, "https://www.sggp.org.vn/caicachhanhchinh/")
    found = list(articles(links, site.own_hosts(), site.addresses, AT))
    assert [(one.url, one.title) for one in found] == [
        (
            "https://www.sggp.org.vn/den-phuong-lam-thu-tuc-theo-gio-hen-post801442.html",
            "Đến phường làm thủ tục theo giờ hẹn",
        )
    ]


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_of_the_system_asks_e_government_first_and_knows_its_sitemaps(name: str) -> None:
    site = next(site for site in sites.sites() if site.name == name)
    listings = site.all_listings()
    assert listings[0].topic
    assert site.more is EpiSpider.more
    assert any(one.kind == "sitemap" and "sitemap" in one.url for one in listings)
    assert identify(site.addresses, "https://x.example/tin/mot-cua-post12.html") == identify(
        EpiSpider.addresses, "https://x.example/mot-cua-khac-post12.html"
    )


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/da-lat-tag285.html", "tag"),
        ("/tu-khoa/thuy-loi-tag912.html", "tag"),
        ("/tuan-le-so-hoa-event118.html", "event"),
        ("/thanh-pho-so-topic1204.html", "topic"),
        ("/search/?q=chuy%E1%BB%83n", "search"),
        ("/video/ban-tin-post12.html", "video"),
    ],
)
def test_what_is_no_article_is_refused_by_its_address(path: str, reason: str) -> None:
    assert refusal(EpiSpider.addresses, f"https://x.example{path}") == reason


def test_a_search_is_a_listing_of_the_topic() -> None:
    listing = search("https://nhandan.vn", "chuyển đổi số")
    assert listing.url == "https://nhandan.vn/search/?q=chuyển+đổi+số"
    assert listing.topic


def test_the_picture_before_the_body_comes_first_and_once() -> None:
    case = cases.load(CASE)
    reading = sites.read(case.html, case.url, case.fetched_at)
    assert [image.url.rpartition("/")[2] for image in reading.images] == [
        "duong-vao-ban.jpg",
        "lop-hoc-dem.jpg",
    ]
    assert reading.captions[0] == "Đường vào bản Nà Lịn. (Ảnh: TRẦN HẢI)"
    assert len(reading.captions) == len(set(reading.captions)) == 2


@pytest.mark.parametrize(
    "box",
    [
        '<div class="rennab" id="sdaWeb_SdaInArticle"><p>{}</p></div>',
        '<div class="related-news"><article class="story"><h2>{}</h2></article></div>',
        '<div class="article__social"><p>{}</p></div>',
        '<div class="article__author cms-author"><p>{}</p></div>',
        '<div class="article__related-inline"><p>{}</p></div>',
        '<table class="article__related"><tbody><tr><td>{}</td></tr></tbody></table>',
        '<a class="cms-relate" href="/x-post1.html">{}</a>',
        '<article class="story"><h2 class="story__heading">{}</h2></article>',
        '<div id="comment881204" class="wrap-comment"><p>{}</p></div>',
        '<div data-source="mostread-news"><p>{}</p></div>',
    ],
)
def test_a_box_inside_the_body_is_none_of_the_article(box: str) -> None:
    case = cases.load(CASE)
    words = "Ba xã vùng cao họp chợ phiên vào sáng thứ bảy, khách đến đông hơn mọi tuần."
    place = "<p>Giáo trình do".encode()
    assert case.html.count(place) == 1
    with_box = case.html.replace(place, box.format(words).encode() + place)
    assert sites.read(with_box, case.url).blocks == sites.read(case.html, case.url).blocks


def test_without_its_date_marks_the_time_in_the_header_is_read_and_no_clock() -> None:
    case = cases.load(CASE)
    page = case.html.decode()
    for mark in ('<meta class="cms-date"', '<meta property="article:published_time"'):
        start = page.index(mark)
        page = page[:start] + page[page.index(">", start) + 1 :]
    reading = sites.read(page.encode(), case.url, case.fetched_at)
    assert reading.published_from == "visible"
    assert reading.published_at == datetime(2026, 6, 19, 11, 45, 27, tzinfo=UTC)


@pytest.mark.parametrize(
    "path",
    [
        "/thong-quan-luong-xanh-post1050233.vnp",
        "/kinhte/thong-quan-luong-xanh-post1050233.vnp?utm_source=x",
        "/slug-khac-post1050233.html",
        "/thong-quan-luong-xanh-post1050233.amp",
        "/thong-quan-luong-xanh/1050233.vnp",
    ],
)
def test_the_addresses_of_vietnamplus_have_an_ending_of_their_own(path: str) -> None:
    url = f"https://www.vietnamplus.vn{path}"
    assert sites.key(url) == ArticleKey("vietnamplus", "post", native_id="1050233")


@pytest.mark.parametrize("path", ["/tag/ngan-hang-tag3047.vnp", "/tags/COVID-19.vnp"])
def test_a_keywords_page_of_vietnamplus_is_no_article(path: str) -> None:
    assert sites.key(f"https://www.vietnamplus.vn{path}") is None
