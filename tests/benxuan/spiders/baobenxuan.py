"""Báo Bến Xuân: an invented provincial paper of which no layout is declared."""

from crawler.fetching.listings import Listing
from crawler.fetching.spider import NewsSpider
from crawler.reading.address import Address


class BaobenxuanSpider(NewsSpider):
    name = "baobenxuan"
    title = "Báo Bến Xuân"
    kind = "provincial"
    hosts = ("baobenxuan.example",)
    addresses = (Address(r"/bai-viet-(?P<id>\d+)\.html", "post"),)
    listings = (Listing("https://baobenxuan.example/chuyen-doi-so", topic=True, evidence="real"),)
