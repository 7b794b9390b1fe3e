"""When a run asks trafilatura for what it reads: one page in ten, and where something is off."""

import logging

from archive.record import Reading
from archive.scoring import is_off, traits
from crawler.fetching.figures import SiteRun

logger = logging.getLogger(__name__)


def second_opinion(
    run: SiteRun, reading: Reading, html: bytes, content_type: str | None
) -> Reading:
    """The reading, with trafilatura's agreement where it is asked; a failure to ask is counted."""
    from crawler.reading.trust import compared, is_sampled  # trafilatura takes its time to load

    normal = run.normals.of(reading.layout)
    if not is_sampled(reading.url) and not is_off(traits(reading), normal):
        return reading
    try:
        found = compared(reading, html, content_type)
    except Exception as error:  # what another reader cannot stand does no harm to the reading
        run.stats["page/second-opinion/failed"] += 1
        run.note(f"trafilatura cannot read {reading.url}: {error!r}")
        logger.exception("the second opinion failed at %s", reading.url)
        return reading
    run.stats["page/second-opinion/asked"] += found.agreement is not None
    return found
