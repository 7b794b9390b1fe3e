"""Runs crawls one after the other, each in a process of its own that need not import everything.

`python -m tests.crawl crawl SITE …` is `scrapy crawl SITE …`, but that a recorded answer of status
598 is a timeout, which no WARC file can hold, and that no disk is waited for.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests import forking

TIMEOUT = 598


@dataclass
class Crawl:
    """One crawl: into which archive, of which site, by which settings module (`project`), with
    which settings, arguments (`-a`) and environment. What it says goes to `crawl.log` in
    `data_dir`.
    """

    url: str
    data_dir: str
    project: str
    site: str
    settings: dict[str, str]
    arguments: dict[str, str] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)


class Crawls:
    """Runs crawls."""

    def run(self, crawl: Crawl) -> int:
        """Runs a crawl; returns its exit status."""
        words = [f"-s{name}={value}" for name, value in crawl.settings.items()]
        for name, value in crawl.arguments.items():
            words += ["-a", f"{name}={value}"]
        environment = {
            **os.environ,
            **crawl.environment,
            "ARCHIVE_DATABASE_URL": crawl.url,
            "ARCHIVE_DATA_DIR": crawl.data_dir,
            "SCRAPY_SETTINGS_MODULE": crawl.project,
        }
        with (Path(crawl.data_dir) / "crawl.log").open("ab") as log:
            every = ("tests.crawl", "crawl", crawl.site, *words)
            return forking.start(*every, env=environment, stdout=log).wait()


@contextmanager
def ready() -> Iterator[Crawls]:
    """What runs crawls."""
    yield Crawls()


def answer_timeouts() -> None:
    """Makes the replay fail with a timeout where a record says so."""
    from scrapy.exceptions import DownloadTimeoutError

    from crawler.fetching import replay

    answer = replay.answer

    def answer_or_time_out(request: Any, found: Any, headers: Any) -> Any:
        if found.status == TIMEOUT:
            raise DownloadTimeoutError(f"no answer from {request.url}")
        return answer(request, found, headers)

    replay.answer = answer_or_time_out


if __name__ == "__main__":
    from scrapy import cmdline

    from tests.unhurried import unhurried

    answer_timeouts()
    sys.argv[0] = "scrapy"
    with unhurried():
        cmdline.execute()
