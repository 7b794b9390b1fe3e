"""From a URL to its site and its identity: hosts by date, mobile hosts, refused addresses."""

import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from archive.record import ArticleKey, HostFacts, Reader
from crawler import sites
from crawler.errors import ListingPage, VideoPage
from crawler.fetching.spider import NewsSpider
from crawler.reading.address import is_article

ARTICLE = "https://baochinhphu.vn/mot-cua-102260512091522337.htm"


class EarlierSpider(NewsSpider):
    name = "earlier"
    hosts = (HostFacts("bao.example", until=date(2025, 7, 1)),)


class LaterSpider(NewsSpider):
    name = "later"
    hosts = ("later.example", HostFacts("bao.example", since=date(2025, 7, 1)))


@pytest.fixture
def merged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two sites that had one host, one after the other."""
    monkeypatch.setattr(sites, "_sites", lambda settings: (EarlierSpider, LaterSpider))
    sites._hosts.cache_clear()
    monkeypatch.setattr(sites, "_settings", lambda: "merged")


@pytest.mark.parametrize(
    ("at", "owner"),
    [
        (datetime(2025, 6, 30, 16, 59, tzinfo=UTC), EarlierSpider),
        (datetime(2025, 6, 30, 17, 0, tzinfo=UTC), LaterSpider),
        (None, LaterSpider),
    ],
)
@pytest.mark.usefixtures("merged")
def test_a_host_belongs_to_the_site_that_had_it_that_day_in_vietnam(
    at: datetime | None, owner: type[NewsSpider]
) -> None:
    assert sites.site_of("http://www.bao.example/x.html", at) is owner


@pytest.mark.usefixtures("merged")
def test_a_host_that_a_site_no_longer_has_is_nobodys() -> None:
    assert sites.site_of("https://other.example/", None) is None
    assert sites.key("https://other.example/x.html") is None


@pytest.mark.usefixtures("merged")
def test_mobile_hosts_belong_to_the_site() -> None:
    assert sites.site_of("https://m.later.example/x.html") is LaterSpider
    assert sites.site_of("https://amp.later.example/x.html") is LaterSpider


def test_former_hosts_lead_to_the_site_of_today() -> None:
    old = sites.key("http://baothuathienhue.vn/tap-huan-a104211.html")
    new = sites.key("https://huengaynay.vn/chinh-tri/tap-huan-104211.html")
    assert old == new == ArticleKey("huengaynay", "huea", native_id="104211")


@pytest.mark.parametrize(
    "url",
    [
        ARTICLE,
        "http://www.baochinhphu.vn/print/mot-cua-102260512091522337.htm",
        "https://baochinhphu.vn/xa-hoi/slug-khac-102260512091522337.htm?utm_source=x",
    ],
)
def test_the_forms_of_a_government_article_are_one_key(url: str) -> None:
    assert sites.key(url) == ArticleKey("baochinhphu", "vccorp", native_id="102260512091522337")


@pytest.mark.parametrize("prefix", ["115", "119", "197", "103"])
def test_a_cross_post_keeps_its_foreign_number(prefix: str) -> None:
    key = sites.key(f"https://baochinhphu.vn/tin-{prefix}241227124622733.htm")
    assert key == ArticleKey("baochinhphu", "vccorp", native_id=f"{prefix}241227124622733")


def test_the_two_generations_of_the_government_paper_have_id_spaces_of_their_own() -> None:
    old = ArticleKey("baochinhphu", "vgp", native_id="341207")
    assert sites.key("http://baochinhphu.vn/thoi-su/mot-cua/341207.vgp") == old
    assert sites.key("http://mnews.chinhphu.vn/Story.aspx?did=341207") == old
    assert sites.key("http://baochinhphu.vn/Van-hoa/249/trang2.vgp") is None


@pytest.mark.parametrize(
    ("url", "space"),
    [
        ("https://baophapluat.vn/tro-giup-phap-ly.html", "path"),
        ("https://baophapluat.vn/ban-sao-dien-tu-post497215.html", "post"),
        ("https://baophapluat.vn/tu-phap/so-ho-tich-448120.html", "phapluat"),
        ("https://baocantho.com.vn/print/tram-luu-dong-a203118.html", "huea"),
        ("https://baolaocai.vn/to-cong-nghe-so-post912406.html", "post"),
        ("https://doanhnghiephoinhap.vn/apicenter@/print_article&i=151873", "mastercms"),
        ("https://doanhnghiephoinhap.vn/kho-du-lieu.html", "path"),
    ],
)
def test_each_system_has_its_id_space(url: str, space: str) -> None:
    key = sites.key(url)
    assert key is not None
    assert key.id_space == space
    assert (key.native_id is None) == (space == "path")


@pytest.mark.parametrize(
    "url",
    [
        "https://baochinhphu.vn/chu-de/bau-cu-276.htm",
        "https://baochinhphu.vn/timelinelist/1021119/2.htm",
        "https://baophapluat.vn/da-lat-tag285.html",
        "https://baophapluat.vn/chuyen-muc/kinh-te.html",
        "https://baocantho.com.vn/su-kien/ngay-hoi.218.html",
        "https://doanhnghiephoinhap.vn/kinh-te-so&s_cond=&BRSR=20",
        "https://doanhnghiephoinhap.vn/tag/hoa-don-88.tag",
    ],
)
def test_pages_that_only_look_like_articles_are_refused_by_their_address(url: str) -> None:
    assert sites.key(url) is None
    with pytest.raises(ListingPage):
        sites.read(b"<html><body><p>x</p></body></html>", url)


def test_known_addresses_are_what_they_were_seen_to_be(shared: Path) -> None:
    """Articles have a key, each its own, by a declared form; everything else is no article."""
    rows = (shared / "reference" / "url_samples.tsv").read_text("utf-8").splitlines()
    keys = []
    for host, _, kind, url in (row.split("\t") for row in rows):
        site = sites.site_of(url)
        assert site is not None, host
        article = kind.startswith("article")
        assert is_article(site.addresses, url) == article, url
        if article:
            keys.append(sites.key(url))
        elif kind in ("tag", "topic", "loadmore"):
            assert sites.key(url) is None, url
    assert len(set(keys)) == len(keys) > 10


def test_a_video_page_is_refused_as_one() -> None:
    with pytest.raises(VideoPage):
        sites.read(b"<html></html>", "https://baochinhphu.vn/video/phong-su-8123.htm")


def test_the_reader_of_the_archive_names_its_version_and_its_sites() -> None:
    reader: Reader = sites.reader
    facts = {site.name: site for site in reader.sites()}
    assert "trafilatura" in reader.name
    assert reader.key(ARTICLE) == sites.key(ARTICLE)
    assert facts["huengaynay"].unit == "VN-26"
    assert next(host.host for host in facts["huengaynay"].hosts) == "huengaynay.vn"


def test_the_generic_layout_stands_in_where_a_layouts_region_is_not_on_the_page() -> None:
    text = "Ủy ban xã mở thêm một quầy tiếp nhận hồ sơ cho người cao tuổi trong tuần này. " * 4
    page = f"""<html><head><title>Quầy tiếp nhận cho người cao tuổi</title></head><body>
    <section class="breadcrumbs"><div class="grow"><a href="/">Trang chủ</a></div></section>
    <h1>Quầy tiếp nhận cho người cao tuổi</h1>
    <div class="prose"><p>{text}</p><p>Hai {text}</p><p>Ba {text}</p></div></body></html>"""
    reading = sites.read(page.encode(), "https://baophapluat.vn/quay-tiep-nhan.html")
    assert reading.layout == "generic"
    assert reading.title == "Quầy tiếp nhận cho người cao tuổi"
    assert reading.body.count("Ủy ban xã") == 12


def test_an_old_page_is_read_by_its_layout_long_after_the_change() -> None:
    case = Path(__file__).parents[1] / "sites" / "baochinhphu" / "2018-07-25-mot-cua-lien-thong"
    url = "https://baochinhphu.vn/Cai-cach-hanh-chinh/Mot-ngay/341207.vgp"
    reading = sites.read((case / "page.html").read_bytes(), url, datetime(2026, 5, 1, tzinfo=UTC))
    assert reading.layout == "vgp-2010"
    assert reading.author == "Lê Hoa"


def test_importing_it_loads_neither_scrapy_nor_trafilatura() -> None:
    heavy = "{'scrapy', 'twisted', 'trafilatura'} & set(sys.modules)"
    code = f"import sys, crawler.sites; print(*{heavy})"
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, check=True)
    assert done.stdout.split() == []


def test_readings_carry_the_name_of_the_reader() -> None:
    case = Path(__file__).parents[1] / "sites" / "baocantho" / "2026-05-14-tram-luu-dong"
    url = "https://baocantho.com.vn/tram-luu-dong-a203118.html"
    assert sites.read((case / "page.html").read_bytes(), url).reader == sites.reader.name
