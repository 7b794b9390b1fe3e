"""${message}."""

import sqlalchemy as sa
from alembic import op

from migrations.aside import set_aside

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    with set_aside(op.get_bind()):
        ${upgrades.replace("\n", "\n    ") if upgrades else "pass"}


def downgrade() -> None:
    with set_aside(op.get_bind()):
        ${downgrades.replace("\n", "\n    ") if downgrades else "pass"}
