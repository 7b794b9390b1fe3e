"""The crawler's settings with Báo Mẫu in place of the real sites."""

from crawler import settings
from crawler.settings import *  # noqa: F403

SPIDER_MODULES = ["tests.mau.spiders", "crawler.spiders.any"]
NEWSPIDER_MODULE = "tests.mau.spiders"
DOWNLOADER_MIDDLEWARES = {**settings.DOWNLOADER_MIDDLEWARES, "tests.mau.asking.Noted": 960}
