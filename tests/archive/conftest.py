"""Tests of the archive wait for no disk."""

from collections.abc import Iterator

import pytest

from tests.unhurried import unhurried


@pytest.fixture(scope="session", autouse=True)
def _unhurried() -> Iterator[None]:
    with unhurried():
        yield
