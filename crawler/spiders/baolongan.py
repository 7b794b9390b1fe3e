"""Báo Long An, daily of Long An province, which went into Tây Ninh; its archive is still served."""

from dataclasses import replace
from datetime import date

from crawler.families.huea import SKIN_2020, HueaSpider
from crawler.fetching.listings import Listing
from crawler.reading.layout import Evidence

ROOT = "https://baolongan.vn"


class BaolonganSpider(HueaSpider):
    name = "baolongan"
    title = "Báo Long An"
    unit = "VN-41"
    kind = "provincial"
    hosts = ("baolongan.vn",)
    successor = "baotayninh"
    until = date(2025, 7, 1)
    enabled = False
    # The comment form of Báo Cần Thơ, seen on a saved page, still speaks in this paper's name: that
    # both share one system is inferred from it and from the form of the addresses.
    layouts = (replace(SKIN_2020, name="baolongan-2022", evidence=Evidence.GUESS),)
    listings = (
        Listing(f"{ROOT}/chuyen-doi-so/", True, "guess", instead=(f"{ROOT}/cong-nghe/",)),
        Listing(f"{ROOT}/cai-cach-hanh-chinh/", topic=True, evidence="guess"),
    )
    # 20 MB in one file; what is older than the change of system is dated 2022-01-27, all of it
    sitemaps = (Listing(f"{ROOT}/sitemap.xml", evidence="code", kind="sitemap"),)
