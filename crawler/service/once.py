"""`scheduler.py --once`: the sites are crawled now, beside whatever the service does.

A site that the service is crawling is not crawled twice at a time: its lock says so, and its crawl
here fails with that reason; a replay waits for its turn instead. Steps that send or remove anything
are left to the service.
"""

from collections.abc import Sequence

from archive.storage import agenda
from crawler.service import work
from crawler.service.jobs import ONCE, ONCE_STEPS, Job
from crawler.service.times import Times
from crawler.service.work import Context


def run_once(context: Context, names: Sequence[str]) -> int:
    """Crawls now; the exit status."""
    job = Job(ONCE, Times(ONCE, ()), tuple(names), ONCE_STEPS)
    trigger = "replay" if context.replay.path else ONCE
    now = context.clock()
    row = agenda.begin(context.engine, ONCE, now, trigger, now)
    try:
        end = work.run(job, context, trigger)
    except BaseException as error:
        outcome = "interrupted" if isinstance(error, KeyboardInterrupt) else "failed"
        agenda.end(context.engine, row, outcome, repr(error), context.clock())
        raise
    agenda.end(context.engine, row, end.outcome, end.detail, context.clock())
    return 0 if end.outcome == "healthy" and names else 1
