"""How far long work has come: nothing when it is quick, a bar on a terminal, lines elsewhere."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from archive.cli import progress as module
from archive.cli.progress import progress

ROOT = Path(__file__).resolve().parents[2]


class Clock:
    def __init__(self):
        self.at = 100.0

    def __call__(self):
        return self.at


def work(clock, seconds, steps=10, total=1000, **how):
    with progress("reading", clock=clock, **how) as told:
        for step in range(1, steps + 1):
            clock.at += seconds
            told(step * 1000 // steps, total)


def test_quick_work_says_nothing(capsys):
    work(Clock(), 0.05)
    assert capsys.readouterr() == ("", "")


def test_without_a_terminal_each_tenth_is_a_line_with_rate_and_time_left(capsys):
    work(Clock(), 15.0)
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines()[:2] == [
        "egov: reading: 100 of 1,000, 6.7/s, 2:15 left",
        "egov: reading: 200 of 1,000, 6.7/s, 2:00 left",
    ]
    assert len(said.err.splitlines()) == 10


def test_slow_work_has_a_line_each_half_minute_and_fast_work_no_flood(capsys):
    work(Clock(), 1.0, steps=100)
    assert len(capsys.readouterr().err.splitlines()) == 10
    work(Clock(), 31.0, steps=4, total=None)
    assert len(capsys.readouterr().err.splitlines()) == 4
    work(Clock(), 0.5, steps=100)
    assert len(capsys.readouterr().err.splitlines()) <= 50 / module.LEAST


def test_bytes_are_told_as_such(capsys):
    clock = Clock()
    with progress("copying", size=True, clock=clock) as told:
        clock.at += 40
        told(2_000_000_000, 8_000_000_000)
    assert capsys.readouterr().err == ("egov: copying: 2.0 GB of 8.0 GB, 50.0 MB/s, 2:00 left\n")


SHOWN = """
import sys
from archive.cli.progress import progress
clock = iter(range(0, 900, 2))
with progress("reading", clock=lambda: next(clock)) as told:
    for done in range(1, 60):
        told(done, 100)
print("answer")
"""


@pytest.mark.parametrize("answers_to_a_pipe", [True, False])
def test_a_terminal_shows_a_bar_that_never_reaches_stdout(answers_to_a_pipe):
    ours, theirs = pty.openpty()
    out = subprocess.PIPE if answers_to_a_pipe else theirs
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "80"}
    process = subprocess.Popen(
        [sys.executable, "-c", SHOWN], cwd=ROOT, env=environment, stdout=out, stderr=theirs
    )
    os.close(theirs)
    answer, _ = process.communicate(timeout=60)
    shown = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # the other side is closed
            break
        if not part:
            break
        shown += part
    os.close(ours)
    assert process.returncode == 0
    assert "reading" in shown.decode()
    assert "59 of 100" in shown.decode()
    if answers_to_a_pipe:
        assert answer == b"answer\n"
    else:
        assert shown.decode().replace("\x1b[?25h", "").rstrip().endswith("answer")
