"""WARC files whose records lie, and what is no file: nothing of it is believed, shown or waited
for.
"""

import gzip
import logging
from io import BytesIO
from types import SimpleNamespace

import pytest

from archive.cli import exchange
from archive.exchange.gathered import FIELDS, LONGEST_FACT, facts
from archive.exchange.importing import Imported
from archive.exchange.sources import files
from archive.storage.recorded import scan

HEAD = "WARC/1.1\r\nWARC-Type: {}\r\nWARC-Date: 2026-03-01T01:00:00Z\r\nWARC-Target-URI: {}\r\n{}"
URL = "https://baomau.example/bai-1001.html"
BODY = b"HTTP/1.1 200 OK\r\n\r\na"


def record(kind="response", url=URL, more="", length=None):
    head = HEAD.format(kind, url, more).encode()
    number = len(BODY) if length is None else length
    return head + b"Content-Length: %d\r\n\r\n" % number + BODY + b"\r\n\r\n"


def scanned(tmp_path, *records):
    file = tmp_path / "night.warc.gz"
    file.write_bytes(b"".join(gzip.compress(each) for each in records))
    told: list[str] = []
    return list(scan(file, 0, lambda _, reason: told.append(reason))), told


def metadata(text):
    named = {"Content-Type": FIELDS}
    return SimpleNamespace(
        rec_headers=SimpleNamespace(get_header=named.get), raw_stream=BytesIO(text.encode())
    )


def test_a_revisit_of_no_address_costs_no_other_record(tmp_path):
    refers = "WARC-Refers-To-Target-URI: http://[::1\r\n"
    found, told = scanned(tmp_path, record("revisit", more=refers), record())
    assert (len(found), told) == (2, [])


def test_records_that_lie_about_their_lengths_are_no_flood_of_words(tmp_path, capfd, caplog):
    caplog.set_level(logging.INFO)
    lying = record(length=len(BODY) - 1)
    spaced = record(url="https://baomau.example/bai \x1b[31m1001.html")
    found, _ = scanned(tmp_path, *[lying] * 50, *[spaced] * 50)
    assert len(found) == 100
    assert len(caplog.messages) <= 1
    assert capfd.readouterr() == ("", "")


def test_what_has_no_end_is_no_file_of_an_import(tmp_path):
    path = tmp_path / "night.warc.gz"
    path.symlink_to("/dev/zero")
    ((_, file, reason),) = files([path])
    assert (file, reason) == (None, "it is no file with an end")


@pytest.mark.parametrize("bad", ["x" * 100_000, "Ok", "\x1b[31mok]", "ok,no", "../ok"])
def test_a_name_that_is_none_of_ours_is_left_out(bad):
    lines = [f"egov-{name}: {bad}" for name in ("kind", "outcome", "verdict", "reason")]
    assert facts(metadata("\r\n".join([*lines, "egov-number: 7"]))) == {"number": "7"}


def test_no_fact_is_longer_than_one_can_be_nor_steers_a_terminal():
    told = facts(metadata(f"egov-outcome: ok\r\negov-detail: \x1b[31m\x00{'d' * 90_000}"))
    assert told["outcome"] == "ok"
    assert told["detail"] == ("[31m" + "d" * 90_000)[:LONGEST_FACT]


def test_of_thousands_of_bad_files_and_reasons_some_are_shown(capsys):
    bad = {f"{n}.warc.gz": "it holds no record" for n in range(1000)}
    exchange._print_import(Imported(bad=bad, passed={f"reason {n}": 1 for n in range(1000)}))
    said = capsys.readouterr().out
    assert "980 files more" in said
    assert "980 reasons more" in said
    assert len(said.splitlines()) < 120
