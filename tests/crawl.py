"""Runs crawls one after the other, each in a process of its own that is forked after the imports.

`python -m tests.crawl` reads from its input a JSON list of crawls and prints the list of their exit
statuses. A recorded answer of status 598 is a timeout, which no WARC file can hold.
"""

import json
import multiprocessing
import os
import subprocess
import sys
from dataclasses import asdict, dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

from scrapy.utils.misc import walk_modules_iter

ROOT = Path(__file__).resolve().parents[1]
TIMEOUT = 598


@dataclass
class Crawl:
    """One crawl: its site, Scrapy settings beside it, and arguments (`-a`)."""

    site: str
    settings: dict[str, str]
    arguments: dict[str, str] = field(default_factory=dict)


def crawls(url: str, data_dir: Path, wanted: list[Crawl], settings: str) -> list[int]:
    """Runs crawls into an archive, by a settings module; returns their exit statuses."""
    ended = subprocess.run(
        [sys.executable, "-m", "tests.crawl"],
        cwd=ROOT,
        env={
            **os.environ,
            "ARCHIVE_DATABASE_URL": url,
            "ARCHIVE_DATA_DIR": str(data_dir),
            "SCRAPY_SETTINGS_MODULE": settings,
        },
        input=json.dumps([asdict(each) for each in wanted]),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    (data_dir / "crawl.log").write_text(ended.stderr)
    assert ended.returncode == 0, ended.stderr
    return list(json.loads(ended.stdout.splitlines()[-1]))


def crawl(site: str, settings: dict[str, str], arguments: dict[str, str]) -> None:
    """`scrapy crawl SITE`, as from the command line; ends the process with its exit status."""
    from scrapy import cmdline

    words = [f"-s{name}={value}" for name, value in settings.items()]
    words += [word for name, value in arguments.items() for word in ("-a", f"{name}={value}")]
    sys.argv = ["scrapy", "crawl", site, *words]
    cmdline.execute()


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


def prepare() -> None:
    """Imports once what every crawl imports, short of a reactor."""
    for package in ("scrapy.commands", "crawler.commands", "crawler.families"):
        list(walk_modules_iter(package))
    for module in ("itemadapter", "scrapy.cmdline", "scrapy.crawler", "scrapy.core.engine"):
        import_module(module)
    assert "twisted.internet.reactor" not in sys.modules


def main() -> None:
    prepare()
    answer_timeouts()
    fork = multiprocessing.get_context("fork")
    statuses = []
    for wanted in json.load(sys.stdin):
        child = fork.Process(target=crawl, kwargs=wanted)
        child.start()
        child.join()
        statuses.append(child.exitcode)
    print(json.dumps(statuses))


if __name__ == "__main__":
    main()
