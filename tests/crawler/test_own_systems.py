"""Provincial papers on systems of their own, and papers that were merged away: what their addresses
mean, today's and those of before.
"""

from datetime import UTC, date, datetime

import pytest

from archive.record import ArticleKey
from crawler import sites
from crawler.reading.address import is_article

ROWS = {
    "https://baolaichau.vn/xa-hoi/doi-can-cuoc-1284673": ("baolaichau", "1284673"),
    "https://baolaichau.vn/doi-can-cuoc-1284673/": ("baolaichau", "1284673"),
    "https://baobacninhtv.vn/mot-ho-so-postid431207.bbg": ("bbg", "431207"),
    "https://baobacninhtv.vn/kinh-te/ho-so-postid431207.bbg": ("bbg", "431207"),
    "https://baoninhbinh.org.vn/nghe-coi-260513091524718.html": ("baoninhbinh", "260513091524718"),
    "https://baoninhbinh.org.vn/nghe-coi/d20220607082731436.htm": ("former", "20220607082731436"),
    "http://baoninhbinh.org.vn/nghe-coi-20180104031946780p3c24.htm": (
        "former",
        "20180104031946780",
    ),
    "https://baoquangngai.vn/can-ca-61842.htm": ("baoquangngai", "61842"),
    "https://baoquangngai.vn/kinh-te/202308/can-ca-3bc1af9/": ("monthpath", "3bc1af9"),
    "https://baoquangngai.vn/channel/2024/202110/can-ca-3085503/": ("monthpath", "3085503"),
    "https://baolamdong.vn/cam-bien-436218.html": ("baolamdong", "436218"),
    "https://baolamdong.vn/xa-hoi/202405/cam-bien-b180e1a/": ("monthpath", "b180e1a"),
    "https://baodienbienphu.com.vn/tin-tuc/y-te/212838/tram-xa": ("former", "212838"),
    "https://baobacninh.vn/tin-tuc/-/tram-xa-98123.html": ("former", "98123"),
    "https://baosonla.org.vn/vi/bai-viet/tram-xa-51234": ("former", "51234"),
    "http://baoyenbai.com.vn/226/147181/Tram_xa_moi.aspx": ("baoyenbai", "147181"),
    "https://baovinhphuc.com.vn/Multimedia/Images/Id/118264/tram-xa": ("baovinhphuc", "118264"),
    "https://baohoabinh.com.vn/271/186042/tram-xa.htm": ("baohoabinh", "186042"),
    "https://baobacgiang.vn/bg2/moi-nhat/tram-xa-postid413098.bbg": ("bbg", "413098"),
    "https://baobacgiang.vn/bg/suc-khoe/371838/tram-xa.html": ("bg", "371838"),
    "https://baothaibinh.com.vn/tin-tuc/206/140540/tram-xa": ("baothaibinh", "140540"),
    "https://baohanam.com.vn/van-hoa/le-hoi/tram-xa-122101.html": ("baohanam", "122101"),
    "https://baonamdinh.vn/channel/5087/201112/tram-xa-2141513/": ("monthpath", "2141513"),
    "https://baonamdinh.vn/kinh-te/202410/tram-xa-4be91c7/": ("monthpath", "4be91c7"),
    "https://baokontum.com.vn/xa-hoi/tram-xa-35218.html": ("baokontum", "35218"),
    "https://baodaknong.vn/tram-xa-198324.html": ("onecms", "198324"),
    "https://baodaknong.org.vn/tram-xa-198324.html": ("onecms", "198324"),
    "https://baobinhthuan.com.vn/tram-xa-114280.html": ("baobinhthuan", "114280"),
}
MERGED = {
    "baoyenbai": ("VN-06", "baolaocai", "VN-02"),
    "baovinhphuc": ("VN-70", "baophutho", "VN-68"),
    "baohoabinh": ("VN-14", "baophutho", "VN-68"),
    "baobacgiang": ("VN-54", "baobacninhtv", "VN-56"),
    "baothaibinh": ("VN-20", "baohungyen", "VN-66"),
    "baohanam": ("VN-63", "baoninhbinh", "VN-18"),
    "baonamdinh": ("VN-67", "baoninhbinh", "VN-18"),
    "baokontum": ("VN-28", "baoquangngai", "VN-29"),
    "baodaknong": ("VN-72", "baolamdong", "VN-35"),
    "baobinhthuan": ("VN-40", "baolamdong", "VN-35"),
}
SITES = {site.name: site for site in sites.sites()}


@pytest.mark.parametrize(("url", "named"), ROWS.items())
def test_an_address_names_its_article(url: str, named: tuple[str, str]) -> None:
    key = sites.key(url)
    owner = sites.site_of(url)
    assert owner is not None
    assert key == ArticleKey(owner.name, named[0], named[1])
    assert is_article(owner.addresses, url)


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("https://baodienbienphu.vn/tin-bai/giao-duc/hoc-ba-so", "/tin-bai/giao-duc/hoc-ba-so"),
        (
            "https://baosonla.vn/cai-cach-hanh-chinh/mot-cua-51YnYvXDR.html",
            "/cai-cach-hanh-chinh/mot-cua-51ynyvxdr.html",
        ),
        ("https://baolamdong.vn/xa-hoi/202405/cam-bien-dat/", None),
    ],
)
def test_an_address_without_a_number_is_known_by_its_path(url: str, path: str | None) -> None:
    for form in (url, f"{url}?utm_source=zalo", url.replace("https://", "http://www.")):
        key = sites.key(form)
        assert key is not None
        assert key.path == path
        assert key == sites.key(url)
        assert is_article(SITES[key.site].addresses, form)


def test_a_day_at_the_end_of_a_slug_is_no_number_of_an_article() -> None:
    one = sites.key("https://baolaichau.vn/chinh-tri/ngay-toan-quoc-19121946-19122020")
    assert one is not None
    assert one.native_id is None


@pytest.mark.parametrize(
    "url",
    [
        "https://baolaichau.vn/video/cho-phien-1284001",
        "https://baodienbienphu.vn/tin-tuc/giao-duc",
        "https://baosonla.vn/video/cho-phien-51YnYvXDR.html",
        "https://baobacninhtv.vn/photo/cho-phien-postid431000.bbg",
        "https://baobacninhtv.vn/bg/infographics/cho-phien-postid431001.bbg",
        "https://baoninhbinh.org.vn/video/cho-phien-260513091524718.html",
        "https://baoquangngai.vn/event/cho-phien-1123.htm",
        "https://baolamdong.vn/chu-de/cho-phien-11234.html",
    ],
)
def test_videos_albums_events_and_sections_are_no_articles(url: str) -> None:
    assert sites.key(url) is None


@pytest.mark.parametrize(
    "url",
    [
        "https://baolaichau.vn/chuyen-doi-so",
        "https://baosonla.vn/cai-cach-hanh-chinh.html",
        "https://baobacninhtv.vn/moi-nhat",
        "https://baolamdong.vn/rss/thoi-su/thoi-su-lam-dong",
        "https://baolamdong.vn/cong-nghe-chuyen-doi-so",
        "https://baoquangngai.vn/khoa-hoc-cong-nghe",
    ],
)
def test_a_section_is_not_taken_for_an_article(url: str) -> None:
    owner = sites.site_of(url)
    assert owner is not None
    assert not is_article(owner.addresses, url)


@pytest.mark.parametrize("name", MERGED)
def test_a_merged_paper_keeps_its_unit_its_host_and_its_ids(name: str) -> None:
    unit, successor, unit_now = MERGED[name]
    paper, goes_on = SITES[name], SITES[successor]
    assert (paper.unit, paper.successor, goes_on.unit) == (unit, successor, unit_now)
    assert (paper.until, paper.enabled) == (date(2025, 7, 1), False)
    for host in sites.facts(paper).hosts:
        assert host.until == date(2025, 7, 1)
        for at in (datetime(2024, 5, 1, tzinfo=UTC), datetime(2026, 5, 1, tzinfo=UTC), None):
            assert sites.site_of(f"https://{host.host}/", at) is paper
