"""The crawler's settings with the papers of this folder; what is asked is noted, and a crawl may be
told where to die.
"""

import os

from archive.storage import patience
from crawler import settings
from crawler.settings import *  # noqa: F403
from tests.kills import points

SPIDER_MODULES = ["tests.kills.spiders"]
NEWSPIDER_MODULE = "tests.kills.spiders"
ADDONS = {**settings.ADDONS, "tests.kills.asking.NotedAddon": 1}
LOG_LEVEL = "INFO"
patience.OUTAGE = float(os.environ.get("EGOV_OUTAGE", patience.OUTAGE))  # seconds
points.arm(os.environ.get("EGOV_KILL_AT", ""))
