"""Archives of the service, schedulers that lead them, and who hears what is told."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from archive.storage.engine import connect
from archive.storage.leader import Leadership
from archive.storage.stock import Stock
from crawler.service import alerts
from crawler.service.leading import Leading
from tests.crawler.service.alerting import Nights
from tests.crawler.service.clocked import NOW
from tests.crawler.service.listener import Listener
from tests.crawler.service.schedulers import Jobs
from tests.crawler.service.sites import declare

PLENTY = Stock(held=1_000, nightly=1, room=10_000)


@pytest.fixture
def engine(database_url: str) -> Iterator[sa.Engine]:
    """An empty archive, once on each database."""
    made = connect(database_url)
    yield made
    made.dispose()


@pytest.fixture
def scheduler(engine: sa.Engine, tmp_path: Path) -> Iterator[Callable[..., Leading]]:
    """Makes schedulers of one archive; `said` is what they said."""
    made = []

    def make(clock=lambda: NOW, passing=lambda: 0.0):
        said = []
        leadership = Leadership(engine, tmp_path, clock)
        found = Leading(leadership, Jobs, said.append, passing)
        found.said = said
        made.append(found)
        return found

    yield make
    for each in made:
        each.step_down("the test is over")


@pytest.fixture
def listener() -> Iterator[Listener]:
    """Who is told."""
    with Listener() as server:
        yield server


@pytest.fixture
def night(
    either_url: str, listener: Listener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Nights]:
    """Nights of three sites on a machine with room enough, of which the listener is told."""
    monkeypatch.setenv("ARCHIVE_DATA_DIR", str(tmp_path))
    monkeypatch.setattr(alerts, "stock", lambda *_: PLENTY)
    engine = connect(either_url)
    declare(engine, "baomau", "baohai", "baoba")
    yield Nights(engine, listener.url)
    engine.dispose()
