"""Schedulers that share an archive, without jobs, and how one loses its lock."""

import sqlalchemy as sa

from archive.storage import leader
from archive.storage.engine import begin_read
from archive.storage.leader import ConnectionHold
from crawler.config import ScheduleConfig
from crawler.fetching.night import Crawls


class Jobs:
    """What stands for the service of a scheduler."""

    def __init__(self):
        self.context = self
        self.crawls = Crawls(ScheduleConfig())
        self.scheduler = self
        self.running = False
        self.did = []

    def start(self):
        self.running = True
        self.did.append("start")

    def shutdown(self, wait):
        self.running = False
        self.did.append("shutdown")

    def begin(self):
        self.did.append("begin")

    def missed_jobs(self):
        return []

    def reckon(self):
        self.did.append("reckon")


def lose(scheduler, tmp_path):
    """Takes the lock away from under a scheduler that holds it."""
    hold = scheduler.leadership.hold
    if not isinstance(hold, ConnectionHold):
        (tmp_path / leader.FILE).unlink()
        return
    pid = hold.connection.scalar(sa.text("SELECT pg_backend_pid()"))
    with begin_read(scheduler.leadership.engine) as conn:
        conn.execute(sa.text(f"SELECT pg_terminate_backend({pid}, 5000)"))
