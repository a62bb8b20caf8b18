"""The small parts of an .xlsx archive: which sheets there are and where, percent styles, template version."""

import re
import zipfile
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from core.workbooks.sandbox.errors import Refusal
from core.workbooks.sandbox.gate import CONTENT_TYPES, WORKBOOK_PART, feed, new_parser

#: Defined name under which our templates carry `kind` and version, as a text constant.
TEMPLATE_NAME: Final = "portal_template"

WORKBOOK_RELATIONS: Final = "xl/_rels/workbook.xml.rels"
#: What a part with macro code is called: the ends of its content type, the last word of the relation to it.
MACRO_TYPES: Final = ("vbaproject", "macrosheet+xml")
MACRO_RELATIONS: Final = frozenset(("vbaProject", "xlMacrosheet", "xlIntlMacrosheet"))

#: Relation id to the last word of its type and its target.
Relations: TypeAlias = dict[str, tuple[str, str]]

_BUILT_IN_PERCENT: Final = frozenset({9, 10})
_QUOTED: Final = re.compile(r'"[^"]*"|\\.')


@dataclass(slots=True)
class Book:
    """What the workbook part says: sheets as (name, relation id, hidden) in order, and our template's mark.

    `since_1904`: its numbers of days count from there, as old Macintosh programs wrote them.
    """

    sheets: list[tuple[str, str, bool]] = field(default_factory=list)
    template: str = ""
    has_links: bool = False
    since_1904: bool = False


def entry_names(archive: zipfile.ZipFile) -> dict[str, str]:
    """Entry names by their case-folded form, which is how readers look parts up."""
    return {name.casefold(): name for name in archive.namelist()}


def parse_part(archive: zipfile.ZipFile, name: str, handlers: dict[str, object]) -> None:
    """Parse a whole part with the given expat handlers (by attribute name)."""
    parser = new_parser()
    for attribute, handler in handlers.items():
        setattr(parser, attribute, handler)
    with archive.open(name) as part:
        feed(parser, part)


def read_book(archive: zipfile.ZipFile, name: str) -> Book:
    """The sheets and the template mark from the workbook part `name`."""
    book = Book()
    texts: list[str] = []
    naming = ""

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal naming
        tag = tag.rpartition(":")[2]
        if tag == "sheet":
            relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            is_hidden = attributes.get("state", "visible") != "visible"
            book.sheets.append((attributes.get("name", ""), relation, is_hidden))
        elif tag == "definedName":
            naming = attributes.get("name", "")
            texts.clear()
        elif tag == "externalReference":
            book.has_links = True
        elif tag == "workbookPr":
            book.since_1904 = attributes.get("date1904", "") in ("1", "true")

    def end(tag: str) -> None:
        nonlocal naming
        if tag.endswith("definedName") and naming == TEMPLATE_NAME:
            book.template = "".join(texts).strip().strip('"')[:100]
        naming = ""

    def text(data: str) -> None:
        if naming == TEMPLATE_NAME and len(texts) < 10:
            texts.append(data)

    parse_part(archive, name, {"StartElementHandler": start, "EndElementHandler": end, "CharacterDataHandler": text})
    return book


def read_relations(archive: zipfile.ZipFile, name: str) -> Relations:
    """Relation id to (last word of its type, target) from a .rels part; empty if the part is missing."""
    relations: Relations = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag.endswith("Relationship"):
            kind = attributes.get("Type", "").rpartition("/")[2]
            relations[attributes.get("Id", "")] = (kind, attributes.get("Target", ""))

    if name in archive.namelist():
        parse_part(archive, name, {"StartElementHandler": start})
    return relations


def check_macros(archive: zipfile.ZipFile, names: dict[str, str], relations: Relations) -> None:
    """Refuse a workbook whose own part is macro-enabled, or that holds a part with macro code.

    What the content types merely declare does not count: SheetJS declares binary workbooks in every file.
    """
    defaults, overrides = _content_types(archive, names.get(CONTENT_TYPES.casefold()))
    if "macroenabled" in overrides.get(WORKBOOK_PART, defaults.get("xml", "")):
        raise Refusal("macro")
    code = {part for part, kind in overrides.items() if kind.endswith(MACRO_TYPES)}
    code |= {resolve(target).casefold() for kind, target in relations.values() if kind in MACRO_RELATIONS}
    if code & names.keys():
        raise Refusal("macro")


def _content_types(archive: zipfile.ZipFile, name: str | None) -> tuple[dict[str, str], dict[str, str]]:
    """The content types by extension and by part, all of it case-folded. Raises Refusal where there are none."""
    if name is None:
        raise Refusal("unreadable", "parts")
    defaults: dict[str, str] = {}
    overrides: dict[str, str] = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        kind = attributes.get("ContentType", "").casefold()
        if tag.endswith("Default"):
            defaults[attributes.get("Extension", "").casefold()] = kind
        elif tag.endswith("Override"):
            overrides[attributes.get("PartName", "").removeprefix("/").casefold()] = kind

    parse_part(archive, name, {"StartElementHandler": start})
    return defaults, overrides


def resolve(target: str) -> str:
    """The entry name of a relation's target, seen from the workbook part."""
    target = target.removeprefix("./")
    if target.startswith("/"):
        return target[1:]
    return target if target.startswith("xl/") else f"xl/{target}"


def is_percent(code: str) -> bool:
    """Whether a number format shows a percentage: its sign counts only outside of quoted text."""
    return "%" in _QUOTED.sub("", code)


def percent_styles(archive: zipfile.ZipFile, name: str | None) -> frozenset[str]:
    """The cell style numbers (as text, as cells write them) whose number format is a percentage."""
    formats: set[int] = set(_BUILT_IN_PERCENT)
    styles: list[int] = []
    inside = False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        tag = tag.rpartition(":")[2]
        if tag == "numFmt" and is_percent(attributes.get("formatCode", "")):
            formats.add(_number(attributes.get("numFmtId")))
        elif tag == "cellXfs":
            inside = True
        elif tag == "xf" and inside:
            styles.append(_number(attributes.get("numFmtId")))

    def end(tag: str) -> None:
        nonlocal inside
        if tag.endswith("cellXfs"):
            inside = False

    if name:
        parse_part(archive, name, {"StartElementHandler": start, "EndElementHandler": end})
    return frozenset(str(place) for place, style in enumerate(styles) if style in formats)


def _number(text: str | None) -> int:
    try:
        return int(text or 0)
    except ValueError as error:
        raise Refusal("unreadable", "parts") from error
