"""`egov` on an archive of a test's own: empty, behind, with hostile texts, waiting for a person."""

import json
import re
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from archive.storage import derived
from archive.storage.upgrade import upgrade


def test_a_site_that_was_never_crawled_says_so(egov, shelf):
    shelf.site("baocho")
    (line,) = [line for line in egov("sites")[1].splitlines() if line.startswith("  baocho ")]
    assert line.split()[:2] == ["baocho", "0"]
    assert line.split()[-3:] == ["never", "—", "baocho"]


def test_an_address_is_never_broken_into_lines(egov, shelf):
    url = f"https://baomau.example/{'bai-dai-' * 12}1.htm"
    public = shelf.article("baomau", "Bài dài", "Một.", url=url)
    assert f"address    {url}\n" in egov("show", public)[1]


def test_the_facts_can_be_imported_without_a_database():
    code = "import sys, archive.record; sys.exit('sqlalchemy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_guess_is_confirmed_by_name(egov, shelf):
    shelf.site("baomau")
    row = {"site_id": 1, "subject": "layout-2019", "evidence": "guess", "confirmed_at": None}
    shelf.add(derived.site_state, first_matched_at=datetime(2026, 3, 2, tzinfo=UTC), **row)
    assert "egov sites confirm baomau" in egov("sites")[1].replace("\n", " ")
    assert "Confirmed for baomau: layout-2019." in egov("sites", "confirm", "baomau")[1]
    assert "Nothing of baomau waits" in egov("sites", "confirm", "baomau")[1]


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (("search", "khongcogi"), "No article was found for: khongcogi"),
        (("search", "cổng", "AND", "khongcogi"), "No article was found for: cổng AND khongcogi"),
        (("stories",), "No stories"),
        (("sites",), "No site is known yet"),
        (("runs",), "No run yet"),
    ],
)
def test_an_empty_answer_says_so(egov, command, sentence):
    status, out, _ = egov(*command)
    assert status == 0
    assert sentence in out.replace("\n", " ")


def test_what_filters_hide_is_hinted_at(egov, shelf):
    shelf.article("baomau", "Ngoài lề", topic_status="rejected")
    assert "--all-topics" in egov("search", "ngoài lề")[1]
    assert "Ngoài lề" in egov("search", "ngoài lề", "--all-topics")[1]


@pytest.mark.parametrize("command", [("bogus",), ("runs", "--limit", "x"), ("show",), ("--what",)])
def test_a_wrong_command_or_option_is_refused_with_the_usage(egov, command):
    status, out, err = egov(*command)
    assert (status, out) == (2, "")
    assert "Error:" in err
    assert "Traceback" not in err


def test_every_command_has_help(egov):
    for command in ("upgrade", "search", "show", "history", "diff", "stories", "sites", "runs"):
        status, out, _ = egov(command, "--help")
        assert status == 0
        assert "--json" in out


@pytest.mark.parametrize("command", ["search", "show", "history", "stories", "diff"])
def test_nothing_of_a_page_commands_the_terminal(egov, shelf, command):
    evil = "Tựa \x1b[2J\x1b]0;x\x07 [red]đỏ[/red] :smile: \u202eđảo\x9b31m \x00".replace("\x00", "")
    public = shelf.article("baomau", evil, evil + "\n\nmột", lead=evil, author=evil)
    shelf.version(public, evil, evil + "\n\nhai", changed_fields=["body"])
    shelf.story(public, shelf.article("baothu", evil + " lại"))
    words = ["đỏ"] if command == "search" else [public]
    page = [["--html", "-"]] if command == "diff" else []
    for option in ([], ["--json"], *page):
        out = egov(command, *words, *option)[1]
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", out)
        assert "[red]đỏ[/red] :smile:" in out


def test_a_database_that_is_behind_or_no_database_says_what_to_do(egov, monkeypatch, tmp_path):
    monkeypatch.setenv("ARCHIVE_DATABASE_URL", f"sqlite:///{tmp_path / 'new' / 'archive.db'}")
    status, _, err = egov("search", "cổng")
    assert status == 1
    assert "run `egov upgrade`" in err
    assert not (tmp_path / "new").exists()
    assert egov("upgrade")[0] == 0
    assert "No article was found" in egov("search", "cổng")[1]
    (tmp_path / "text.db").write_text("không phải cơ sở dữ liệu")
    monkeypatch.setenv("ARCHIVE_DATABASE_URL", f"sqlite:///{tmp_path / 'text.db'}")
    status, _, err = egov("sites")
    assert status == 1
    assert "text.db" in err


def test_an_upgraded_archive_may_be_upgraded_again(egov, shelf):
    status, out, _ = egov("upgrade")
    assert status == 0
    assert "is at revision" in " ".join(out.split())  # a long address breaks the line
    assert upgrade(shelf.url, shelf.folder) in out


def test_python_m_archive_is_egov(run_command, shelf):
    done = run_command("archive", "runs", "--json", ARCHIVE_DATABASE_URL=shelf.url)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == {"runs": []}
