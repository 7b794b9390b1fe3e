"""A crawl in a process of its own: `python -m tests.archive.process URL FOLDER PLAN`.

The plan is JSON: `looks` (url, time, page), `go` (a file to wait for), `die_at` (the number of the
look whose record is on disk when the process is killed, and whose row is not written).
"""

import json
import os
import signal
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Any

from archive.storage import pages
from tests.archive.crawl import Crawl, crawling, key, reading


def die_before_commit(*_: Any, **__: Any) -> int:
    """What a power cut does between the record and its row."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def catch_up(crawl: Crawl, sites: set[str]) -> None:
    """Recovers, and reads what was kept and never read."""
    crawl.store.recover()
    for site in sorted(sites):
        for fetch_id, url, at, body, _ in crawl.store.unread(site):
            found = reading(url=url, **json.loads(body))
            crawl.store.record(fetch_id, key(url), found, at)


def main(url: str, folder: str, plan: dict[str, Any]) -> None:
    """Works through the plan, after what an earlier process left."""
    with crawling(url, Path(folder)) as crawl:
        catch_up(crawl, {key(look[0]).site for look in plan["looks"]})
        while plan.get("go") and not Path(plan["go"]).exists():
            time.sleep(0.001)
        for number, (address, at, page) in enumerate(plan["looks"]):
            if number == plan.get("die_at"):
                pages.note = die_before_commit
            crawl.look(address, datetime.fromisoformat(at), **page)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], json.loads(sys.argv[3]))
