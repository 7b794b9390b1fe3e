"""`egov show` and `history` for a moment of the past."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.cli import main
from tests.archive.crawl import crawling

URL = "https://baosonkhe.example/tin-1.htm"
TITLES = ("Tỉnh mở cổng dữ liệu", "Tỉnh mở cổng dữ liệu thứ hai")


def test_an_earlier_state_is_shown_and_says_for_when_it_is(
    database_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with crawling(database_url, tmp_path) as crawl:
        for day, title in zip((1, 5), TITLES, strict=True):
            crawl.look(URL, datetime(2026, 3, day, 3, tzinfo=UTC), title=title)
    monkeypatch.setenv("ARCHIVE_DATABASE_URL", database_url)

    def egov(*words: str) -> tuple[str, str]:
        monkeypatch.setattr(sys, "argv", ["egov", *words])
        with pytest.raises(SystemExit):
            main()
        return capsys.readouterr()

    then = json.loads(egov("show", URL, "--as-of", "2026-03-02", "--json")[0])
    assert (then["title"], then["version_count"]) == (TITLES[0], 1)
    said = egov("history", URL, "--as-of", "2026-03-05 09:59")[0]
    assert "(as of 2026-03-05 09:59, Viet Nam, UTC+7)" in said
    assert "there then" in said
    assert TITLES[1] not in said
    assert TITLES[1] in egov("history", URL, "--as-of", "2026-03-05T10:00")[0]
    assert "as of" not in egov("history", URL)[0]
    assert "was not there at that moment" in egov("show", URL, "--known-at", "2026-03-05")[1]
    assert "had no version 2" in egov("show", URL, "--version", "2", "--as-of", "2026-03-02")[1]
