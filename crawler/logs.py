"""The log: one line of JSON an event in files that are rotated, readable lines on a terminal.

Whatever logs by Python's `logging` (this project, Scrapy, Twisted, SQLAlchemy) passes through the
same steps: secrets are taken out, long values cut, control characters escaped. A folder that takes
no file ends nothing: that is told once, on stderr.
"""

import fcntl
import logging
import logging.handlers
import os
import re
import sys
from collections.abc import Iterable, MutableMapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import sqlalchemy as sa
import structlog
from structlog.types import EventDict, Processor, WrappedLogger

from archive.cli.paper import clean
from archive.text.controls import CONTROL
from crawler.config import BadConfig, LogConfig

MB = 1_000_000
LONGEST, LONGEST_SHOWN = 500, 6_000  # characters of a value in a file, and of one on a terminal
LONGEST_TRACE = 6_000  # of a traceback
FIRST = ("time", "level", "event", "logger", "site", "run")  # keys, in this order
SECRET = ("ARCHIVE_DATABASE_URL", "EGOV_ALERTS", "EGOV_PING")  # variables that hold secrets
USERINFO = re.compile(r"(?<=://)[^/\s@]+@")
LEAST_SECRET, LEAST_TOKEN = 4, 8  # characters: shorter parts are words of any text
QUIET = {"apprise": logging.CRITICAL, "urllib3": logging.ERROR}  # whose lines name addresses

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")

_bound: dict[str, object] = {}


def bind(**values: object) -> None:
    """Adds what every further line of this process bears, as `site` and `run`."""
    _bound.update(values)


def start(
    config: LogConfig, data_dir: Path, name: str, *, stderr: str | None, **bound: object
) -> None:
    """Logs into the file `<name>.log` of the log's folder, and to stderr from a level on.

    `stderr`: the least level that stderr shows, None for nothing; `bound`: see `bind`. Raises
    BadConfig where that is no level.
    """
    if stderr is not None and str(stderr).upper() not in LEVELS:
        raise BadConfig(f"EGOV_LOG_LEVEL, LOG_LEVEL: {stderr}: write one of {', '.join(LEVELS)}")
    _bound.clear()
    bind(**bound)
    folder = config.folder or data_dir / "logs"
    handlers: list[logging.Handler] = [File(folder / f"{name}.log", config.size, config.keep)]
    handlers[0].setLevel(config.level)
    handlers[0].setFormatter(as_lines(render_json, LONGEST))
    if stderr is not None:
        shown = Shown()
        shown.setLevel(str(stderr).upper())
        shown.setFormatter(as_lines(render_plain, LONGEST_SHOWN))
        handlers.append(shown)
    root = logging.getLogger()
    for old in list(root.handlers):
        if isinstance(old, File) or getattr(old, "egov", False):
            root.removeHandler(old)
            old.close()
    for handler in handlers:
        handler.egov = True  # type: ignore[attr-defined]
        root.addHandler(handler)
    least = min(handler.level for handler in handlers)
    root.setLevel(least)
    logging.getLogger("scrapy").setLevel(least)  # which Scrapy opens to everything
    for noisy, level in QUIET.items():
        logging.getLogger(noisy).setLevel(level)
    secrets.cache_clear()


# --- what becomes of a line -----------------------------------------------------------------------


def as_lines(render: Processor, longest: int) -> logging.Formatter:
    """The steps that a record passes through, and how it is written at their end."""

    def tidy(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
        """The keys in their order, values without secrets, and none too long."""
        ordered = {key: event[key] for key in FIRST if key in event} | dict(event)
        return {key: value(key, of, longest) for key, of in ordered.items()}

    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.ExtraAdder(allow=("url", "job", "seconds")),
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
        ],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            add_bound,
            tidy,
            render,
        ],
    )


def add_bound(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """What the lines of this process have in common."""
    return {**_bound, **event}


def value(key: str, of: object, longest: int) -> object:
    """A value as it may stand in a log."""
    if of is None or isinstance(of, bool | int | float):
        return of
    text = redacted(str(of))
    most = LONGEST_TRACE if key == "exception" else longest
    if len(text) <= most:
        return text
    if key == "exception":  # its end tells what went wrong
        return f"… {len(text) - most} characters …\n{text[-most:]}"
    return f"{text[:most]}… and {len(text) - most} characters"


def redacted(text: str) -> str:
    """A text without passwords and tokens: those of the environment, and those in addresses."""
    for secret in secrets():
        text = text.replace(secret, "***")
    return USERINFO.sub("***@", text)


@cache
def secrets() -> tuple[str, ...]:
    """What no line may hold, the longest first: addresses, and what in them is secret."""
    found: set[str] = set()
    for name in SECRET:
        for url in os.environ.get(name, "").split():
            found.update(_secret_parts(url, whole=name != "ARCHIVE_DATABASE_URL"))
    return tuple(sorted(found, key=len, reverse=True))


def _secret_parts(url: str, *, whole: bool) -> Iterable[str]:
    """The password of an address; with `whole` itself, and each part of it that may be a token."""
    try:
        made = sa.make_url(url)
        options = [str(each) for name, each in made.query.items() if "pass" in name]
        passwords = [str(made.password or ""), *options]
    except (sa.exc.ArgumentError, ValueError):
        passwords = []
    yield from (each for each in passwords if len(each) >= LEAST_SECRET)
    if whole:
        yield url
        rest = url.partition("://")[2]
        host = urlsplit(f"http://{rest}").netloc.rpartition("@")[2].partition(":")[0]
        kept = {"localhost", "127.0.0.1", *([host] if "." in host else [])}
        for part in re.split(r"[/?&=@:,]", rest):
            if part not in kept and len(part) >= LEAST_TOKEN:
                yield part
                yield unquote(part)


def render_json(_: WrappedLogger, __: str, event: MutableMapping[str, Any]) -> str:
    """One line of JSON: Vietnamese as it is written, control characters escaped."""
    line = structlog.processors.JSONRenderer(ensure_ascii=False)(None, "", dict(event))
    assert isinstance(line, str)
    return CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", line)


def render_plain(_: WrappedLogger, __: str, event: MutableMapping[str, Any]) -> str:
    """A line for people, a traceback below it."""
    at, level = str(event.get("time", ""))[:19], str(event.get("level", "")).upper()
    what = " ".join(clean(str(event.get("event", ""))).split())
    trace = f"\n{clean(str(event['exception']))}" if event.get("exception") else ""
    return f"{at.replace('T', ' ')} {level} {event.get('logger', '')}: {what}{trace}"


class Shown(logging.StreamHandler[Any]):
    """To stderr, whatever that is at the moment: a progress bar puts itself in its place."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)

    @property
    def stream(self) -> Any:
        """Where lines go."""
        return sys.stderr

    @stream.setter
    def stream(self, _: Any) -> None:
        """Nothing else is taken."""


# --- files ----------------------------------------------------------------------------------------


class File(logging.handlers.RotatingFileHandler):
    """A file that is rotated by size; two processes may write it, and one of them rotates it."""

    def __init__(self, path: Path, megabytes: int, keep: int) -> None:
        super().__init__(path, "a", megabytes * MB, keep, encoding="utf-8", delay=True)
        self.path = path
        self.complained = False

    def _open(self) -> Any:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        return super()._open()

    def emit(self, record: logging.LogRecord) -> None:
        """Writes a line, to the file that bears the name now: another process may have rotated."""
        if (left := self.stream) is not None and self._is_other():
            self.stream = None
            try:
                left.close()
            except OSError:  # what the disk did not take of it is lost, as is told
                self.handleError(record)
        super().emit(record)

    def _is_other(self) -> bool:
        if self.stream is None:
            return False
        try:
            there, own = self.path.stat(), os.fstat(self.stream.fileno())
        except (OSError, ValueError):
            return True
        return (there.st_dev, there.st_ino) != (own.st_dev, own.st_ino)

    def doRollover(self) -> None:
        """Rotates, unless another process is doing it, or has done it."""
        with self.path.with_suffix(".lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not self._is_other():
                super().doRollover()

    def handleError(self, record: logging.LogRecord) -> None:
        """A disk that takes nothing is told once; an error in the log itself as ever."""
        error = sys.exc_info()[1]
        if not isinstance(error, OSError):
            super().handleError(record)
        elif not self.complained:
            self.complained = True
            words = f"the log {self.path} cannot be written: {error.strerror or error}"
            print(f"{words}; it goes on without", file=sys.stderr)
