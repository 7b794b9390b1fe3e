"""What the rows of a table are: captions beside pictures, data, or mere layout."""

from lxml.html import HtmlElement

from archive.record import BlockKind

LAYOUT_CELL = 600  # letters in one cell: it lays out text, it is no data
PICTURE_TABLE = 1500


def kind_of(table: HtmlElement) -> BlockKind | None:
    """What a table's rows are: captions beside pictures, rows of data, or (None) mere layout."""
    cells = list(table.iter("td", "th"))
    if any(len(cell.text_content()) > LAYOUT_CELL for cell in cells):
        return None
    if table.find(".//img") is not None and _is_captions(table, cells):
        return BlockKind.CAPTION
    if table.find(".//table") is not None:
        return None
    wide = any(sum(c.tag in ("td", "th") for c in row) > 1 for row in table.iter("tr"))
    return BlockKind.ROW if wide else None


def _is_captions(table: HtmlElement, cells: list[HtmlElement]) -> bool:
    """Whether a table with pictures holds their captions and nothing else: no table in it, and
    hardly more cells with text than pictures.
    """
    if len(table.text_content()) > PICTURE_TABLE or table.find(".//table") is not None:
        return False
    told = sum(bool(cell.text_content().strip()) for cell in cells)
    return told <= sum(1 for _ in table.iter("img")) + 1
