"""The family of Báo Cần Thơ: its addresses, and a saved page of each kind."""

from datetime import datetime
from pathlib import Path

import pytest

from archive.record import Found
from crawler import sites
from crawler.errors import PageRefused
from crawler.families.huea import PAGE_AND_DAY, HueaSpider
from crawler.fetching.links import articles, page_links
from crawler.reading.address import identify, is_article, refusal
from crawler.reading.page import parse
from crawler.spiders.baocantho import BaocanthoSpider
from crawler.spiders.huengaynay import HuengaynaySpider

ROOT = "https://baocantho.com.vn"
AT = datetime.fromisoformat("2026-01-09T06:00:00+07:00")


@pytest.mark.parametrize(
    "form",
    [
        f"{ROOT}/mot-cua-so-a203118.html",
        "http://www.baocantho.com.vn/mot-cua-so-a203118.html?fbclid=1",
        f"{ROOT}/print/mot-cua-so-a203118.html",
        f"{ROOT}/chuyen-doi-so/tua-da-doi-a203118.html",
    ],
)
def test_all_forms_of_an_address_name_the_article_by_its_number(form: str) -> None:
    found = identify(HueaSpider.addresses, form)
    assert found is not None
    assert (found.id_space, found.native_id) == ("huea", "203118")


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/su-kien/ngay-hoi-so.37.html", "event"),
        ("/tim-kiem/chính quyền số.html", "search"),
        ("/video/xem-video/phuong-moi-3870.html", "video"),
        ("/rao-vat-thong-bao-596.html", "small advertisement"),
        ("/rss/subcate/can-tho/", "feed"),
        ("/xem-bao/bao-ngay/", "printed paper's"),
    ],
)
def test_what_looks_like_an_article_and_is_none_is_refused_by_name(path: str, reason: str) -> None:
    assert refusal(BaocanthoSpider.addresses, ROOT + path) == reason


def test_three_generations_of_hue_count_in_one_row() -> None:
    forms = (
        "https://baothuathienhue.vn/tap-huan-a100343.html",
        "https://baothuathienhue.vn/kinh-te/thi-truong/gao-do-100343.html",
        "https://huengaynay.vn/kinh-te/gao-do-100343.html",
    )
    assert {identify(HuengaynaySpider.addresses, form) for form in forms} == {
        identify(HuengaynaySpider.addresses, forms[0])
    }
    assert {sites.site_of(form) for form in forms} == {HuengaynaySpider}


def test_the_sections_of_the_newer_skin_go_on_by_page_and_day() -> None:
    assert (
        PAGE_AND_DAY.address("https://b.example/thoi-su/", 2) == "https://b.example/thoi-su/?p=3&d="
    )


def test_a_saved_section_page_gives_its_articles_and_nothing_else(shared: Path) -> None:
    html = (shared / "pages" / "baocantho" / "listing.html").read_bytes()
    links = list(page_links(parse(html).tree, f"{ROOT}/thoi-su/"))
    found = list(articles(links, BaocanthoSpider.own_hosts(), BaocanthoSpider.addresses, AT))
    assert len(found) > 20
    assert all(is_article(HueaSpider.addresses, each.url) and each.title for each in found)
    others = {refusal(BaocanthoSpider.addresses, each.url) for each in links}
    assert {"event", "video", "small advertisement", "feed"} <= others


def test_a_section_page_goes_on_as_the_saved_one_says(shared: Path) -> None:
    html = (shared / "pages" / "baocantho" / "listing.html").read_bytes()
    urls = {each.url for each in page_links(parse(html).tree, f"{ROOT}/thoi-su/")}
    rule = BaocanthoSpider.more
    assert rule is not None
    assert {rule.address(f"{ROOT}/thoi-su/", number) for number in range(1, 5)} <= urls


def test_a_saved_section_page_is_no_article(shared: Path) -> None:
    html = (shared / "pages" / "baocantho" / "listing.html").read_bytes()
    with pytest.raises(PageRefused):
        sites.read(html, f"{ROOT}/thoi-su-a1.html", AT)


def test_addresses_elsewhere_are_not_the_papers() -> None:
    found = [Found("https://baoangiang.com.vn/tin-a1.html", ROOT, "Tin")]
    assert not list(articles(found, BaocanthoSpider.own_hosts(), BaocanthoSpider.addresses, AT))
