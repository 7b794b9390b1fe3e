"""`egov` answers people in lines they can read, programs in JSON, and mistakes in one sentence."""

import json
import os
import re
import shlex
import subprocess
import sys

import pytest

BODY = (
    "Sáng 2/3, tỉnh Mẫu khai trương Cổng dịch vụ công. Có 1.250 hồ sơ trong tuần đầu.\n\n"
    "Hội nghị kết thúc vào buổi chiều."
)

ADDRESS = "https://baomau.example/bai-0.htm"


@pytest.fixture(scope="module")
def shelf(module_shelf):
    """No test of this module changes anything."""
    return module_shelf


@pytest.fixture(scope="module")
def filled(shelf):
    """An article of three versions and its copy on another site."""
    title = "Tỉnh Mẫu khai trương Cổng dịch vụ công"
    public = shelf.article("baomau", title, BODY, author="Thùy Linh", source_name="Báo Thử")
    shelf.version(public, title, BODY.replace("1.250", "1.520"), changed_fields=["body"])
    back = {"kind": "reverted", "reverted_to": 1, "changed_fields": ["body"]}
    shelf.version(public, title, BODY, author="Thùy Linh", source_name="Báo Thử", **back)
    copy = shelf.article("baothu", "Khai trương Cổng dịch vụ công", BODY, topic_status="review")
    shelf.story(public, copy, evidence="source-line+text")
    shelf.run("baomau", notes=["12 of 40 articles could not be fetched"], outcome="thin")
    return public


COMMANDS = [
    ("search", "dịch vụ công"),
    ("show", ADDRESS),
    ("history", ADDRESS),
    ("diff", ADDRESS, "1", "2"),
    ("stories",),
    ("stories", ADDRESS),
    ("sites",),
    ("runs",),
    ("upgrade",),
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_answers_people_within_eighty_columns(egov, filled, command):
    status, out, err = egov(*command)
    assert (status, err) == (0, "")
    lines = out.splitlines()
    assert lines
    assert not [line for line in lines if len(line) > 80 and "://" not in line]
    assert not [line for line in lines if line != line.rstrip()]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_answers_programs_with_an_object(egov, filled, command):
    status, out, err = egov(*command, "--json")
    assert (status, err) == (0, "")
    assert isinstance(json.loads(out), dict)


def test_the_object_of_a_search_has_its_promised_keys(egov, filled):
    found = json.loads(egov("search", "dich vu cong", "--json")[1])
    assert found["total"] == 2
    assert set(found) == {"total", "hits", "facets", "after"}
    assert set(found["facets"]) == {"site", "unit", "kind", "status", "year", "mention"}
    promised = {"article_id", "url", "title", "site", "published_at", "snippet", "score"}
    for hit in found["hits"]:
        assert promised <= set(hit)
        assert hit["published_at"] == "2026-03-02T01:30:00Z"


def test_a_search_shows_title_place_day_and_facets(egov, filled):
    out = egov("search", "ho so")[1]
    assert "2 articles" in out
    assert "Tỉnh Mẫu khai trương Cổng dịch vụ công" in out
    assert f"{filled} · baomau · 2026-03-02 08:30" in out
    assert "site    baomau 1, baothu 1" in out


def test_a_word_with_a_minus_is_left_out_and_is_no_option(egov, filled):
    assert json.loads(egov("search", "cổng", "-hóa", "--json")[1])["total"] == 2
    assert json.loads(egov("search", "cổng", "-tỉnh", "--json")[1])["total"] == 0


def test_a_page_of_a_search_says_how_to_go_on(egov, filled):
    out = egov("search", "cong", "--limit", "1")[1]
    assert "2 articles, 1 shown" in out
    command = re.search(r"^  egov (search cong --limit 1 --after \S+)$", out, re.MULTILINE).group(1)
    status, more, err = egov(*command.split())
    assert (status, err) == (0, "")
    assert "2 articles, 1 shown" in more
    assert "--after" not in more


def test_a_search_tells_its_filters_and_repeats_them_in_the_command_for_more(egov, filled):
    asked = ["--site", "baomau", "--site", "baothu", "--since", "2026-03-01", "--all-topics"]
    asked += ["--there", "--known-at", "2099-01-01", "--order", "oldest", "--any", "--limit", "1"]
    out = egov("search", "hồ sơ", *asked)[1]
    assert "site baomau or baothu · since 2026-03-01 · any topic · still there · known at" in (
        " ".join(out.split())
    )
    command = shlex.split(re.search(r"^  egov (search .+)$", out, re.MULTILINE).group(1))
    status, more, err = egov(*command)
    assert (status, err) == (0, "")
    assert out.splitlines()[0] == more.splitlines()[0]
    assert re.findall(r"\b[0-9a-f]{12} ·", out) != re.findall(r"\b[0-9a-f]{12} ·", more)


def test_without_words_the_newest_are_listed(egov, filled):
    out = egov("search", "--all-topics")[1]
    assert re.match(r"\d+ articles", out)
    assert "any topic" in out


def test_an_article_is_shown_with_its_dates_in_viet_nam(egov, filled):
    out = egov("show", filled)[1]
    assert "2026-03-02 08:30 (Viet Nam, UTC+7)" in out
    for part in (
        "Thùy Linh",
        "Báo Thử",
        "3 of 3 (reverted)",
        "accepted, 12",
        "the origin",
        "1.250",
    ):
        assert part in out
    assert "1.520" in egov("show", filled, "--version", "2")[1]


def test_a_history_has_one_line_a_version(egov, filled):
    lines = [line for line in egov("history", filled)[1].splitlines() if line.startswith(" ")]
    assert [line.split()[0] for line in lines if line.split()[0].isdigit()] == ["1", "2", "3"]
    assert "back to 1" in lines[-1]


def test_a_diff_has_marks_where_there_are_no_colours(egov, filled):
    out = egov("diff", filled, "1", "2")[1]
    assert "Có [-1.250-]{+1.520+} hồ sơ trong tuần đầu." in out
    assert "\x1b" not in out


def test_a_diff_has_colours_where_there_are_some(egov, filled, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    out = egov("diff", filled, "1", "2")[1]
    assert "\x1b[" in out
    assert "[-" not in re.sub(r"\x1b\[[0-9;]*m", "", out)


def test_a_story_names_origin_copy_and_evidence(egov, filled):
    out = egov("stories")[1]
    assert re.search(r"origin +baomau", out)
    assert re.search(r"copy +baothu", out)
    assert "source-line, text" in out
    assert "is titled: Khai trương Cổng dịch vụ công" in out


def test_runs_show_counts_outcome_and_notes(egov, filled):
    out = egov("runs")[1]
    assert "thin" in out
    assert "12 of 40 articles could not be fetched" in out


def test_a_reader_that_has_seen_enough_is_no_failure(shelf, filled):
    for option in ([], ["--json"]):
        command = [sys.executable, "-m", "archive", "search", "cổng", *option]
        place = {**os.environ, "ARCHIVE_DATABASE_URL": shelf.url}
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=place
        )
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 0
        process.stderr.close()


MISTAKES = [
    (("search", "cổng", "--site", "baola"), "no site is called “baola”: there are baomau, baothu"),
    (("search", '"cổng'), "quotation mark"),
    (("search", "😀"), "no word to find"),
    (("search", "-cổng"), "only leaves words out"),
    (("search", "cổng", "--since", "hôm qua"), "is not a day: write 2026-03-07 or 07/03/2026"),
    (("search", "cổng", "--since", ""), "is not a day"),
    (("changes", "--until", ""), "is no moment"),
    (("gone", "--since", ""), "is no moment"),
    (("mentions", "--until", ""), "is not a day"),
    (("coverage", "--since", ""), "is not a day"),
    (("search", "cổng", "--since", "2026-02-30"), "there is no day 2026-02-30"),
    (("search", "cổng", "--since", "9999-12-31"), "there is no day 9999-12-31"),
    (("search", "cổng", "--since", "2026-03-02", "--until", "2026-03-01"), "no day is both"),
    (("search", "cổng", "--status", "xong"), "there are accepted, review, rejected"),
    (("search", "cổng", "--all-topics", "--status", "review"), "exclude each other"),
    (("search", "cổng", "--sinse", "2026-01-01"), "there is no option --sinse"),
    (("search", "cổng", "--after", "0123456789ab"), "does not say where a page ends"),
    (("search", "cổng", "OR"), "OR stands between two words"),
    (("search", "cổng", "--gone", "--there"), "exclude each other"),
    (("search", "cổng", "--unit", "Lao Cay"), "do you mean Lào Cai"),
    (("search", "cổng", "--kind", "blog"), "no kind of site is called “blog”"),
    (("search", "cổng", "--order", "best"), "there is no order “best”"),
    (("search", "cổng", "--as-of", "hôm qua"), "is no moment"),
    (("show", "0123456789ab"), "holds no article 0123456789ab"),
    (("show", "một bài"), "neither an article's id"),
    (("show", ADDRESS, "--version", "9"), "it has 3 versions"),
    (
        ("history", "https://baomau.example/la.htm"),
        "holds no article https://baomau.example/la.htm",
    ),
    (("diff", ADDRESS, "1", "x"), "is no version"),
    (("stories", "0123456789ab"), "holds no article"),
    (("stories", ADDRESS, "--site", "baomau"), "exclude each other"),
    (("sites", "confirm", "baola"), "no site is called"),
    (("runs", "--site", "baola"), "no site is called"),
    (("export", "--to", "csv", "--out", "a" * 300), "File name too long"),
]


@pytest.mark.parametrize("module_database_url", ["sqlite"], indirect=True)  # asked of either alike
@pytest.mark.parametrize(("command", "message"), MISTAKES, ids=lambda value: " ".join(value)[:40])
def test_a_mistake_is_answered_in_one_line(egov, filled, command, message):
    status, out, err = egov(*command)
    assert status in (1, 2)
    assert out == ""
    assert err.startswith("egov: ")
    assert err.count("\n") == 1
    assert message in err
