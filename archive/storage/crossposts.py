"""Articles of one id at several sites: cross-posts, which are copies whatever became of their text.

Sites of one system may share an id space. Each says so with the prefix of its own ids
(`SiteFacts.id_prefix`, `vccorp:102`); an article that stands at a sister site too keeps its id
there, so that the id tells that they are one, and the prefix whose it is. An address that was used
again for something else (a serial above 1) proves nothing by its id.
"""

from dataclasses import dataclass

import sqlalchemy as sa

from archive.storage.schema import article, site, version

MOST = 40  # versions of cross-posts that are linked, the newest first


@dataclass(frozen=True, slots=True)
class SharedId:
    """The id of an article of a site that shares its id space."""

    site_id: int
    space: str
    native_id: str
    is_own: bool  # it has the prefix of the site's own ids

    def is_same(self, other: "SharedId | None") -> bool:
        """Whether the other is a cross-post of the same article."""
        if other is None or self.site_id == other.site_id:
            return False
        return (self.space, self.native_id) == (other.space, other.native_id)


def shared_id(
    site_id: int, space: str, native_id: str | None, serial: int, prefix: str | None
) -> SharedId | None:
    """The id of an article where its site shares the space that it is of; None where it is not."""
    shared, _, own = (prefix or "").partition(":")
    if native_id is None or serial != 1 or shared != space or not own:
        return None
    return SharedId(site_id, space, native_id, native_id.startswith(own))


def of(conn: sa.Connection, version_id: int) -> list[int]:
    """The versions of the articles that have the id of a version's article at other sites."""
    own = conn.execute(_OWN, {"version": version_id}).one()
    shared = shared_id(own.site_id, own.id_space, own.native_id, own.serial, own.id_prefix)
    if shared is None:
        return []
    wanted = {"site": own.site_id, "space": f"{shared.space}:%", "id": shared.native_id}
    return list(conn.scalars(_OTHERS, {**wanted, "id_space": shared.space}))


_OWN = (
    sa.select(
        article.c.site_id,
        article.c.id_space,
        article.c.native_id,
        article.c.serial,
        site.c.id_prefix,
    )
    .join(version, version.c.article_id == article.c.id)
    .join(site, site.c.id == article.c.site_id)
    .where(version.c.id == sa.bindparam("version"))
)
_SHARING = sa.select(site.c.id).where(
    site.c.id_prefix.like(sa.bindparam("space")), site.c.id != sa.bindparam("site")
)
_OTHERS = (
    sa.select(version.c.id)
    .join(article, article.c.id == version.c.article_id)
    .where(
        article.c.site_id.in_(_SHARING),
        article.c.id_space == sa.bindparam("id_space"),
        article.c.key == sa.bindparam("id"),
        article.c.native_id.is_not(None),
        article.c.serial == 1,
    )
    .order_by(version.c.id.desc())
    .limit(MOST)
)
