"""The steps after the crawls of a job: what fails is told and stops no other."""

import pytest
import sqlalchemy as sa
from rich.console import Console

from archive.keeping.backup import all_of
from archive.storage import agenda
from archive.storage.derived import alert
from archive.storage.engine import connect
from crawler.config import BackupConfig, Config, HealthConfig
from crawler.fetching.night import Ended, Replay
from crawler.service import after, jobs, once, work
from crawler.service.after import Round
from crawler.service.jobs import NIGHT_STEPS, NIGHTLY, PART_STEPS, VERIFY_STEPS
from tests.crawler.service import clocked


@pytest.fixture
def engine(database_url, tmp_path, monkeypatch):
    monkeypatch.setenv("ARCHIVE_DATA_DIR", str(tmp_path / "data"))
    (tmp_path / "data").mkdir()
    made = connect(database_url)
    yield made
    made.dispose()


@pytest.fixture
def round_(engine, tmp_path):
    config = Config(
        backup=BackupConfig(tmp_path / "backup", keep=2),
        health=HealthConfig(prometheus=tmp_path / "egov.prom"),
    )
    at = iter(clocked.NOW + number * clocked.MINUTE for number in range(1000))
    console = Console(width=130)
    return Round(engine, config, tmp_path / "data", console, lambda: next(at), NIGHTLY)


def test_all_steps_of_a_night_are_done_on_an_archive_that_is_well(round_, tmp_path, capsys):
    for _ in range(3):
        after.do(NIGHT_STEPS, round_)
    assert round_.trouble == []
    assert set(round_.steps) == set(NIGHT_STEPS)
    assert len(all_of(tmp_path / "backup")) == 2  # the oldest is gone
    assert "egov_" in (tmp_path / "egov.prom").read_text("utf-8")
    assert list((tmp_path / "data" / "reports").glob("*-nightly.json"))
    assert "1 old ones removed" in capsys.readouterr().out


def test_crawls_of_which_none_could_be_begun_are_told_once_and_so_is_their_end(round_, engine):
    failed = [Ended(name, 1.0, 2, {}, f"x\n{name}: failed: Read-only") for name in ("a", "b")]
    begun = Ended("b", 1.0, 0, {"id": 1, "outcome": "healthy"}, "")
    for round_.ended in (failed, failed, [failed[0], begun], failed[:1]):
        after.alerts(round_)
    with engine.connect() as conn:
        told = conn.execute(sa.select(alert.c.sentence).order_by(alert.c.id)).scalars().all()
    assert told == [
        "crawls: none of 2 could be begun: a: failed: Read-only",
        "crawls: well again (was failed)",
    ]


@pytest.mark.parametrize(
    ("named", "recorded", "told"),
    [(False, "", NIGHT_STEPS), (True, "", PART_STEPS), (False, "nights", PART_STEPS)],
)
def test_once_is_a_night_with_its_alerts_and_a_part_of_one_leaves_a_report(
    engine, tmp_path, monkeypatch, named, recorded, told
):
    done = []
    monkeypatch.setattr(after, "do", lambda steps, round_: done.append(steps))
    context = clocked.context(engine, tmp_path)
    context.wakes, context.replay = named, Replay(recorded)
    assert once.run_once(context, []) == 1  # nothing was crawled
    assert done == [told]
    assert ("alerts" in told, "report" in told) == (told is NIGHT_STEPS, True)


def test_a_step_that_fails_is_told_and_the_others_are_done(round_, monkeypatch, capsys, caplog):
    def full(*_, **__):
        raise OSError(28, "No space left on device", "/mnt/backup")

    monkeypatch.setattr(after, "backup", full)
    after.do(NIGHT_STEPS, round_)
    assert round_.trouble == ["backup: No space left on device: /mnt/backup"]
    assert "backup: No space left on device" in capsys.readouterr().out
    assert "backup after nightly failed" in caplog.text
    assert set(round_.steps) == set(NIGHT_STEPS)


def test_what_a_step_could_not_do_stands_in_the_row_of_the_run(engine, tmp_path, monkeypatch):
    def away(round_):
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setitem(after.STEPS, "ping", away)
    context = clocked.context(engine, tmp_path / "data", clock=lambda: clocked.NOW)
    made = clocked.service(context, jobs.jobs(Config(), []))
    made.run(made.jobs[NIGHTLY])
    row = agenda.last(engine, NIGHTLY)
    assert (row["outcome"], row["detail"]) == ("unwell", "ping: Connection refused")


def test_the_weekly_proof_tells_what_it_found(round_, tmp_path, capsys):
    after.do(("seal",), round_)
    (tmp_path / "data" / "seals.txt").write_text("1 2026-03-02T20:00:00Z articles=0 versions=0 a\n")
    after.do(VERIFY_STEPS, round_)
    assert "findings, the first: " in round_.steps["verify"]
    assert "finding: seal " in capsys.readouterr().out


def test_where_the_service_is_to_end_steps_are_left_and_a_proof_is_broken_off(round_, capsys):
    asked = iter([False, True, True, True])
    round_.stopping = lambda: next(asked, True)

    def long(round_):
        round_.told(1, 2)
        return ""

    steps = {"verify": long, "alerts": long}
    with pytest.MonkeyPatch.context() as patch:
        for name, step in steps.items():
            patch.setitem(after.STEPS, name, step)
        after.do(("verify", "alerts"), round_)
    assert round_.trouble == [f"{name}: {after.STOPPED}" for name in steps]
    assert f"{', '.join(steps)}: not done" in capsys.readouterr().out


def test_a_night_without_sites_is_no_error(engine, tmp_path):
    context = clocked.context(engine, tmp_path / "data", clock=lambda: clocked.NOW)
    (nightly, *_) = jobs.jobs(Config(), [])
    assert work.run(nightly, context, "nightly").outcome == "healthy"
