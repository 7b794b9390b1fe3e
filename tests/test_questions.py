"""The questions of docs/archive.md: SQL, commands and Python are run, and give what is right."""

import doctest
import re
import shlex
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from archive import Archive
from archive.cli import main
from archive.storage.engine import connect
from tests import documented

TEXT = (Path(__file__).resolve().parents[1] / "docs" / "archive.md").read_text(encoding="utf-8")
PARTS = re.split(r"^#{2,3} ", TEXT, flags=re.MULTILINE)
BLOCK = re.compile(r"```(\w+) ?(\w*)\n(.*?)```", re.DOTALL)
ONE, COPY, AGAIN = "735de7622678", "3827c5ed62b8", "139cff3d0e48"
DATA, PUPILS = "cb56527856eb", "0d991d3b5c33"


@dataclass
class Question:
    """A question and what stands under it: SQL by database, commands, Python."""

    name: str
    sql: dict[str, str] = field(default_factory=dict)
    commands: list[str] = field(default_factory=list)
    python: str = ""


def questions() -> Iterator[Question]:
    for part in PARTS:
        question = Question(part.splitlines()[0].strip() if part.strip() else "")
        for language, database, text in BLOCK.findall(part):
            if language == "sql":
                for name in [database] if database else ["sqlite", "postgresql"]:
                    question.sql[name] = text
            elif language == "sh":
                question.commands += text.splitlines()
            elif language == "python":
                question.python += text
        yield question


ALL = {question.name.split(".")[0]: question for question in questions()}
NUMBERED = {name: question for name, question in ALL.items() if name.isdigit()}


def night(number: int) -> str:
    return plain(documented.night(number))


def plain(value: Any) -> Any:
    """A value as both databases and the tables below have it."""
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+Z", value):
        value = datetime.fromisoformat(value)
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return str(value)
    return float(value) if isinstance(value, Decimal) else value


TITLE = documented.TITLE
LATER = "Trung tâm hành chính công mở cửa sau nhiều lần hẹn"
SCHOOL = "Tuyển sinh trên cổng dịch vụ công"
ANSWERS: dict[str, list[tuple[Any, ...]]] = {
    "1": [("baosonkhe", 2, 1), ("baovinhlam", 2, 0), ("chinhphumau", 2, 1)],
    "2": [
        ("2026-10-01", "baovinhlam", "Năm năm dữ liệu dân cư"),
        ("2026-10-02", "chinhphumau", SCHOOL),
    ],
    "3": [("baovinhlam", "Năm năm dữ liệu dân cư", night(0), night(4))],
    "4": [(PUPILS, night(5), night(8))],
    "5": [
        (PUPILS, 2, night(2), SCHOOL, 0.0125),
        (ONE, 2, night(1), TITLE, 0.01),
    ],
    "6": [("baosonkhe", TITLE, LATER, night(9))],
    "7": [(ONE, 3, "headline")],
    "8": [(PUPILS, 3, night(3))],
    "9": [("baosonkhe", "baovinhlam", 1), ("baosonkhe", "chinhphumau", 1)],
    "10": [("baovinhlam", 6.0), ("chinhphumau", 40.5)],
    "11": [("chinhphumau", 449, 354, 0.863014), ("baovinhlam", 449, 449, 1.0)],
    "12": [("baovinhlam", "Báo Sơn Khê", 1), ("chinhphumau", "Báo Sơn Khê", 1)],
    "13": [(2, TITLE)],
    "15": [("06/QĐ-TTg", 2, 2), ("13/2023/NĐ-CP", 1, 1)],
    "16": [
        ("2026-10-01", "baovinhlam", "Năm năm dữ liệu dân cư"),
        ("2026-10-02", "chinhphumau", SCHOOL),
    ],
    "17": [("2026-10", "central", 2), ("2026-10", "provincial", 3)],
    "18": [("Thùy Linh", 2), ("Minh Quân", 1)],
    "19": [
        ("baosonkhe", "blocked", 1, 0),
        ("baosonkhe", "healthy", 6, 1),
        ("baosonkhe", "thin", 1, 0),
    ],
    "20": [("baosonkhe", "timeout", 1)],
}
SAID = {  # by the command of a question, in one line
    "1": ["Báo Sơn Khê"],
    "2": ["2 articles", "Năm năm dữ liệu dân cư"],
    "3": ["1 article is gone", "gone since 2026-10-06 01:30 (answered 404)"],
    "4": ["1 article came back", "back since 2026-10-10 01:30"],
    "5": ["2 changes", "substantive: body (1% of the words)"],
    "6": ["1 change", f"was titled: {TITLE}"],
    "7": ["title [-Khai trương trung-]{+Trung+} tâm"],
    "8": ["1 change", "back to version 1"],
    "9": [f"origin baosonkhe {ONE}", f"copy chinhphumau {AGAIN}"],
    "10": [f"origin baosonkhe {ONE} 2026-10-01 08:00"],
    "11": ["[-Tỉnh đặt mục tiêu", "{+Báo Chính phủ Mẫu sẽ còn theo dõi việc này.+}"],
    "12": [f"source Báo Sơn Khê {documented.ONE}", "a copy"],
    "13": [TITLE, "version 2 of 2"],
    "14": ["1 2026-10-02 01:30 first", "3 2026-10-11 01:30 headline"],
    "15": ["06/QĐ-TTg", "13/2023/NĐ-CP"],
    "16": ["2 articles", DATA, PUPILS],
    "17": ["3 articles", ONE, COPY, DATA],
    "19": [
        "2026-10-05 … 06 — — — — no run",
        "blocked: robots.txt could not be had: server-error (503)",
        "listing unread: https://baosonkhe.example/rss answered forbidden (403)",
        "1 failed: timeout 1",
        "1 found, and not yet asked for",
    ],
    "20": ["thin", "answered forbidden (403)"],
}


@pytest.fixture(scope="module")
def place(module_database_url: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    folder = tmp_path_factory.mktemp("documented")
    documented.fill(module_database_url, folder)
    return module_database_url, folder / "data"


def test_there_are_twenty_questions_and_each_has_its_answer() -> None:
    assert list(NUMBERED) == [str(number) for number in range(1, 21)]
    assert set(ANSWERS) == set(NUMBERED) - {"14"}  # whose pages have hashes that no one writes down
    assert all(question.sql and question.name.endswith("?") for question in NUMBERED.values())
    assert {name for name, one in NUMBERED.items() if one.commands} == set(SAID)


@pytest.mark.parametrize("name", NUMBERED)
def test_the_sql_of_a_question_gives_the_right_answer(place: tuple[str, Path], name: str) -> None:
    engine = connect(place[0])
    with engine.connect() as conn:
        sql = NUMBERED[name].sql[conn.dialect.name]
        rows = [tuple(map(plain, row)) for row in conn.exec_driver_sql(sql.replace("%", "%%"))]
    engine.dispose()
    if name == "14":
        assert [row[0] for row in rows] == [1, 2, 3]
        assert len({row[1] for row in rows}) == 3
    else:
        assert rows == ANSWERS[name]


@pytest.fixture
def run(
    place: tuple[str, Path],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> Any:
    """Runs a line of the document, away from everything; what it printed, in one line."""
    monkeypatch.setenv("ARCHIVE_DATABASE_URL", place[0])
    monkeypatch.setenv("ARCHIVE_DATA_DIR", str(place[1]))
    monkeypatch.setenv("COLUMNS", "120")
    for name in ("FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)

    def ask(line: str) -> str:
        monkeypatch.setattr(sys, "argv", shlex.split(line))
        monkeypatch.chdir(tmp_path)
        with pytest.raises(SystemExit) as end:
            main()
        printed = capsys.readouterr()
        assert (end.value.code or 0) == 0, printed.err
        return " ".join(printed.out.split())

    return ask


@pytest.mark.parametrize("name", [name for name in NUMBERED if NUMBERED[name].commands])
def test_the_command_of_a_question_gives_the_right_answer(run: Any, name: str) -> None:
    said = "\n".join(map(run, NUMBERED[name].commands))
    assert [words for words in SAID[name] if words not in said] == []


def test_the_other_commands_work_as_they_stand(run: Any, tmp_path: Path) -> None:
    said = {line: run(line) for line in ALL["Other commands"].commands}
    assert all(said.values())
    assert (tmp_path / "diff.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert [path for path in (tmp_path / "rows").iterdir() if path.suffix == ".csv"]
    assert [path for path in (tmp_path / "pages").iterdir() if path.suffix == ".wacz"]
    mentions = next(text for line, text in said.items() if "mentions" in line)
    assert "06/QĐ-TTg" in mentions


@pytest.mark.parametrize("name", [name for name, one in ALL.items() if one.python])
def test_the_python_of_the_document_gives_what_stands_there(
    place: tuple[str, Path], name: str
) -> None:
    with Archive.open(*place) as archive:
        failed = examples(ALL[name].python, {"archive": archive}, name)
    assert failed == []


def examples(text: str, names: dict[str, Any], name: str) -> list[str]:
    """Runs the examples of a text; what was wrong."""
    wrong: list[str] = []
    test = doctest.DocTestParser().get_doctest(text, names, name, None, None)
    assert test.examples
    doctest.DocTestRunner(verbose=False).run(test, out=wrong.append)
    return wrong
