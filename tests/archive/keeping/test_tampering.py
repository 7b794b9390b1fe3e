"""Each single change of a sealed archive is found, and named by its table or file and row."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.keeping import seals
from archive.keeping.verify import verify
from tests.archive.crawl import DAY, NIGHT, OTHER, TEXT, Crawl, crawling
from tests.archive.filled import Filled, copied
from tests.archive.keeping.tampering import KINDS, tamper

URL = "https://baosonkhe.example/tin-{}.htm"
COPY = "https://baovinhlam.example/tin-{}.htm"
LAW = "Theo Quyết định số 06/QĐ-TTg và Nghị định 13/2023/NĐ-CP, "


def fill(crawl: Crawl) -> None:
    """Two nights with versions, a copy, a gone article, a look that failed; a seal after each."""
    now = NIGHT + 10 * DAY
    crawl.store.now = lambda: now
    for number in (1, 2, 3):
        crawl.look(
            URL.format(number), NIGHT, title=f"Tin thứ {number}", body=f"{LAW}tin {number}. {OTHER}"
            if number == 2 else f"{LAW}{TEXT} Bài {number}.", author="Trần Thị Mẫu",
            published="2026-10-01T07:30:15+07:00",
        )  # fmt: skip
    seals.take(crawl.store.engine, crawl.store.data_dir, now)
    crawl.look(COPY.format(1), NIGHT + DAY, title="Tin thứ 1", body=f"{LAW}{TEXT} Bài 1.")
    crawl.look(URL.format(2), NIGHT + DAY, title="Tin thứ 2, sửa", body=f"{LAW}tin 2. {OTHER}")
    crawl.not_modified(URL.format(1), NIGHT + DAY)
    crawl.missing(URL.format(3), NIGHT + DAY)
    crawl.failed(URL.format(4), NIGHT + DAY, "timeout")
    crawl.look(COPY.format(5), NIGHT + 2 * DAY, title="Tin cuối", body=f"{OTHER} {LAW}")
    seals.take(crawl.store.engine, crawl.store.data_dir, now)


@pytest.fixture(scope="module")
def filled(module_database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Filled:
    folder = tmp_path_factory.mktemp("filled")
    with crawling(module_database_url, folder) as crawl:
        fill(crawl)
    return module_database_url, folder / "data"


@pytest.fixture
def crawl(filled: Filled, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Crawl]:
    """A copy of the filled archive, for one test."""
    with copied(filled, tmp_path, request) as url, crawling(url, tmp_path) as crawl:
        yield crawl


OF_FILES = ("a byte of a file", "a file cut", "a file deleted")  # the same on both databases
CASES = [
    (database, kind)
    for database in ("sqlite", "postgresql")
    for kind in KINDS
    if database == "sqlite" or kind not in OF_FILES
]


@pytest.mark.parametrize(("module_database_url", "kind"), CASES, indirect=["module_database_url"])
def test_a_change_is_found_and_named(crawl: Crawl, kind: str) -> None:
    engine, data_dir = crawl.store.engine, crawl.store.data_dir
    done = tamper(engine, data_dir, KINDS[kind], random.Random(kind))
    found = list(verify(engine, data_dir).findings)
    assert done.is_named(found), (done, [(one.where, one.row, one.sentence) for one in found])


def test_an_archive_that_nobody_touched_is_clean(crawl: Crawl) -> None:
    found = verify(crawl.store.engine, crawl.store.data_dir)
    assert found.findings == ()
    assert found.is_whole
    assert (found.looks, found.withheld, found.unsealed) == (9, 0, 0)
    assert found.seal is not None
    assert found.seal.number == 2
