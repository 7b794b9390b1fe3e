"""Crawls that are killed again and again leave the archive of crawls that nobody disturbed."""

import pytest

from archive.keeping.verify import verify
from archive.storage.engine import connect
from tests.conftest import postgres_database
from tests.kills.comparing import held
from tests.kills.forking import Forks
from tests.kills.killing import Ground, Pace, night_of_kills
from tests.kills.records import checked
from tests.kills.world import World

ARTICLES, KILLS = 24, 5  # on each database
PLACES = (  # how often each paper is killed on a night, and where at first
    ((1, 1), (("warc:9:after",), ("capture:6:after",))),
    ((2, 1), (("spool:6:after", "warc:4:torn"), ("warc:7:before",))),
)


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


def test_killed_crawls_leave_the_archive_of_undisturbed_ones(database_url, other_url, tmp_path):
    world = World(ARTICLES, seed=7)
    calm, killed = (
        Ground(url, folder, world, Forks())
        for url, folder in ((database_url, tmp_path / "calm"), (other_url, tmp_path / "killed"))
    )
    calm.undisturbed()
    figures = []
    for night, (kills, places) in enumerate(PLACES):
        figures += night_of_kills(killed, night, kills, Pace(0.3, 0.02), 7, places)
    assert sum(each.kills.total() for each in figures) == KILLS
    assert {"warc", "warc torn", "capture", "spool"} <= {
        name for each in figures for name in each.kills
    }
    assert [each.again + each.crowded + each.odd for each in figures] == [[], [], [], []]
    assert held(calm.url).differences(held(killed.url)) == {}
    assert checked(killed.url, killed.data_dir).wrong == []
    engine = connect(killed.url)
    assert verify(engine, killed.data_dir).findings == ()
    engine.dispose()
