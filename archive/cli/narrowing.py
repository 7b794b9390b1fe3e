"""What narrows an answer to some sites, days, topics: the same words wherever it is asked."""

from collections.abc import Mapping, Sequence
from typing import Any

import typer

from archive.asking.filters import STATUSES, TAKEN
from archive.asking.time import day
from archive.errors import BadQuery
from archive.exchanged import Narrowed

SITE = typer.Option([], help="Only this site; may be repeated.")
UNIT = typer.Option(
    [], help="Only sites of this province or city of the old or new map; may be repeated."
)
KIND = typer.Option([], help="Only this kind of site: central, provincial …; may be repeated.")
SINCE = typer.Option(None, metavar="DAY", help="Published on this day or later.")
UNTIL = typer.Option(None, metavar="DAY", help="Published on this day or before.")
STATUS = typer.Option(
    [],
    help=f"Topic status: {', '.join(STATUSES)}; may be repeated. Without it {' and '.join(TAKEN)}.",
)
ALL_TOPICS = typer.Option(False, "--all-topics", help="Whatever the topic status.")
MIN_SCORE = typer.Option(None, help="Topic score, at least.")
MAX_SCORE = typer.Option(None, help="Topic score, at most.")
MENTION = typer.Option(
    [],
    help="What is named, as document:06/QĐ-TTg or by words of its label (see `egov mentions`); "
    "may be repeated, all have to be named.",
)
ORIGINS_ONLY = typer.Option(False, "--origins-only", help="Leave copies out.")
GONE = typer.Option(False, "--gone", help="Only articles that were removed.")
THERE = typer.Option(False, "--there", help="Only articles that are still there.")
ANY_WORD = typer.Option(False, "--any", help="One of the words is enough.")
# for commands that take words: -words are words, not options
WORDS_TOO = {"ignore_unknown_options": True}


def query(words: Sequence[str] | None, command: str) -> str | None:
    """The words as they were typed; raises BadQuery where one is meant as an option."""
    for word in words or ():
        if word.startswith("--"):
            raise BadQuery(f"there is no option {word.split('=')[0]}: see `egov {command} --help`")
    return " ".join(words) if words else None


def narrowed(given: Mapping[str, Any]) -> Narrowed:
    """The filters among a command's parameters, named as above; raises BadQuery."""
    if given["all_topics"] and given["status"]:
        raise BadQuery("--all-topics and --status exclude each other: leave one out")
    if given["gone"] and given["there"]:
        raise BadQuery("--gone and --there exclude each other: leave one out")
    since, until = given["since"], given["until"]
    return Narrowed(
        sites=given["site"],
        units=given["unit"],
        kinds=given["kind"],
        since=day(since) if since is not None else None,
        until=day(until) if until is not None else None,
        statuses=() if given["all_topics"] else given["status"] or TAKEN,
        min_score=given["min_score"],
        max_score=given["max_score"],
        mentions=given["mention"],
        origins_only=given["origins_only"],
        gone=True if given["gone"] else False if given["there"] else None,
        any_word=given["any_word"],
    )
