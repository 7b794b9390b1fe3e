"""The papers with months in their addresses: identity, refusals, skins, and inferred dates."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.record import ArticleKey, Precision, Reading
from crawler import cases, sites
from crawler.families import recognise
from crawler.families.monthpath import MonthpathSpider, feed
from crawler.fetching.listings import topics
from crawler.reading.address import is_article, month_of, refusal
from crawler.reading.page import parse

SITES = Path(__file__).parents[1] / "sites"
ROOT = "https://baodongnai.com.vn"
SEEN = datetime(2026, 5, 14, tzinfo=UTC)
SKINS = (
    "baotuyenquang/2026-05-15-xa-khau-pha-tra-ho-so",
    "baodaklak/2026-05-14-buon-cu-mta-hoc-tri-tue",
    "baodongnai/2026-05-14-khu-nha-tro-co-ma-dinh",
    "baovinhlong/2026-05-14-cai-cach-thu-tuc-o-ben",
    "baokhanhhoa/2026-05-14-phong-kham-tu-xa-tren-dao",
    "baodanang/2024-04-22-phieu-gui-xe-dien-tu-o",
    "baothainguyen/2026-05-14-lop-hoc-so-cua-tho-mo",
    "baoquangtri/2026-05-14-tem-so-cho-ho-tieu-cua",
)


@pytest.mark.parametrize(
    "url",
    [
        f"{ROOT}/xa-hoi/202605/khu-tro-co-ma-3f4a77b/",
        f"{ROOT}/xa-hoi/202605/khu-tro-co-ma-3f4a77b",
        "http://www.baodongnai.com.vn/tin-moi/202605/ten-da-doi-3f4a77b/?utm_source=fb#y-kien",
        f"{ROOT}/print/xa-hoi/202605/khu-tro-co-ma-3f4a77b/",
        f"{ROOT}/xa-hoi/202605/khu-tro-co-ma-3f4a77b/?print=1",
        f"{ROOT}/xa-hoi/doi-song/202605/khu-tro-co-ma-3f4a77b/",
        f"{ROOT}/202605/khu-tro-co-ma-3f4a77b/",
    ],
)
def test_the_mark_alone_names_an_article(url: str) -> None:
    assert sites.key(url) == ArticleKey("baodongnai", "monthpath", native_id="3f4a77b")


@pytest.mark.parametrize(
    ("url", "mark"),
    [
        ("https://baohagiang.vn/xa-hoi/202306/be-boi-cho-tre-vung-cao-794512/", "794512"),
        ("https://baohagiang.vn/du-lich/202211/cong-vien-cc21d4d/", "cc21d4d"),
        ("https://baoquangbinh.vn/kinh-te/202210/nop-thue-dat-2203947/", "2203947"),
        ("https://phuyen.baodaklak.vn/kinh-te/202505/duong-ven-bien-1371bcf/", "1371bcf"),
    ],
)
def test_short_marks_and_the_numbers_of_before_name_articles_too(url: str, mark: str) -> None:
    key = sites.key(url)
    assert key is not None
    assert (key.id_space, key.native_id) == ("monthpath", mark)


def test_an_address_without_a_mark_is_known_by_month_and_slug() -> None:
    one = sites.key("https://baothainguyen.vn/xa-hoi/202005/khai-giang-nam-hoc-2020/")
    assert one == sites.key("https://baothainguyen.vn/giao-duc/202005/khai-giang-nam-hoc-2020/")
    assert one is not None
    assert (one.id_space, one.native_id) == ("monthslug", "202005/khai-giang-nam-hoc-2020")
    assert one != sites.key("https://baothainguyen.vn/xa-hoi/202105/khai-giang-nam-hoc-2020/")


@pytest.mark.parametrize("day", ["1552025", "150525", "952025"])
def test_a_day_at_the_end_of_a_slug_is_no_mark(day: str) -> None:
    gold = f"https://baothainguyen.vn/kinh-te/202505/gia-vang-ngay-{day}/"
    rain = f"https://baothainguyen.vn/xa-hoi/202505/du-bao-mua-ngay-{day}/"
    assert is_article(MonthpathSpider.addresses, gold)
    assert sites.key(gold) != sites.key(rain)
    assert sites.key(f"{gold[:-1]}-7b41f0a/") == sites.key(f"{rain[:-1]}-7b41f0a/")


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/video-clip/202605/mua-nuoc-len-19d2e3f/", "video"),
        ("/truyen-hinh/202605/ban-tin-toi-19d2e3f/", "video"),
        ("/anh-dep/202605/sac-cham-19d2e3f/", "gallery"),
        ("/media/infographic/202605/so-lieu-19d2e3f/", "gallery"),
        ("/podcast/202605/chuyen-lang-19d2e3f/", "podcast"),
        ("/audio-thai-nguyen/202605/doc-truyen-19d2e3f/", "podcast"),
        ("/doc-bao-in/202605/so-4810-19d2e3f/", "printed paper's"),
        ("/tag/chuyen-doi-so/", "tag"),
        ("/tim-kiem/?q=mot+cua", "tag"),
    ],
)
def test_what_looks_like_an_article_and_is_none_is_refused_by_name(path: str, reason: str) -> None:
    assert refusal(MonthpathSpider.addresses, f"{ROOT}{path}") == reason
    assert sites.key(f"{ROOT}{path}") is None


@pytest.mark.parametrize(
    "path", ["/", "/xa-hoi/", "/xa-hoi/?paged=2", "/xa-hoi/202613/x-19d2e3f/", "/202605/"]
)
def test_sections_and_what_names_no_month_are_no_articles(path: str) -> None:
    assert not is_article(MonthpathSpider.addresses, f"{ROOT}{path}")


@pytest.mark.parametrize("name", SKINS)
def test_its_skins_show_the_family(name: str) -> None:
    assert recognise(parse(cases.load(SITES / name).html).tree) is MonthpathSpider


def test_a_section_goes_on_by_the_query_that_its_pager_writes() -> None:
    rule = MonthpathSpider.more
    assert rule is not None
    section = "https://baodaklak.vn/khoa-hoc-cong-nghe/"
    assert rule.address(section, 1) == f"{section}?paged=2"


def test_guessed_listings_are_tried_under_several_names() -> None:
    for listing in (topics(ROOT, ending="/"), feed(ROOT, "xa-hoi")):
        assert listing.evidence == "guess"
        assert len({listing.url, *listing.instead}) == 3


# --- the month of the address ---------------------------------------------------------------------


def read(date: str = "", meta: str = "", at: datetime = SEEN) -> Reading:
    text = "Xã Trà Vông Hạ mở quầy tiếp nhận lưu động, mỗi ấp một buổi trong tháng. " * 4
    side = '<div class="box"><h3>Tin khác</h3><time class="time">08:00, 02/01/2026</time></div>'
    html = f"""<html><head><meta charset="utf-8">{meta}</head><body>
    <div class="detail-main-title"><h1 class="title">Quầy lưu động ở Trà Vông Hạ</h1>{date}</div>
    <div id="content" class="content-detail"><div class="td-post-content"><p>{text}</p><p>Hai:
    {text}</p></div></div>{side}</body></html>"""
    return sites.read(html.encode(), f"{ROOT}/xa-hoi/202605/quay-luu-dong-0a1b2c3/", at)


def test_a_page_that_shows_no_date_is_dated_by_its_address_as_inferred() -> None:
    reading = read()
    assert str(reading.published_at) == "2026-05-01 00:00:00+07:00"
    assert reading.published_precision is Precision.INFERRED
    assert (reading.published_raw, reading.published_from) == ("202605", "url")
    assert reading.doubts == ()


@pytest.mark.parametrize(
    ("date", "meta", "precision"),
    [
        ("<time>16:55, 13/05/2026</time>", "", Precision.MINUTE),
        ('<div class="date">13/05/2026</div>', "", Precision.DAY),
        (
            "",
            '<meta property="article:published_time" content="2026-05-13T16:55:20+07:00">',
            Precision.SECOND,
        ),
    ],
)
def test_what_the_page_states_counts_before_the_address(
    date: str, meta: str, precision: Precision
) -> None:
    reading = read(date, meta)
    assert reading.published_precision is precision
    assert str(reading.published_at).startswith("2026-05-13")


def test_a_stated_date_that_cannot_be_is_not_covered_by_the_month() -> None:
    reading = read("<time>00:00, 01/01/0001</time>")
    assert reading.published_at is None
    assert reading.published_raw == "00:00, 01/01/0001"
    assert reading.doubts == ("before-1997",)


def test_a_month_after_the_look_is_doubted() -> None:
    reading = read(at=datetime(2026, 3, 1, tzinfo=UTC))
    assert reading.published_precision is Precision.INFERRED
    assert reading.doubts == ("future",)


def test_other_addresses_name_no_month() -> None:
    assert month_of(MonthpathSpider.addresses, f"{ROOT}/xa-hoi/") is None
    assert month_of(MonthpathSpider.addresses, f"{ROOT}/tag/202605/x/") is None


# --- papers that were merged ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "site"),
    [
        (
            "http://baobackan.com.vn/to-so-hoa-post68123.html",
            "https://bbk.baothainguyen.vn/to-so-hoa-o-xa-post68123",
            "baobackan",
        ),
        (
            "http://www.baophuyen.vn/82/58118/duong-moi-len-nui.html",
            "https://phuyen.baodaklak.vn/82/58118/duong-moi-len-nui.html",
            "baophuyen",
        ),
        (
            "https://baodongkhoi.vn/hoi-sach-16072023-a117157.html",
            "https://dongkhoi.baovinhlong.vn/hoi-sach-a117157.html",
            "baodongkhoi",
        ),
    ],
)
def test_an_archive_that_moved_keeps_its_articles(old: str, new: str, site: str) -> None:
    key = sites.key(old, datetime(2025, 1, 1, tzinfo=UTC))
    assert key is not None
    assert key.site == site
    assert sites.key(new, SEEN) == key


def test_the_known_addresses_of_an_archive_are_articles_and_topics(shared: Path) -> None:
    rows = (shared / "reference" / "url_samples.tsv").read_text("utf-8").splitlines()
    samples = [row.split("\t") for row in rows if row.startswith("bbk.")]
    assert len(samples) == 3
    for _, _, kind, url in samples:
        key = sites.key(url, SEEN)
        assert (key is not None) == (kind == "article"), url


def test_two_papers_that_went_into_one_keep_their_numbers_apart() -> None:
    one = sites.key("https://dongkhoi.baovinhlong.vn/tin-a52207.html", SEEN)
    two = sites.key("https://travinh.baovinhlong.vn/tin-a52207.html", SEEN)
    assert one is not None
    assert two is not None
    assert (one.site, two.site) == ("baodongkhoi", "baotravinh")
    assert sites.key("https://baovinhlong.com.vn/thoi-su/202605/tin-a52207a/", SEEN) != one


@pytest.mark.parametrize(
    ("url", "site", "space", "number"),
    [
        (
            "https://baobinhphuoc.com.vn/news/200/99817/duong",
            "baobinhphuoc",
            "binhphuoc",
            99817,
        ),
        (
            "http://baoninhthuan.com.vn/diendan/49334p25c151/lien-ket.htm",
            "baoninhthuan",
            "ninhthuan",
            49334,
        ),
        ("https://baotravinh.vn/du-lich/bien-ba-dong-29810.html", "baotravinh", "travinh", 29810),
        ("https://baoquangtri.vn/lang-nghe-102865.htm", "baoquangtri", "quangtri", 102865),
        (
            "https://baotuyenquang.com.vn/banh-179493.html",
            "baotuyenquang",
            "tuyenquang",
            179493,
        ),
        (
            "https://baothainguyen.vn/tin-tuc/kinh-te/gia-tot-296706-38.html",
            "baothainguyen",
            "thainguyen",
            296706,
        ),
    ],
)
def test_the_systems_before_have_numbers_of_their_own(
    url: str, site: str, space: str, number: int
) -> None:
    assert sites.key(url) == ArticleKey(site, space, native_id=str(number))
