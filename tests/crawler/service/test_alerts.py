"""Alerts: what is told, once per change, in one message a time; of a muted site nothing."""

from datetime import timedelta

import pytest

from archive.storage.mutes import mute, unmute
from archive.storage.stock import Stock
from crawler.service import alerts
from tests.crawler.service.alerting import CHALLENGE, DAY, NIGHT
from tests.crawler.service.sites import declare, job, ran

both = pytest.mark.usefixtures("database_url")  # else SQLite alone: the logic is the same


@both
def test_a_change_is_told_once_and_its_end_once(night, listener):
    assert night(baomau="healthy", baohai="quiet") == []
    assert listener.heard == []
    assert night(baomau="blocked", baohai="healthy") == []
    night(baomau="blocked", baohai="quiet")
    night(baomau="stale-layout", baohai="quiet")
    night(baomau="healthy", baohai="quiet")
    night(baomau="quiet", baohai="quiet")
    first, second, third = listener.messages
    assert first["title"] == "egov: 1 site needs a person"
    assert first["message"] == f"baomau: blocked: {CHALLENGE}\n\nSee more: egov health baomau"
    assert second["message"].startswith("baomau: stale-layout: ")
    assert third["title"] == "egov: 1 is well again"
    assert third["message"].startswith("baomau: well again (healthy, was stale-layout)")
    assert night.states() == ["blocked", "stale-layout", "well"]
    assert all(row["sent_at"] and row["detail"] == "json 1: sent" for row in night.rows())


def test_of_a_stale_layout_people_are_told_once_though_nights_between_show_nothing(night, listener):
    night(baomau="stale-layout")
    for outcome in ("quiet", "stale-layout", "healthy"):
        night(baomau=(outcome, {"stale": True}))
    assert night.states() == ["stale-layout"]
    night(baomau="healthy")
    night(baomau="healthy")
    assert night.states() == ["stale-layout", "well"]
    assert len(listener.messages) == 2


def test_one_message_a_night_groups_what_changed_and_is_bounded(night, listener):
    names = [f"so{number}" for number in range(1, 41)]
    declare(night.engine, *names)
    night(**dict.fromkeys(names, "blocked"), baomau="healthy")
    (message,) = listener.messages
    lines = message["message"].splitlines()
    assert message["title"] == "egov: 40 sites need a person"
    assert len(lines) == alerts.LINES + 3
    assert lines[alerts.LINES] == "… and 15 more: egov health"


def test_a_first_morning_of_guesses_is_one_line_with_the_command_and_troubles_stand_first(
    night, listener
):
    names = [f"so{number:02}" for number in range(40)]
    declare(night.engine, *names)
    night(**dict.fromkeys(names, "unproven"), baomau="blocked")
    night(**dict.fromkeys(names, "healthy"), baomau="blocked")
    first, second = [each["message"].splitlines() for each in listener.messages]
    assert first[0] == f"baomau: blocked: {CHALLENGE}"
    assert first[1].startswith("40 sites were read by guesses, and wait for a look (egov search")
    assert "egov sites confirm so00): so00, so01, " in first[1]
    assert (first[1].endswith("so11 and 28 more"), len(first)) == (True, 4)
    assert second[0].startswith("40 sites are well again: so00, so01, ")


def test_what_comes_and_goes_is_told_once_and_well_again_when_it_has_stayed_well(night):
    for outcome in ("blocked", "healthy") * 5:
        night(baomau=outcome)
    assert night.states() == ["blocked", "well", "blocked"]
    night(baomau="healthy")
    assert night.states() == ["blocked", "well", "blocked", "well"]
    for outcome in ("stale-layout", "blocked", "stale-layout", "blocked"):
        night(baomau=outcome)
    assert night.states()[4:] == ["stale-layout", "blocked"]


def test_after_nights_without_any_run_the_service_is_told_of_and_not_each_site(night, listener):
    names = [f"so{number:02}" for number in range(10)]
    declare(night.engine, *names)
    night(**dict.fromkeys(names, "healthy"))
    night.at += 21 * DAY
    night.alert()
    (message,) = listener.messages
    assert message["title"] == "egov: the service needs a person"
    assert message["message"].startswith(
        "10 of 10 sites were not asked when they should have been: python scheduler.py --status"
    )
    night(**dict.fromkeys(names, "healthy"))
    assert night.states() == ["nights: missed", "nights: well"]


def test_what_a_page_wrote_is_one_harmless_line(night, listener):
    night.at += DAY
    ran(night.engine, "baomau", "silent", night.at, "dòng\x1b[31m một\n\x07hai " + "x" * 999)
    night.alert()
    line = listener.messages[0]["message"].splitlines()[0]
    assert line.startswith("baomau: silent: dòng[31m một hai xxx")
    assert len(line) == alerts.LONGEST


@both
def test_of_a_muted_site_nothing_is_sent_until_the_mute_ends(night, listener):
    mute(night.engine, "baomau", NIGHT + 3 * DAY + timedelta(hours=1), "đang bảo trì", "Lan", NIGHT)
    night(baomau="blocked", baohai="healthy")
    night(baomau="blocked", baohai="quiet")
    assert listener.heard == []
    assert [row["detail"] for row in night.rows()] == ["muted"]
    night(baomau="blocked", baohai="quiet")
    assert listener.messages[0]["message"].startswith("baomau: blocked")
    night(baomau="blocked", baohai="quiet")
    assert len(listener.heard) == 1


def test_a_trouble_that_came_and_went_while_muted_is_never_told(night, listener):
    mute(night.engine, "baomau", NIGHT + 9 * DAY, "đang bảo trì", "Lan", NIGHT)
    night(baomau="blocked")
    night(baomau="healthy")
    unmute(night.engine, "baomau", night.at)
    night(baomau="healthy")
    assert listener.heard == []
    assert night.states() == ["blocked", "well"]


def test_where_no_site_answered_the_service_is_told_of_and_not_each_site(night, listener):
    for _ in range(3):
        night(baomau="down", baohai="down", baoba="down")
    (message,) = listener.messages
    assert message["title"] == "egov: the service needs a person"
    assert message["message"].startswith(
        "none of 3 sites answered: is this machine on the network?"
    )
    night(baomau="healthy", baohai="quiet", baoba="down")
    title = listener.messages[1]["title"]
    assert title == "egov: 1 site needs a person, 1 is well again"
    assert "network: well again (was down)" in listener.messages[1]["message"]


def test_the_disk_is_told_when_it_gets_low_and_when_it_is_well(night, listener, monkeypatch):
    for room in (139, 130, 0, 10_000):
        monkeypatch.setattr(alerts, "stock", lambda *_, room=room: Stock(1, 10, room))
        night(baomau="healthy", baohai="quiet")
    assert night.states() == ["disk: low", "disk: full", "disk: well"]
    assert listener.messages[0]["message"].startswith("the disk has room for 13 more nights")


@both
def test_jobs_steps_and_events_are_told(night, listener):
    job(night.engine, "verify", "missed", night.at, "the service was asleep")
    night(steps={"backup": "the disk of the backup is full"}, baomau="healthy", baohai="quiet")
    night(
        events={"stories": "3 stories were not as their links say"},
        baomau="healthy",
        baohai="quiet",
    )
    job(night.engine, "verify", "healthy", night.at)
    night(steps={"backup": ""}, baomau="healthy", baohai="quiet")
    assert [row["sentence"] for row in night.rows()] == [
        "the job verify was missed: the service was asleep",
        "backup: the disk of the backup is full",
        "3 stories were not as their links say",
        "backup: well again (was failed)",
        "job verify: well again (was missed)",
    ]
    assert len(listener.heard) == 3
