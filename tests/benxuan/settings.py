"""The crawler's settings with Báo Bến Xuân in place of the real sites."""

from crawler.settings import *  # noqa: F403

SPIDER_MODULES = ["tests.benxuan.spiders"]
NEWSPIDER_MODULE = "tests.benxuan.spiders"
