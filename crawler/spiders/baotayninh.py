"""Báo Tây Ninh, daily of Tây Ninh province; its pages close `</html>` before `<head>` opens."""

from crawler.families.contentnews import ContentnewsSpider
from crawler.fetching.listings import Listing

ROOT = "https://baotayninh.vn"


class BaotayninhSpider(ContentnewsSpider):
    name = "baotayninh"
    title = "Báo Tây Ninh"
    unit = "VN-37"
    kind = "provincial"
    hosts = ("baotayninh.vn",)
    listings = (
        Listing(f"{ROOT}/cong-nghe", topic=True, evidence="code"),
        Listing(f"{ROOT}/chuyen-doi-so", topic=True, evidence="guess"),
        Listing(f"{ROOT}/thoi-su", evidence="guess", instead=(f"{ROOT}/",)),
    )
    feeds = (  # the form is known to answer, which sections have one is not
        Listing(f"{ROOT}/rss/news/cong-nghe.rss", True, "guess", "feed"),
        Listing(f"{ROOT}/rss/news/thoi-su.rss", evidence="guess", kind="feed"),
    )
    sitemaps = (Listing(f"{ROOT}/sitemap.xml", evidence="guess", kind="sitemap"),)
