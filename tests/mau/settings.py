"""The crawler's settings with Báo Mẫu in place of the real sites."""

from crawler.settings import *  # noqa: F403

SPIDER_MODULES = ["tests.mau.spiders", "crawler.spiders.any"]
NEWSPIDER_MODULE = "tests.mau.spiders"
