"""Runs crawls one after the other, each in a process of its own that is forked after the imports.

`python -m tests.crawl` reads crawls from its input, a JSON object a line, and answers each with its
exit status. A recorded answer of status 598 is a timeout, which no WARC file can hold.
"""

import json
import multiprocessing
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
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
    """A process that has the imports behind it, and forks one for each crawl."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def run(self, crawl: Crawl) -> int:
        """Runs a crawl; returns its exit status."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print(json.dumps(asdict(crawl)), file=self.process.stdin, flush=True)
        return int(self.process.stdout.readline())


@contextmanager
def ready() -> Iterator[Crawls]:
    """The process, ended at the end."""
    command = [sys.executable, "-m", "tests.crawl"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as process:
        yield Crawls(process)


def crawl(wanted: Crawl) -> None:
    """`scrapy crawl SITE`, as from the command line; ends the process with its exit status."""
    from scrapy import cmdline

    log = os.open(Path(wanted.data_dir) / "crawl.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.environ |= wanted.environment
    os.environ["ARCHIVE_DATABASE_URL"] = wanted.url
    os.environ["ARCHIVE_DATA_DIR"] = wanted.data_dir
    os.environ["SCRAPY_SETTINGS_MODULE"] = wanted.project
    words = [f"-s{name}={value}" for name, value in wanted.settings.items()]
    for name, value in wanted.arguments.items():
        words += ["-a", f"{name}={value}"]
    sys.argv = ["scrapy", "crawl", wanted.site, *words]
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
    from scrapy.utils.misc import walk_modules_iter

    for package in ("scrapy.commands", "crawler.commands", "crawler.families"):
        list(walk_modules_iter(package))
    for module in ("itemadapter", "scrapy.cmdline", "scrapy.crawler", "scrapy.core.engine"):
        import_module(module)
    assert "twisted.internet.reactor" not in sys.modules


def main() -> None:
    prepare()
    answer_timeouts()
    fork = multiprocessing.get_context("fork")
    for line in sys.stdin:
        child = fork.Process(target=crawl, args=(Crawl(**json.loads(line)),))
        child.start()
        child.join()
        print(child.exitcode, flush=True)


if __name__ == "__main__":
    main()
