"""Files that others made: imports and backups that mean harm, and formulas in exports."""

import gzip
import json
import struct
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from archive.errors import ArchiveError
from archive.exchange.sources import files
from archive.exchange.tables import cell, uncell
from archive.keeping import manifest
from archive.storage.heads import LONGEST
from archive.storage.recorded import scan

DATE = "WARC-Date: 2026-03-01T01:00:00Z\r\nWARC-Type: response\r\n"
TARGET = "WARC-Target-URI: https://baomau.example/bai-1001.html\r\n"


def record(head: bytes, body: bytes) -> bytes:
    return head + b"Content-Length: %d\r\n\r\n" % len(body) + body + b"\r\n\r\n"


GOOD = record(f"WARC/1.1\r\n{DATE}{TARGET}".encode(), b"HTTP/1.1 200 OK\r\n\r\na")


@pytest.mark.parametrize("line", [b"X-A: " + b"a" * (LONGEST * 3), b"X-A: b\r\n" * LONGEST])
def test_a_head_of_megabytes_in_a_little_gzip_is_not_read_to_its_end(tmp_path, line):
    bad = record(f"WARC/1.1\r\n{DATE}{TARGET}".encode() + line + b"\r\n", b"")
    file = tmp_path / "night.warc.gz"
    file.write_bytes(gzip.compress(GOOD) + gzip.compress(bad) + gzip.compress(GOOD))
    told: list[str] = []
    found = list(scan(file, 0, lambda _, reason: told.append(reason)))
    assert len(found) == 1
    assert len(told) == 1
    assert "unreadable" in told[0]


def wacz(path: Path, name: str, data: bytes, **lies: int) -> Path:
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(zipfile.ZipInfo(name), data)
    if lies:
        whole = bytearray(path.read_bytes())
        at = whole.rindex(b"PK\x01\x02")
        struct.pack_into("<II", whole, at + 20, lies["size"], lies["size"])
        path.write_bytes(bytes(whole))
    return path


def test_a_wacz_writes_nothing_wherever_its_members_say_they_lie(tmp_path):
    good = gzip.compress(
        record(f"WARC/1.1\r\n{DATE}{TARGET}".encode(), b"HTTP/1.1 200 OK\r\n\r\na")
    )
    path = wacz(tmp_path / "a.wacz", "../../archive/\x1b[31mx.warc.gz", good)
    before = set(tmp_path.rglob("*"))
    ((_, file, reason),) = files([path])
    assert file is not None, reason
    assert len(list(scan(file, 0))) == 1
    assert set(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("size", [0, 7, 2**31, 2**32 - 2])
def test_a_member_that_lies_about_its_size_ends_where_the_file_does(tmp_path, size):
    good = gzip.compress(
        record(f"WARC/1.1\r\n{DATE}{TARGET}".encode(), b"HTTP/1.1 200 OK\r\n\r\na")
    )
    path = wacz(tmp_path / "a.wacz", "archive/x.warc.gz", good, size=size)
    ((_, file, reason),) = files([path])
    told: list[str] = [reason] if file is None else []
    found = [] if file is None else list(scan(file, 0, lambda _, why: told.append(why)))
    assert found or told or size < 100  # of which an import says that it holds no record


@pytest.mark.parametrize("path", ["../archive.db", "/etc/cron.d/x", "warc/../../x"])
def test_a_backup_that_names_files_outside_is_refused(tmp_path, path):
    file = {"path": path, "held": "files/a", "size": 0, "sha256": ""}
    text = json.dumps({"files": [file]}).encode()
    (tmp_path / manifest.NAME).write_bytes(text)
    (tmp_path / manifest.SUM).write_text(sha256(text).hexdigest())
    with pytest.raises(ArchiveError, match="names a file outside"):
        manifest.read(tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+84",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        " =1",
        "\n=1",
        "＝1+1",
        "＋1",
        "－1",
        "＠a",
        "'=1",
    ],
)
def test_what_a_spreadsheet_would_compute_is_text_and_comes_back(text):
    shown = str(cell(text))
    assert shown.startswith("'")
    assert uncell(shown) == text


@pytest.mark.parametrize("text", ["Nghị quyết 1-2", "'a'", "", "a=b", "06/QĐ-TTg"])
def test_what_it_would_not_is_left_as_it_is(text):
    assert cell(text) == text
    assert uncell(text) == text
