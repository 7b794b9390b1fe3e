"""The report of a job, as a text for people and as JSON for programs, in the folder of reports.

`<day>-<job>.txt` is what a terminal shows; `<day>-<job>.json` holds all of it, keys as told in
docs/operations.md. Both are written as a whole or not at all, and removed after some time.
"""

import io
import json
import os
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from rich.console import Console

from archive.cli.paper import clean, many
from archive.keeping import seals
from archive.storage import agenda, alerts
from archive.storage.durable import sync_folder
from archive.storage.engine import begin_read
from archive.storage.health import State, states
from archive.storage.spooling import END, FOLDER
from archive.storage.stock import Stock, stock
from archive.text.controls import escaped
from crawler.config import Config
from crawler.fetching.night import Ended
from crawler.fetching.opening import data_dir
from crawler.fetching.report import VIETNAM, in_order, line, show

FORMAT = 1
WIDTH = 130  # columns of the text
NAME = re.compile(r"(\d{4}-\d{2}-\d{2})-[a-z0-9-]+\.(?:txt|json)")
COUNTS = (
    *("discovered", "fetched", "new_articles", "new_versions", "unchanged", "gone", "failed"),
    *("refused", "repeats"),
)


@dataclass(frozen=True, slots=True)
class Report:
    """What is told of a job beside its sites."""

    job: str
    at: datetime
    ended: Sequence[Ended]
    standing: Mapping[str, State]
    seal: seals.Seal | None
    stock: Stock
    sent: int  # alerts, by this job
    unsent: str
    spooled: int  # files that wait to be stored
    trouble: Sequence[str]  # of the job itself


def write(
    engine: sa.Engine,
    config: Config,
    ended: Sequence[Ended],
    now: datetime,
    *,
    job: str = "nightly",
    trouble: Sequence[str] = (),
) -> list[str]:
    """Writes both files; the lines that a terminal is still to be told.

    `trouble`: what went wrong in the job itself. Raises OSError where the folder takes no file.
    """
    found = gather(engine, config, ended, now, job, trouble)
    folder = config.health.reports or data_dir() / "reports"
    folder.mkdir(parents=True, exist_ok=True)
    name = free(folder, f"{now.astimezone(VIETNAM):%Y-%m-%d}-{job.replace('/', '-')}")
    put(folder / f"{name}.json", as_json(found))
    put(folder / f"{name}.txt", as_text(found))
    rotate(folder, now.astimezone(VIETNAM).date(), config.health.keep_reports)
    return [*service_lines(found), f"report: {folder / name}.txt and .json"]


def free(folder: Path, name: str) -> str:
    """The name, with a number behind it where a report of that day has it: none is overwritten."""
    tried, number = name, 1
    while (folder / f"{tried}.json").exists():
        number += 1
        tried = f"{name}-{number}"
    return tried


def gather(
    engine: sa.Engine,
    config: Config,
    ended: Sequence[Ended],
    now: datetime,
    job: str,
    trouble: Sequence[str] = (),
) -> Report:
    """What is to be told."""
    began = agenda.last(engine, job).get("started_at") or now - timedelta(hours=12)
    with begin_read(engine) as conn:
        seal = seals.newest(conn)
    return Report(
        job=job,
        at=now,
        ended=in_order(ended),
        standing=states(engine, now),
        seal=seal,
        stock=stock(engine, data_dir(), now, config.disk.least_free),
        sent=alerts.sent_since(engine, began),
        unsent=_unsent(alerts.unsent(engine, now)),
        spooled=spooled(),
        trouble=trouble,
    )


def _unsent(number: int) -> str:
    return f"{many(number, 'alert')} did not reach all of EGOV_ALERTS" if number else ""


def spooled() -> int:
    """How many files of facts wait to be stored."""
    return sum(1 for _ in (data_dir() / FOLDER).glob(f"*{END}"))


# --- the text -------------------------------------------------------------------------------------


def as_text(report: Report) -> str:
    """The report as a terminal shows it, without colours."""
    written = io.StringIO()
    console = Console(file=written, width=WIDTH, color_system=None, force_terminal=False)
    console.print(f"{report.job}, {report.at.astimezone(VIETNAM):%Y-%m-%d %H:%M}", highlight=False)
    if report.ended:
        console.print()
        show(console, report.ended, report.standing)
    console.print()
    for trouble in report.trouble:
        line(console, f"{report.job}: {trouble}")
    for words in service_lines(report):
        line(console, words)
    line(console, report.seal.words if report.seal else "no seal was taken yet")
    return re.sub(r"[ ]+$", "", written.getvalue(), flags=re.MULTILINE)


def service_lines(report: Report) -> list[str]:
    """What is told of the service as a whole, and by no step before."""
    found = [f"disk: {report.stock.words(report.at)}"]
    if report.sent or report.unsent:
        told = f"{many(report.sent, 'alert')} sent"
        found.append("; ".join(filter(None, [f"alerts: {told}", report.unsent])))
    if report.spooled:
        found.append(f"spool: {many(report.spooled, 'file')} of facts wait for the database")
    return found


# --- the JSON -------------------------------------------------------------------------------------


def as_json(report: Report) -> str:
    """The report for programs."""
    sites = [of_site(each, report.standing.get(each.site)) for each in report.ended]
    found = {
        "format": FORMAT,
        "job": report.job,
        "day": report.at.astimezone(VIETNAM).date(),
        "written_at": report.at,
        "outcomes": dict(Counter(each.outcome for each in report.ended).most_common()),
        "needs_person": [name for name, state in report.standing.items() if state.calls],
        "resting": {
            name: state.resting_until
            for name, state in report.standing.items()
            if state.resting_until is not None
        },
        "muted": {
            name: state.muted_until
            for name, state in report.standing.items()
            if state.muted_until is not None
        },
        "sites": sites,
        "trouble": list(report.trouble),
        "seal": report.seal.words if report.seal else None,
        "disk": {
            "held_bytes": report.stock.held,
            "nightly_bytes": report.stock.nightly,
            "room_bytes": report.stock.room,
            "nights": report.stock.nights,
        },
        "alerts": {"sent": report.sent, "unsent": report.unsent},
        "spool_files": report.spooled,
    }
    return escaped(json.dumps(found, ensure_ascii=False, indent=1, default=_plain)) + "\n"


def of_site(ended: Ended, state: State | None) -> dict[str, Any]:
    """One site of the JSON: how its crawl ended, and how it stands."""
    row = ended.row
    return {
        "site": ended.site,
        "outcome": ended.outcome,
        "seconds": round(ended.seconds, 1),
        "exit_status": ended.status,
        "run_id": row.get("id"),
        "started_at": row.get("started_at"),
        "finished_at": row.get("finished_at"),
        **{name: row.get(name) for name in COUNTS},
        "notes": [clean(note) for note in row.get("notes") or ()],
        "tail": clean(ended.tail) if not row.get("outcome") else "",
        "state": state.state if state else None,
        "since": state.since if state else None,
        "runs": state.runs if state else None,
        "why": clean(state.why) if state else "",
        "needs_person": bool(state and state.needs_person),
        "muted_until": state.muted_until if state else None,
        "resting_until": state.resting_until if state else None,
        "figures": row.get("figures"),
    }


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value)} has no form in JSON")


# --- files ----------------------------------------------------------------------------------------


def put(file: Path, text: str) -> None:
    """Writes a file as a whole, in place of what was there; on a full disk that is left."""
    making = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with making.open("w", encoding="utf-8") as open_file:
            open_file.write(text)
            open_file.flush()
            os.fsync(open_file.fileno())
        making.replace(file)
    finally:
        making.unlink(missing_ok=True)
    sync_folder(file.parent)


def rotate(folder: Path, today: date, keep: int) -> list[str]:
    """Removes reports older than so many days; what else lies in the folder is left."""
    removed = []
    for file in sorted(folder.iterdir()):
        found = NAME.fullmatch(file.name)
        if found and (today - date.fromisoformat(found[1])).days > keep:
            file.unlink(missing_ok=True)
            removed.append(file.name)
    return removed
