"""The addresses that are tried for one listing, and which of them answered before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.fetching.listings import Listing, Spot

if TYPE_CHECKING:
    from archive.storage.declared import LayoutSeen
    from crawler.fetching.figures import SiteRun
    from crawler.fetching.spider import NewsSpider

SUBJECT = "listing "  # how the archive names a listing beside the layouts of a site
MISSED_GUESS = "a guessed listing did not answer as one"  # how the note of it begins


class Candidates:
    """What was tried for each listing of a site, in this run and before.

    An address that answered is remembered in the archive, and asked first from then on; as long as
    nobody confirmed it, the run is unproven.
    """

    def __init__(self, spider: NewsSpider, run: SiteRun) -> None:
        self.run = run
        self.tell = spider.runs.tell
        self.seen: dict[str, LayoutSeen] = {
            each.subject.removeprefix(SUBJECT): each
            for each in spider.runs.store.layouts_seen(spider.name)
            if each.subject.startswith(SUBJECT)
        }

    def first(self, listing: Listing, priority: int) -> Spot:
        """Where a walk over a listing begins: at the address that answered before."""
        order = sorted(listing.candidates, key=self.rank)
        if len(order) > 1:
            self.tell(f"listing  {listing.url}: candidates are {', '.join(order)}")
        return Spot(listing, order[0], order[0], priority=priority, left=tuple(order[1:]))

    def rank(self, url: str) -> tuple[bool, bool, float]:
        """Confirmed ones first, then those that answered last, then all others as declared."""
        seen = self.seen.get(url)
        if seen is None:
            return True, True, 0.0
        return False, seen.confirmed_at is None, -seen.first_matched_at.timestamp()

    def remembered(self, listing: Listing) -> list[str]:
        """The guessed addresses of a listing that answered before."""
        return [url for url in listing.candidates if listing.is_guess(url) and url in self.seen]

    def answers(self, spot: Spot) -> None:
        """An address answered as a listing that names articles."""
        if not spot.listing.is_guess(spot.base):
            return
        self.run.guessed.add(f"{SUBJECT}{spot.base}")
        for other in self.remembered(spot.listing):
            if other != spot.base and any(each.startswith(f"{other} ") for each in spot.failed):
                self.run.note(f"listing {other} answers no more: {spot.base} stands in for it")

    def next(self, spot: Spot, reason: str) -> Spot | None:
        """The candidate after one that did not answer as a listing; None where that was the last:
        a declared or proven one is missed then, a guess that never answered is not.
        """
        failed = (*spot.failed, f"{spot.base} {reason}")
        if spot.left:
            url, *left = spot.left
            self.tell(f"listing  {failed[-1]}; {url} is tried")
            return Spot(
                spot.listing,
                url,
                url,
                priority=spot.priority,
                left=tuple(left),
                failed=failed,
            )
        sentence = "; ".join(failed)
        guess = spot.listing.evidence == "guess" and not self.remembered(spot.listing)
        if guess:
            self.run.note(f"{MISSED_GUESS}: {sentence}")
        else:
            self.run.listings_failed.append(sentence)
        self.tell(f"listing  {sentence}")
        return None
