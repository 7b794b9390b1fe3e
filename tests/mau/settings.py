"""The crawler's settings with Báo Mẫu in place of the real sites."""

from crawler import settings
from crawler.settings import *  # noqa: F403

SPIDER_MODULES = ["tests.mau.spiders", "crawler.spiders.any"]
ALLOW_PRIVATE_ADDRESSES = True  # its server is one of this machine
NEWSPIDER_MODULE = "tests.mau.spiders"
DOWNLOADER_MIDDLEWARES = {**settings.DOWNLOADER_MIDDLEWARES, "tests.mau.asking.Noted": 960}
