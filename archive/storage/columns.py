"""The column types of the tables, and how a column of each is declared."""

import json
import re
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import TypeDecorator


class UtcTime(TypeDecorator[datetime]):
    """An aware time: timestamptz on PostgreSQL; on SQLite, which drops zones, text in UTC.

    That text is `YYYY-MM-DDTHH:MM:SS.ffffffZ`, so that its order is that of time.
    """

    impl = sa.String(27)
    cache_ok = True

    def load_dialect_impl(self, dialect: sa.Dialect) -> sa.types.TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(sa.DateTime(timezone=True))
        return dialect.type_descriptor(sa.String(27))

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without a zone cannot be stored: {value!r}")
        value = value.astimezone(UTC)
        if dialect.name == "postgresql":
            return value
        # strftime does not pad years before 1000 on glibc
        return f"{value.year:04d}-{value:%m-%dT%H:%M:%S.%f}Z"

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if isinstance(value, datetime):
            return value.astimezone(UTC)
        return datetime.fromisoformat(value)


class Words(TypeDecorator[str]):
    """Text without what no database takes, and some pages hold: NUL and halves of letters."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> str | None:
        return None if value is None else storable(value)


def storable(text: str) -> str:
    """The text without NUL; lone surrogates become question marks."""
    if text.isascii() and "\0" not in text:  # most are: hashes, addresses, names
        return text
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


Json = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")  # as JSON writes it
AnyRow = sa.Row[*tuple[Any, ...]]
Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def dump_json(value: Any) -> str:
    """JSON as it is stored: Vietnamese readable, keys in order, no spaces, no NUL."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return storable(NUL.sub(r"\1", text) if "\\u0000" in text else text)


metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def id_column() -> sa.Column[int]:
    """The integer key of a row: it stays inside this database."""
    return sa.Column("id", Id, primary_key=True, autoincrement=True)


def reference(
    column: str, target: str, *, null: bool = False, index: bool = False
) -> sa.Column[int]:
    """A column that names a row of another table (`table.column`)."""
    return sa.Column(column, Id, sa.ForeignKey(target), nullable=null, index=index)


def words(name: str, *, null: bool = True) -> sa.Column[str]:
    """A column of text; it may be empty unless told otherwise."""
    return sa.Column(name, Words, nullable=null)


def moment(name: str, *, null: bool = False, index: bool = False) -> sa.Column[datetime]:
    """A column of times; it must be filled unless told otherwise."""
    return sa.Column(name, UtcTime, nullable=null, index=index)
