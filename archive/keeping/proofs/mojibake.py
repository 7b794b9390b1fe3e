"""Text that was read in the wrong character set, told apart from honest Vietnamese.

A letter of UTF-8 read byte by byte is two or three: `Ã¡` for á, `áº¿` for ế. Honest text holds such
first letters before quotation marks, dashes, dots and spaces (`ĐÃ…`, `«cá»`): these prove nothing.
"""

import re

# what the bytes 80 to BF are in Latin-1 and in Windows-1252, without the marks of honest text
_NEXT = "\x80-\x9f¡-ª¬-²´-º¼-¿€‚ƒ„†‡ˆ‰Š‹ŒŽ˜™š›œžŸ"
THREE = re.compile(f"á[º»][{_NEXT}]")
TWO = re.compile(f"[ÂÃÄÅÆ][{_NEXT}]")
LEAST = 2  # pairs that must stand in a text: one alone may be a code or a name
REPLACED = "\ufffd"


def told(text: str) -> str | None:
    """What is wrong with a text; None where nothing is."""
    if REPLACED in text:
        return f"{text.count(REPLACED)} letters were lost (U+FFFD)"
    if THREE.search(text) or len(TWO.findall(text)) >= LEAST:
        return "letters were read in another character set than they were written in"
    return None
