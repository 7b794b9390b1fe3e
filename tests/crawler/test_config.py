"""The configuration file: what it sets, and how what is wrong in it is told."""

import re
import tomllib
from datetime import time
from pathlib import Path

import pytest

from archive.errors import ArchiveError
from crawler import config
from crawler.config import BadConfig, Config, Weekly
from crawler.service import names
from tests.mau.archived import Archived

FILE = Path("egov.toml")
DOCS = Path(__file__).resolve().parents[2] / "docs" / "operations.md"


def parsed(text):
    return config.parse(tomllib.loads(text), FILE)


def test_what_is_not_said_is_as_the_defaults():
    found = parsed('[schedule]\nnightly = "02:15"\n[site.baomau]\nquiet = ["22:00-05:30"]')
    assert found.schedule.nightly == time(2, 15)
    assert found.schedule.at_once == Config().schedule.at_once
    assert found.site("baomau").quiet == ((time(22), time(5, 30)),)
    assert found.site("another").delay is None


def test_a_day_of_the_week_is_named():
    assert parsed('[schedule]\nverify = "mon 04:30"').schedule.verify == Weekly("mon", time(4, 30))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[shedule]", "no table [shedule]"),
        ("[schedule]\nnigtly = 1", "no key schedule.nigtly"),
        ('[schedule]\nnightly = "25:00"', "schedule.nightly = '25:00': write a time of day"),
        ('[schedule]\nfeeds = "11:30"', "schedule.feeds = '11:30': write a list of times"),
        ('[schedule]\nverify = "04:30"', "schedule.verify = '04:30': write a day"),
        ("[schedule]\nat_once = 0", "schedule.at_once = 0: write a whole number from 1 to 16"),
        ("[schedule]\nat_once = true", "schedule.at_once = True: write a whole number"),
        ("[manners]\ndelay = 0.1", "manners.delay = 0.1: write a number from 0.5"),
        ('[site.baomau]\nquiet = ["7-9"]', "site.baomau.quiet = ['7-9']: write stretches"),
        ("[site.baomau]\nenabled = 1", "site.baomau.enabled = 1: write true or false"),
        ('[log]\nlevel = "loud"', "log.level = 'loud'"),
        (
            '[backup]\nfolder = "~nobody-at-all/x"',
            "backup.folder = '~nobody-at-all/x': write a name",
        ),
        (
            '[health]\nprometheus = "/srv/egov"',
            "health.prometheus = '/srv/egov': write the name of",
        ),
        ('"a\\u202eb" = 1', "no table [a\\u202eb]: there are schedule"),
        ('[log]\n"\\u0007" = 1', "no key log.\\x07: there are folder"),
        ("site = 1", "site: write a table for each site"),
        ("schedule = 1", "schedule is a table: write [schedule]"),
    ],
)
def test_a_wrong_key_is_named_with_what_to_write(text, message):
    with pytest.raises(BadConfig, match=re.escape(f"{FILE}: {message}")):
        parsed(text)


def test_a_file_that_is_named_and_not_there_is_told(monkeypatch, tmp_path):
    monkeypatch.setenv("EGOV_CONFIG", str(tmp_path / "none.toml"))
    with pytest.raises(BadConfig, match=r"none\.toml cannot be read: No such file"):
        config.load()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"[schedule]\nat_once = 2\nat_once = 3\n", ": at_once = 3"),
        (b"[schedule]\nat_once = 2\n[schedule]\ngrace = 3", ": [schedule]"),
        (b"[schedule]\ngrace = \x1b\n", ": grace ="),
        (b"[schedule\n", ": [schedule"),
    ],
)
def test_a_file_that_is_no_toml_is_told_with_the_line_that_is_wrong(tmp_path, content, message):
    file = tmp_path / "egov.toml"
    file.write_bytes(content)
    with pytest.raises(BadConfig, match=re.escape(message)) as refused:
        config.load(file)
    assert str(refused.value).startswith(f"{file} cannot be read: ")
    assert str(refused.value).isprintable()


def test_the_mark_that_some_editors_put_before_a_text_is_none_of_it(tmp_path):
    file = tmp_path / "egov.toml"
    file.write_bytes(b"\xef\xbb\xbf[schedule]\r\nat_once = 2\r\n")
    assert config.load(file).schedule.at_once == 2


def test_a_site_that_nobody_declared_is_told_with_the_nearest_name():
    found = config.parse({"site": {"baochinhpu": {}}}, FILE)
    message = r"egov\.toml: \[site\.baochinhpu\]: unknown site .*mean baochinhphu"
    with pytest.raises(BadConfig, match=message):
        names.check(found)


def test_a_site_may_be_left_out_or_taken_in_by_the_configuration(monkeypatch):
    monkeypatch.setattr(names, "known_sites", lambda: {"a": True, "b": False, "c": True})
    found = config.parse({"site": {"a": {"enabled": False}, "b": {"enabled": True}}}, FILE)
    assert names.enabled_sites(found) == ["b", "c"]
    assert issubclass(BadConfig, ArchiveError)


@pytest.mark.parametrize("words", [("scrapy", "list"), ("scheduler", "--status")])
def test_a_broken_file_ends_a_command_with_one_line(sqlite_url, tmp_path, words):
    file = tmp_path / "egov.toml"
    file.write_text("[manners]\ndelay = 0", "utf-8")
    ended = Archived(sqlite_url, tmp_path).run(*words, EGOV_CONFIG=str(file))
    assert ended.status == 2
    (line,) = ended.said.splitlines()
    assert line.endswith("manners.delay = 0: write a number from 0.5 to 600.0")


def test_what_the_file_says_of_a_site_reaches_its_crawl_and_the_command_overrules_it(
    monkeypatch, tmp_path
):
    from scrapy.settings import Settings

    from crawler.spiders.baochinhphu import BaochinhphuSpider

    file = tmp_path / "egov.toml"
    file.write_text("[site.baochinhphu]\ndelay = 7\narticles = 50\n", "utf-8")
    monkeypatch.setenv("EGOV_CONFIG", str(file))
    settings = Settings({"DOWNLOAD_DELAY": 2.0, "ARTICLES_PER_RUN": 400})
    settings.set("DOWNLOAD_DELAY", 9, priority="cmdline")
    BaochinhphuSpider.update_settings(settings)
    assert settings.getfloat("DOWNLOAD_DELAY") == 9
    assert settings.getint("ARTICLES_PER_RUN") == 50
