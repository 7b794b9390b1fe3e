"""Báo Tây Ninh, daily of Tây Ninh province; its pages close `</html>` before `<head>` opens."""

from crawler.families.contentnews import ContentnewsSpider
from crawler.fetching.listings import Listing


class BaotayninhSpider(ContentnewsSpider):
    name = "baotayninh"
    title = "Báo Tây Ninh"
    unit = "VN-37"
    kind = "provincial"
    hosts = ("baotayninh.vn",)
    asset_hosts = ("media.baotayninh.vn",)
    listings = (
        Listing("https://baotayninh.vn/cong-nghe", topic=True, evidence="code"),
        Listing("https://baotayninh.vn/chuyen-doi-so", topic=True, evidence="guess"),
        Listing(
            "https://baotayninh.vn/thoi-su", evidence="guess", instead=("https://baotayninh.vn/",)
        ),
    )
    feeds = (  # the form is known to answer, which sections have one is not
        Listing("https://baotayninh.vn/rss/news/cong-nghe.rss", True, "guess", "feed"),
        Listing("https://baotayninh.vn/rss/news/thoi-su.rss", evidence="guess", kind="feed"),
    )
    sitemaps = (Listing("https://baotayninh.vn/sitemap.xml", evidence="guess", kind="sitemap"),)
