"""Live crawls of Báo Mẫu: what its server holds, and crawls that wait no longer than they need."""

from tests.mau.archived import Archived, Ended
from tests.mau.pages import article, section
from tests.mau.server import Server

FAST = ("-s", "DOWNLOAD_DELAY=0.02", "-s", "AUTOTHROTTLE_START_DELAY=0.02", "-s", "RETRY_TIMES=1")
QUICK = ("-s", "DOWNLOAD_DELAY=0.02", "-s", "AUTOTHROTTLE_ENABLED=0")


def publish(server: Server, number: int) -> list[str]:
    """A section that names so many articles, the last one first asked for; their paths."""
    paths = [f"/bai-{n}-11{n:02}.html" for n in range(number)]
    server.put("/chuyen-doi-so", section(*paths))
    for path in paths:
        server.put(path, article(f"Bài {path}"))
    return paths


def crawl(archived: Archived, server: Server, *words: str) -> Ended:
    """A crawl that keeps its distance."""
    return archived.crawl(*FAST, *words, BAOMAU_ROOT=server.root)


def quick(archived: Archived, server: Server, *words: str, **env: str) -> Ended:
    """A crawl whose distance does not grow."""
    return archived.crawl(*QUICK, *words, BAOMAU_ROOT=server.root, **env)
