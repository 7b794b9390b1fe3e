"""Families: recognised from a page; their sections go on as their systems say."""

import re
from pathlib import Path
from urllib.parse import urljoin

import pytest

from crawler import cases, sites
from crawler.families import families, recognise
from crawler.families.epi import EpiSpider
from crawler.families.huea import HueaSpider
from crawler.families.mastercms import MastercmsSpider
from crawler.families.vccorp import VccorpSpider
from crawler.families.vgp import VgpSpider
from crawler.fetching.listings import MoreRule
from crawler.fetching.spider import NewsSpider
from crawler.reading.address import is_article
from crawler.reading.page import parse

SITES = Path(__file__).parents[1] / "sites"


@pytest.mark.parametrize(
    ("case", "family"),
    [
        ("baochinhphu/2026-05-13-theo-doi-ho-so", VccorpSpider),
        ("baochinhphu/2018-07-25-mot-cua-lien-thong", VgpSpider),
        ("baophapluat/2023-10-12-ban-sao-dien-tu", EpiSpider),
        ("baolaocai/2026-05-14-to-cong-nghe-so", EpiSpider),
        ("baocantho/2026-05-14-tram-luu-dong", HueaSpider),
        ("huengaynay/2026-05-14-ban-do-so", HueaSpider),
        ("doanhnghiephoinhap/2026-05-14-hoa-don-dien-tu", MastercmsSpider),
        ("baophapluat/2026-05-14-tro-giup-phap-ly", None),  # its layout is a guess
        ("huengaynay/2026-05-14-soft-404", None),
    ],
)
def test_a_page_shows_its_family(case: str, family: type[NewsSpider] | None) -> None:
    assert recognise(parse(cases.load(SITES / case).html).tree) is family


def test_a_page_of_no_system_shows_none() -> None:
    page = "<html><body><h1>Tin</h1><article><p>Một bài viết.</p></article></body></html>"
    assert recognise(parse(page.encode()).tree) is None


@pytest.mark.parametrize("family", families(), ids=lambda family: family.__name__)
def test_a_family_is_no_site_and_says_how_it_is_recognised(family: type[NewsSpider]) -> None:
    module = __import__(family.__module__, fromlist=["__doc__"])
    assert not family.hosts
    assert "ecognise it by" in (module.__doc__ or "")
    assert family.layouts
    assert family.addresses


@pytest.mark.parametrize(
    ("rule", "section", "second"),
    [
        (HueaSpider.more, "https://b.example/thoi-su/", "https://b.example/thoi-su?p=2"),
        (
            VgpSpider.more,
            "http://b.example/Van-hoa/249.vgp",
            "http://b.example/Van-hoa/249/trang2.vgp",
        ),
        (
            MastercmsSpider.more,
            "https://b.example/kinh-te-so",
            "https://b.example/kinh-te-so&s_cond=&BRSR=20",
        ),
    ],
)
def test_a_section_goes_on_as_its_system_says(rule: MoreRule, section: str, second: str) -> None:
    assert rule.address(section, 1) == second


def test_the_load_more_of_vccorp_carries_the_zone_of_the_section_page() -> None:
    tree = parse(b'<html><body><input id="hdZoneId" value=" 1021119 "></body></html>').tree
    rule = VccorpSpider.more
    assert rule is not None
    zone = rule.zone_of(tree)
    assert zone is not None
    section = "https://baochinhphu.vn/chinh-sach-va-cuoc-song/chinh-sach-moi.htm"
    assert rule.address(section, 1, zone) == "https://baochinhphu.vn/timelinelist/1021119/2.htm"


def test_a_section_of_vccorp_without_a_zone_has_no_second_page() -> None:
    rule = VccorpSpider.more
    assert rule is not None
    assert not rule.zone_of(parse(b"<html><body><p>x</p></body></html>").tree)


def test_feeds_and_sitemaps_are_declared_as_such() -> None:
    for site in sites.sites():
        assert all(isinstance(each, str) or each.kind == "feed" for each in site.feeds)
        assert all(isinstance(each, str) or each.kind == "sitemap" for each in site.sitemaps)


def test_every_site_can_be_asked_for_its_articles() -> None:
    for site in sites.sites():
        assert [*site.listings, *site.feeds, *site.sitemaps], site.name


@pytest.mark.parametrize(
    ("name", "form"), [("baochinhphu", r"-\d{12,}\.htm"), ("baocantho", r"-a\d+\.html")]
)
def test_real_listing_pages_name_their_articles(shared: Path, name: str, form: str) -> None:
    page = (shared / "pages" / name / "listing.html").read_bytes()
    site = next(site for site in sites.sites() if site.name == name)
    links = {str(link.get("href")).strip() for link in parse(page).tree.iter("a")}
    base = f"https://{sites.facts(site).hosts[0].host}/"
    found = {link for link in links if is_article(site.addresses, urljoin(base, link))}
    stated = set(re.findall(rf'<a[^>]* href="\s*([^"]*{form})"', page.decode()))
    assert found == stated
    assert len(found) > 30
