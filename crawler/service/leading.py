"""Standing by until nobody leads, leading until the lock is lost or the service is stopped."""

import logging
import threading
import time
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy.exc import SQLAlchemyError

from archive.errors import ArchiveError
from archive.storage import leader, opened
from archive.storage.leader import Leadership
from archive.storage.patience import AGAIN, OUTAGE
from crawler.fetching.room import told
from crawler.service.service import Service

TICK = 60.0  # seconds between two looks at the lock and the clock
STANDBY = 20.0  # seconds between two tries to lead
GLANCE = 1.0  # seconds between two glances at whether the connection that leads has ended
EACH = 3600.0  # seconds after which a trouble that lasts is told again
JUMP = timedelta(minutes=2)  # by which the wall clock may differ from time that passed

logger = logging.getLogger("scheduler")


class Leading:
    """One scheduler, leading or standing by."""

    def __init__(
        self,
        leadership: Leadership,
        make: Callable[[], Service],
        say: Callable[[str], None],
        passing: Callable[[], float] = time.monotonic,
        check: Callable[[], None] = lambda: None,
    ) -> None:
        self.leadership = leadership
        self.make = make
        self.say = say
        self.check = check  # raises ArchiveError where the archive is none that jobs can work with
        self.passing = passing  # seconds, by a clock that nobody sets
        self.service: Service | None = None
        self.ended = threading.Event()
        self.stood_by = ""
        self.clock = leadership.clock
        self.wall, self.passed = self.clock(), passing()
        self.catching: threading.Thread | None = None
        self.complained: dict[str, float] = {}  # when each trouble was told last

    def serve(self) -> None:
        """Goes on until it is interrupted; then the crawls end within their grace time."""
        try:
            while not self.ended.is_set():
                self.tick()
                self.rest(TICK if self.service else STANDBY)
        finally:
            self.step_down("the service ends")

    def rest(self, seconds: float) -> None:
        """Waits for the next look, which comes at once where there is cause."""
        for _ in range(round(seconds / GLANCE)):
            if self.ended.wait(GLANCE) or (self.service and self.leadership.is_stirred()):
                return

    def tick(self) -> None:
        """One look: at the lock, the clock, and what was missed."""
        if self.service is None:
            self.try_to_lead()
        elif not self.leadership.holds() and not self.leads_on():
            logger.error("the lock of the leader is lost: crawls are ended")
            self.step_down("the lock of the leader was lost")
        else:
            self.beat()
            self.look_at_the_clock()
            self.catch_up(self.service)

    # --- leading ---------------------------------------------------------------------------------

    def try_to_lead(self) -> None:
        """Leads if nobody does."""
        try:
            self.check()
            if not self.leadership.take():
                self.stand_by()
                return
            self.service = self.make()
            self.service.leads = self.leadership.leads
            self.service.begin()
        except (SQLAlchemyError, OSError, ArchiveError) as error:
            self.complain("the jobs wait", error)
            self.step_down("database or data folder are away, or not as they must be")
            return
        self.stood_by = ""
        self.complained.clear()
        self.wall, self.passed = self.clock(), self.passing()
        self.service.scheduler.start()
        self.say("this scheduler leads")
        self.catch_up(self.service)

    def leads_on(self) -> bool:
        """Takes the lock again that was lost, as by a restart of the server, unless another did."""
        logger.error("the lock of the leader is lost: it is asked for again")
        began = self.passing()
        while True:
            try:
                self.check()
                return self.leadership.take_again()
            except ArchiveError as error:
                self.complain("the jobs wait", error)
                return False
            except (SQLAlchemyError, OSError):
                if self.ended.is_set() or self.passing() - began >= OUTAGE:
                    return False
            self.ended.wait(AGAIN)

    def stand_by(self) -> None:
        """Says who leads, once."""
        found = leader.known(self.leadership.engine)
        who = f"{found.host}, process {found.process}" if found else "another process"
        if who != self.stood_by:
            self.say(f"standing by: {who} leads")
            self.stood_by = who

    def step_down(self, why: str) -> None:
        """Ends the crawls and the jobs, and gives the lock back."""
        service, self.service = self.service, None
        if service is not None:
            service.context.crawls.stop()
            if service.scheduler.running:
                service.scheduler.shutdown(wait=True)
            if self.catching is not None:
                self.catching.join()
            logger.info("leads no more: %s", why)
        self.leadership.release()

    def beat(self) -> None:
        """Says that the leader is alive."""
        try:
            self.leadership.beat()
        except SQLAlchemyError as error:
            self.complain("the leader's sign of life could not be written", error)
            opened.anew(self.leadership.engine)  # it may have been restored meanwhile

    # --- the clock, and what was missed ----------------------------------------------------------

    def look_at_the_clock(self) -> None:
        """Where the clock was set, or the machine slept, the jobs are reckoned anew."""
        wall, passed = self.clock(), self.passing()
        jump = (wall - self.wall) - timedelta(seconds=passed - self.passed)
        self.wall, self.passed = wall, passed
        if abs(jump) > JUMP and self.service is not None:
            logger.error("the clock moved by %s: it was set, or the machine slept", jump)
            self.service.reckon()

    def catch_up(self, service: Service) -> None:
        """Does what was missed beside the look at the lock, which goes on."""
        if self.catching is not None and self.catching.is_alive():
            return
        try:
            if not service.missed_jobs():
                return
        except SQLAlchemyError as error:
            self.complain("what was missed is not known", error)
            return
        self.apart(service.catch_up)

    def complain(self, what: str, error: Exception) -> None:
        """Tells of a trouble that each look meets: once, and again each hour that it lasts."""
        words, now = f"{what}: {told(error)}", self.passing()
        if now - self.complained.get(words, -EACH) >= EACH:
            self.complained[words] = now
            logger.error("%s", words)

    def apart(self, work: Callable[[], object]) -> None:
        """Does something in a thread of its own."""
        self.catching = threading.Thread(target=work, name="catch-up")
        self.catching.start()
