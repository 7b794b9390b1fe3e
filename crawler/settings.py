"""Scrapy's settings for this project: polite, honest, bounded. See docs/operations.md."""

import os
import sys

from archive.stopping import Stopping

# `scrapy …`, and no program that imports this: what it imports next takes seconds
if (
    getattr(sys.modules["__main__"], "execute", None) is not None
    and "scrapy.cmdline" in sys.modules
):
    Stopping("scrapy").at_start()

from crawler.config import BadConfig, load

# Scrapy's cookie code would download a list of domain suffixes at first use
os.environ.setdefault("TLDEXTRACT_PUBLIC_SUFFIX_LIST_URLS", "")

BOT_NAME = "egov"
SPIDER_MODULES = ["crawler.spiders"]
NEWSPIDER_MODULE = "crawler.spiders"
COMMANDS_MODULE = "crawler.commands"

try:
    CONFIG = load()
except BadConfig as error:
    if "scrapy.cmdline" not in sys.modules:  # `scrapy …` would print a traceback
        raise
    print(f"scrapy: {error}", file=sys.stderr)
    raise SystemExit(error.exit_status) from error

# --- who we are -------------------------------------------------------------------------------

CONTACT = " ".join(os.environ.get("EGOV_CONTACT", "").split())  # a header is one line
ROBOTS_AGENT = "egov-archive"
USER_AGENT = f"{ROBOTS_AGENT}/0.1 (news archive; contact: {CONTACT or 'not given'})"
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "vi,en;q=0.5",
}

# --- manners ----------------------------------------------------------------------------------

ROBOTSTXT_OBEY = False  # Scrapy's own reads any status as rules and allows on errors: see robots.py
DOWNLOAD_DELAY = CONFIG.manners.delay  # seconds from a host's answer to the next request: lane.py
DOWNLOAD_DELAY_JITTER = 0  # it would halve the delay at times
CONCURRENT_REQUESTS = 2
CONCURRENT_REQUESTS_PER_DOMAIN = 1
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"  # what is chosen first is asked first
CONCURRENT_ITEMS = 1  # one reading comes of a page; Scrapy starts so many workers for each answer
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = CONFIG.manners.delay
AUTOTHROTTLE_TARGET_CONCURRENCY = 1.0
ARTICLES_PER_RUN = CONFIG.manners.articles
LISTING_PAGES_PER_RUN = 400  # of a backfill: the next run goes on
FILES_PER_RUN = 100  # files that articles offer, looked at beside them

# --- limits -----------------------------------------------------------------------------------

DISK_LEAST_FREE = CONFIG.disk.least_free  # of the disk: a crawl stops below
DOWNLOAD_TIMEOUT = 60  # seconds for an answer as a whole, from the name's look-up to its last byte
DNS_TIMEOUT = 20
CLOSESPIDER_TIMEOUT = CONFIG.schedule.time_limit * 60  # seconds of a run that is no backfill
CLOSE_PATIENCE = min(10.0, CONFIG.schedule.grace / 3)  # seconds for answers when a crawl is to end
DOWNLOAD_MAXSIZE = 12 * 1024 * 1024  # bytes; the largest real page seen had 1.5 MB
FILE_MAXSIZE = 12 * 1024 * 1024  # bytes; a larger file is noted, and not kept
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_FAIL_ON_DATALOSS = False  # what came of a broken page is kept, as `truncated`
HEAD_MAXSIZE = 64 * 1024  # bytes of an answer's status line and headers
HEAD_MAXLINES = 200
REDIRECT_MAX_TIMES = 5
RETRY_TIMES = 2
RETRY_HTTP_CODES = [
    500,
    502,
    503,
    504,
    522,
    524,
]  # not 429: who is asked to slow down does not push
RETRY_PRIORITY_ADJUST = -10
RETRY_GIVE_UP_LOG_LEVEL = "INFO"  # each look stands in the ledger, and the run says what was lost

# --- where requests may go: see fetching/guard.py and fetching/connecting.py ---------------------

ALLOW_PRIVATE_ADDRESSES = False  # for tests with a server of their own machine
DOWNLOAD_VERIFY_CERTIFICATES = True

# --- parts ------------------------------------------------------------------------------------

ADDONS = {"crawler.fetching.replay.ReplayAddon": 0}
TWISTED_DNS_RESOLVER = "crawler.fetching.connecting.Resolver"
DOWNLOAD_HANDLERS = {
    "http": "crawler.fetching.connecting.Handler",
    "https": "crawler.fetching.connecting.Handler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}
# Scrapy imports also what is switched off, and its remote control brings an HTTP server along: a
# tenth of a crawl's start and of its memory. So the list of its own extensions is ours.
EXTENSIONS_BASE = {
    "scrapy.extensions.corestats.CoreStats": 0,
    "scrapy.extensions.logcount.LogCount": 0,
    "scrapy.extensions.memusage.MemoryUsage": 0,
    "scrapy.extensions.closespider.CloseSpider": 0,
    "scrapy.extensions.feedexport.FeedExporter": 0,
    "scrapy.extensions.logstats.LogStats": 0,
    "scrapy.extensions.throttle.AutoThrottle": 0,
}
EXTENSIONS = {"crawler.fetching.runs.Runs": 0, "crawler.fetching.pace.Lanes": 1}
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.fetching.guard.SiteOnlyMiddleware": 50,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "crawler.fetching.robots.RobotsMiddleware": 100,
    "crawler.fetching.pace.AgainMiddleware": 920,
    "crawler.fetching.capture.CaptureMiddleware": 950,
    "crawler.fetching.pace.LaneMiddleware": 990,
}
ITEM_PIPELINES = {"crawler.fetching.pipeline.RecordPipeline": 300}
COMPRESSION_ENABLED = False  # the capture middleware decodes, once and within limits
COOKIES_ENABLED = False
METAREFRESH_ENABLED = False
HTTPPROXY_ENABLED = False
HTTPERROR_ALLOW_ALL = True  # every answer is a fact
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
STATS_DUMP = False
LOG_LEVEL = os.environ.get("EGOV_LOG_LEVEL", "WARNING")
LOG_VERSIONS: list[str] = []
