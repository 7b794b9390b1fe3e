"""Figures for Prometheus, in a text file that its node exporter reads (textfile collector).

The file is written anew after each job, as a whole, with the figures of the database: no process
has to be asked, and what is shown is what the archive knows.
"""

import shutil
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from archive.storage import agenda, alerts
from archive.storage.derived import article_state, leader
from archive.storage.engine import begin_read
from archive.storage.health import State, states
from archive.storage.schema import site
from archive.storage.stock import stock
from crawler.config import Config
from crawler.fetching.opening import data_dir
from crawler.service.reports import put, spooled

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

STATES = (
    *("healthy", "quiet", "thin", "silent", "stale-layout", "blocked", "down", "failed"),
    *("interrupted", "unproven", "resting", "missed", "never"),
)
RUN = {  # figures of each site's newest run: their column, and what they are
    "found": ("discovered", "article addresses found in the listings"),
    "fetched": ("fetched", "articles that were asked for and answered"),
    "new": ("new_articles", "articles seen for the first time"),
    "changed": ("new_versions", "new versions of articles that were known"),
    "gone": ("gone", "articles that were removed"),
    "failed": ("failed", "articles that could not be fetched"),
}
GOOD = ("healthy", "unwell")  # outcomes of jobs that were done to their end


def write(engine: sa.Engine, config: Config, now: datetime) -> Path | None:
    """Writes the file of `health.prometheus`, if one is asked for; its path.

    Raises OSError where it cannot be written; then the one before is left.
    """
    file = config.health.prometheus
    if file is None:
        return None
    from prometheus_client import CollectorRegistry, generate_latest

    registry = CollectorRegistry()
    of_sites(registry, engine, now)
    of_service(registry, engine, config, now)
    file.parent.mkdir(parents=True, exist_ok=True)
    put(file, generate_latest(registry).decode())
    file.chmod(0o644)  # another user's exporter reads it
    return file


# --- sites ----------------------------------------------------------------------------------------


def of_sites(registry: "CollectorRegistry", engine: sa.Engine, now: datetime) -> None:
    """How each site stands, and what its newest run did."""
    standing, runs = states(engine, now), agenda.newest_runs(engine)
    _states(registry, standing)
    for name, column, words in (
        ("start", "started_at", "began"),
        ("end", "finished_at", "ended"),
    ):
        _put(
            registry,
            f"egov_site_run_{name}_timestamp_seconds",
            f"When the newest run of the site {words}, in seconds since 1970.",
            {each: row[column].timestamp() for each, row in runs.items() if row[column]},
        )
    for name, (column, words) in RUN.items():
        _put(
            registry,
            f"egov_site_run_{name}",
            f"Of the site's newest run: {words}.",
            {each: row[column] for each, row in runs.items()},
        )
    _put(registry, "egov_site_articles", "Articles held of the site.", _held(engine))


def _states(registry: "CollectorRegistry", standing: Mapping[str, State]) -> None:
    from prometheus_client import Gauge

    words = "How the site stands: 1 for its state, 0 for all others."
    gauge = Gauge("egov_site_state", words, ["site", "state"], registry=registry)
    for name, state in standing.items():
        for known in dict.fromkeys((*STATES, state.state)):
            gauge.labels(name, known).set(known == state.state)
    each = standing.items()
    words = "1 where a person has to look at the site."
    _put(registry, "egov_site_needs_person", words, {name: of.needs_person for name, of in each})
    words = "1 where the site is not asked for a while."
    resting = {name: of.state == "resting" for name, of in each}
    _put(registry, "egov_site_resting", words, resting)
    words = "1 where nobody is alerted of the site."
    _put(registry, "egov_site_muted", words, {name: bool(of.muted_until) for name, of in each})


def _held(engine: sa.Engine) -> dict[str, int]:
    counted = sa.func.count(article_state.c.article_id)
    joined = sa.outerjoin(site, article_state, article_state.c.site_id == site.c.id)
    rows = sa.select(site.c.name, counted).select_from(joined).group_by(site.c.name)
    with begin_read(engine) as conn:
        return {row.name: int(row[1]) for row in conn.execute(rows)}


# --- the service ----------------------------------------------------------------------------------


def of_service(
    registry: "CollectorRegistry", engine: sa.Engine, config: Config, now: datetime
) -> None:
    """How jobs, disk, alerts and spool stand."""
    _jobs(registry, engine)
    room = stock(engine, data_dir(), now, config.disk.least_free)
    folder = next(each for each in (data_dir(), *data_dir().absolute().parents) if each.exists())
    figures = {
        "egov_disk_free_bytes": ("Free on the disk of the pages.", shutil.disk_usage(folder).free),
        "egov_archive_bytes": ("What pages and database take.", room.held),
        "egov_archive_growth_bytes": ("What a night adds, by the last month.", room.nightly),
        "egov_disk_room_nights": ("For how many nights there is room.", room.nights),
        "egov_spool_files": ("Files of facts that wait for the database.", spooled()),
        "egov_alerts_unsent": ("Alerts that did not reach everybody.", alerts.unsent(engine, now)),
        "egov_leader_seen_timestamp_seconds": (
            "When the leading scheduler was alive last, in seconds since 1970.",
            _leader(engine),
        ),
        "egov_metrics_written_timestamp_seconds": (
            "When this file was written, in seconds since 1970.",
            now.timestamp(),
        ),
    }
    for name, (words, value) in figures.items():
        if value is not None:  # not known: a figure that is missing, not one that is wrong
            _put(registry, name, words, {"": value}, label=None)


def _jobs(registry: "CollectorRegistry", engine: sa.Engine) -> None:
    last = agenda.newest_jobs(engine)
    whole = [row for row in agenda.newest_jobs(engine, GOOD).values() if row["finished_at"]]
    jobs = {
        "egov_job_last_success_timestamp_seconds": (
            "When the job was done to its end last, in seconds since 1970.",
            {row["job"]: row["finished_at"].timestamp() for row in whole},
        ),
        "egov_job_duration_seconds": (
            "How long the job took when it was done to its end last.",
            {
                row["job"]: (row["finished_at"] - row["started_at"]).total_seconds()
                for row in whole
                if row["started_at"]
            },
        ),
        "egov_job_failed": (
            "1 where the job failed or was missed when it was due last.",
            {name: row["outcome"] in ("failed", "missed") for name, row in last.items()},
        ),
    }
    for name, (words, values) in jobs.items():
        _put(registry, name, words, values, label="job")


def _leader(engine: sa.Engine) -> float | None:
    with begin_read(engine) as conn:
        seen = conn.scalar(sa.select(sa.func.max(leader.c.seen_at)))
        return seen.timestamp() if seen else None


def _put(
    registry: "CollectorRegistry",
    name: str,
    words: str,
    values: Mapping[str, Any],
    label: str | None = "site",
) -> None:
    """A gauge with a value for each site or job, or with one alone."""
    from prometheus_client import Gauge

    labels: Iterable[str] = [label] if label else []
    gauge = Gauge(name, words, labels, registry=registry)
    for key, value in values.items():
        (gauge.labels(key) if label else gauge).set(float(value))
