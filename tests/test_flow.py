"""The whole flow on the sample sites: nights by replay, then what the archive made of them."""

from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from samples import demo, nights, pack, texts
from tests import forking
from tests.crawl import Crawls
from tests.played import (
    AFTER_ALL,
    COPIES,
    FAULTS,
    LOOKS,
    NAMES,
    ORIGINS,
    SITES,
    TRUTH,
    VERSIONS,
    Played,
    archive_at,
    bare,
    derived,
    expected,
    history,
    holds,
    id_of,
    moment,
    rebuild,
    show,
    url_of,
    versions,
)


@pytest.fixture
def archive(database_url: str, tmp_path: Path, crawls: Crawls) -> Played:
    return archive_at(database_url, tmp_path, crawls)


@pytest.fixture(scope="module")
def three_nights(
    module_database_url: str, tmp_path_factory: pytest.TempPathFactory, crawls: Crawls
) -> Played:
    archive = archive_at(module_database_url, tmp_path_factory.mktemp("nights"), crawls)
    for at in pack.pack(archive.data_dir / "nights"):
        archive.play(SITES, at - timedelta(minutes=20))
    return archive


@pytest.mark.parametrize("night", texts.NIGHTS)
def test_each_look_means_what_the_truth_table_says(three_nights: Played, night: int) -> None:
    assert three_nights.meanings(three_nights.times[night - 1]) == expected(night)


def test_a_run_is_healthy_and_quiet_where_nothing_is_new(three_nights: Played) -> None:
    runs = three_nights.rows("SELECT site, outcome, failed FROM run_report ORDER BY run_id")
    assert {run["failed"] for run in runs} == {0}
    for night in texts.NIGHTS:
        for run in runs[4 * night - 4 : 4 * night]:
            cells = {cell for name, cell in expected(night).items() if name.startswith(run["site"])}
            assert run["outcome"] == ("quiet" if cells <= {"unchanged", "304"} else "healthy"), run
    assert three_nights.statuses == [[0, 0, 0, 0]] * 3


@pytest.mark.parametrize("night", texts.NIGHTS)
def test_the_figures_of_a_run_are_those_of_its_looks(three_nights: Played, night: int) -> None:
    runs = three_nights.rows(
        "SELECT site, new_articles, new_versions, unchanged, gone FROM run_report ORDER BY run_id"
    )
    for run in runs[4 * night - 4 : 4 * night]:
        cells = [cell for name, cell in expected(night).items() if name.startswith(run["site"])]
        assert run["new_articles"] == cells.count("first"), run
        assert run["unchanged"] == cells.count("unchanged") + cells.count("304"), run
        assert run["gone"] == cells.count("gone"), run
        assert run["new_versions"] == sum(
            cell not in ("first", "unchanged", "304", "gone") for cell in cells
        ), run


def test_validators_are_sent_where_the_site_gave_some(three_nights: Played) -> None:
    looks = three_nights.rows(LOOKS)
    later = [look for look in looks if NAMES[look["url"]] in expected(1)]
    asked: dict[str, set[bool]] = {site: set() for site in SITES}
    for look in later:
        if moment(look["requested_at"]) > moment(three_nights.times[1]):
            asked[NAMES[look["url"]].split("/")[0]].add(bool(look["conditional"]))
    assert asked == {
        "nhipso": {False}, "baosonkhe": {True}, "baovinhlam": {True}, "doanhnghiepso": {False},
    }  # fmt: skip


def test_an_edit_taken_back_is_a_version_that_names_the_state_it_returns_to(
    three_nights: Played,
) -> None:
    rows = three_nights.rows(
        "SELECT version_no, change, body FROM article_version WHERE url = :url ORDER BY version_no",
        url=url_of("doanhnghiepso/hoa-don-dien-tu-tieu-thuong-cho-lon"),
    )
    assert [row["change"] for row in rows] == ["first", "substantive", "reverted"]
    assert rows[0]["body"] == rows[2]["body"] != rows[1]["body"]
    states = three_nights.rows(
        "SELECT number, reverted_to FROM version_state WHERE kind = 'reverted'"
    )
    assert states == [{"number": 3, "reverted_to": 1}]


def test_a_removed_article_is_gone_since_its_first_404_and_kept(three_nights: Played) -> None:
    rows = three_nights.rows(
        "SELECT url, gone_at, body FROM current_article WHERE gone_at IS NOT NULL"
    )
    assert [NAMES[row["url"]] for row in rows] == [
        name for name, cell in expected(3).items() if cell == "gone"
    ]
    assert moment(rows[0]["gone_at"]) >= three_nights.times[2]
    assert len(rows[0]["body"]) > 500


def test_what_is_off_the_topic_is_kept_whole_or_known_by_its_address(three_nights: Played) -> None:
    rejected = three_nights.rows("SELECT url FROM current_article WHERE topic_status = 'rejected'")
    assert {NAMES[row["url"]] for row in rejected} == set(TRUTH["topic"]["rejected"])
    known = three_nights.rows("SELECT url FROM known_address WHERE why = 'known'")
    assert {NAMES[row["url"]] for row in known} == set(TRUTH["found"]["articles"])


def test_readings_hold_the_text_and_nothing_around_it(three_nights: Played) -> None:
    shown = texts.night(3)
    rows = three_nights.rows("SELECT * FROM current_article WHERE gone_at IS NULL")
    for row in rows:
        article = shown[NAMES[row["url"]]]
        lead = article.lead if article.site.family != "huea" else ""
        paragraphs = [text for kind, text in article.blocks if kind != "img"]
        if article.lead and not lead:
            paragraphs.insert(0, article.lead)
        assert (row["title"], row["lead"]) == (article.title, lead)
        assert row["body"].split("\n\n") == paragraphs, article.name
        assert row["author"] == (bare(article.author) or None), article.name
        assert moment(row["published_at"]) == article.published


@pytest.mark.parametrize("night", texts.NIGHTS)
def test_each_story_has_its_origin_on_the_nights_that_show_it(
    three_nights: Played, night: int
) -> None:
    stories = three_nights.stories[night - 1]
    standing = [story for story in TRUTH["stories"] if story["since"] <= night]
    assert set(stories) == {story[role] for story in standing for role in ("origin", "copy")}
    for story in standing:
        holds(stories, story)


def test_a_rebuild_gives_the_same_state(three_nights: Played) -> None:
    before = derived(three_nights)
    rebuild(three_nights)
    assert derived(three_nights) == before


def test_the_same_records_met_again_add_nothing(three_nights: Played) -> None:
    tables = ("fetch_event", "page", "sighting", "version", "reading", "copy_link")
    counts = "SELECT " + ", ".join(f"(SELECT COUNT(*) FROM {table}) AS {table}" for table in tables)
    before = three_nights.rows(counts)
    again = Played(three_nights.url, three_nights.data_dir, three_nights.crawls)
    again.play(SITES, three_nights.times[2])
    assert three_nights.rows(counts) == before


def run_forked(command: list[str], *, check: bool) -> SimpleNamespace:
    """A command of `python -m` that says what it says where the tests do."""
    assert not check
    return SimpleNamespace(returncode=forking.start(*command[2:], stdout=1, stderr=2).wait())


def test_the_demo_has_answers_to_its_questions(
    three_nights: Played, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ARCHIVE_DATABASE_URL", three_nights.url)
    monkeypatch.setenv("ARCHIVE_DATA_DIR", str(three_nights.data_dir))
    monkeypatch.setattr(demo, "subprocess", SimpleNamespace(run=run_forked))
    assert [demo.ask(*question) for question in demo.QUESTIONS] == [0] * 4
    shown = capfd.readouterr().out
    for words in ("421 dịch vụ công", "back to 1", "[-874-]{+1.074+}", "origin  nhipso"):
        assert words in shown


def test_a_night_on_which_nothing_or_only_the_noise_changed_makes_no_version(
    archive: Played,
) -> None:
    for day, rendered in enumerate((AFTER_ALL, AFTER_ALL, AFTER_ALL + timedelta(days=2))):
        show(archive, AFTER_ALL + timedelta(days=day), 1, rendered)
        archive.play(SITES, AFTER_ALL + timedelta(days=day))
    same = dict.fromkeys(expected(1), "unchanged")
    for at in archive.times[1:]:
        meanings = archive.meanings(at)
        assert {
            name: "unchanged" if cell == "304" else cell for name, cell in meanings.items()
        } == same
    assert archive.rows("SELECT COUNT(*) AS n FROM version") == [{"n": len(same)}]


def test_a_site_that_is_blocked_or_ill_loses_no_article(archive: Played) -> None:
    show(archive, AFTER_ALL, 1)
    archive.play(SITES, AFTER_ALL)
    ill = AFTER_ALL + timedelta(days=1)
    faults = dict(zip(SITES, FAULTS.values(), strict=True))
    show(archive, ill, 1, faults=faults)
    archive.play(SITES, ill)
    looks = [row for row in archive.rows(LOOKS) if moment(row["requested_at"]) >= ill]
    shown = [row for row in looks if NAMES[row["url"]] in expected(1)]
    seen = {(NAMES[row["url"]].split("/")[0], row["outcome"]) for row in shown}
    assert seen == set(zip(SITES, FAULTS, strict=True))
    assert archive.rows("SELECT url FROM current_article WHERE gone_at IS NOT NULL") == []
    assert archive.rows("SELECT COUNT(*) AS n FROM version") == [{"n": len(expected(1))}]
    assert set(archive.statuses[1]) != {0}


@pytest.mark.parametrize("first", [ORIGINS, COPIES], ids=["origins first", "copies first"])
def test_stories_and_origins_do_not_depend_on_the_order_of_arrival(
    archive: Played, first: tuple[str, ...]
) -> None:
    second = COPIES if first == ORIGINS else ORIGINS
    for day, sites in enumerate((first, second)):
        at = AFTER_ALL + timedelta(days=day)
        show(archive, at, 2)
        archive.play(sites, at)
    assert archive.stories[0] == {}
    for story in TRUTH["stories"]:
        holds(archive.stories[1], story)
        assert archive.stories[1][story["copy"]]["story_id"] == id_of(archive, story["origin"])
    before = derived(archive)
    rebuild(archive)
    assert derived(archive) == before


@pytest.mark.parametrize("order", [(3, 1, 2), (2, 3, 1)], ids=str)
def test_nights_that_come_late_take_their_place_in_time(
    archive: Played, order: tuple[int, ...]
) -> None:
    times = pack.pack(archive.data_dir / "nights")
    sites = ("baosonkhe", "doanhnghiepso")
    for night in order:
        archive.play(sites, times[night - 1] - timedelta(minutes=20), named=texts.night(night))
    told = {
        name: [(nights.clock(night).date(), cell) for night, cell in cells if cell in VERSIONS]
        for name, cells in history().items()
        if name.startswith(sites)
    }
    assert versions(archive) == told
