"""A night of 46 sites, generated: most are well, some need a person, some rest, many guessed."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from archive.storage import agenda
from crawler.fetching.night import RESTING, Ended
from tests.crawler.service.sites import declare, ran

MISSED = "a guessed listing did not answer as one"
UNWELL = {
    "bao07": ("blocked", "31 of 31 articles were answered by a refusal or a challenge"),
    "bao19": ("stale-layout", "12 of 15 pages could not be read by any layout"),
    "bao33": ("down", "none of 4 requests brought a page"),
    "bao40": ("unproven", "guessed: tin; run `egov sites confirm bao40` if it reads right"),
}
NAMES = [f"bao{number:02}" for number in range(1, 46)] + ["doanhnghiephoinhap"]


def night(engine: sa.Engine, at: datetime) -> list[Ended]:
    """The night, its runs written down for two days, and how each site ended."""
    declare(engine, *NAMES)
    ended = []
    for number, name in enumerate(NAMES):
        if name == "bao21":
            words = "rests until 2026-03-05 01:30, blocked twice in a row since 2026-03-01"
            for days in (2, 1):
                ran(engine, name, "blocked", at - timedelta(days=days), "robots.txt: Disallow: /")
            ended.append(Ended(name, 0.0, 0, {"outcome": RESTING, "notes": [words]}, ""))
            continue
        outcome, note = UNWELL.get(name, ("quiet" if number % 5 == 0 else "healthy", ""))
        notes = [note] if note else []
        if number % 4 == 1:
            found = [f"https://{name}.example/chuyen-muc-{n} has no articles" for n in range(14)]
            notes.append(f"{MISSED}: {'; '.join(found)}")
        if name == "bao19":
            notes += [f"listing https://bao19.example/{n}: not found" for n in range(9)]
        counts = {"discovered": 40 + number, "fetched": 12, "new_articles": number % 7}
        for days in (1, 0):
            ran(engine, name, outcome, at - timedelta(days=days), *notes, **counts)
        row = agenda.run_after(engine, name, 0)
        ended.append(Ended(name, 81.5 + number, 0 if not note else 1, row, ""))
    return ended
