"""The command line of the service: what is asked of it, what it says, its exit status."""

import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from rich.console import Console

from archive.storage import agenda
from archive.storage.engine import connect
from crawler.fetching import report
from crawler.fetching.night import Ended
from crawler.service.jobs import NIGHTLY, ONCE
from tests.mau.pages import article, section
from tests.mau.server import Server
from tests.mau.warcs import Warc

ROOT = "https://baomau.example"
PROJECT = Path(__file__).resolve().parents[1]
NOW = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)  # 3 March, 3 in the morning in Vietnam


@pytest.fixture
def warc(tmp_path):
    with Warc(tmp_path / "night.warc.gz") as file:
        file.add(f"{ROOT}/chuyen-doi-so", section("/bai-1-1101.html", "/bai-2-1102.html"))
        file.add(f"{ROOT}/bai-1-1101.html", article("Bài một"))
    return tmp_path / "night.warc.gz"


def test_once_crawls_the_enabled_sites_and_tells_a_person_and_a_program(archived, warc):
    with Warc(warc.parent / "more.warc.gz") as file:
        file.add(f"{ROOT}/bai-2-1102.html", article("Bài hai"))
    ended = archived.run("scheduler", "--once", "--replay", str(warc.parent))
    assert ended.status == 0, ended.said
    assert "baomau" in ended.said
    assert "healthy" in ended.said
    assert archived.report()["trigger"] == "replay"
    status = archived.run("scheduler", "--status")
    assert "healthy" in status.said
    assert "nightly" in status.said


def test_a_site_that_is_not_well_shows_in_exit_status_and_notes(archived, tmp_path):
    with Warc(tmp_path / "ill.warc.gz") as file:
        file.add(f"{ROOT}/chuyen-doi-so", "lỗi", status="503 Unavailable")
    ended = archived.run("tests.scheduled", "--once", "--replay", str(tmp_path / "ill.warc.gz"))
    assert ended.status == 1
    assert "down" in ended.said
    assert "none of 1 requests brought a page" in ended.said


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--once", "--site", "baomua"), "unknown site baomua: did you mean baomau? `scrapy list`"),
        (("--once", "--replay", "/no/such"), "/no/such, which does not exist"),
        (("--replay-at", "2026-03-01"), "--replay-at needs --replay"),
        (("--replay", "/no/such"), "--replay goes with --once"),
    ],
)
def test_a_wrong_option_is_named_and_the_exit_status_is_not_0(archived, words, message):
    ended = archived.run("scheduler", *words)
    assert ended.status != 0
    assert message in ended.said
    assert "Traceback" not in ended.said


def test_a_wrong_time_is_named(archived, warc):
    ended = archived.run("scheduler", "--once", "--replay", str(warc), "--replay-at", "hôm qua")
    assert (ended.status, "not an ISO time" in ended.said) == (2, True)


def test_dry_run_shows_the_commands_and_runs_nothing(archived):
    ended = archived.run("scheduler", "--dry-run")
    *plan, crawl = ended.said.splitlines()
    assert crawl == "python -m scrapy crawl baomau -s TRIGGER=once"
    assert any("nightly: 1 site (daily 01:30 ± 10 min)" in line for line in plan)
    assert archived.rows("SELECT * FROM run_report") == []


def test_a_run_by_once_is_written_down_and_does_not_disturb_the_nights(archived, warc):
    archived.run("tests.scheduled", "--once", "--replay", str(warc))
    made = connect(archived.url)
    assert agenda.last(made, ONCE)["outcome"] in ("healthy", "unwell")
    assert agenda.last(made, NIGHTLY) == {}
    made.dispose()
    said = archived.run("scheduler", "--status").said
    assert "never" in said
    assert "last run by --once: 20" in said
    assert "MB held" in said


def test_a_narrow_terminal_shows_every_name_and_outcome_whole(capsys):
    row = {"outcome": "stale-layout", "started_at": NOW, "discovered": 5214, "unchanged": 77}
    Console(width=80).print(report.last_runs([("doanhnghiephoinhap", row)], 80))
    Console(width=130).print(report.last_runs([("doanhnghiephoinhap", row)], 130))
    narrow, wide = (line.split() for line in capsys.readouterr().out.splitlines()[1::2])
    assert narrow[:5] == ["doanhnghiephoinhap", "2026-03-03", "03:00", "stale-layout", "5214"]
    assert ("77" in narrow, "77" in wide) == (False, True)


def test_each_site_is_told_as_it_ends_and_all_of_them_in_a_line_below():
    down = [Ended(name, 6.4, 1, {"outcome": "down"}, "") for name in ("baomau", "baokhac")]
    healthy = Ended("baomau", 61.0, 0, {"outcome": "healthy", "new_articles": 12}, "")
    assert report.ending(healthy, NOW) == "03:00 baomau: [green]healthy[/], 12 new, 61 s"
    assert report.outcomes([*down, healthy]) == "3 sites: 2 down, 1 healthy"
    assert "is this machine on the network?" in report.outcomes(down)
    assert report.outcomes(down[:1]) == "1 site: 1 down"


def test_what_many_sites_have_in_common_is_told_once(capsys):
    away = [
        Ended(
            f"bao{n}",
            9.0,
            1,
            {"outcome": "down", "notes": [f"robots.txt of https://b{n}.vn: DNS"]},
            "",
        )
        for n in range(6)
    ]
    away[0].row["notes"].append("a torn record was cut")
    report.show(Console(width=130), away)
    said = capsys.readouterr().out
    assert said.count("robots.txt of") == 1
    assert "6 sites: robots.txt of …" in said
    assert "bao0: down\n  a torn record was cut" in said
    assert "bao1: down" not in said
    report.show(Console(width=130), away[:3])
    assert "bao1: down\n  robots.txt of https://b1.vn: DNS" in capsys.readouterr().out


def test_the_service_runs_as_a_script_and_ends_at_sigterm(archived):
    words = [sys.executable, "scheduler.py"]
    own = {"env": archived.environment(), "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(words, cwd=PROJECT, **own) as process:
        line = process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
    assert "this scheduler leads" in line
    assert process.returncode == 130


def test_sigterm_ends_the_crawls_of_a_night_and_both_are_written_down_as_interrupted(archived):
    made, days = connect(archived.url), timedelta(days=3)
    row = agenda.begin(made, NIGHTLY, datetime.now(UTC) - days, "nightly", datetime.now(UTC) - days)
    agenda.end(made, row, "healthy", "", datetime.now(UTC) - days)
    asked, over = threading.Event(), threading.Event()
    with Server() as server:

        def hang(handler):
            asked.set()
            over.wait(60)

        server.raw["/robots.txt"] = hang
        config = archived.folder / "egov.toml"
        config.write_text("[schedule]\ngrace = 12\n", "utf-8")
        process = archived.start(
            "tests.scheduled", BAOMAU_ROOT=server.root, EGOV_CONFIG=str(config)
        )
        assert asked.wait(60)
        process.send_signal(signal.SIGTERM)
        said, _ = process.communicate(timeout=100)  # before the request is answered: it is let go
        over.set()
    assert process.returncode == 130, said
    assert server.paths() == ["/robots.txt"]
    assert agenda.last(made, NIGHTLY)["outcome"] == "interrupted"
    assert archived.report()["outcome"] == "interrupted"
    assert archived.rows("SELECT count(*) AS n FROM fetch_event") == [{"n": 0}]
    assert archived.rows("SELECT count(*) AS n FROM seal") == [{"n": 0}]  # steps are left
    made.dispose()
