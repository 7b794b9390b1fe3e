"""The crawler's settings with the sample sites in place of the real ones."""

from crawler.settings import *  # noqa: F403

SPIDER_MODULES = ["samples.spiders"]
NEWSPIDER_MODULE = "samples.spiders"
