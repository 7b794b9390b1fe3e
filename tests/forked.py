"""The process that has the imports behind it, and what `tests.forking` lets it fork.

`python -m tests.forked FD FD` imports once what the commands of the project import, short of a
reactor and of what reads the environment at import. Then it forks a process for each request that
comes by the first socket, or by one that the second lets in; it answers with the number of the
process and tells at its end the exit status. What it forks has the environment, the folder, the
streams and the end of a process of its own.
"""

import atexit
import gc
import importlib
import json
import os
import runpy
import select
import signal
import socket
import sys
import threading
import warnings
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

ROOT = Path(__file__).resolve().parents[1]
OWN = ("archive", "crawler", "samples")
NOT_BEFORE = ("__main__", "settings")  # the last names of modules that act or read the environment
SCRAPYS = ("scrapy.commands", "scrapy.downloadermiddlewares", "scrapy.spidermiddlewares")
OTHERS = (
    "_strptime",
    "alembic.command",
    "holidays.countries",
    "itemadapter",
    "mako.template",
    "pydantic.type_adapter",
    "queuelib",
    "scrapy.cmdline",
    "scrapy.core.downloader.handlers.http11",
    "scrapy.core.engine",
    "scrapy.core.scraper",
    "scrapy.dupefilters",
    "scrapy.extensions.closespider",
    "scrapy.extensions.corestats",
    "scrapy.extensions.logcount",
    "scrapy.extensions.logstats",
    "scrapy.extensions.memusage",
    "scrapy.extensions.throttle",
    "scrapy.logformatter",
    "scrapy.pqueues",
    "scrapy.squeues",
    "scrapy.utils.engine",
    "sqlalchemy.dialects.postgresql.psycopg",
    "sqlalchemy.dialects.sqlite.pysqlite",
    "tests.mau.asking",
    "tests.mau.resolving",
    "tests.unhurried",
    "tldextract",
    "twisted.internet.asyncioreactor",
    "typer._adapters",
    "typer._click.decorators",
)


def prepare() -> None:
    """Imports what the commands import."""
    from scrapy.utils.misc import walk_modules_iter

    for package in SCRAPYS:
        list(walk_modules_iter(package))
    for package in OWN:
        for file in sorted((ROOT / package).rglob("*.py")):
            name = ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            if name.rpartition(".")[2] not in NOT_BEFORE:
                importlib.import_module(name)
    for name in OTHERS:
        importlib.import_module(name)
    for name in ("twisted.internet.reactor", "crawler.settings"):
        assert name not in sys.modules, name
    assert len(list(Path("/proc/self/task").iterdir())) == 1, "threads are not forked"
    gc.collect()
    gc.freeze()  # else each process would copy what it looks through


class Server:
    """Forks processes and tells their ends."""

    def __init__(self, owner: socket.socket, door: socket.socket) -> None:
        self.asking = [owner]  # and what it forks, which comes by the door
        self.door = door
        self.ends: dict[int, socket.socket] = {}  # by which the end of a process is told
        self.woken, wakes = os.pipe()
        os.set_blocking(wakes, False)
        signal.set_wakeup_fd(wakes)
        signal.signal(signal.SIGCHLD, lambda *_: None)

    def serve(self) -> dict[str, Any] | None:
        """Answers until its owner is gone; in a forked process: what that is to do."""
        while True:
            ready, _, _ = select.select([self.woken, self.door, *self.asking], [], [])
            if self.woken in ready:
                os.read(self.woken, 512)
                self.tell_ends()
            if self.door in ready:
                self.asking.append(self.door.accept()[0])
            for who in [each for each in self.asking if each in ready]:
                message, given, _, _ = socket.recv_fds(who, 1 << 16, 4)
                while message and not message.endswith(b"\n"):
                    message += who.recv(1 << 16)
                if message and (wanted := self.fork(who, json.loads(message), *given)):
                    return wanted
                if not message and who is self.asking[0]:
                    return self.end_all()
                if not message:
                    self.asking.remove(who)
                    who.close()

    def fork(
        self, who: socket.socket, wanted: dict[str, Any], end: int, *streams: int
    ) -> dict[str, Any] | None:
        """Forks a process; in that one: what it is to do."""
        pid = os.fork()
        if pid == 0:
            self.leave(streams)
            return wanted
        self.ends[pid] = socket.socket(fileno=end)
        for stream in streams:
            os.close(stream)
        who.send(b"%d" % pid)
        return None

    def leave(self, streams: tuple[int, ...]) -> None:
        """Keeps in a forked process nothing but its own streams."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
        for each in (self.door, *self.asking, *self.ends.values()):
            each.close()
        os.closerange(3, os.sysconf("SC_OPEN_MAX"))

    def tell_ends(self) -> None:
        """Tells who asked for them of all that have ended."""
        while self.ends:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if not pid:
                return
            with self.ends.pop(pid) as end, suppress(BrokenPipeError):  # nobody waits any more
                end.send(b"%d" % os.waitstatus_to_exitcode(status))

    def end_all(self) -> None:
        """Ends what still runs."""
        for pid in self.ends:
            os.kill(pid, signal.SIGKILL)


def renew_streams() -> None:
    """Makes Python's streams anew: they remember whether the former ones could be sought in."""
    utf8: dict[str, Any] = {"encoding": "utf-8", "closefd": False}
    sys.stdin = sys.__stdin__ = os.fdopen(0, "r", **utf8)
    sys.stdout = sys.__stdout__ = os.fdopen(1, "w", **utf8)
    sys.stderr = sys.__stderr__ = os.fdopen(2, "w", 1, errors="backslashreplace", **utf8)


def become(wanted: dict[str, Any]) -> None:
    """Does in a forked process what `python -m` does with the words."""
    if wanted["session"]:
        os.setsid()
    renew_streams()
    os.environ.clear()
    os.environ.update(wanted["env"])
    os.chdir(wanted["cwd"])
    sys.path[:1] = [wanted["cwd"], *filter(None, wanted["env"].get("PYTHONPATH", "").split(":"))]
    importlib.invalidate_caches()
    if action := wanted["env"].get("PYTHONWARNINGS"):
        warnings.simplefilter(action)
    sys.argv = wanted["words"]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


def live(wanted: dict[str, Any]) -> NoReturn:
    """Does it and ends as Python does, but for taking all modules apart, which takes longest."""
    status, interrupted = 0, False
    try:
        become(wanted)
    except SystemExit as asked:
        status = asked.code if isinstance(asked.code, int) else int(asked.code is not None)
        if isinstance(asked.code, str):
            print(asked.code, file=sys.stderr)
    except BaseException as error:
        interrupted, status = isinstance(error, KeyboardInterrupt), 1
        sys.excepthook(type(error), error, error.__traceback__)
    threading._shutdown()  # waits for threads
    atexit._run_exitfuncs()
    try:
        sys.stdout.flush()
    except OSError:  # nobody reads any more
        status = status or 120
    sys.stderr.flush()
    if interrupted:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGINT)
    os._exit(status & 0xFF)


if __name__ == "__main__":
    prepare()
    if task := Server(*(socket.socket(fileno=int(each)) for each in sys.argv[1:])).serve():
        live(task)
