"""Where the configuration file stands, and the two keys of it that the archive heeds by itself.

All else in the file is of the crawler and its service, which check it whole: `crawler.config`.
"""

import os
import re
import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any

from archive.errors import ArchiveError

FILE = "egov.toml"
LARGEST = 1024 * 1024  # bytes of the file
LEAST = 0.1  # of a disk stays free, where nothing else is said
MOST = 0.9
LIMIT = 240  # minutes that a crawl may take, where nothing else is said
LONGEST = 1440
LINE = re.compile(r"at line (\d+)")


def config_file() -> Path | None:
    """The file that `EGOV_CONFIG` names, else `egov.toml` of the folder of the call, if there."""
    if named := os.environ.get("EGOV_CONFIG"):
        return Path(named)
    return Path(FILE) if Path(FILE).exists() else None


def tables(file: Path) -> dict[str, Any]:
    """The tables of a configuration file; raises ArchiveError where it cannot be read."""
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise ArchiveError(f"{file} cannot be read: it has more than {LARGEST} bytes")
        text = content.decode("utf-8-sig")  # some editors put a mark before the text
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ArchiveError(f"{file} cannot be read: {error}{line_of(text, error)}") from error
    except RecursionError as error:
        raise ArchiveError(f"{file} cannot be read: too many brackets in each other") from error
    except (OSError, ValueError) as error:  # a number may have too many digits
        why = getattr(error, "strerror", None) or error
        raise ArchiveError(f"{file} cannot be read: {why}") from error


def line_of(text: str, error: tomllib.TOMLDecodeError) -> str:
    """The line that an error speaks of, which names the key; empty where it speaks of none."""
    number = int(found[1]) if (found := LINE.search(str(error))) else 0
    lines = text.splitlines()
    if not 0 < number <= len(lines) or not lines[number - 1].strip():
        return ""
    line = lines[number - 1].strip()
    return f": {line if line.isprintable() else repr(line)[1:-1]}"[:100]


def least_share() -> float:
    """`disk.least_free`: the share of a disk that stays free.

    Raises ArchiveError where the file cannot be read, or the key is no such share.
    """
    file = config_file()
    if file is None:
        return LEAST
    disk: Any = tables(file).get("disk", {})
    value = disk.get("least_free", LEAST) if isinstance(disk, dict) else disk
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= MOST:
        raise ArchiveError(
            f"{file}: disk.least_free = {value!r}: write a number from 0.0 to {MOST}"
        )
    return float(value)


def time_limit() -> timedelta:
    """`schedule.time_limit`: how long a crawl may take.

    Raises ArchiveError where the file cannot be read, or the key is no such number of minutes.
    """
    file = config_file()
    if file is None:
        return timedelta(minutes=LIMIT)
    schedule: Any = tables(file).get("schedule", {})
    value = schedule.get("time_limit", LIMIT) if isinstance(schedule, dict) else schedule
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= LONGEST:
        words = f"write a whole number from 1 to {LONGEST}"
        raise ArchiveError(f"{file}: schedule.time_limit = {value!r}: {words}")
    return timedelta(minutes=value)
