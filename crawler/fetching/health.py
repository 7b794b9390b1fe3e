"""What the figures of a run say of its site: the run's outcome, by name, and whether its layout is
left stale.

healthy     something was new, changed or gone, and all that had to be read was read
quiet       all answered, nothing was new or changed, and that is nothing unusual for such a day
thin        part of what was asked for did not come, far less came than is usual on such a day, or
            too much was missing to believe it
silent      no listing answered as one, no article address was found in them, or they have named
            nothing new for longer than is usual
stale-layout  pages came, and no layout of the site fits most of them, its fields are gone, or its
            texts have become short
blocked     robots.txt, a 403, or a challenge keeps us out
down        the site did not answer: no address, no connection or certificate, time-outs, 5xx
failed      an error of our own, or nothing of what was asked for came
interrupted the run was stopped
unproven    all is well by a layout or listing that was guessed, which a person has to confirm
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive.shortage import ALPHA, at_least
from archive.storage.nights import STALE
from archive.storage.site_states import WELL
from crawler.fetching import shortfalls
from crawler.fetching.figures import FORBIDDEN
from crawler.fetching.signs import MOST

if TYPE_CHECKING:
    from crawler.fetching.figures import SiteRun

GOOD = WELL
ENDED = "finished"  # Scrapy's word for a crawl that ended by itself
DOWN = ("server-error", "timeout", "dns", "connection", "tls", "private-address")
UNREACHED = ("dns", "connection", "tls", "private-address")  # nothing of the host was reached
BLOCKED = ("forbidden", "challenge", "robots")
LOST = (*DOWN, *BLOCKED, "too-large", "truncated", "not-recorded", "off-site", "http-error")
FEW = 3  # fewer failures than this, or a smaller share than below, do not make a run thin
SHARE = 0.1
KEPT_OUT = 1 / 3  # of the articles
LOSS = 0.01  # of a site's articles fails now and then: nor does what chance makes of that
NOT_ASKED = "page/not-asked"  # the figure of addresses that were left, since their host was
UNREADABLE = ("no-body", "empty", "not-html", "unrendered", "undecodable")


GAVE_WAY = "gave-way"
STOPPED = {
    "closespider_timeout": "the run was ended at its time limit (schedule.time_limit)",
    GAVE_WAY: "another crawl of the site has begun, since the database server forgot the lock of "
    "this one, as by a restart: this one gave way, and the other goes on with it",
}
BROKEN_OFF = ("shutdown", "killed", "cancelled", GAVE_WAY)


def judge(run: SiteRun, reason: str, *, asked_only: bool) -> str:
    """The outcome of a run that ended for a reason; adds notes and evidence that say why, and notes
    whether a stale layout is still not known to fit.
    """
    outcome = outcome_of(run, reason, asked_only=asked_only)
    run.stale = not asked_only and stays_stale(run, outcome)
    return outcome


def outcome_of(run: SiteRun, reason: str, *, asked_only: bool) -> str:
    """What the run itself shows."""
    if forbidden := run.stats[FORBIDDEN]:
        run.note(f"articles not asked for, since robots.txt forbids them: {forbidden}")
    note_left(run)
    if run.errors:
        return "failed"
    if reason != ENDED:
        run.fails("stopped", STOPPED.get(reason, f"the run was stopped ({reason})"))
        return "interrupted" if reason in BROKEN_OFF else "failed"
    if run.stopped:
        run.note(run.stopped)
        return "interrupted"
    if run.robots_closed:
        run.fails("robots", run.robots_closed, run.example(("robots", *DOWN)))
        return "down" if any(run.looks[f"robots/{name}"] for name in UNREACHED) else "blocked"
    outcome = nothing_came(run) or unread(run) or part_came(run, asked_only=asked_only)
    outcome = outcome or ("thin" if run.left else None)
    if not asked_only and (outcome is None or only_some_failed(run, outcome)):
        outcome = shortfalls.shortfall(run) or outcome
    if run.guessed:
        names = ", ".join(sorted(run.guessed))
        run.note(f"guessed: {names}; run `egov sites confirm {run.site}` if it reads right")
    return outcome or good(run)


def stays_stale(run: SiteRun, outcome: str) -> bool:
    """Whether the layout is stale after this run: as it shows, or as one before it showed, where
    its pages do not tell otherwise. One or two that do not fit, and none at all, make no run a
    stale one, but tell of no mend either.
    """
    if outcome == STALE or any(one.rule == shortfalls.FIELD for one in run.evidence):
        return True
    fits, pages = run.signs.read.total(), run.signs.pages
    if run.past.stale is None or (fits > pages * MOST if pages else run.read):
        return False
    if outcome in GOOD:
        told = f"{fits} of {pages} pages fit their layout" if pages else "no page was read"
        words = f"{told} tonight; those of the night of {run.past.stale:%F} did not fit"
        run.fails("still-stale", words, run.example(("ok", "not-modified")))
    return True


def only_some_failed(run: SiteRun, outcome: str) -> bool:
    """Whether nothing but articles that did not come makes a run thin: no news is worse."""
    return outcome == "thin" and {one.rule for one in run.evidence} == {"unfetched"}


def note_left(run: SiteRun) -> None:
    """Tells of hosts that were asked no more, and of what was therefore not asked."""
    for host, why in run.left.items():
        shown = run.example((*DOWN, *BLOCKED))
        run.fails("left", f"{host} {why}: it was left for this run", shown)
    if unasked := run.stats[NOT_ASKED]:
        run.note(f"addresses not asked, which wait for another run: {unasked}")


def looks(run: SiteRun, outcomes: tuple[str, ...]) -> int:
    """How many looks at listings and articles had one of the outcomes."""
    return sum(run.looks[f"{kind}/{name}"] for kind in ("listing", "article") for name in outcomes)


def nothing_came(run: SiteRun) -> str | None:
    """Where not one answer was worth anything."""
    lost = looks(run, LOST)
    if not lost or looks(run, ("ok", "not-modified", "missing")):
        return None
    blocked, down = looks(run, BLOCKED), looks(run, DOWN)
    why = BLOCKED if blocked * 2 >= lost else DOWN if down * 2 >= lost else LOST
    shown = run.example(why)
    words = f": {shown.words}" if shown and shown.words else ""
    told = f"none of {lost} requests brought a page"
    run.fails("none-came", f"{told}{words}", shown, lost=lost, blocked=blocked, down=down)
    return {BLOCKED: "blocked", DOWN: "down"}.get(why, "failed")


def unread(run: SiteRun) -> str | None:
    """Where pages came, but few could be read by the site's layouts, or these find less in them."""
    refused = sum(run.refusals[name] for name in UNREADABLE)
    stale = [*run.signs.unfitting(), *run.signs.failing(run.normals)]
    for each in stale:
        run.fails(each.rule, each.sentence, each.url, **each.numbers)
    if refused >= FEW and refused > run.read:
        pages = refused + run.read
        words = f"{refused} of {pages} pages could not be read by any layout"
        run.fails("unreadable", words, run.unread, found=run.read, of=pages)
        return STALE
    if stale:
        return STALE
    is_new = run.past.stale is None  # else a few pages as before only say that it is not over
    return STALE if shortfalls.lost_fields(run) and (is_new or run.read >= FEW) else None


def part_came(run: SiteRun, *, asked_only: bool) -> str | None:
    """Where listings are missing or bare, or too many articles did not come."""
    for listing in run.listings_failed:
        run.fails("listing", f"listing {listing}", listing.split(" ")[0])
    listed = any(name.startswith("listing/") for name in run.looks)
    if listed and not run.listings_answered and not run.looks["listing/not-modified"]:
        run.fails("no-listing", "no listing answered as one")
        return "silent"
    if run.listings_answered and not run.counts.discovered and not run.passed_over:
        words = "the listings answered, and no article address was found in them"
        run.fails("no-address", words, run.example(("ok",)))
        return "silent"
    failed, asked = run.counts.failed, run.counts.fetched + run.counts.failed
    if kept_out(run, asked):
        return "blocked"
    if asked_only and run.stats[FORBIDDEN]:
        return "thin"
    if none_allowed(run, asked):
        return "blocked"
    if failed and (asked_only or too_many(failed, asked)):
        words = f"{failed} of {asked} articles could not be fetched"
        run.fails("unfetched", words, run.article(LOST), failed=failed, of=asked)
        return "thin"
    if run.doubted:
        run.fails("doubted", "too many articles were missing to believe it")
    return "thin" if run.listings_failed or run.doubted else None


def too_many(failed: int, asked: int) -> bool:
    """Whether more articles failed than fail now and then on any site."""
    if failed < FEW or failed <= asked * SHARE:
        return False
    return at_least(failed, asked, LOSS) < ALPHA


def kept_out(run: SiteRun, asked: int) -> bool:
    """Whether a third of the articles is kept from us."""
    number = sum(run.looks[f"article/{name}"] for name in BLOCKED if name != "robots")
    number += run.refusals["challenge"]  # one that the reader alone knows for what it is
    if number < asked * KEPT_OUT or not too_many(number, asked):
        return False
    words = f"{number} of {asked} articles were answered by a refusal or a challenge"
    run.fails("kept-out", words, run.article(BLOCKED) or run.unread, found=number, of=asked)
    return True


def none_allowed(run: SiteRun, asked: int) -> bool:
    """Whether robots.txt forbids all articles of a site of which none was ever read. Of others some
    may be forbidden for ever: these are missed as news are.
    """
    forbidden = run.stats[FORBIDDEN]
    if asked or forbidden < FEW or run.normals.all.readings:
        return False
    words = f"robots.txt forbids all {forbidden} articles that the listings name"
    run.fails("robots", words, run.article(("robots",)), found=0, of=forbidden)
    return True


def good(run: SiteRun) -> str:
    """Where all is well: proven or not, news or none."""
    if run.guessed:
        return "unproven"
    counts = run.counts
    return "healthy" if counts.new_articles or counts.new_versions or counts.gone else "quiet"
