"""Word documents: templates of the repository, filled by docxtpl, on the paper of GB/T 9704-2012 (domain.md 7.1).

An app keeps the template beside the code that knows its words, and gives it plain values; nobody else opens docxtpl
or python-docx. `tools/document_templates.py` makes the templates, an office may change them in Word.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Final

from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage

__all__ = ["DRAFT", "VOID", "Picture", "fill", "in_words"]

#: What stands across the pages of a paper that is not issued yet, or no longer holds.
DRAFT: Final = "草稿"
VOID: Final = "已作废"
NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture among the values of a template, so many millimetres wide."""

    body: bytes
    width: int


def fill(template: Path, values: Mapping[str, object], *, mark: str = "") -> bytes:
    """The .docx of a template with `values`; `mark` (`DRAFT`, `VOID`) stands across every page."""
    document = DocxTemplate(str(template))
    given = {name: _placed(document, value) for name, value in values.items()}
    document.render({**given, "mark": mark}, autoescape=True)
    body = BytesIO()
    document.save(body)
    return body.getvalue()


def in_words(day: date) -> str:
    """A date as documents write it: 2023年12月10日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _placed(document: DocxTemplate, value: object) -> object:
    """Pictures as the document holds them, wherever they stand; texts cleaned."""
    if isinstance(value, Picture):
        return InlineImage(document, BytesIO(value.body), width=Mm(value.width))
    if isinstance(value, Mapping):
        return {name: _placed(document, one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_placed(document, one) for one in value]
    return _clean(value)


def _clean(value: object) -> object:
    """Texts without what no XML holds; a soft line break of Word, as pasted, is a line break here, too."""
    return NOT_XML.sub("", value.replace("\v", "\n")) if isinstance(value, str) else value
