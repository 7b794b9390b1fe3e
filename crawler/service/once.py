"""`scheduler.py --once`: the night now, beside whatever the service does.

All sites are crawled, and all is done that a night does: alerts, report, ping, backup. Where sites
are named, or recordings replayed, nobody is alerted and nothing is removed: a report alone is left.

A site that the service is crawling is not crawled twice at a time: its lock says so, and its crawl
here fails with that reason; a replay waits for its turn instead.
"""

from collections.abc import Sequence

from archive.storage import agenda
from crawler.fetching.room import told
from crawler.service import work
from crawler.service.jobs import NIGHT_STEPS, ONCE, PART_STEPS, Job
from crawler.service.times import Times
from crawler.service.work import Context


def run_once(context: Context, names: Sequence[str]) -> int:
    """The night now; the exit status."""
    part = context.wakes or context.replay.path
    job = Job(ONCE, Times(ONCE, ()), tuple(names), PART_STEPS if part else NIGHT_STEPS)
    trigger = "replay" if context.replay.path else ONCE
    now = context.clock()
    row = agenda.begin(context.engine, ONCE, now, trigger, now)
    try:
        end = work.run(job, context, trigger)
    except BaseException as error:
        stopped = isinstance(error, KeyboardInterrupt)
        outcome = "interrupted" if stopped else "failed"
        words = "stopped before its end" if stopped else told(error)
        agenda.end(context.engine, row, outcome, words, context.clock())
        raise
    agenda.end(context.engine, row, end.outcome, end.detail, context.clock())
    return 0 if end.outcome == "healthy" and names else 1
