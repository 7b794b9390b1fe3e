"""Starts commands of the project in processes that need not import everything anew.

Each is forked from the process of `tests.forked`, which has the imports behind it: it is there in a
hundredth of a second, where `python -m` takes two of a processor.
"""

import atexit
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).resolve().parents[1]
PIPE, DEVNULL, STDOUT = subprocess.PIPE, subprocess.DEVNULL, subprocess.STDOUT
DOOR = "EGOV_FORKS"  # in the environment of what is forked: where to ask for more
Stream = int | IO[Any]


class Process:
    """A forked process, in the manner of `subprocess.Popen` with text pipes."""

    def __init__(self, args: tuple[str, ...], pid: int, end: socket.socket, stdin, stdout) -> None:
        self.args, self.pid = args, pid
        self.end = end  # its exit status comes by it
        self.returncode: int | None = None
        self.stdin, self.stdout = stdin, stdout
        self.asking = threading.Lock()

    def poll(self) -> int | None:
        """The exit status, where it has ended."""
        try:
            return self.wait(0)
        except subprocess.TimeoutExpired:
            return None

    def wait(self, timeout: float | None = None) -> int:
        """The exit status, that of a signal negative; raises TimeoutExpired."""
        with self.asking:
            if self.returncode is None:
                if not select.select([self.end], [], [], timeout)[0]:
                    raise subprocess.TimeoutExpired(self.args, timeout or 0)
                with self.end:
                    self.returncode = int(self.end.recv(16))
            return self.returncode

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def communicate(self, timeout: float | None = None) -> tuple[str | None, None]:
        """Ends its input; what it said to a pipe until its end. Raises TimeoutExpired."""
        if self.stdin:
            self.stdin.close()
        said: list[str | None] = []
        if stdout := self.stdout:
            reader = threading.Thread(target=lambda: said.append(stdout.read()), daemon=True)
            reader.start()
            reader.join(timeout)
            if reader.is_alive():
                raise subprocess.TimeoutExpired(self.args, timeout or 0)
            stdout.close()
        self.wait(timeout)
        return (said or [None])[0], None

    def __enter__(self) -> "Process":
        return self

    def __exit__(self, *_: object) -> None:
        for stream in (self.stdin, self.stdout):
            if stream:
                stream.close()
        self.wait()


class Forker:
    """The process that has the imports behind it, as those see it who want another one."""

    def __init__(self) -> None:
        self.asking = threading.Lock()
        self.door = os.environ.get(DOOR, "")
        self.process: subprocess.Popen[bytes] | None = None
        if self.door:
            self.socket = socket.socket(socket.AF_UNIX)
            self.socket.connect(self.door)
        else:
            self.begin()

    def begin(self) -> None:
        """Starts the process; what it forks finds it by its door."""
        self.door = tempfile.mktemp(prefix="egov-forks-")
        self.socket, theirs = socket.socketpair()
        with theirs, socket.socket(socket.AF_UNIX) as door:
            door.bind(self.door)
            door.listen()
            ends = (theirs.fileno(), door.fileno())
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.forked", *map(str, ends)],
                cwd=ROOT,
                pass_fds=ends,
                start_new_session=True,  # Ctrl-C is for the tests
                stdin=DEVNULL,
                stdout=DEVNULL,
            )

    def close(self) -> None:
        """Ends it, and what it has started."""
        self.socket.close()
        if self.process:
            self.process.wait()
            Path(self.door).unlink()

    def start(self, wanted: dict[str, Any], streams: list[int]) -> tuple[int, socket.socket]:
        """The number of a process, and by what its exit status comes."""
        ours, theirs = socket.socketpair()
        with theirs, self.asking:
            message = json.dumps(wanted).encode() + b"\n"
            socket.send_fds(self.socket, [message], [theirs.fileno(), *streams])
            return int(self.socket.recv(16)), ours


@cache
def forker() -> Forker:
    """The one of this process, which ends with it."""
    found = Forker()
    atexit.register(found.close)
    return found


def start(
    *words: str,
    env: Mapping[str, str] | None = None,
    cwd: Path = ROOT,
    stdin: Stream = DEVNULL,
    stdout: Stream = DEVNULL,
    stderr: Stream = STDOUT,
    start_new_session: bool = False,
) -> Process:
    """Starts `python -m` with these words: a module and its arguments."""
    known = {**(os.environ if env is None else env), DOOR: forker().door}
    wanted = {"words": words, "env": known, "cwd": str(cwd), "session": start_new_session}
    with ExitStack() as closing:
        ours: dict[int, IO[str]] = {}
        given: list[int] = []
        for number, stream in enumerate((stdin, stdout, stderr)):
            if stream == PIPE:
                read, write = os.pipe()
                theirs, mine, mode = (write, read, "r") if number else (read, write, "w")
                ours[number] = os.fdopen(mine, mode, encoding="utf-8")
                closing.callback(os.close, theirs)
            elif stream == DEVNULL:
                theirs = os.open(os.devnull, os.O_RDWR)
                closing.callback(os.close, theirs)
            elif stream == STDOUT:
                theirs = given[1]
            else:
                theirs = stream if isinstance(stream, int) else stream.fileno()
            given.append(theirs)
        pid, end = forker().start(wanted, given)
    return Process(words, pid, end, ours.get(0), ours.get(1))


def run(
    *words: str,
    env: Mapping[str, str] | None = None,
    cwd: Path = ROOT,
    timeout: float | None = 300,
) -> "subprocess.CompletedProcess[str]":
    """As `subprocess.run` does with `capture_output`; raises TimeoutExpired."""
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        process = start(*words, env=env, cwd=cwd, stdout=out, stderr=err)
        try:
            status = process.wait(timeout)
        finally:
            process.kill()
        said = [(each.seek(0), each.read())[1] for each in (out, err)]
    return subprocess.CompletedProcess(words, status, *said)
