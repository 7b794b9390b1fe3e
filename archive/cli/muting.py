"""`egov health mute` and `unmute`: a site of which nobody is alerted for a while."""

import getpass

import typer

from archive import Archive
from archive.asking import time
from archive.cli.health import group
from archive.cli.paper import Json, dump, say
from archive.errors import BadQuery
from archive.storage.mutes import last_day

UNTIL = typer.Option(..., "--until", metavar="DAY", help="The last day on which it is muted.")
REASON = typer.Option(..., "--reason", metavar="TEXT", help="Why: it is shown beside the site.")
BY = typer.Option(None, "--by", metavar="NAME", help="Who mutes it; without it, who is logged in.")
SITE = typer.Argument(..., metavar="SITE", help="The name of a site.")


def add_to(_: typer.Typer) -> None:
    """Registers the commands below `egov health`."""
    group.command("mute")(mute)
    group.command("unmute")(unmute)


def mute(
    site: str = SITE,
    until: str = UNTIL,
    reason: str = REASON,
    by: str | None = BY,
    json: bool = Json,
) -> None:
    """Alert nobody of a site until a day is over, for a reason that is shown beside it.

    It is crawled and judged as ever. What still stands when the mute ends is told then.
    """
    last = time.day(until)
    with Archive.open() as archive:
        made = archive.mute(site, last, reason=reason, by=who() if by is None else by)
    if json:
        dump(made)
    else:
        end = last_day(made.until)
        say(f"{made.site} is muted until the end of {end}: {made.reason}")


def who() -> str:
    """The name under which the caller is logged in; raises BadQuery where there is none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        raise BadQuery("say who mutes it: --by NAME") from None


def unmute(site: str = SITE, json: bool = Json) -> None:
    """Alert people of a site again."""
    with Archive.open() as archive:
        muted = archive.unmute(site)
    if json:
        dump({"site": site, "was_muted": muted})
    else:
        say(f"{site} is muted no more." if muted else f"{site} was not muted.")
