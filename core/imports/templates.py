"""Blank workbooks, made from the layout when they are asked for."""

from datetime import date
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from core.imports.importer import Importer
from core.workbooks import build_template


def template_file(importer: Importer, today: date) -> BytesIO:
    """The blank workbook of a kind as it is filled today, as a stream from its start."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "template.xlsx"
        build_template(importer.layout, path, importer.closed(today))
        return BytesIO(path.read_bytes())
