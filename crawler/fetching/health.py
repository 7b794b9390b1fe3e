"""What the figures of a run say of its site: the run's outcome, by name.

healthy     something was new, changed or gone, and all that had to be read was read
quiet       all answered, nothing was new or changed
thin        part of what was asked for did not come, or too much of it was missing to believe it
silent      no listing answered as one, or no article address was found in them
stale-layout  pages came, and no layout of the site fits most of them, or its fields are gone
blocked     robots.txt, a 403, or a challenge keeps us out
down        the site did not answer
failed      an error of our own, or nothing of what was asked for came
interrupted the run was stopped
unproven    all is well by a layout or listing that was guessed, which a person has to confirm
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crawler.fetching.figures import SiteRun

GOOD = ("healthy", "quiet")
ENDED = "finished"  # Scrapy's word for a crawl that ended by itself
DOWN = ("server-error", "timeout", "dns", "connection", "tls", "private-address")
BLOCKED = ("forbidden", "challenge", "robots")
LOST = (*DOWN, *BLOCKED, "too-large", "truncated", "not-recorded", "off-site", "http-error")
FEW = 3  # fewer failures than this, or a smaller share than below, do not make a run thin
SHARE = 0.1
FORBIDDEN = "page/forbidden"  # the figure of articles that robots.txt forbids: no failure
FEWER = 0.4  # of the usual number of addresses
UNREADABLE = ("no-body", "empty", "not-html", "unrendered", "undecodable")


def judge(run: SiteRun, reason: str, *, asked_only: bool) -> str:
    """The outcome of a run that ended for a reason; adds notes that say why."""
    if forbidden := run.stats[FORBIDDEN]:
        run.note(f"articles not asked for, since robots.txt forbids them: {forbidden}")
    if run.errors:
        return "failed"
    if reason != ENDED:
        run.note(f"the run was stopped ({reason})")
        return "interrupted" if reason in ("shutdown", "killed", "cancelled") else "failed"
    if run.robots_closed:
        run.note(run.robots_closed)
        return "down" if run.looks["robots/dns"] or run.looks["robots/connection"] else "blocked"
    outcome = nothing_came(run) or unread(run) or part_came(run, asked_only=asked_only)
    if run.guessed:
        names = ", ".join(sorted(run.guessed))
        run.note(f"guessed: {names}; run `egov sites confirm {run.site}` if it reads right")
    return outcome or good(run)


def looks(run: SiteRun, outcomes: tuple[str, ...]) -> int:
    """How many looks at listings and articles had one of the outcomes."""
    return sum(run.looks[f"{kind}/{name}"] for kind in ("listing", "article") for name in outcomes)


def nothing_came(run: SiteRun) -> str | None:
    """Where not one answer was worth anything."""
    lost = looks(run, LOST)
    if not lost or looks(run, ("ok", "not-modified", "missing")):
        return None
    run.note(f"none of {lost} requests brought a page")
    if looks(run, BLOCKED) * 2 >= lost:
        return "blocked"
    return "down" if looks(run, DOWN) * 2 >= lost else "failed"


def unread(run: SiteRun) -> str | None:
    """Where pages came, but few could be read by the site's layouts, or these find less in them."""
    refused = sum(run.refusals[name] for name in UNREADABLE)
    stale = [*run.signs.unfitting(), *run.signs.failing(run.normals)]
    if refused >= FEW and refused > run.read:
        stale.insert(0, f"{refused} of {refused + run.read} pages could not be read by any layout")
    for sentence in stale:
        run.note(sentence)
    return "stale-layout" if stale else None


def part_came(run: SiteRun, *, asked_only: bool) -> str | None:
    """Where listings are missing or bare, or too many articles did not come."""
    for listing in run.listings_failed:
        run.note(f"listing {listing}")
    listed = any(name.startswith("listing/") for name in run.looks)
    if listed and not run.listings_answered and not run.looks["listing/not-modified"]:
        run.note("no listing answered as one")
        return "silent"
    if run.listings_answered and not run.counts.discovered and not run.passed_over:
        run.note("the listings answered, and no article address was found in them")
        return "silent"
    failed, asked = run.counts.failed, run.counts.fetched + run.counts.failed
    kept_out = sum(run.looks[f"article/{name}"] for name in BLOCKED if name != "robots")
    kept_out += run.refusals["challenge"]  # one that the reader alone knows for what it is
    if kept_out >= FEW and kept_out * 2 >= asked:
        run.note(f"{kept_out} of {asked} articles were answered by a refusal or a challenge")
        return "blocked"
    if asked_only and run.stats[FORBIDDEN]:
        return "thin"
    if failed and (asked_only or (failed >= FEW and failed > asked * SHARE)):
        run.note(f"{failed} of {asked} articles could not be fetched")
        return "thin"
    compared = not asked_only and not run.looks["listing/not-modified"]
    if run.usual and compared and run.counts.discovered < run.usual * FEWER:
        run.note(f"{run.counts.discovered} addresses found, {run.usual:.0f} are usual")
        return "thin"
    return "thin" if run.listings_failed or run.doubted else None


def good(run: SiteRun) -> str:
    """Where all is well: proven or not, news or none."""
    if run.guessed:
        return "unproven"
    counts = run.counts
    return "healthy" if counts.new_articles or counts.new_versions or counts.gone else "quiet"
