"""An archive that is filled once, and copied for each test that goes on with it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.conftest import postgres_database

Filled = tuple[str, Path]  # the database, and the folder of its pages; nobody has it open


@contextmanager
def copied(filled: Filled, folder: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of a copy of a filled archive, whose pages lie in `folder`/data."""
    url, data = filled
    shutil.copytree(data, folder / "data")
    if url.startswith("sqlite"):
        shutil.copy(url.removeprefix("sqlite:///"), folder / "archive.db")
        yield f"sqlite:///{folder / 'archive.db'}"
        return
    name = sa.make_url(url).database
    with postgres_database(request.getfixturevalue("postgres_template"), str(name)) as own:
        yield own
