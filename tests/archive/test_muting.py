"""Muting a site from the command line."""

import json
from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from archive.cli.program import app
from archive.errors import BadQuery, NotFound
from archive.storage.engine import connect
from archive.storage.health import states
from archive.storage.mutes import mute, mutes, unmute
from tests.crawler.service.sites import declare, ran

AT = datetime(2026, 3, 2, 18, 30, tzinfo=UTC)


both = pytest.mark.usefixtures("database_url")  # else SQLite alone


@pytest.fixture
def engine(either_url, tmp_path, monkeypatch):
    monkeypatch.setenv("ARCHIVE_DATABASE_URL", either_url)
    monkeypatch.setenv("ARCHIVE_DATA_DIR", str(tmp_path))
    made = connect(either_url)
    declare(made, "baomau")
    yield made
    made.dispose()


def egov(*words):
    return CliRunner().invoke(app, words)


MUTE = ("health", "mute", "baomau", "--reason", "đang chuyển sang hệ thống mới", "--by", "Lan")


@both
def test_a_site_is_muted_until_the_end_of_a_day_and_shown_as_such(engine):
    ran(engine, "baomau", "blocked", AT, "robots.txt: Disallow: /")
    said = egov(*MUTE, "--until", "31/12/2099")
    assert said.exit_code == 0, said.output
    assert "baomau is muted until the end of 2099-12-31: đang chuyển sang hệ thống" in said.output
    state = states(engine, AT)["baomau"]
    assert state.muted_until == datetime(2099, 12, 31, 17, tzinfo=UTC)
    assert not state.calls
    assert "(muted until 31/12)" in egov("health").output
    assert "until the end of 2099-12-31: đang" in egov("health", "baomau").output
    assert egov("health", "unmute", "baomau").output == "baomau is muted no more.\n"
    assert egov("health", "unmute", "baomau").output == "baomau was not muted.\n"
    assert states(engine, AT)["baomau"].calls


def test_a_program_is_told_too_and_the_newest_word_counts(engine):
    egov(*MUTE, "--until", "2099-12-31")
    said = json.loads(egov(*MUTE, "--until", "2098-01-01", "--json").output)
    assert (said["site"], said["person"]) == ("baomau", "Lan")
    assert said["until"] == "2098-01-01T17:00:00Z"
    assert mutes(engine, AT)["baomau"].until == datetime(2098, 1, 1, 17, tzinfo=UTC)
    assert json.loads(egov("health", "unmute", "baomau", "--json").output) == {
        "site": "baomau",
        "was_muted": True,
    }


@pytest.mark.parametrize(
    ("words", "kind", "message"),
    [
        ((*MUTE, "--until", "2020-01-01"), BadQuery, "a time that is over: name a day to come"),
        ((*MUTE, "--until", "mai"), BadQuery, "“mai” is not a day"),
        ((*MUTE[:4], " ", "--until", "2099-01-01"), BadQuery, "say why"),
        (
            ("health", "mute", "baolac", "--until", "2099-01-01", "--reason", "x", "--by", "Lan"),
            NotFound,
            "there is no site baolac",
        ),
        (("health", "unmute", "baolac"), NotFound, "there is no site baolac"),
    ],
)
def test_what_makes_no_mute_is_told(engine, words, kind, message):
    said = egov(*words)
    assert isinstance(said.exception, kind)
    assert message in str(said.exception)
    assert mutes(engine, AT) == {}


def test_a_reason_is_asked_for(engine):
    said = egov("health", "mute", "baomau", "--until", "2099-12-31")
    assert said.exit_code == 2
    assert "--reason" in said.output


@both
def test_a_mute_ends_by_itself(engine):
    mute(engine, "baomau", datetime(2026, 3, 3, 17, tzinfo=UTC), "bảo trì", "Lan", AT)
    assert "baomau" in mutes(engine, datetime(2026, 3, 3, 16, 59, tzinfo=UTC))
    after = datetime(2026, 3, 3, 17, tzinfo=UTC)
    assert mutes(engine, after) == {}
    assert unmute(engine, "baomau", after) is False
