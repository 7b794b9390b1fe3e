"""The jobs of the service: when each is due, which sites it crawls and how, what it does then."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time, timedelta

from crawler.config import Config
from crawler.service.times import Times

NIGHTLY, FEEDS, LOOK_BACK, VERIFY, ONCE = "nightly", "feeds", "look-back", "verify", "once"
LONG = timedelta(hours=20)  # a machine that slept over the hour does the job when it wakes
SHORT = timedelta(hours=1)  # of what is done again soon anyway

# what is done after the crawls, by name and in this order: see `crawler.service.after`
NIGHT_STEPS = (
    *("table", "drain", "settle", "furniture", "seal", "compaction", "size", "backup"),
    *("alerts", "report", "metrics", "ping"),
)
SITE_STEPS = ("table", "drain", "settle", "furniture", "seal", "alerts", "report", "metrics")
FEEDS_STEPS = ("table", "drain", "seal", "alerts", "metrics")
VERIFY_STEPS = ("verify", "alerts", "metrics")
PART_STEPS = ("table", "drain", "settle", "furniture", "seal", "report")  # of `--once --site …`


@dataclass(frozen=True, slots=True)
class Job:
    """What is done at certain times: `sites` are crawled with `arguments` (`feeds=1`), then come
    the `steps`. A run that was missed is done later if it is `caught_up`, else only within `grace`.
    """

    name: str
    times: Times
    sites: tuple[str, ...]
    steps: tuple[str, ...]
    arguments: tuple[str, ...] = ()
    caught_up: bool = True
    grace: timedelta = LONG

    @property
    def trigger(self) -> str:
        """What its runs bear as their trigger: the name, without a site."""
        return self.name.partition("/")[0]


@dataclass(frozen=True, slots=True)
class JobEnd:
    """How a run of a job ended: `healthy`, `unwell`, `interrupted` or `failed`, and what to say."""

    outcome: str
    detail: str


def jobs(config: Config, sites: Sequence[str]) -> list[Job]:
    """All jobs over some sites, as they are configured."""
    plan, jitter = config.schedule, config.schedule.jitter
    own = {name: at for name in sites if (at := config.site(name).nightly) is not None}
    rest = tuple(name for name in sites if name not in own)
    all_sites = tuple(sites)
    found = [Job(NIGHTLY, Times(NIGHTLY, (plan.nightly,), None, jitter), rest, NIGHT_STEPS)]
    found += [nightly_of(name, at, jitter) for name, at in own.items()]
    if plan.feeds:
        times = Times(FEEDS, plan.feeds, None, jitter)
        found.append(
            Job(FEEDS, times, all_sites, FEEDS_STEPS, ("feeds=1",), caught_up=False, grace=SHORT)
        )
    back, proof = plan.look_back, plan.verify
    times = Times(LOOK_BACK, (back.at,), back.day, jitter)
    found.append(Job(LOOK_BACK, times, all_sites, SITE_STEPS, ("look_back=1",)))
    found.append(Job(VERIFY, Times(VERIFY, (proof.at,), proof.day), (), VERIFY_STEPS))
    return found


def nightly_of(site: str, at: time, jitter: int) -> Job:
    """The nightly job of a site that has a time of its own."""
    name = f"{NIGHTLY}/{site}"
    return Job(name, Times(name, (at,), None, jitter), (site,), SITE_STEPS)
