"""The report of a night: what a person reads first, what a program reads, what is kept."""

import json
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from rich.console import Console

from archive.keeping import seals
from archive.storage import agenda
from archive.storage.engine import connect
from archive.storage.health import states
from archive.storage.mutes import VIETNAM, mute
from crawler.config import parse
from crawler.fetching.night import Ended
from crawler.fetching.report import grouped, show
from crawler.service import reports
from tests.crawler.service.nights import NAMES, UNWELL, night
from tests.crawler.service.sites import declare, job, ran

AT = datetime(2026, 3, 2, 18, 30, tzinfo=UTC)
NOW = AT + timedelta(hours=2)


@pytest.fixture
def engine(sqlite_url, tmp_path, monkeypatch):
    monkeypatch.setenv("ARCHIVE_DATA_DIR", str(tmp_path / "data"))
    (tmp_path / "data").mkdir()
    made = connect(sqlite_url)
    yield made
    made.dispose()


def config(folder, keep=400):
    tables = {"health": {"reports": str(folder), "keep_reports": keep}}
    return parse(tables, folder / "egov.toml")


def drawn(width, ended, standing):
    page = StringIO()
    show(Console(file=page, width=width, force_terminal=True, color_system=None), ended, standing)
    return page.getvalue()


@pytest.mark.parametrize("width", [80, 130])
def test_a_night_of_46_sites_fits_a_terminal_and_names_first_who_needs_a_person(engine, width):
    ended = night(engine, AT)
    shown = drawn(width, ended, states(engine, NOW))
    lines = shown.splitlines()
    assert all(len(line.rstrip()) <= width for line in lines)
    assert len(lines) < len(NAMES) + 36
    assert lines[0].startswith("need a person: bao07 (blocked), bao19 (stale-layout), bao21 (")
    first = [line.split()[0] for line in lines if line.startswith(("bao", "doanh"))][: len(NAMES)]
    assert first[: len(UNWELL) + 1] == [*UNWELL, "bao21"]
    assert "bao07: blocked since 2026-03-02, 2 runs, needs a person" in lines
    assert "bao21 rests until 2026-03-05 01:30, blocked twice in a row" in shown
    assert sum(line.startswith("  bao06 (14): bao06.example/chuyen-muc-0 ") for line in lines) == 1
    assert "listing https://bao19.example/1: not found" in shown
    assert "and 7 more like these" in shown


def test_text_and_json_stand_in_the_folder_of_reports(engine, tmp_path):
    ended = night(engine, AT)
    job(engine, "nightly", "unwell", AT)
    said = reports.write(engine, config(tmp_path), ended, NOW, trouble=["backup: đĩa đầy"])
    text = (tmp_path / "2026-03-03-nightly.txt").read_text()
    found = json.loads((tmp_path / "2026-03-03-nightly.json").read_text())
    assert text.startswith("nightly, 2026-03-03 03:30\n\nneed a person: bao07 (blocked), ")
    assert "nightly: backup: đĩa đầy" in text
    assert said[-1] == f"report: {tmp_path / '2026-03-03-nightly'}.txt and .json"
    assert found["format"] == 1
    assert (found["job"], found["day"]) == ("nightly", "2026-03-03")
    assert found["written_at"] == "2026-03-02T20:30:00Z"
    assert found["needs_person"] == ["bao07", "bao19", "bao21", "bao33", "bao40"]
    assert found["outcomes"]["blocked"] == 1
    assert found["trouble"] == ["backup: đĩa đầy"]
    assert set(found["disk"]) == {"held_bytes", "nightly_bytes", "room_bytes", "nights"}
    site = next(each for each in found["sites"] if each["site"] == "bao19")
    assert site["needs_person"] is True
    assert len(site["notes"]) == 10
    guesser = next(each for each in found["sites"] if each["site"] == "bao02")
    assert guesser["notes"][0].count("has no articles") == 14


def test_seal_spool_alerts_and_mutes_are_told(engine, tmp_path):
    declare(engine, "baomau")
    ran(engine, "baomau", "blocked", AT, "robots.txt: Disallow: /")
    end = datetime(2026, 3, 12, tzinfo=VIETNAM)  # as `--until 2026-03-11` is kept
    mute(engine, "baomau", end, "đang bảo trì", "Lan", AT)
    spool = tmp_path / "data" / "spool"
    spool.mkdir(parents=True)
    (spool / "run-1.jsonl").write_text("")
    seal = seals.take(engine, tmp_path / "data", NOW)
    ended = [Ended("baomau", 5.0, 1, {"outcome": "blocked", "notes": ["robots.txt"]}, "")]
    reports.write(engine, config(tmp_path), ended, NOW)
    text = (tmp_path / "2026-03-03-nightly.txt").read_text()
    assert "need a person" not in text
    assert (
        "baomau: blocked since 2026-03-03, muted until the end of 2026-03-11 (đang bảo trì)" in text
    )
    assert "spool: 1 file of facts wait for the database" in text
    assert seal.words in text
    found = json.loads((tmp_path / "2026-03-03-nightly.json").read_text())
    assert found["muted"] == {"baomau": "2026-03-11T17:00:00Z"}
    assert (found["spool_files"], found["seal"]) == (1, seal.words)


def test_a_night_that_shows_nothing_of_a_stale_layout_says_that_the_site_is_still_so(engine):
    declare(engine, "baomau")
    ran(engine, "baomau", "stale-layout", AT - timedelta(days=1), "layout mau gave no author")
    note = "no page was read tonight; those of the night before did not fit"
    ran(engine, "baomau", "quiet", AT, note, figures={"stale": True})
    ended = [Ended("baomau", 5.0, 0, agenda.run_after(engine, "baomau", 0), "")]
    lines = drawn(130, ended, states(engine, NOW)).splitlines()
    assert lines[0] == "needs a person: baomau (stale-layout)"
    where = "baomau: quiet, still stale-layout since 2026-03-02, 2 runs, needs a person"
    assert lines[lines.index(where) + 1].strip() == note


def test_what_pages_wrote_reaches_neither_terminal_nor_file_as_commands(engine, tmp_path):
    declare(engine, "baomau")
    ran(engine, "baomau", "failed", AT, "tiêu đề \x1b]0;xấu\x07 [red]đỏ[/red]")
    row = {"outcome": "failed", "notes": ["tiêu đề \x1b]0;xấu\x07 [red]đỏ[/red]"]}
    ended = [Ended("baomau", 5.0, 1, row, ""), Ended("baohai", 1.0, 1, {}, "hỏng\x1b[2J")]
    reports.write(engine, config(tmp_path), ended, NOW, trouble=["đảo \u202engược"])
    for name in ("txt", "json"):
        written = (tmp_path / f"2026-03-03-nightly.{name}").read_text()
        assert "\x1b" not in written
        assert "\u202e" not in written
        assert "\\u001b" not in written
        assert "tiêu đề ]0;xấu [red]đỏ[/red]" in written
    assert "\x07" not in drawn(80, ended, {})


def test_old_reports_are_removed_and_other_files_left(tmp_path):
    for name in ("2026-03-01-nightly.txt", "2026-02-28-nightly-baomau.json", "2026-01-01-a.md"):
        (tmp_path / name).write_text("")
    removed = reports.rotate(tmp_path, date(2026, 3, 3), 2)
    assert removed == ["2026-02-28-nightly-baomau.json"]
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "2026-01-01-a.md",
        "2026-03-01-nightly.txt",
    ]


def test_a_report_is_written_as_a_whole_or_the_one_before_is_left(tmp_path, monkeypatch):
    file = tmp_path / "2026-03-03-nightly.txt"
    file.write_text("the one before")

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        reports.put(file, "half")
    assert [each.name for each in tmp_path.iterdir()] == [file.name]
    assert file.read_text() == "the one before"


def test_notes_that_differ_are_all_told():
    notes = ["một", "hai: a", "hai: b", "hai: c"]
    assert grouped(notes) == (notes, [])
