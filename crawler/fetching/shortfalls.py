"""What a night lacks, measured by what the site's own nights usually bring: news, addresses, a
listing's links, fields, words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from math import exp
from statistics import median
from typing import TYPE_CHECKING

from archive.normals import Night
from archive.scoring import NAMES as FIELD_NAMES
from archive.scoring import SHORTER, Normal
from archive.shortage import ALPHA, Low, leans_to_gone, low, share_is_gone
from archive.storage.nights import STALE
from crawler.fetching.figures import FORBIDDEN
from crawler.fetching.signs import FEW_READ, USED

if TYPE_CHECKING:
    from crawler.fetching.figures import SiteRun

FEWER = 0.4  # of the usual number of addresses
BELOW = 0.75  # of the fewest that a good night named
ENOUGH_TO_MISS, LATELY = 3, 10  # nights of a listing, before it is missed; that tell what is usual
NAMED = 5  # addresses of a listing that usually has so many are missed
ENOUGH = 20  # pages that tell whether a field is gone
LEAST_KNOWN = 20  # pages that tell what is usual
PAUSE = timedelta(hours=36)  # after the look before, in which a night was left out
FIELD = "field"  # the rule that misses one
BACK = 14  # nights that are taken together where each has few pages
FIELDS = {"title": "title", "lead": "lead", "author": "author", "date": "published_at"}


def tonight(run: SiteRun) -> Night | None:
    """The figures of a run as a night; None where it is not known when it began."""
    if run.began is None:
        return None
    layouts = run.yields.layouts.most_common(1)
    return Night(
        at=run.began,
        outcome="quiet",
        discovered=run.counts.discovered,
        new=run.counts.new_articles,
        read=run.read,
        fields=run.yields.shares,
        words=run.yields.median_words,
        layout=layouts[0][0] if layouts else "",
        listings={url: (one.found, one.new) for url, one in run.listed.items()},
        standing=frozenset(run.standing),
    )


def shortfall(run: SiteRun) -> str | None:
    """The outcome of a run that brought less than is usual on such a day; None where it did not."""
    night = tonight(run)
    found = None
    if night is not None:
        found = lost_words(run) or news(run, night) or bare(run, night) or frozen(run, night)
    return found or few_addresses(run)


def news(run: SiteRun, night: Night) -> str | None:
    """Nothing new for longer than is usual, or far less than usual."""
    past = run.past
    found = low(past.nights, past.with_more(night), looks=past.with_looks(night))
    if found is None:
        return None
    shown = run.example(("ok", "not-modified"))
    numbers = {"found": found.new, "usual": round(found.expected, 1), "nights": found.nights}
    forbidden = run.stats[FORBIDDEN]
    if forbidden >= max(NAMED, found.expected / 2):
        words = f"robots.txt forbids {forbidden} of the articles that the listings name"
        words = f"{words}; {found.new} new {over(found, night)}, {usually(found)}"
        run.fails("robots", words, run.article(("robots",)), **numbers, forbidden=forbidden)
        return "blocked"
    if not found.silent:
        words = f"{found.new} new articles {over(found, night)}, {usually(found)}"
        run.fails("new", words, shown, **numbers)
        return "thin"
    named = sum(one.new for one in run.listed.values())
    if named >= max(NAMED, found.expected / 2) or 0 < named <= run.counts.failed:
        words = f"the listings named {named} new addresses, and none is an article of this night"
        run.fails("nothing-read", words, shown, **numbers, named=named)
        return "thin"
    newest = max((one.newest for one in run.listed.values() if one.newest), default=None)
    told = f"; the newest item of the listings is of {newest:%Y-%m-%d}" if newest else ""
    words = f"the listings answer, and nothing new {over(found, night)}, {usually(found)}{told}"
    run.fails("nothing-new", words, shown, **numbers)
    return "silent"


def over(found: Low, night: Night) -> str:
    """The nights that are spoken of; one that looked after a pause stands for more than itself."""
    if found.nights > 1:
        return f"for {found.nights} nights"
    return "tonight" if night.at - found.since < PAUSE else f"since {found.since:%Y-%m-%d}"


def usually(found: Low) -> str:
    """What was to be expected in these nights."""
    return f"{found.expected:.0f} are usual"


def bare(run: SiteRun, night: Night) -> str | None:
    """A listing that answers, and names no article address any more."""
    outcome = None
    for url, (named, _) in night.listings.items():
        before = [each.listings[url][0] for each in run.past.nights if url in each.listings]
        if named or len(before) < ENOUGH_TO_MISS or median(before[-LATELY:]) < NAMED:
            continue
        usual = median(before[-LATELY:])
        words = f"the listing {url} names no article, {usual:.0f} are usual"
        run.fails("bare-listing", words, url, found=0, usual=usual)
        outcome = "thin"
    return outcome


def frozen(run: SiteRun, night: Night) -> str | None:
    """A listing that names nothing new for longer than is usual for it; where no other one did
    either, the site is silent.
    """
    outcome = None
    whole = run.past.with_more(night)
    named = {url: whole.listings.get(url, (0, 0))[1] for url in (*whole.listings, *night.standing)}
    for url in sorted({*night.listings, *night.standing}):
        if night.listings.get(url, (0, 0))[1]:
            continue
        before, looks = (_of_listing(each, url) for each in (run.past.nights, run.past.looks))
        alpha = ALPHA / len(named)
        alone = replace(night, new=run.past.left.listings.get(url, (0, 0))[1])
        whole_night = replace(night, new=named[url])
        found = low(before, whole_night, alpha, looks=[*looks, alone])
        if found is None or not found.silent:
            continue
        row = [each for each in run.past.nights if each.at > found.since]
        newest = run.listed[url].newest if url in run.listed else None
        told = f"; its newest item is of {newest:%Y-%m-%d}" if newest else ""
        words = (
            f"the listing {url} has named nothing new {over(found, night)}, {usually(found)}{told}"
        )
        numbers = {"usual": round(found.expected, 1), "nights": found.nights}
        run.fails("frozen-listing", words, url, found=0, **numbers)
        outcome = "thin" if whole.new or any(each.new for each in row) else "silent"
    return outcome


def _of_listing(looks: Sequence[Night], url: str) -> list[Night]:
    """What looks saw of one listing; where it had not changed, nothing new."""
    return [
        replace(each, new=each.listings.get(url, (0, 0))[1])
        for each in looks
        if url in each.listings or url in each.standing
    ]


def few_addresses(run: SiteRun) -> str | None:
    """Listings that name far fewer addresses than usual."""
    found = sum(one.found for one in run.listed.values()) or run.counts.discovered
    if not run.usual or run.looks["listing/not-modified"] or found >= run.usual * FEWER:
        return None
    if run.least is not None and found >= run.least * BELOW:
        return None
    words = f"{found} addresses found, {run.usual:.0f} are usual"
    run.fails("discovered", words, run.example(("ok",)), found=found, usual=run.usual)
    return "thin"


def lost_fields(run: SiteRun) -> bool:
    """Whether a field is gone from most pages of the last nights, where tonight's are too few for
    `Signs` to say so, and the layout is the one that gave it.
    """
    night = tonight(run)
    if night is None or not night.read or not night.fields:
        return False
    alike = [each for each in run.past.nights if each.read and each.layout == night.layout]
    lost = [name for name in FIELDS if lost_field(run, [*alike, night], name)]
    return bool(lost)


def lost_field(run: SiteRun, nights: Sequence[Night], name: str) -> bool:
    """Whether a field is gone from the newest nights, by what those before them had of it: from so
    many as look rather like a field that is gone.
    """
    pages = had = 0
    leaning = 0.0
    for back, each in enumerate(reversed(nights[-BACK:]), 1):
        here = round(each.fields.get(name, 0.0) * each.read)
        before = nights[:-back]
        known = sum(one.read for one in before)
        usual = sum(one.fields.get(name, 0.0) * one.read for one in before) / max(known, 1)
        leaning += leans_to_gone(here, each.read, usual)
        if leaning < 0 or pages >= ENOUGH:
            break
        pages, had = pages + each.read, had + here
        if pages < FEW_READ or known < LEAST_KNOWN or usual < USED:
            continue
        if share_is_gone(had, pages, usual, known):
            trait = FIELDS[name]
            words = (
                f"layout {each.layout} gave no {FIELD_NAMES.get(trait, trait)} on {pages - had} of "
                f"the last {pages} pages; {usual:.0%} of the site's articles have one"
            )
            shown = run.yields.empty.get(name)
            run.fails(FIELD, words, shown, found=had, of=pages, usual=round(usual, 3))
            return True
    return False


def lost_words(run: SiteRun) -> str | None:
    """Texts that have become far shorter than the site's articles are: so many have less than half
    of the usual words as chance hardly brings together.
    """
    lengths, usual = run.yields.words, usual_of(run)
    if usual is None or len(lengths) < FEW_READ:
        return None
    middle, found = exp(usual.words[0]), median(lengths)
    long = sum(each >= SHORTER * middle for each in lengths)
    gone = share_is_gone(long, len(lengths), usual.long, usual.readings)
    if found >= SHORTER * middle or not gone:
        return None
    words = f"{found:.0f} words in the median of {len(lengths)} pages, {middle:.0f} are usual"
    shown = run.yields.shortest[1] if run.yields.shortest else None
    run.fails("words", words, shown, found=found, of=len(lengths), usual=round(middle))
    return STALE


def usual_of(run: SiteRun) -> Normal | None:
    """What the pages of the layout that read most usually yield; None where that is not known."""
    layouts = run.yields.layouts.most_common(1)
    normal = run.normals.of(layouts[0][0]) if layouts else None
    return normal if normal is not None and normal.is_known else None
