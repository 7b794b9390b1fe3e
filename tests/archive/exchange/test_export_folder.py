"""Where an export goes: a folder of its own, whole or known as broken off."""

import json
from pathlib import Path
from typing import Any

import pytest

from archive import Archive
from archive.errors import ArchiveError, BadQuery, Locked, NotFound
from archive.exchange.folder import MARK, Folder, Occupied
from tests.archive.crawl import NIGHT, Crawl

ONE = "https://baosonkhe.example/tin-1.htm"


def manifest(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return found


def test_a_folder_that_holds_something_is_refused(
    crawl: Crawl, archive: Archive, tmp_path: Path
) -> None:
    crawl.look(ONE, NIGHT)
    archive.export("jsonl", tmp_path / "out", statuses=())
    with pytest.raises(Occupied, match="holds an export already"):
        archive.export("csv", tmp_path / "out", statuses=())
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.txt").write_text("…")
    with pytest.raises(Occupied, match="not empty"):
        archive.export("csv", tmp_path / "full", statuses=())
    assert [file.name for file in (tmp_path / "full").iterdir()] == ["thesis.txt"]


def test_an_export_that_was_broken_off_is_known_as_such_and_begun_again(
    crawl: Crawl, archive: Archive, tmp_path: Path
) -> None:
    crawl.look(ONE, NIGHT)
    out = tmp_path / "out"

    def die(done: int, total: int | None) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        archive.export("wacz", out, statuses=(), progress=die)
    assert (out / MARK).exists()
    assert not (out / "manifest.json").exists()
    archive.export("jsonl", out, statuses=())
    assert {file.name for file in out.iterdir()} == {
        "articles.jsonl", "manifest.json", "README.txt",
    }  # fmt: skip


def test_two_exports_do_not_share_a_folder(archive: Archive, tmp_path: Path) -> None:
    with Folder(tmp_path / "out"), pytest.raises(Locked, match="another process"):
        archive.export("jsonl", tmp_path / "out", statuses=())


def test_what_cannot_be_asked_for_is_refused_before_a_folder_is_made(
    archive: Archive, tmp_path: Path
) -> None:
    with pytest.raises(BadQuery, match="there are jsonl, csv, parquet, warc, wacz"):
        archive.export("xlsx", tmp_path / "out")
    with pytest.raises(BadQuery, match="leave --versions out"):
        archive.export("warc", tmp_path / "out", versions=True)
    with pytest.raises(NotFound):
        archive.export("jsonl", tmp_path / "out", sites=["khong-co"])
    assert not (tmp_path / "out").exists()


def test_an_unreachable_folder_is_named(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ArchiveError, match="no folder"):
        archive.export("jsonl", tmp_path / "file", statuses=())
    with pytest.raises(ArchiveError, match="cannot be written"):
        archive.export("jsonl", tmp_path / "file" / "below", statuses=())
