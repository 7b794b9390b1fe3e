"""What a run knows when it begins of the runs before it, and what it leaves for those to come."""

from datetime import datetime

from archive.learning import normal_of
from archive.storage import nights
from archive.storage.nights import Past
from archive.storage.store import Store
from crawler.fetching.figures import SiteRun, figures
from crawler.fetching.task import Task

WHOLE = "site"  # the scope of a run that looks at a whole site
SCOPES = ("backfill", "feeds", "look-back")  # triggers that name what is looked at


def remember(run: SiteRun, store: Store, now: datetime, trigger: str) -> None:
    """Tells a run what is usual for its site; a backfill is measured by nothing."""
    run.began = now
    run.normals = store.usual(run.site)
    if trigger in SCOPES:
        return
    measure(run, nights.past_at(store.engine, run.site), now)


def measure(run: SiteRun, past: Past, now: datetime) -> None:
    """Tells a run what the nights before it usually brought."""
    run.began, run.past = now, past
    run.normal = normal_of(past.nights)
    looked = [night.at for night in run.past.nights if night.looked]
    if not looked or not run.normal.is_known:
        return
    run.expected = run.normal.expected(looked[-1], now) or None
    if usual := run.normal.discovered(looked[-1], now):
        run.usual, run.least = usual


def scope(trigger: str, task: Task | None) -> str:
    """What a run looks at: the whole site, articles that somebody named (`asked`), days that
    somebody named (`days`), or a part of the site, called by what triggers such runs.
    """
    if task is not None and task.urls:
        return "asked"
    named = task.trigger if task is not None else ""
    if part := named or (trigger if trigger in SCOPES else ""):
        return part
    return "days" if task is not None and task.bounded else WHOLE


def close(run: SiteRun, store: Store, now: datetime, looked_at: str) -> None:
    """Closes the row of a judged run, with its figures; the state of a whole site is noted."""
    assert run.run_id is not None
    told = figures(run, looked_at)
    evidence = run.evidence if looked_at == WHOLE else None
    store.finish_run(run.run_id, now, run.outcome, run.counts, run.notes, told, evidence)
