"""Texts in the cells of openpyxl: always through the formula guard."""

from openpyxl.cell.cell import Cell, MergedCell

from core.workbooks.formats import TEXT_FORMAT, guarded_text


def put_text(cell: Cell | MergedCell, text: str) -> None:
    """Write `text` so that it stays text whatever it begins with. Styles are set before or after, fonts and all."""
    stored, needs_mark = guarded_text(text)
    cell.value, cell.data_type = stored, "s"
    cell.number_format = TEXT_FORMAT
    if needs_mark:
        cell.quotePrefix = True
