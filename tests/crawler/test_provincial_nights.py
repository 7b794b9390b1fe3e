"""Nights of two provincial papers by replay, from their listings to their articles."""

from pathlib import Path

from crawler import cases
from tests.mau.warcs import Warc

SITES = Path(__file__).parents[1] / "sites"
NIGHT = "2026-05-14T20:00:00Z"


def night(archived, tmp_path, site, pages):
    """A run of a site over these answers, by address."""
    warc = tmp_path / f"{site}.warc.gz"
    with Warc(warc) as file:
        for url, body in pages.items():
            file.add(url, body, at=NIGHT)
    settings = {"SCRAPY_SETTINGS_MODULE": "crawler.settings"}
    return archived.crawl(warc=warc, site=site, **settings)


def article(name):
    case = cases.load(SITES / name)
    return case.url, case.html, case.expected["title"]


def links(*urls):
    items = (f'<h3 class="b-grid__title"><a href="{url}">Tin {url}</a></h3>' for url in urls)
    return f"<html><body><h1>Chuyên mục</h1>{''.join(items)}</body></html>"


def test_a_day_of_onecms_is_found_by_its_sitemap_and_events_are_not_asked(archived, tmp_path):
    root = "https://hanoimoi.vn"
    url, html, title = article("hanoimoi/2026-05-14-phuong-van-ho-moi-so-hoa")
    named = ("article-2026-05-13", "article-category", "article-event")
    index = "".join(
        f"<sitemap><loc>{root}/sitemap-{name}.xml</loc><lastmod>2026-05-14</lastmod></sitemap>"
        for name in named
    )
    loc = url.replace("so-hoa-sach-dat", "chuyen-doi-so")  # an earlier slug of it
    day = f"<url><loc>{loc}</loc><lastmod>2026-05-13T16:42:00+07:00</lastmod></url>"
    event = f"{root}/so-hoa-de-an-06-event1204.html"
    ended = night(
        archived,
        tmp_path,
        "hanoimoi",
        {
            f"{root}/sitemap.xml": f"<sitemapindex>{index}</sitemapindex>",
            f"{root}/sitemap-article-2026-05-13.xml": f"<urlset>{day}</urlset>",
            f"{root}/khoa-hoc-cong-nghe": links(event, "/khoa-hoc-cong-nghe/doi-song"),
            loc: html,
        },
    )
    assert archived.titles() == {title}, ended.said
    assert not [path for path in archived.ledger() if "event" in path]


def test_a_section_of_the_month_family_goes_on_and_its_guessed_one_is_found(archived, tmp_path):
    root = "https://baodaklak.vn"
    url, html, title = article("baodaklak/2026-05-14-buon-cu-mta-hoc-tri-tue")
    older = f"{root}/khoa-hoc-cong-nghe/202604/so-hoa-ho-so-dat-o-buon-lang-5a5b5c5/"
    other = html.decode().replace(title, "Số hóa ở buôn").replace(url, older)
    ended = night(
        archived,
        tmp_path,
        "baodaklak",
        {
            f"{root}/khoa-hoc-cong-nghe/": links(url, f"{root}/video/202605/ban-tin-1a1b1c1/"),
            f"{root}/khoa-hoc-cong-nghe/?paged=2": links(older),
            f"{root}/cai-cach-hanh-chinh/": links(url.replace("khoa-hoc-cong-nghe", "xa-hoi")),
            url: html,
            older: other,
        },
    )
    assert archived.titles() == {title, "Số hóa ở buôn"}, ended.said
    assert not [path for path in archived.ledger() if path.startswith("/video/")]
