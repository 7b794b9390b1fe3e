"""A leader whose lock is lost: it takes it again or ends its crawls; never do two lead."""

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from archive.errors import SchemaBehind
from archive.storage import leader
from archive.storage.leader import ConnectionHold
from tests.crawler.service.schedulers import lose


def test_a_lock_that_another_has_taken_ends_the_crawls_and_the_scheduler_stands_by_again(
    scheduler, tmp_path
):
    first, second = scheduler(), scheduler()
    first.tick()
    jobs = first.service
    lose(first, tmp_path)
    second.tick()
    assert second.service is not None
    first.tick()
    assert first.service is None
    assert jobs.crawls.stopping
    assert jobs.did[-1] == "shutdown"
    first.tick()
    assert first.said[-1].startswith("standing by: ")


def test_a_lock_that_was_lost_and_is_free_is_taken_again_and_the_crawls_go_on(
    scheduler, engine, tmp_path
):
    first, second = scheduler(), scheduler()
    first.tick()
    jobs, since = first.service, leader.known(engine).since
    lose(first, tmp_path)
    first.tick()
    assert first.service is jobs
    assert not jobs.crawls.stopping
    assert jobs.did == ["begin", "start"]
    second.tick()
    assert second.service is None
    assert leader.known(engine).since == since


def test_a_server_that_comes_back_is_led_on_and_one_that_does_not_ends_the_crawls(
    scheduler, monkeypatch
):
    monkeypatch.setattr("crawler.service.leading.AGAIN", 0)
    at = [0.0]

    def passing():
        at[0] += 10
        return at[0]

    first = scheduler(passing=passing)
    first.tick()
    jobs, tries = first.service, []

    def away(count):
        def take():
            tries.append(0)
            if len(tries) <= count:
                raise OperationalError("connect", {}, Exception("refused"))
            return True

        return take

    monkeypatch.setattr(first.leadership, "holds", lambda: False)
    monkeypatch.setattr(first.leadership, "take_again", away(5))
    first.tick()
    assert first.service is jobs
    assert len(tries) == 6
    tries.clear()
    monkeypatch.setattr(first.leadership, "take_again", away(100))
    first.tick()
    assert first.service is None
    assert jobs.crawls.stopping
    assert 10 <= len(tries) <= 13, "two minutes by that clock"


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_two_schedulers_never_both_lead_after_the_server_has_forgotten_the_lock(
    scheduler, tmp_path, order
):
    pair = scheduler(), scheduler()
    pair[0].tick()
    pair[1].tick()
    jobs = pair[0].service
    lose(pair[0], tmp_path)
    assert pair[0].leadership.is_stirred(), "it looks at the lock at once"
    for turn in (*order, *order):
        pair[turn].tick()
        assert sum(each.leadership.holds() for each in pair) == 1
    assert [each.service is not None for each in pair] == [order[0] == 0, order[0] == 1]
    assert pair[order[0]].service.leads()
    assert jobs.leads() is (order[0] == 0), "what the former leader is to begin it leaves"
    assert not pair[order[0]].leadership.is_stirred()


def test_a_job_that_is_due_before_the_loss_was_seen_is_begun_by_the_leader_alone(
    scheduler, tmp_path
):
    first, second = scheduler(), scheduler()
    first.tick()
    jobs = first.service
    lose(first, tmp_path)
    assert jobs.leads(), "nobody else does: the lock is taken again"
    second.tick()
    assert second.service is None
    lose(first, tmp_path)
    second.tick()
    assert not jobs.leads()
    assert second.service.leads()


def test_who_waits_for_the_next_look_is_woken_by_the_loss_of_the_lock(
    scheduler, tmp_path, monkeypatch
):
    monkeypatch.setattr("crawler.service.leading.GLANCE", 0.001)
    first, glances = scheduler(), []
    first.tick()
    stirred = first.leadership.is_stirred

    def glanced():
        glances.append(stirred())
        if len(glances) == 3:
            lose(first, tmp_path)
        return glances[-1]

    monkeypatch.setattr(first.leadership, "is_stirred", glanced)
    first.rest(60.0)
    assert glances == [False, False, False, True]


def test_a_database_of_an_older_revision_is_named_and_no_job_begins(scheduler, tmp_path, caplog):
    first, behind = scheduler(), []

    def check():
        if behind:
            raise SchemaBehind("the database is at revision 0001: run `egov upgrade`")

    first.check = check
    behind.append(True)
    first.tick()
    assert first.service is None
    assert "the jobs wait: the database is at revision 0001: run `egov upgrade`" in caplog.text
    behind.clear()
    first.tick()
    jobs = first.service
    assert jobs is not None
    behind.append(True)  # another one was put in its place
    lose(first, tmp_path)
    first.tick()
    assert first.service is None
    assert jobs.crawls.stopping


def test_a_connection_whose_other_end_is_silent_counts_as_lost_within_a_minute(postgres_url):
    hold = ConnectionHold(sa.make_url(postgres_url))
    assert hold.take()
    said = hold.connection.connection.driver_connection.info.get_parameters()
    hold.release()
    idle, every, times = (int(said[f"keepalives_{name}"]) for name in ("idle", "interval", "count"))
    assert idle + every * times <= 60
    assert int(said["tcp_user_timeout"]) <= 60_000
