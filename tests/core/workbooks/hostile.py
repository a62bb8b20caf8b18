"""Files made to do harm, by name: extension, maker, and the outcomes that are right."""

import io
import random
import struct
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import xlwt

from core.workbooks import Limits, Refused, read_workbook
from tests.core.workbooks.books import GOOD_ROW, HEADER, MAIN, THINGS, TITLES, inline, package, row_xml, xlsx_parts

REFUSALS = {
    "not-a-workbook",
    "encrypted",
    "macro",
    "too-large",
    "bomb",
    "too-many-rows",
    "no-sheet",
    "missing-columns",
    "unreadable",
    "timeout",
}
TAKEN = "taken"


def parts(data: str = HEADER + GOOD_ROW, **options: str) -> dict[str, str | bytes]:
    return xlsx_parts(data, **options)


def changed(name: str, body: str | bytes, data: str = HEADER + GOOD_ROW) -> bytes:
    """A good workbook with one part replaced or added."""
    return package({**parts(data), name: body})


def without(*names: str) -> bytes:
    return package({name: body for name, body in parts().items() if name not in names})


def dtd(body: str, name: str = "xl/worksheets/sheet1.xml") -> bytes:
    original = str(parts()[name])
    return changed(name, f'<?xml version="1.0"?><!DOCTYPE x [{body}]>{original}')


def twice(name: str) -> bytes:
    """A workbook in which one entry stands twice."""
    buffer = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w") as archive:
        warnings.simplefilter("ignore")
        for entry, body in [*parts().items(), (name, str(parts()["xl/worksheets/sheet1.xml"]))]:
            archive.writestr(entry, body)
    return buffer.getvalue()


def good() -> bytes:
    return package(parts())


def flip(place: int) -> bytes:
    """A good workbook with one byte of its middle changed."""
    data = bytearray(good())
    data[place] ^= 0xFF
    return bytes(data)


def encrypted_entry() -> bytes:
    """The encryption flag set in every header of the archive."""
    data = bytearray(good())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(signature)
        while place >= 0:
            data[place + offset] |= 1
            place = data.find(signature, place + 4)
    return bytes(data)


def lying_size(declared: int) -> bytes:
    """A sheet whose directory entry declares another unpacked size."""
    sheet = str(
        parts(HEADER + "".join(row_xml(n, ["A-1", "x" * 50]) for n in range(2, 3000)))["xl/worksheets/sheet1.xml"]
    )
    data = bytearray(changed("xl/worksheets/sheet1.xml", sheet))
    place = data.rfind(b"PK\x01\x02", 0, data.rfind(b"xl/worksheets/sheet1.xml"))
    struct.pack_into("<I", data, place + 24, declared)
    return bytes(data)


def ole(*names: str) -> bytes:
    """The bare directory of an OLE file with these streams."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    entries = b""
    for name in ("Root Entry", *names):
        text = name.encode("utf-16-le")
        entries += (text + bytes(64 - len(text)) + struct.pack("<HBB", len(text) + 2, 2, 1)).ljust(128, b"\0")
    return header + entries + bytes(512)


def xls(rows: int = 3, column: int = 0) -> bytes:
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("S")
    for place, title in enumerate(TITLES[:4]):
        sheet.write(0, place, title)
    sheet.write(rows, column, "x")
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def cells(*addresses: str) -> str:
    """Header, and filled cells at these addresses, one row each."""
    rows = "".join(f'<row r="{a.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")}">{inline(a, "x")}</row>' for a in addresses)
    return HEADER + rows


def nested(depth: int) -> bytes:
    return changed("xl/worksheets/sheet1.xml", f'<worksheet xmlns="{MAIN}">{"<a>" * depth}{"</a>" * depth}</worksheet>')


def sst(count: int, body: str) -> dict[str, str | bytes]:
    """A workbook with shared strings."""
    made = parts(HEADER + '<row r="2"><c r="A2" t="s"><v>0</v></c></row>')
    made["xl/_rels/workbook.xml.rels"] = str(made["xl/_rels/workbook.xml.rels"]).replace(
        "</Relationships>",
        '<Relationship Id="t" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" '
        'Target="sharedStrings.xml"/></Relationships>',
    )
    made["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{body * count}</sst>'
    return made


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
MERGES = "".join(f'<mergeCell ref="A{n}:D{n}"/>' for n in range(2, 40_000))
HEADINGS = [title.encode() for title in TITLES]
ENTRY = "xl/worksheets/sheet1.xml"

Made = Callable[[], bytes]

CORPUS: dict[str, tuple[str, Made, set[str]]] = {
    # Bombs
    "a sheet that unpacks too far": (".xlsx", lambda: changed(ENTRY, b" " * (401 << 20)), {"bomb"}),
    "many middling parts": (
        ".xlsx",
        lambda: package({**parts(), **{f"xl/media/{n}": b"\0" * (45 << 20) for n in range(9)}}),
        {"bomb"},
    ),
    "a cell of 60 megabytes": (
        ".xlsx",
        lambda: package(parts(HEADER + f'<row r="2">{inline("A2", "x" * (60 << 20))}</row>')),
        {TAKEN, "bomb"},
    ),
    "a huge attribute": (
        ".xlsx",
        lambda: package(parts(HEADER + f'<row r="2"><c r="A2" x="{"x" * (100 << 20)}"/></row>')),
        {"bomb"},
    ),
    "billion laughs": (".xlsx", lambda: dtd('<!ENTITY l0 "ha">' + LAUGHS), {"bomb"}),
    "quadratic blow-up": (".xlsx", lambda: dtd(f'<!ENTITY a "{"a" * 50_000}">'), {"bomb"}),
    "external entity": (".xlsx", lambda: dtd('<!ENTITY a SYSTEM "file:///etc/passwd">'), {"bomb"}),
    "parameter entity": (".xlsx", lambda: dtd('<!ENTITY % a SYSTEM "http://127.0.0.1/x"> %a;'), {"bomb"}),
    "empty document type": (".xlsx", lambda: dtd(""), {"bomb"}),
    "document type in the workbook part": (".xlsx", lambda: dtd("", "xl/workbook.xml"), {"bomb"}),
    "document type in the styles": (".xlsx", lambda: dtd("", "xl/styles.xml"), {"bomb"}),
    "document type in the relations": (".xlsx", lambda: dtd("", "xl/_rels/workbook.xml.rels"), {"bomb"}),
    "document type in the properties": (
        ".xlsx",
        lambda: changed("docProps/core.xml", "<!DOCTYPE a []><a/>"),
        {"bomb"},
    ),
    "document type in UTF-16": (
        ".xlsx",
        lambda: changed(ENTRY, '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a []><a/>'.encode("utf-16")),
        {"bomb"},
    ),
    "a million shared strings": (".xlsx", lambda: package(sst(1_000_000, "<si><t>x</t></si>")), {TAKEN, "bomb"}),
    "one long shared string everywhere": (
        ".xlsx",
        lambda: package(
            {
                **sst(1, f"<si><t>{'x' * 30_000}</t></si>"),
                ENTRY: str(
                    parts(
                        HEADER
                        + "".join(
                            f'<row r="{n}">{"".join(f"""<c r="{c}{n}" t="s"><v>0</v></c>""" for c in "ABCD")}</row>'
                            for n in range(2, 20_000)
                        )
                    )[ENTRY]
                ),
            }
        ),
        {"bomb"},
    ),
    # Extent
    "two corners": (".xlsx", lambda: package(parts(cells("A2", "XFD1048576"))), {"too-many-rows"}),
    "two corners without a header": (
        ".xlsx",
        lambda: package(parts(cells("XFD1048576").replace(HEADER, ""))),
        {"too-many-rows", "no-sheet"},
    ),
    "last row only": (".xlsx", lambda: package(parts(cells("A1048576"))), {"too-many-rows"}),
    "last column only": (".xlsx", lambda: package(parts(HEADER + f'<row r="2">{inline("XFD2", "x")}</row>')), {TAKEN}),
    "false dimension": (
        ".xlsx",
        lambda: changed(
            ENTRY, str(parts()[ENTRY]).replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')
        ),
        {TAKEN},
    ),
    "no dimension that could be": (
        ".xlsx",
        lambda: changed(ENTRY, str(parts()[ENTRY]).replace("<sheetData>", '<dimension ref="Q"/><sheetData>')),
        {TAKEN, "unreadable"},
    ),
    "sparse million rows": (
        ".xlsx",
        lambda: package(
            parts(HEADER + "".join(f'<row r="{n * 5}"><c r="A{n * 5}"><v>1</v></c></row>' for n in range(1, 209_000)))
        ),
        {"too-many-rows"},
    ),
    "styled blank rows": (
        ".xlsx",
        lambda: package(parts(HEADER + GOOD_ROW + "".join(f'<row r="{n}" s="1"/>' for n in range(3, 1_048_577)))),
        {TAKEN},
    ),
    "row beyond the last": (".xlsx", lambda: package(parts(cells("A1048577"))), {"unreadable"}),
    "row zero": (".xlsx", lambda: package(parts('<row r="0"/>' + HEADER)), {"unreadable"}),
    "negative row": (".xlsx", lambda: package(parts('<row r="-1"/>' + HEADER)), {"unreadable"}),
    "row of words": (".xlsx", lambda: package(parts('<row r="x"/>' + HEADER)), {"unreadable"}),
    "rows descending": (".xlsx", lambda: package(parts(cells("A9", "A5"))), {"unreadable"}),
    "row twice": (".xlsx", lambda: package(parts(cells("A2", "A2"))), {"unreadable"}),
    "column beyond the last": (
        ".xlsx",
        lambda: package(parts(HEADER + f'<row r="2">{inline("XFE2", "x")}</row>')),
        {"unreadable"},
    ),
    "column of no letters": (
        ".xlsx",
        lambda: package(parts(HEADER + '<row r="2"><c r="2"><v>1</v></c></row>')),
        {"unreadable"},
    ),
    "cell in another row": (
        ".xlsx",
        lambda: package(parts(HEADER + f'<row r="2">{inline("A1048576", "x")}</row>')),
        {"unreadable"},
    ),
    "101 columns": (
        ".xlsx",
        lambda: package(
            parts(
                '<row r="1">'
                + "".join(
                    f'<c t="inlineStr"><is><t>{t}</t></is></c>' for t in [*TITLES, *(f"列{n}" for n in range(89))]
                )
                + "</row>"
            )
        ),
        {"too-many-rows"},
    ),
    # Merges
    "one giant merge": (
        ".xlsx",
        lambda: package(parts(after='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')),
        {TAKEN},
    ),
    "forty thousand merges": (".xlsx", lambda: package(parts(after=f"<mergeCells>{MERGES}</mergeCells>")), {TAKEN}),
    "merge of nonsense": (
        ".xlsx",
        lambda: package(parts(after='<mergeCells><mergeCell ref="A0:Ü9"/></mergeCells>')),
        {"unreadable"},
    ),
    # The archive
    "entry twice": (".xlsx", lambda: twice(ENTRY), {"unreadable"}),
    "entry twice in other case": (".xlsx", lambda: twice("xl/worksheets/SHEET1.xml"), {"unreadable"}),
    "entry above": (".xlsx", lambda: changed("../../etc/cron.d/x", "x"), {"unreadable"}),
    "entry at the root": (".xlsx", lambda: changed("/etc/passwd", "x"), {"unreadable"}),
    "entry with backslashes": (".xlsx", lambda: changed("xl\\worksheets\\x.xml", "x"), {"unreadable"}),
    "entry on a drive": (".xlsx", lambda: changed("C:/x", "x"), {"unreadable"}),
    "entry with NUL": (".xlsx", lambda: good().replace(b"xl/styles.xml", b"xl/styles\0xml"), {"unreadable"}),
    "20,000 entries": (".xlsx", lambda: package({**parts(), **{f"x/{n}": b"" for n in range(20_000)}}), {TAKEN}),
    "size too small": (".xlsx", lambda: lying_size(500), {"unreadable"}),
    "size too large": (".xlsx", lambda: lying_size(1 << 24), {"unreadable", TAKEN}),
    "size beyond all": (".xlsx", lambda: lying_size(0xFFFFFFF0), {"bomb"}),
    "truncated by half": (".xlsx", lambda: good()[: len(good()) // 2], {"unreadable"}),
    "truncated by a byte": (".xlsx", lambda: good()[:-1], {"unreadable"}),
    "directory gone": (".xlsx", lambda: good()[: good().find(b"PK\x01\x02")], {"unreadable"}),
    "flipped byte in the data": (".xlsx", lambda: flip(60), {"unreadable", TAKEN}),
    "flipped byte in the directory": (".xlsx", lambda: flip(len(good()) - 200), {"unreadable", TAKEN, "encrypted"}),
    "encrypted entries": (".xlsx", encrypted_entry, {"encrypted"}),
    "zip of nothing": (".xlsx", lambda: b"PK\x05\x06" + bytes(18), {"not-a-workbook"}),
    "zip of texts": (".xlsx", lambda: package({"a.txt": "x"}), {"not-a-workbook"}),
    "word document": (
        ".xlsx",
        lambda: package({"[Content_Types].xml": "<Types/>", "word/document.xml": "<a/>"}),
        {"not-a-workbook"},
    ),
    "binary workbook": (
        ".xlsx",
        lambda: package({"[Content_Types].xml": "<Types/>", "xl/workbook.bin": "x"}),
        {"not-a-workbook"},
    ),
    "another zip inside": (".xlsx", lambda: changed("xl/embeddings/a.zip", good()), {TAKEN}),
    # Parts
    "no workbook part": (".xlsx", lambda: without("xl/workbook.xml"), {"unreadable"}),
    "no sheet part": (".xlsx", lambda: without(ENTRY), {"unreadable"}),
    "no relations": (".xlsx", lambda: without("xl/_rels/workbook.xml.rels"), {"unreadable", "no-sheet"}),
    "no content types": (".xlsx", lambda: without("[Content_Types].xml"), {"unreadable"}),
    "no styles": (".xlsx", lambda: without("xl/styles.xml"), {TAKEN}),
    "empty sheet part": (".xlsx", lambda: changed(ENTRY, ""), {"unreadable"}),
    "sheet part of garbage": (".xlsx", lambda: changed(ENTRY, random.Random(1).randbytes(5000)), {"unreadable"}),
    "sheet cut off": (".xlsx", lambda: changed(ENTRY, str(parts()[ENTRY])[:-40]), {"unreadable"}),
    "sheet that is a chart": (".xlsx", lambda: changed(ENTRY, "<chartsheet/>"), {"unreadable"}),
    "missing shared string": (
        ".xlsx",
        lambda: package(parts(HEADER + '<row r="2"><c r="A2" t="s"><v>7</v></c></row>')),
        {"unreadable", TAKEN},
    ),
    "shared string of words": (
        ".xlsx",
        lambda: package(parts(HEADER + '<row r="2"><c r="A2" t="s"><v>x</v></c></row>')),
        {"unreadable", TAKEN},
    ),
    "bad UTF-8": (
        ".xlsx",
        lambda: changed(ENTRY, str(parts()[ENTRY]).encode().replace("螺丝".encode(), b"\xff\xfe")),
        {"unreadable"},
    ),
    "lone surrogate": (".xlsx", lambda: changed(ENTRY, str(parts()[ENTRY]).replace("螺丝", "a&#xD800;")), {TAKEN}),
    "escaped surrogate": (".xlsx", lambda: changed(ENTRY, str(parts()[ENTRY]).replace("螺丝", "a_xD800_")), {TAKEN}),
    "escaped NUL": (
        ".xlsx",
        lambda: changed(ENTRY, str(parts()[ENTRY]).replace("螺丝", "_x0000_d2023-99-99")),
        {TAKEN},
    ),
    "NUL character": (".xlsx", lambda: changed(ENTRY, str(parts()[ENTRY]).replace("螺丝", "&#0;")), {TAKEN}),
    "numbers beyond numbers": (
        ".xlsx",
        lambda: package(parts(HEADER + '<row r="2"><c r="D2"><v>1e999</v></c><c r="E2"><v>NaN</v></c></row>')),
        {TAKEN, "unreadable"},
    ),
    "deep nesting": (".xlsx", lambda: nested(200_000), {"unreadable", "no-sheet", "bomb"}),
    "style number beyond": (
        ".xlsx",
        lambda: package(parts(HEADER + '<row r="2"><c r="A2" s="99999999999"><v>1</v></c></row>')),
        {TAKEN, "unreadable"},
    ),
    "a thousand sheets": (
        ".xlsx",
        lambda: package(xlsx_parts("", sheets=[f"S{n}" for n in range(1000)])),
        {"no-sheet"},
    ),
    "macro": (".xlsx", lambda: changed("xl/vbaProject.bin", "x"), {"macro"}),
    "macro under its own extension": (".xlsm", lambda: changed("xl/vbaProject.bin", "x"), {"macro"}),
    "macro by content type": (
        ".xlsx",
        lambda: changed(
            "[Content_Types].xml",
            '<Types><Override PartName="/xl/workbook.xml" ContentType="a.sheet.macroEnabled.main+xml"/></Types>',
        ),
        {"macro"},
    ),
    "macro by default content type": (
        ".xlsx",
        lambda: changed(
            "[Content_Types].xml",
            '<Types><Default Extension="xml" ContentType="a.sheet.macroEnabled.main+xml"/></Types>',
        ),
        {"macro"},
    ),
    "macro under another name": (
        ".xlsx",
        lambda: package(
            {
                **parts(),
                "xl/other.bin": "x",
                "[Content_Types].xml": str(parts()["[Content_Types].xml"]).replace(
                    "</Types>",
                    '<Override PartName="/xl/other.bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>',
                ),
            }
        ),
        {"macro"},
    ),
    "macro by relation": (
        ".xlsx",
        lambda: package(
            {
                **parts(),
                "xl/other.bin": "x",
                "xl/_rels/workbook.xml.rels": str(parts()["xl/_rels/workbook.xml.rels"]).replace(
                    "</Relationships>",
                    '<Relationship Id="m" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" '
                    'Target="other.bin"/></Relationships>',
                ),
            }
        ),
        {"macro"},
    ),
    "binary workbook merely declared": (
        ".xlsx",
        lambda: changed(
            "[Content_Types].xml",
            str(parts()["[Content_Types].xml"]).replace(
                "</Types>",
                '<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>',
            ),
        ),
        {TAKEN},
    ),
    "old macro sheet": (".xlsx", lambda: changed("xl/macrosheets/sheet1.xml", "<a/>"), {"macro"}),
    # Other formats
    "nothing": (".xlsx", lambda: b"", {"not-a-workbook"}),
    "empty text": (".csv", lambda: b"", {"not-a-workbook"}),
    "page renamed": (".xls", lambda: b"<html><table><tr><td>x</td></tr></table></html>", {"not-a-workbook"}),
    "picture renamed": (".xlsx", lambda: b"\x89PNG\r\n\x1a\n" + bytes(500), {"not-a-workbook"}),
    "workbook as text": (".csv", good, {"not-a-workbook"}),
    "new workbook as old": (".xls", good, {"not-a-workbook"}),
    "old workbook as new": (".xlsx", xls, {"not-a-workbook"}),
    "other extension": (".exe", good, {"not-a-workbook"}),
    "encrypted package": (".xlsx", lambda: ole("EncryptionInfo", "EncryptedPackage"), {"encrypted"}),
    "old macro": (".xls", lambda: ole("Workbook", "_VBA_PROJECT_CUR"), {"macro"}),
    "word document, old": (".xls", lambda: ole("WordDocument"), {"not-a-workbook"}),
    "bare OLE": (".xls", lambda: ole("Workbook"), {"unreadable"}),
    "OLE header only": (".xls", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", {"unreadable"}),
    "old workbook truncated": (".xls", lambda: xls()[:2000], {"unreadable", "not-a-workbook"}),
    "old workbook, far corner": (".xls", lambda: xls(65_535, 255), {"too-many-rows", "bomb"}),
    "old workbook of noise": (
        ".xls",
        lambda: xls()[:1024] + random.Random(2).randbytes(9000),
        {"unreadable", "not-a-workbook"},
    ),
    "text with NUL": (".csv", "编号,名称\0,购置日期,数量(件)".encode, {TAKEN}),
    "text of NUL": (".csv", lambda: bytes(1000), {"not-a-workbook"}),
    "text in UTF-16": (".csv", lambda: ",".join(TITLES).encode("utf-16"), {TAKEN}),
    "text in UTF-16 without its mark": (
        ".csv",
        lambda: ("A," + ",".join(TITLES)).encode("utf-16-le"),
        {"not-a-workbook", "no-sheet"},
    ),
    "text in UTF-16, broken": (".csv", lambda: ",".join(TITLES).encode("utf-16") + b"\x00\xd8", {"not-a-workbook"}),
    "text in no encoding": (".csv", lambda: b"\xff\xff\xff,\x80\x80", {"not-a-workbook"}),
    "text with an open quote": (".csv", lambda: b",".join(HEADINGS) + b'\n"' + b"x" * (2 << 20), {"unreadable"}),
    "text of commas": (".csv", lambda: b"," * 200_000 + b"\n1", {"no-sheet", "too-many-rows"}),
    "text of lines": (".csv", lambda: b",".join(HEADINGS) + b"\n" * 3_000_000, {TAKEN}),
    "text of a million rows": (".csv", lambda: b",".join(HEADINGS) + b"\n" + b"A-1\n" * 1_000_000, {"too-many-rows"}),
}


LIMITS = Limits()


def outcome(path: Path, limits: Limits = LIMITS) -> str:
    """The refusal's code, or "taken". Everything else is an error of the reader."""
    refusal: Refused | None = None
    try:
        with read_workbook(path, THINGS, limits=limits) as reading:
            for _batch in reading.batches():
                pass
    except Refused as refused:
        refusal = refused
    if refusal is None:
        return TAKEN
    assert refusal.code in REFUSALS
    assert len(refusal.message) > 10
    assert "请" in refusal.message
    return refusal.code
