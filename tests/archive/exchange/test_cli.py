"""`egov export` and `egov import` as they are typed."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from archive.cli.program import app
from archive.errors import ArchiveError
from tests.archive.crawl import DAY, NIGHT, OTHER, Crawl, PlainReader, crawling
from tests.mau.warcs import Warc

ONE, TWO = (f"https://baosonkhe.example/tin-{n}.htm" for n in (1, 2))


@pytest.fixture
def crawl(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Crawl]:
    monkeypatch.setenv("ARCHIVE_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("ARCHIVE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr("archive.exchanged.installed_reader", PlainReader)
    with crawling(sqlite_url, tmp_path) as crawl:
        yield crawl


def egov(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def test_words_and_filters_choose_what_goes_out(crawl: Crawl, tmp_path: Path) -> None:
    crawl.look(ONE, NIGHT, title="Khai trương trung tâm")
    crawl.look(TWO, NIGHT, title="Ngày hội cốm", body=OTHER)
    out = tmp_path / "out"
    done = egov("export", "hoi", "com", "--to", "csv", "--out", out, "--all-topics", "--there")
    assert done.exit_code == 0, done.output
    assert "1 article with 1 version" in done.output
    told = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert (told["query"], told["filters"]["gone"], told["counts"]["articles"]) == (
        "hoi com", False, 1,
    )  # fmt: skip
    again = egov("export", "--to", "csv", "--out", out)
    assert isinstance(again.exception, ArchiveError)
    assert "holds an export already" in str(again.exception)


def test_a_program_gets_the_figures_as_json(crawl: Crawl, tmp_path: Path) -> None:
    crawl.look(ONE, NIGHT)
    crawl.look(ONE, NIGHT + DAY, title="Tít khác")
    then = "2026-10-02"  # the end of the first look's day in Viet Nam
    words = ("--to", "wacz", "--out", tmp_path / "out", "--all-topics", "--as-of", then, "--json")
    told: dict[str, Any] = json.loads(egov("export", *words).stdout)
    assert (told["articles"], told["versions"], told["lost"]) == (1, 1, 0)
    assert [one["name"] for one in told["files"]] == ["pages.wacz"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--gone", "--there"), "exclude each other"),
        (("--all-topics", "--status", "review"), "exclude each other"),
        (("--nothing",), "there is no option --nothing"),
        (("--since", "gestern"), "is not a day"),
        (("--since", ""), "is not a day"),
    ],
)
def test_what_cannot_be_is_refused_with_a_reason(
    crawl: Crawl, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    done = egov("export", "--to", "csv", "--out", tmp_path / "out", *words)
    assert said in str(done.exception)
    assert not (tmp_path / "out").exists()


def test_an_import_says_what_came_of_it_and_fails_where_a_file_is_bad(
    crawl: Crawl, tmp_path: Path
) -> None:
    path = tmp_path / "in.warc.gz"
    with Warc(path) as file:
        file.add(ONE, json.dumps({"title": "Tin", "body": OTHER}), at="2026-10-02T18:30:00Z")
        file.add(f"{ONE}.css", "x", headers={"Content-Type": "text/css"})
        file.add(TWO, json.dumps({"body": "\x1b[31m"}), at="2026-10-02T18:30:00Z")
    (tmp_path / "bad.warc").write_text("no archive\n")
    done = egov("import", path)
    assert done.exit_code == 0, done.output
    assert "1 look taken from" in done.output
    assert "no web page (text/css)" in done.output
    assert "no-title, for example" in done.output
    assert TWO in done.output
    again = egov("import", path, tmp_path / "bad.warc")
    assert again.exit_code == 1
    assert "1 held already" in again.output
    assert "bad.warc" in again.output
    told = json.loads(egov("import", path, "--json").stdout)
    assert (told["looks"], told["repeats"], told["bad"]) == (0, 1, {})


def test_an_export_tells_where_it_is_lost(crawl: Crawl, tmp_path: Path) -> None:
    crawl.look(ONE, NIGHT)
    for file in (tmp_path / "data" / "warc").glob("*/*/*.warc.gz"):
        os.truncate(file, 200)
    done = egov("export", "--to", "warc", "--out", tmp_path / "out", "--all-topics")
    assert done.exit_code == 1
    assert "1 look is missing" in done.output
