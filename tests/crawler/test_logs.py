"""The log: one JSON line an event, no secrets, nothing long, rotated, and never in the way."""

import errno
import io
import json
import logging

import pytest
import structlog

from crawler import logs
from crawler.config import BadConfig, LogConfig
from tests.mau.archived import Archived
from tests.mau.warcs import Warc


@pytest.fixture(autouse=True)
def as_before(monkeypatch):
    """Tests share this process's loggers."""
    root, scrapy = logging.getLogger(), logging.getLogger("scrapy")
    handlers, levels = list(root.handlers), (root.level, scrapy.level)
    quiet = {name: logging.getLogger(name).level for name in logs.QUIET}
    yield
    for handler in [each for each in root.handlers if each not in handlers]:
        root.removeHandler(handler)
        handler.close()
    root.setLevel(levels[0])
    scrapy.setLevel(levels[1])
    for name, level in quiet.items():
        logging.getLogger(name).setLevel(level)
    logs._bound.clear()
    logs.secrets.cache_clear()


def lines(tmp_path, name="crawl-baomau"):
    written = (tmp_path / "logs" / f"{name}.log").read_text()
    return [json.loads(line) for line in written.splitlines()]


def begin(tmp_path, name="crawl-baomau", stderr=None, **keys):
    logs.start(LogConfig(**keys), tmp_path, name, stderr=stderr, site="baomau")


def test_a_line_is_one_event_in_json_with_readable_vietnamese(tmp_path):
    begin(tmp_path)
    logs.bind(run=7)
    logging.getLogger("crawler.mau").info("đã đọc %s bài\ncủa trang", 3)
    (line,) = lines(tmp_path)
    assert list(line) == ["time", "level", "event", "logger", "site", "run"]
    assert line["event"] == "đã đọc 3 bài\ncủa trang"
    assert (line["level"], line["logger"]) == ("info", "crawler.mau")
    assert (line["site"], line["run"]) == ("baomau", 7)
    assert line["time"].endswith("Z")
    written = (tmp_path / "logs" / "crawl-baomau.log").read_text()
    assert written.count("\n") == 1
    assert "đã đọc" in written


def test_an_exception_is_one_field_of_one_line(tmp_path):
    begin(tmp_path)
    try:
        raise ValueError("trang hỏng")
    except ValueError:
        logging.getLogger("crawler").exception("không đọc được")
    (line,) = lines(tmp_path)
    assert "ValueError: trang hỏng" in line["exception"]
    assert "Traceback" in line["exception"]


def test_no_page_body_stands_in_a_line(tmp_path):
    begin(tmp_path)
    logging.getLogger("crawler").warning("thân bài: %s", "x" * 9_000)
    (line,) = lines(tmp_path)
    assert len(line["event"]) < logs.LONGEST + 40
    assert line["event"].endswith("… and 8510 characters")


def test_control_characters_are_escaped(tmp_path, capsys):
    begin(tmp_path, stderr="WARNING")
    logging.getLogger("crawler").warning("đỏ \x1b[31m\x9b \u202e ngược")
    written = (tmp_path / "logs" / "crawl-baomau.log").read_text()
    assert "\\u001b" in written
    assert "\\u009b" in written
    assert "\\u202e" in written
    assert lines(tmp_path)[0]["event"] == "đỏ \x1b[31m\x9b \u202e ngược"
    shown = capsys.readouterr().err
    assert shown.endswith("WARNING crawler: đỏ [31m ngược\n")


@pytest.mark.parametrize(
    "said",
    [
        "postgresql://egov:rat-geheim@db/egov",
        "the password rat-geheim was wrong",
        "POST https://api.telegram.org/bot12345:GEHEIMtoken/sendMessage",
        "tgram://12345:GEHEIMtoken/99887766",
        "GET https://hc-ping.com/3f1c-geheim-77",
        "https://lan:sehr-geheim@proxy.example/",
    ],
)
def test_secrets_stand_in_no_line(tmp_path, monkeypatch, capsys, said):
    monkeypatch.setenv("ARCHIVE_DATABASE_URL", "postgresql://egov:rat-geheim@db/egov")
    monkeypatch.setenv("EGOV_ALERTS", "json://127.0.0.1/ tgram://12345:GEHEIMtoken/99887766")
    monkeypatch.setenv("EGOV_PING", "https://hc-ping.com/3f1c-geheim-77")
    begin(tmp_path, stderr="WARNING")
    try:
        raise OSError(said)
    except OSError:
        logging.getLogger("crawler").exception("failed: %s", said)
    written = (tmp_path / "logs" / "crawl-baomau.log").read_text() + capsys.readouterr().err
    assert "geheim" not in written.lower()
    assert "***" in written


def test_a_terminal_shows_its_own_level(tmp_path, capsys):
    begin(tmp_path, stderr="ERROR")
    logging.getLogger("scrapy.core").debug("nothing of this")
    logging.getLogger("crawler").warning("chỉ trong tệp")
    logging.getLogger("crawler").error("cả hai nơi")
    shown = capsys.readouterr().err
    assert shown.endswith(" ERROR crawler: cả hai nơi\n")
    assert shown.count("\n") == 1
    assert [line["event"] for line in lines(tmp_path)] == ["chỉ trong tệp", "cả hai nơi"]


def test_files_are_rotated_and_the_oldest_removed(tmp_path, monkeypatch):
    monkeypatch.setattr(logs, "MB", 1_000)
    begin(tmp_path, size=1, keep=2)
    for number in range(60):
        logging.getLogger("crawler").info("dòng %s", number)
    files = sorted(file.name for file in (tmp_path / "logs").glob("*.log*"))
    assert files == ["crawl-baomau.log", "crawl-baomau.log.1", "crawl-baomau.log.2"]
    assert all(file.stat().st_size <= 1_000 for file in (tmp_path / "logs").glob("*.log*"))


def test_of_two_that_write_one_file_one_rotates_it_and_no_line_is_lost(tmp_path, monkeypatch):
    monkeypatch.setattr(logs, "MB", 1_000)
    both = [logs.File(tmp_path / "scheduler.log", 1, 90) for _ in range(2)]
    for number in range(200):
        record = logging.LogRecord("x", 20, "x", 1, f"dòng {number:03} {'.' * 20}", (), None)
        both[number % 2].emit(record)
    for file in both:
        file.close()
    found = sorted(
        line for file in tmp_path.glob("scheduler.log*") for line in file.read_text().splitlines()
    )
    assert [line.split()[1] for line in found] == [f"{number:03}" for number in range(200)]


def test_what_another_process_has_rotated_is_not_rotated_again(tmp_path):
    both = [logs.File(tmp_path / "scheduler.log", 1, 9) for _ in range(2)]
    for file in both:
        file.emit(logging.LogRecord("x", 20, "x", 1, "dòng", (), None))
    for file in both:
        file.doRollover()
        file.close()
    assert not (tmp_path / "scheduler.log.2").exists()
    assert (tmp_path / "scheduler.log.1").read_text() == "dòng\ndòng\n"


def test_a_file_that_was_rotated_on_a_full_disk_ends_nothing(tmp_path, capsys):
    class Full(io.StringIO):
        def close(self):
            raise OSError(errno.ENOSPC, "No space left on device")

        def fileno(self):
            raise OSError(errno.EBADF, "Bad file descriptor")

    file = logs.File(tmp_path / "scheduler.log", 1, 9)
    file.stream = Full()
    file.emit(logging.LogRecord("x", 20, "x", 1, "dòng", (), None))
    file.close()
    assert "cannot be written: No space left on device" in capsys.readouterr().err
    assert (tmp_path / "scheduler.log").read_text() == "dòng\n"


def test_a_folder_that_takes_no_file_is_told_once_and_ends_nothing(tmp_path, capsys):
    (tmp_path / "logs").write_text("a file stands where the folder should")
    begin(tmp_path)
    for _ in range(3):
        logging.getLogger("crawler").error("hỏng")
    said = capsys.readouterr().err
    assert said.count("cannot be written") == 1
    assert said.endswith("it goes on without\n")


def test_a_full_disk_is_told_once_and_ends_nothing(tmp_path, capsys, monkeypatch):
    begin(tmp_path)
    handler = next(each for each in logging.getLogger().handlers if isinstance(each, logs.File))

    class Full:
        def __getattr__(self, name):
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(handler, "stream", Full())
    monkeypatch.setattr(handler, "_is_other", lambda: False)
    for _ in range(3):
        logging.getLogger("crawler").error("hỏng")
    said = capsys.readouterr().err
    assert said.count("No space left on device") == 1
    monkeypatch.undo()


def test_a_level_that_is_none_is_told(tmp_path):
    with pytest.raises(BadConfig, match="EGOV_LOG_LEVEL, LOG_LEVEL: LOUD: write one of DEBUG"):
        begin(tmp_path, stderr="LOUD")


def test_structlog_itself_needs_no_configuration():
    assert not structlog.is_configured()


def test_a_crawl_writes_its_log_and_says_its_end_as_ever(sqlite_url, tmp_path):
    root = "https://baomau.example"
    with Warc(tmp_path / "ill.warc.gz") as file:
        file.add(f"{root}/chuyen-doi-so", "lỗi", status="503 Unavailable")
    archived = Archived(sqlite_url, tmp_path)
    ended = archived.crawl(warc=tmp_path / "ill.warc.gz")
    assert "baomau: down" in ended.said
    found = lines(tmp_path / "data")
    assert found
    assert {line["site"] for line in found} == {"baomau"}
    assert all(set(line) <= {*logs.FIRST, "exception"} for line in found)
    assert any(line.get("run") == 1 for line in found)
