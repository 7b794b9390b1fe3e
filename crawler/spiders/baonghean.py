"""Báo Nghệ An, daily of Nghệ An province: on ePi until about 2023, on ONECMS since."""

from datetime import date

from crawler.families.epi import MOCKUP_2019, EpiSpider
from crawler.families.onecms import OnecmsSpider
from crawler.fetching.listings import Listing, likely_sitemap, topics
from crawler.reading.address import refuse
from crawler.reading.layout import guessed

ROOT = "https://baonghean.vn"
LEFT = date(2024, 7, 1)  # at the latest


class BaongheanSpider(OnecmsSpider):
    name = "baonghean"
    title = "Báo Nghệ An"
    unit = "VN-22"
    kind = "provincial"
    hosts = ("baonghean.vn",)
    asset_hosts = ("bna.1cdn.vn", "image.baonghean.vn", "image2.baonghean.vn")
    layouts = (*OnecmsSpider.layouts, *guessed(EpiSpider.layouts, LEFT), MOCKUP_2019)
    addresses = (
        refuse(r"/(?:en|fr|ru|cn)/.*", "translation"),  # under the number of the article
        *OnecmsSpider.addresses,
        *EpiSpider.addresses,
    )
    listings = (
        topics(ROOT),
        *(Listing(f"{ROOT}/{section}") for section in ("thoi-su", "xa-hoi", "kinh-te")),
    )
    feeds = tuple(Listing(f"{ROOT}/rss/{each}", kind="feed") for each in ("thoi-su", "kinh-te"))
    sitemaps = (likely_sitemap(ROOT),)
