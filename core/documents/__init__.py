"""Word documents: templates of the repository, filled by docxtpl, on the paper of GB/T 9704-2012 (domain.md 7.1).

An app keeps the template beside the code that knows its words, and gives it plain values; nobody else opens docxtpl
or python-docx. `tools/document_templates.py` makes the templates, an office may change them in Word.
"""

import re
from collections.abc import Mapping
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Final

from docxtpl import DocxTemplate

__all__ = ["DRAFT", "VOID", "fill", "in_words"]

#: What stands across the pages of a paper that is not issued yet, or no longer holds.
DRAFT: Final = "草稿"
VOID: Final = "已作废"
NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def fill(template: Path, values: Mapping[str, object], *, mark: str = "") -> bytes:
    """The .docx of a template with `values`; `mark` (`DRAFT`, `VOID`) stands across every page."""
    document = DocxTemplate(str(template))
    document.render({**{name: _clean(value) for name, value in values.items()}, "mark": mark}, autoescape=True)
    body = BytesIO()
    document.save(body)
    return body.getvalue()


def in_words(day: date) -> str:
    """A date as documents write it: 2023年12月10日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _clean(value: object) -> object:
    """Texts without what no XML holds; a soft line break of Word, as pasted, is a line break here, too."""
    if isinstance(value, str):
        return NOT_XML.sub("", value.replace("\v", "\n"))
    if isinstance(value, Mapping):
        return {name: _clean(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(one) for one in value]
    return value
