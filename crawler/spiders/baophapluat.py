"""Báo Pháp luật Việt Nam, the Ministry of Justice's newspaper: own systems, ePi from 2021 to 2025,
an own one since.
"""

from dataclasses import replace
from datetime import date

from crawler.families.epi import EpiSpider
from crawler.families.phapluat import TODAY, Y2015, Y2019, PhapluatSpider
from crawler.fetching.listings import Listing
from crawler.reading.layout import Evidence

ROOT = "https://baophapluat.vn"
PAGES = f"{ROOT}/chuyen-muc"
INSTEAD = (f"{PAGES}/khoa-hoc-cong-nghe.html", f"{PAGES}/cong-nghe.html")
NAME, SINCE, UNTIL = "baophapluat-epi-2020", date(2020, 6, 1), date(2025, 12, 1)
EPI = replace(EpiSpider.layouts[0], name=NAME, evidence=Evidence.CODE, since=SINCE, until=UNTIL)


class BaophapluatSpider(PhapluatSpider):
    name = "baophapluat"
    title = "Báo Pháp luật Việt Nam"
    kind = "ministry"
    hosts = ("baophapluat.vn",)
    asset_hosts = ("cdn.baophapluat.vn",)
    layouts = (TODAY, EPI, Y2019, Y2015)
    addresses = (*EpiSpider.addresses, *PhapluatSpider.addresses)
    listings = (
        Listing(f"{PAGES}/chuyen-doi-so.html", topic=True, evidence="guess", instead=INSTEAD),
        Listing(f"{PAGES}/cai-cach-hanh-chinh.html", topic=True, evidence="guess"),
        Listing(f"{PAGES}/tu-phap.html", evidence="guess"),
        Listing(f"{PAGES}/kinh-te.html"),
        Listing(f"{PAGES}/bat-dong-san.html"),
    )
    # Four forms of feed addresses are told, none that answers: the sitemaps are the way
    sitemaps = (
        Listing(f"{ROOT}/sitemaps/latest-articles.xml", kind="sitemap"),
        Listing(f"{ROOT}/sitemaps/google-news.xml", kind="sitemap"),
        Listing(f"{ROOT}/sitemaps.xml", kind="sitemap"),
    )
