"""Ctrl-C and SIGTERM: one line, the status that a shell expects, nothing half."""

import logging
import os
import select
import signal
import sys

import pytest

from archive import stopping
from archive.cli import program
from archive.stopping import DEFAULTS, Stopped, Stopping, let_go


@pytest.fixture
def asked():
    """Signals as they are in a process that begins."""
    before = {number: signal.getsignal(number) for number in DEFAULTS}
    for number, default in DEFAULTS.items():
        signal.signal(number, default)
    hook = sys.unraisablehook
    yield Stopping("egov")
    sys.unraisablehook = hook
    logging.disable(logging.NOTSET)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_work_is_broken_off_by_an_exception_with_the_status_of_the_signal(
    asked, capfd, number, status
):
    asked.at_work()
    with pytest.raises(Stopped) as ended:
        os.kill(os.getpid(), number)
    assert (ended.value.code, asked.status) == (status, status)
    assert capfd.readouterr() == ("", "egov: stopped\n")
    assert signal.getsignal(signal.SIGINT) == signal.SIG_DFL  # who asks twice does not wait


def test_a_signal_that_comes_while_an_object_is_thrown_away_ends_the_work_all_the_same(
    asked, capfd
):
    class Thrown:
        def __del__(self):
            os.kill(os.getpid(), signal.SIGTERM)
            signal.getsignal(signal.SIGTERM)  # here it is raised, and lost

    asked.at_work()
    with pytest.raises(Stopped) as ended:
        work(Thrown())
    assert (ended.value.code, asked.status) == (143, 143)
    assert capfd.readouterr() == ("", "egov: stopped\n")


def work(thrown):
    del thrown
    select.select([], [], [], 5)  # seconds, where nothing comes


def test_what_a_library_logs_of_what_it_was_left_in_is_not_said(asked, caplog):
    asked.at_work()
    with pytest.raises(Stopped):
        os.kill(os.getpid(), signal.SIGTERM)
    logging.getLogger("sqlalchemy.pool").error("Exception during reset")
    assert caplog.messages == []


def test_the_imports_are_left_at_once(asked, capfd, monkeypatch):
    left = []
    monkeypatch.setattr(stopping.os, "_exit", left.append)
    asked.at_start()
    os.kill(os.getpid(), signal.SIGINT)
    assert left == [130]
    assert capfd.readouterr().err == "egov: stopped\n"


def test_a_signal_that_the_caller_ignores_stays_ignored(asked):
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    asked.at_start()
    asked.at_work()
    assert signal.getsignal(signal.SIGINT) == signal.SIG_IGN
    assert signal.getsignal(signal.SIGTERM) == asked.stop


def test_who_has_an_end_of_its_own_gets_the_signals_back(asked):
    asked.at_start()
    let_go()
    assert {number: signal.getsignal(number) for number in DEFAULTS} == DEFAULTS


def test_a_verb_that_is_stopped_within_a_library_says_no_more_than_that(asked, capfd, monkeypatch):
    def verb(**_):
        try:
            os.kill(os.getpid(), signal.SIGTERM)
        except Stopped as error:  # as SQLite does where its functions are Python's
            raise OSError("user-defined function raised exception") from error

    monkeypatch.setattr(program, "_command", lambda: verb)
    with pytest.raises(SystemExit) as ended:
        program.main(asked)
    assert ended.value.code == 143
    assert capfd.readouterr() == ("", "egov: stopped\n")
