"""What stands in many articles of a site: looked at, learned, taken out of force and put back."""

from contextlib import closing

from archive.opened import Opened
from archive.storage import furniture
from archive.storage.clock import wall_clock
from archive.storage.engine import begin_read, begin_write
from archive.storage.furniture import Kept, Learned


class Furnished(Opened):
    """The furniture of sites, which their articles are read without."""

    def furniture(self, site: str | None = None) -> tuple[Kept, ...]:
        """All pieces that were ever learned, of all sites or of one, with their evidence.

        Those whose `removed_number` is None are in force. Raises NotFound where the site is not
        known.

        >>> archive.furniture("nhipso")
        ()
        """
        with begin_read(self.engine) as conn:
            return tuple(furniture.kept(conn, site))

    def learn_furniture(self, site: str, *, always: bool = True) -> Learned:
        """Learns from the newest articles of a site, as each night does; a run that goes on keeps
        the furniture that it began with.

        `always`: also where the stored readings say nothing twice. Raises NotFound where the site
        is not declared.

        >>> archive.learn_furniture("nhipso")  # a sample, of which the crawler knows nothing
        Traceback (most recent call last):
        archive.errors.NotFound: no site nhipso is declared: furniture is learned of declared sites
        """
        from archive.exchanged import installed_reader
        from archive.storage.standing import learn
        from archive.storage.store import Store

        reader = installed_reader()
        with closing(Store(self.engine, self.data_dir, reader)) as store:
            return learn(store, reader, site, always=always)

    def remove_furniture(self, piece: str, why: str) -> Kept:
        """Takes a piece out of force under its site's next number; it is not learned again.

        Raises NotFound where nothing answers to the id, BadQuery without a reason.

        >>> archive.remove_furniture("85da57db52", why="it is the opening line of a series")
        Traceback (most recent call last):
        archive.errors.NotFound: no furniture 85da57db52 is known: see `egov furniture`
        """
        with begin_write(self.engine) as conn:
            return furniture.remove(conn, piece, why, wall_clock())

    def restore_furniture(self, piece: str) -> Kept:
        """Puts a removed piece into force again, under its site's next number.

        Raises NotFound where nothing answers to the id, BadQuery where it is in force.

        >>> archive.restore_furniture("85da57db52")
        Traceback (most recent call last):
        archive.errors.NotFound: no furniture 85da57db52 is known: see `egov furniture`
        """
        with begin_write(self.engine) as conn:
            return furniture.restore(conn, piece, wall_clock())
