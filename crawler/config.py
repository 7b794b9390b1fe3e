"""How the service behaves: one TOML file, checked as a whole before anything is begun.

The file is `egov.toml` in the folder of the call, or the one that `EGOV_CONFIG` names; without it
all is as the defaults here say. Where things are and what is secret stands in the environment
alone: `ARCHIVE_DATABASE_URL`, `ARCHIVE_DATA_DIR`, `EGOV_CONTACT`, `EGOV_ALERTS` (apprise URLs,
separated by spaces), `EGOV_PING` (an address that is asked after each night). Times are Vietnam's.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import time
from pathlib import Path
from typing import Annotated, Any, get_type_hints

from archive.errors import ArchiveError
from archive.storage.configured import LEAST, LIMIT, LONGEST, MOST, config_file, tables

CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")  # APScheduler's numbers begin on Monday
Quiet = tuple[tuple[time, time], ...]


class BadConfig(ArchiveError):
    """A key of the configuration cannot be understood; the message names it and what to write."""

    exit_status = 2


@dataclass(frozen=True, slots=True)
class Weekly:
    """A day of the week, as APScheduler names it, and a time."""

    day: str
    at: time


SATURDAY, SUNDAY = Weekly("sat", time(9)), Weekly("sun", time(9))


# --- what a value may be: returned, or ValueError with a hint -------------------------------------


def clock(value: Any) -> time:
    """`"01:30"`."""
    if isinstance(value, str) and (found := CLOCK.fullmatch(value.strip())):
        return time(int(found[1]), int(found[2]))
    raise ValueError('write a time of day, as "01:30"')


def clocks(value: Any) -> tuple[time, ...]:
    """`["11:30", "17:00"]`; an empty list is none."""
    if not isinstance(value, list):
        raise ValueError('write a list of times, as ["11:30", "17:00"]')
    return tuple(sorted({clock(each) for each in value}))


def weekly(value: Any) -> Weekly:
    """`"sun 04:00"`."""
    day, _, at = value.strip().lower().partition(" ") if isinstance(value, str) else ("", "", "")
    if day not in DAYS or not CLOCK.fullmatch(at.strip()):
        raise ValueError(f'write a day ({", ".join(DAYS)}) and a time, as "sun 04:00"')
    return Weekly(day, clock(at))


def stretches(value: Any) -> Quiet:
    """`["07:00-09:00"]`; a stretch may go over midnight."""
    parts = [each.split("-") if isinstance(each, str) else [] for each in as_list(value)]
    if any(
        len(part) != 2 or not all(CLOCK.fullmatch(end.strip()) for end in part) for part in parts
    ):
        raise ValueError('write stretches of the day, as ["07:00-09:00"]')
    return tuple((clock(first), clock(last)) for first, last in parts)


def as_list(value: Any) -> list[Any]:
    """A list as it is."""
    if not isinstance(value, list):
        raise ValueError("write a list, in square brackets")
    return value


def number(least: float, most: float) -> Callable[[Any], Any]:
    """A number within bounds, both included; whole where the bounds are."""

    def check(value: Any) -> Any:
        whole = isinstance(least, int)
        kinds = int if whole else (int, float)
        if isinstance(value, bool) or not isinstance(value, kinds) or not least <= value <= most:
            raise ValueError(f"write a {'whole ' if whole else ''}number from {least} to {most}")
        return value

    return check


def text(value: Any) -> str:
    """Words in quotes."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError("write words in quotes")
    return value.strip()


def path(value: Any) -> Path:
    """A file or folder."""
    if not text(value).isprintable():
        raise ValueError("write the name of a file or folder without control characters")
    try:
        return Path(text(value)).expanduser()
    except RuntimeError as error:
        raise ValueError("write a name without ~: the home of that user is not known") from error


def prom(value: Any) -> Path:
    """A file that the node exporter reads: it passes over all others without a word."""
    if path(value).suffix != ".prom":
        raise ValueError("write the name of a file that ends in .prom")
    return path(value)


def switch(value: Any) -> bool:
    """true or false."""
    if not isinstance(value, bool):
        raise ValueError("write true or false")
    return value


def log_level(value: Any) -> str:
    """A level of the log."""
    if value not in ("DEBUG", "INFO", "WARNING", "ERROR"):
        raise ValueError("write DEBUG, INFO, WARNING or ERROR")
    return str(value)


# --- the tables of the file ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ScheduleConfig:
    """When the jobs are due, and how many crawls go at a time; `jitter` and limits in minutes."""

    nightly: Annotated[time, clock] = time(1, 30)
    jitter: Annotated[int, number(0, 120)] = 10
    feeds: Annotated[tuple[time, ...], clocks] = (time(11, 30), time(17, 30))
    look_back: Annotated[Weekly, weekly] = SATURDAY
    verify: Annotated[Weekly, weekly] = SUNDAY
    at_once: Annotated[int, number(1, 16)] = 4
    time_limit: Annotated[int, number(1, LONGEST)] = LIMIT
    grace: Annotated[int, number(1, 600)] = (
        60  # seconds between asking a crawl to end and ending it
    )


@dataclass(frozen=True, slots=True)
class MannersConfig:
    """How much a site is asked: seconds between two requests, articles a night."""

    delay: Annotated[float, number(0.5, 600.0)] = 2.0
    articles: Annotated[int, number(1, 5000)] = 400


@dataclass(frozen=True, slots=True)
class DiskConfig:
    """`least_free`: the share of the disk below which a crawl stops."""

    least_free: Annotated[float, number(0.0, MOST)] = LEAST


@dataclass(frozen=True, slots=True)
class BackupConfig:
    """Where a backup is made after each night, and how many are kept; without a folder none is."""

    folder: Annotated[Path | None, path] = None
    keep: Annotated[int, number(1, 1000)] = 14


@dataclass(frozen=True, slots=True)
class HealthConfig:
    """Files that are written after each night: for Prometheus, and the report as text and JSON."""

    prometheus: Annotated[Path | None, prom] = None
    reports: Annotated[Path | None, path] = (
        None  # a folder; without it `reports` of the data folder
    )
    keep_reports: Annotated[int, number(1, 10_000)] = 400  # days


@dataclass(frozen=True, slots=True)
class LogConfig:
    """The log: its folder (without it `logs` of the data folder), files of so many megabytes."""

    folder: Annotated[Path | None, path] = None
    level: Annotated[str, log_level] = "INFO"
    size: Annotated[int, number(1, 10_000)] = 20
    keep: Annotated[int, number(1, 1000)] = 10


@dataclass(frozen=True, slots=True)
class SiteConfig:
    """What differs for one site: `[site.baochinhphu]`."""

    nightly: Annotated[time | None, clock] = None
    quiet: Annotated[Quiet, stretches] = ()
    delay: Annotated[float | None, number(0.5, 600.0)] = None
    articles: Annotated[int | None, number(1, 5000)] = None
    enabled: Annotated[bool | None, switch] = None
    unverified_tls: Annotated[str, text] = ""  # why a certificate that proves nothing is borne


@dataclass(frozen=True, slots=True)
class Config:
    """The whole configuration; `file` is where it was read from, None where there is none."""

    schedule: ScheduleConfig = field(default_factory=ScheduleConfig)
    manners: MannersConfig = field(default_factory=MannersConfig)
    disk: DiskConfig = field(default_factory=DiskConfig)
    backup: BackupConfig = field(default_factory=BackupConfig)
    health: HealthConfig = field(default_factory=HealthConfig)
    log: LogConfig = field(default_factory=LogConfig)
    sites: Mapping[str, SiteConfig] = field(default_factory=dict)
    file: Path | None = None

    def site(self, name: str) -> SiteConfig:
        """What differs for a site."""
        return self.sites.get(name) or SiteConfig()


TABLES: Mapping[str, type] = {
    "schedule": ScheduleConfig,
    "manners": MannersConfig,
    "disk": DiskConfig,
    "backup": BackupConfig,
    "health": HealthConfig,
    "log": LogConfig,
}


def load(file: Path | None = None) -> Config:
    """The configuration of a file, else of `EGOV_CONFIG`, else of `egov.toml` where it is there.

    Raises BadConfig naming the file, the key and what to write. Names of sites are checked by
    whoever knows the sites.
    """
    found = file or config_file()
    if found is None:
        return Config()
    try:
        rows = tables(found)
    except ArchiveError as error:
        raise BadConfig(str(error)) from error
    return parse(rows, found)


def parse(rows: Mapping[str, Any], file: Path) -> Config:
    """The configuration that the tables of a file describe; raises BadConfig."""
    known = [*TABLES, "site"]
    for name in rows:
        if name not in known:
            raise BadConfig(f"{file}: no table [{seen(name)}]: there are {', '.join(known)}")
    made = {name: table(f"{name}", kind, rows.get(name, {}), file) for name, kind in TABLES.items()}
    sites = rows.get("site", {})
    if not isinstance(sites, dict):
        raise BadConfig(f"{file}: site: write a table for each site, as [site.baochinhphu]")
    each = {name: table(f"site.{name}", SiteConfig, own, file) for name, own in sites.items()}
    return Config(**made, sites=each, file=file)


def seen(name: str) -> str:
    """A name as it is, or with what cannot be seen in it by its number."""
    return name if name.isprintable() else repr(name)[1:-1]


def table(name: str, kind: type, rows: Any, file: Path) -> Any:
    """One table of the file, each key checked."""
    if not isinstance(rows, dict):
        raise BadConfig(f"{file}: {name} is a table: write [{name}]")
    hints = get_type_hints(kind, include_extras=True)
    checks = {name: hint.__metadata__[0] for name, hint in hints.items()}
    values = {}
    for name_of_key, value in rows.items():
        if name_of_key not in checks:
            key = f"{name}.{seen(name_of_key)}"
            raise BadConfig(f"{file}: no key {key}: there are {', '.join(checks)}")
        try:
            values[name_of_key] = checks[name_of_key](value)
        except ValueError as error:
            raise BadConfig(f"{file}: {name}.{name_of_key} = {value!r}: {error}") from error
    return kind(**values)
