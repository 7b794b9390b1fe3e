"""Tạp chí Doanh nghiệp số: an invented business magazine on MasterCMS."""

from crawler.families.mastercms import MastercmsSpider
from crawler.fetching.listings import Listing


class DoanhnghiepsoSpider(MastercmsSpider):
    name = "doanhnghiepso"
    title = "Tạp chí Doanh nghiệp số"
    hosts = ("doanhnghiepso.example",)
    listings = (Listing("https://doanhnghiepso.example/kinh-te-so", topic=True, evidence="real"),)
