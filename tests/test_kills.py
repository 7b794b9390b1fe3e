"""Crawls that are killed again and again leave the archive of crawls that nobody disturbed."""

import pytest

from archive.keeping.verify import verify
from archive.storage.engine import connect
from tests.conftest import postgres_database
from tests.kills.comparing import held
from tests.kills.forking import forks
from tests.kills.killing import Ground, Pace, night_of_kills
from tests.kills.records import checked
from tests.kills.world import World

ARTICLES, KILLS = 24, 5  # on each database


@pytest.fixture(scope="module")
def launcher():
    with forks() as found:
        yield found


@pytest.fixture
def other_url(request, database_url, tmp_path):
    """A second empty archive on the same database."""
    if database_url.startswith("postgresql"):
        with postgres_database(request.getfixturevalue("postgres_template")) as url:
            yield url
    else:
        import shutil

        template = request.getfixturevalue("sqlite_template")
        shutil.copy(template, tmp_path / "other.db")
        yield f"sqlite:///{tmp_path / 'other.db'}"


def test_killed_crawls_leave_the_archive_of_undisturbed_ones(
    launcher, database_url, other_url, tmp_path
):
    world = World(ARTICLES, seed=7)
    calm, killed = (
        Ground(url, folder, world, launcher)
        for url, folder in ((database_url, tmp_path / "calm"), (other_url, tmp_path / "killed"))
    )
    calm.undisturbed()
    figures = []
    for night, kills in enumerate(((1, 1), (2, 1))):
        figures += night_of_kills(killed, night, kills, Pace(0.3, 0.02), seed=7)
    assert sum(each.kills.total() for each in figures) == KILLS
    assert [each.again + each.crowded + each.odd for each in figures] == [[], [], [], []]
    assert held(calm.url).differences(held(killed.url)) == {}
    assert checked(killed.url, killed.data_dir).wrong == []
    engine = connect(killed.url)
    assert verify(engine, killed.data_dir).findings == ()
    engine.dispose()
