"""What is looked at before a run is judged: its guesses, and the readings that stand out."""

from datetime import datetime

from archive.storage.store import Store
from crawler.fetching.figures import SiteRun


def look_over(run: SiteRun, store: Store, now: datetime, *, probing: bool) -> None:
    """All that is looked at; a probe, which has no archive, has little to look at."""
    if run.run_id is not None and (sentence := store.settle_gone(run.run_id)):
        run.note(sentence)
        run.counts.gone, run.doubted = 0, True
    if not probing:
        confirm(run, store, now)
        score(run, store)


def confirm(run: SiteRun, store: Store, now: datetime) -> None:
    """Keeps word of the guesses that matched; those that a person confirmed are none."""
    if not run.guessed:
        return
    for subject in sorted(run.guessed):
        store.layout_seen(run.site, subject, "guess", now)
    seen = store.layouts_seen(run.site)
    run.guessed -= {each.subject for each in seen if each.confirmed_at is not None}


def score(run: SiteRun, store: Store) -> None:
    """Scores what the run has read; a person is told of what does not look like the site."""
    if flagged := store.score(run.site):
        run.stats["page/flagged"] += flagged
        run.note(f"readings to look at: {flagged}, see `egov review --site {run.site}`")
