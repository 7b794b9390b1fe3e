"""The settings of Báo Mẫu's crawls, with the fault that `EGOV_FAULT` names."""

import os

from tests.faults import injected
from tests.mau.settings import *  # noqa: F403

if named := os.environ.get("EGOV_FAULT"):
    injected.inject(named)
