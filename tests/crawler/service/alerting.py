"""Nights one after the other, and what is told behind each."""

from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from archive.storage.derived import alert
from archive.storage.engine import begin_read
from crawler.config import Config
from crawler.service import alerts
from crawler.service.channels import ways
from tests.crawler.service.sites import ran

NIGHT = datetime(2026, 3, 2, 18, 30, tzinfo=UTC)
DAY = timedelta(days=1)
CHALLENGE = "5 trên 5 bài được trả lời bằng trang kiểm tra"


class Nights:
    """Nights one after the other, each with runs and the alerts behind them, sent to `urls`."""

    def __init__(self, engine: sa.Engine, *urls: str) -> None:
        self.engine = engine
        self.urls = urls
        self.at = NIGHT

    def __call__(
        self,
        steps: dict[str, str] | None = None,
        events: dict[str, str] | None = None,
        **outcomes: str | tuple[str, dict[str, Any]],
    ) -> list[str]:
        """A night on which sites had these outcomes, some with figures; what could not be told."""
        self.at += DAY
        for name, told in outcomes.items():
            outcome, figures = (told, None) if isinstance(told, str) else told
            notes = () if outcome in ("healthy", "quiet") else (CHALLENGE,)
            ran(self.engine, name, outcome, self.at, *notes, figures=figures)
        return self.alert(steps, events)

    def alert(
        self, steps: dict[str, str] | None = None, events: dict[str, str] | None = None
    ) -> list[str]:
        """Tells what there is to be told without a further run."""
        return alerts.raise_alerts(
            self.engine,
            Config(),
            self.at + timedelta(hours=2),
            steps=steps,
            events=events,
            told=ways({"EGOV_ALERTS": " ".join(self.urls)}),
        )

    def rows(self) -> list[dict[str, Any]]:
        """The alerts that are written down, the first one first."""
        with begin_read(self.engine) as conn:
            found = conn.execute(sa.select(alert).order_by(alert.c.id))
            return [dict(row._mapping) for row in found]

    def states(self) -> list[str]:
        """Their states."""
        return [row["state"] for row in self.rows()]
