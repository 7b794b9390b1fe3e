"""The crawler's settings with a hostile and a harmless site, and limits that are soon reached."""

from crawler.settings import *  # noqa: F403

SPIDER_MODULES = ["tests.hostile.spiders", "crawler.spiders.any"]
NEWSPIDER_MODULE = "tests.hostile.spiders"
ALLOW_PRIVATE_ADDRESSES = True  # both are servers of this machine
DOWNLOAD_DELAY = 0.05
AUTOTHROTTLE_START_DELAY = 0.05
DOWNLOAD_TIMEOUT = 1.5
DOWNLOAD_MAXSIZE = 2 * 1024 * 1024
RETRY_ENABLED = False
