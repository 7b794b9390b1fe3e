"""What each site is and rests on, as the declarations say it: the page docs/sites.md.

Written by `scrapy sites --write`; a test holds page and declarations equal.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from archive.text.units import units
from crawler import sites
from crawler.families import families
from crawler.fetching.spider import NewsSpider
from crawler.reading.layout import Evidence

Spider = type[NewsSpider]
EVIDENCE = tuple(Evidence)
HEAD = """# The sites

Written by `scrapy sites --write` from the declarations in `crawler/spiders`: not to be edited here.

Each layout, address form and listing says on what it rests: **real** (a saved page of the site or
of its family), **code** (crawlers of others that run) or **guess**. A guess that matches for the
first time makes the run *unproven* until a person says `egov sites confirm SITE`. A site without a
layout is read by the generic one. Provinces are those of today's map, for papers that were merged
away those of the older one.
"""
GROUPS: tuple[tuple[str, Callable[[Spider], bool]], ...] = (
    ("Central press and ministries", lambda site: site.kind in ("central", "ministry")),
    ("Provinces and cities", lambda site: site.kind == "provincial" and site.successor is None),
    ("Papers that were merged away", lambda site: site.successor is not None),
    ("Others", lambda site: True),
)
COLUMNS = ("site", "paper", "unit", "family", "layouts", "listings", "crawled")


def document() -> str:
    """The whole page."""
    left = list(sites.sites())
    parts = [HEAD, "## How much rests on what\n" + _table(_counts(left))]
    for title, belongs in GROUPS:
        group = [site for site in left if belongs(site)]
        left = [site for site in left if site not in group]
        if group:
            parts.append(f"## {title} ({len(group)})\n" + _table(_sites(group)))
    return "\n".join(parts)


def _counts(found: Sequence[Spider]) -> Iterator[Sequence[str]]:
    """How many layouts, address forms, listings and sites rest on what."""
    yield ("", *EVIDENCE, "none")
    layouts = {(site.name, each.name): each for site in found for each in site.layouts}
    yield _row("layouts of sites", (each.evidence for each in layouts.values()))
    yield _row("address forms", (one.evidence for site in found for one in site.addresses))
    listings = [one for site in found for one in site.all_listings()]
    yield _row("listings", (one.evidence for one in listings))
    yield _row("of these on e-government", (one.evidence for one in listings if one.topic))
    yield _row("sites, by their best layout", (_best(site) for site in found))


def _row(name: str, stated: Iterable[str]) -> Sequence[str]:
    counts = Counter(map(str, stated))
    return (name, *(str(counts[each] or "—") for each in EVIDENCE), str(counts[""] or "—"))


def _best(site: Spider) -> str:
    held = {str(layout.evidence) for layout in site.layouts}
    return next((each for each in EVIDENCE if each in held), "")


def _sites(group: Sequence[Spider]) -> Iterator[Sequence[str]]:
    yield COLUMNS
    for site in group:
        yield (
            f"`{site.name}`",
            site.title,
            _unit(site),
            _family(site),
            _layouts(site),
            _listings(site),
            _crawled(site),
        )


def _unit(site: Spider) -> str:
    """Code and name of the province or city; that of a merged paper by the older map."""
    if site.unit is None:
        return "—"
    wanted = "63" if site.successor is not None else "34"
    named = [unit for unit in units() if unit.code == site.unit]
    name = next((unit.name for unit in named if unit.map == wanted), named[0].name if named else "")
    return f"{site.unit} {name}".strip()


def _family(site: Spider) -> str:
    own = [each.__module__.rpartition(".")[2] for each in families() if issubclass(site, each)]
    return ", ".join(own) or "—"


def _layouts(site: Spider) -> str:
    return ", ".join(f"{each.name} ({each.evidence})" for each in site.layouts) or "generic"


def _listings(site: Spider) -> str:
    counts = Counter(str(each.evidence) for each in site.all_listings())
    return ", ".join(f"{counts[each]} {each}" for each in EVIDENCE if counts[each]) or "—"


def _crawled(site: Spider) -> str:
    """Whether it is asked each night, and which paper goes on where it was merged away."""
    said = "yes" if site.enabled else "no"
    return f"{said}; now `{site.successor}`" if site.successor else said


def _table(rows: Iterable[Sequence[str]]) -> str:
    head, *body = rows
    rule = "|".join("---" for _ in head)
    lines = [f"| {' | '.join(head)} |", f"|{rule}|", *(f"| {' | '.join(row)} |" for row in body)]
    return "\n".join(lines) + "\n"
