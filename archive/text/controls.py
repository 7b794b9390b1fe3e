"""Characters that could steer a terminal, and JSON that holds them without showing them. Pure."""

import json
import re

# C0 and C1 controls, the marks that turn the direction of what follows, letters without a width
CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


def escaped(written: str) -> str:
    """JSON in which each character that could steer a terminal stands by its number."""
    return CONTROL.sub(_by_number, written)


def _by_number(found: re.Match[str]) -> str:
    return json.dumps(found.group())[1:-1]
