"""What a proof finds, and the words in which it is told."""

from dataclasses import dataclass

RESTORE = "restore the archive from a backup"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it was recorded.

    `kind`: page, record, file, chain, seal, digest, name, time, label, orphan, state, index,
    schema, withheld, compacted, furniture or text. `where` is the table or file, `row` the row in
    it, `article` its public id where one is concerned. A warning is worth a look, and proves
    nothing.
    """

    kind: str
    where: str
    sentence: str
    article: str | None = None
    row: str | None = None
    warning: bool = False
    repairable: bool = False
