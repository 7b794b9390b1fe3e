"""How the runs of a site ended, the newest first."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from archive.storage.derived import health, run
from archive.storage.engine import begin_read
from archive.storage.schema import site


@dataclass(frozen=True, slots=True)
class EndedRun:
    """A run that has ended: when it began, what for, how it ended, and what it told a person; `why`
    is the first rule that failed, empty where no rule of a whole site did.
    """

    started_at: datetime
    trigger: str
    outcome: str
    notes: tuple[str, ...] = ()
    why: str = ""


def ended_runs(engine: sa.Engine, name: str, most: int) -> list[EndedRun]:
    """The last `most` runs of a site that have ended, the newest first."""
    shown = sa.select(health.c.evidence).where(health.c.run_id == run.c.id).limit(1)
    evidence = shown.scalar_subquery().label("evidence")
    rows = (
        sa.select(run.c.started_at, run.c.trigger, run.c.outcome, run.c.notes, evidence)
        .join(site, site.c.id == run.c.site_id)
        .where(site.c.name == name, run.c.outcome.is_not(None))
        .order_by(run.c.id.desc())
        .limit(most)
    )
    with begin_read(engine) as conn:
        return [
            EndedRun(
                row.started_at,
                row.trigger,
                row.outcome,
                tuple(row.notes or ()),
                (row.evidence or [{}])[0].get("sentence", ""),
            )
            for row in conn.execute(rows)
        ]
