"""ONECMS and the papers on it: what their addresses name, how their pages are known and read."""

from pathlib import Path

import pytest

from archive.record import ArticleKey
from crawler import cases, sites
from crawler.errors import ListingPage, PageRefused
from crawler.families import recognise
from crawler.families.epi import EpiSpider
from crawler.families.onecms import OnecmsSpider
from crawler.fetching.listings import topics
from crawler.reading.address import is_article, refusal
from crawler.reading.page import parse

SITES = Path(__file__).parents[1] / "sites"
PAPERS = ("hanoimoi", "baonghean", "baohaiphong", "baodanang", "baohaiduong", "baoquangnam")
ARTICLES = [
    path.parent
    for name in PAPERS
    for path in sorted((SITES / name).glob("*/expected.json"))
    if cases.load(path.parent).expected["layout"].startswith("onecms")
]


@pytest.mark.parametrize(
    "url",
    [
        "https://hanoimoi.vn/xa-moi-tra-ho-so-som-1241870.html",
        "http://www.hanoimoi.vn/xa-moi-tra-ho-so-som-1241870.html?utm_source=zalo#binh-luan",
        "https://hanoimoi.vn/ten-bai-da-doi-1241870.html",
        "https://m.hanoimoi.vn/chinh-tri/xa-moi-tra-ho-so-som-1241870.html",
        "https://hanoimoi.vn/xa-moi-tra-ho-so-som-1241870.html/amp",
    ],
)
def test_the_number_alone_names_an_article(url: str) -> None:
    assert sites.key(url) == ArticleKey("hanoimoi", "onecms", native_id="1241870")


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/de-an-06-event1204.html", "event"),
        ("/xa-hoi/de-an-06-o-cac-phuong-event120455.html", "event"),
        ("/video/cho-noi-mua-nuoc-10352300.html", "video"),
        ("/short-video/cho-noi-10352301.html", "video"),
        ("/photo/hoa-phuong-ven-song-10352302.html", "gallery"),
        ("/podcast/diem-tin-sang-10352303.html", "podcast"),
        ("/tag/chuyen-doi-so", "tag"),
        ("/search?q=mot+cua", "tag"),
    ],
)
def test_what_looks_like_an_article_and_is_none_is_refused_by_name(path: str, reason: str) -> None:
    url = f"https://baohaiphong.vn{path}"
    assert refusal(OnecmsSpider.addresses, url) == reason
    assert not is_article(OnecmsSpider.addresses, url)
    assert sites.key(url) is None


@pytest.mark.parametrize("path", ["/", "/khoa-hoc-cong-nghe", "/kinh-te?page=2", "/lien-he.html"])
def test_sections_and_pages_of_the_paper_itself_are_no_articles(path: str) -> None:
    assert not is_article(OnecmsSpider.addresses, f"https://baodanang.vn{path}")


def test_a_translation_under_the_articles_number_is_not_its_new_version() -> None:
    article = "https://baonghean.vn/ban-lang-hoc-so-10334445.html"
    assert sites.key(article) == ArticleKey("baonghean", "onecms", native_id="10334445")
    for language in ("en", "fr", "ru", "cn"):
        url = f"https://baonghean.vn/{language}/ban-lang-hoc-so-10334445.html"
        assert sites.key(url) is None
        with pytest.raises(ListingPage):
            sites.read(b"<html><body><p>x</p></body></html>", url)


def test_the_numbers_of_the_system_before_are_another_id_space() -> None:
    key = sites.key("https://baonghean.vn/le-hoi-dau-xuan-post263070.html")
    assert key == ArticleKey("baonghean", "post", native_id="263070")
    key = sites.key("http://hanoimoi.com.vn/Tin-tuc/Xa-hoi/592454/mot-cua-o-phuong")
    assert key == ArticleKey("hanoimoi", "hanoimoi", native_id="592454")
    old = sites.key("https://baodanang.vn/channel/5433/202304/xe-dap-cong-cong-3942094/")
    assert old == ArticleKey("baodanang", "monthpath", native_id="3942094")
    assert old != sites.key("https://baodanang.vn/xe-dap-cong-cong-3942094.html")


def test_a_print_view_is_the_article() -> None:
    printed = sites.key("http://baoquangnam.vn/print/3004495.html")
    assert printed == sites.key("https://baoquangnam.vn/do-thi/hoi-an-vao-he-3004495.html")


def test_numbers_that_went_on_counting_are_one_id_space() -> None:
    old = sites.key("https://baohaiduong.vn/nong-nghiep/ty-phu-nuoi-ga-151256")
    assert old == ArticleKey("baohaiduong", "onecms", native_id="151256")
    assert sites.key("https://baohaiduong.vn/chuyen-muc/nong-nghiep-1512560") is None


@pytest.mark.parametrize("folder", ARTICLES, ids=lambda folder: f"{folder.parent.name}")
def test_its_pages_show_the_family(folder: Path) -> None:
    assert recognise(parse(cases.load(folder).html).tree) is OnecmsSpider


def test_a_page_of_another_system_does_not_show_it() -> None:
    others = ("baolaocai/2026-05-14-to-cong-nghe-so", "baobackan/2025-10-12-to-so-hoa-o-xa-nam")
    for name in others:
        assert recognise(parse(cases.load(SITES / name).html).tree) is EpiSpider


def page(text: str, entry: str = "{}") -> bytes:
    """A page whose second `b-maincontent`, a list, is far longer than its article."""
    teasers = "".join(
        f'<h3 class="b-grid__title"><a href="/tin-{n}-124{n:04}.html">Tin vắn thứ {n} trong ngày'
        f"</a></h3><div>Tóm tắt tin thứ {n}, kể chuyện ở một xã khác và một nghề khác.</div>"
        for n in range(40)
    )
    return f"""<html><head><meta charset="utf-8"></head><body>
    <h1 class="sc-longform-header-title">Bến đò ngang nhận trả tiền bằng mã</h1>
    <span class="sc-longform-header-date">14/08/2026 - 21:20</span>
    <div class="b-maincontent">{entry.format(f"<p>{text}</p>")}</div>
    <div class="b-maincontent">{teasers}</div></body></html>""".encode()


@pytest.mark.parametrize("entry", ["{}", '<div class="entry">{}</div>'])
def test_the_first_of_several_main_parts_is_the_article(entry: str) -> None:
    text = "Bến đò Vạn Yên Hạ bỏ vé giấy từ đầu tháng, khách quét mã rồi lên thuyền. " * 12
    text = text.strip()
    reading = sites.read(page(text, entry), "https://hanoimoi.vn/ben-do-ngang-1250001.html")
    assert reading.body == text
    assert reading.layout == "onecms-2024"
    assert str(reading.published_at) == "2026-08-14 21:20:00+07:00"


def test_a_firewalls_answer_is_a_challenge_and_no_article() -> None:
    case = cases.load(SITES / "baonghean" / "2026-05-15-xa-tri-le-moi-mo-diem")
    with pytest.raises(PageRefused) as refused:
        sites.read(case.html, case.url, case.fetched_at)
    assert refused.value.reason == "challenge"


def test_a_section_goes_on_by_page_number() -> None:
    rule = OnecmsSpider.more
    assert rule is not None
    assert rule.address("https://hanoimoi.vn/xa-hoi", 1) == "https://hanoimoi.vn/xa-hoi?page=2"


def test_a_site_not_known_to_have_an_e_government_section_tries_its_likely_names() -> None:
    listing = topics("https://a.example")
    assert listing.topic
    assert listing.evidence == "guess"
    assert len({listing.url, *listing.instead}) == 3
