"""The file of an insured unit as one ZIP: Chinese folders, a workbook of each part, the files, an index page."""

import hashlib
from datetime import date
from itertools import groupby
from types import MappingProxyType
from typing import Final

from django.db.models import Field, Model, prefetch_related_objects
from django.template.loader import render_to_string
from zipstream import ZIP_DEFLATED, ZipStream

from accounts.models import User
from core.files import clean_name
from core.languages import official
from core.views.tables import Columns, Sheet, field_columns, shown_columns, table_bytes, values_of
from enterprises.models import Enterprise
from workbench.unit_file.sections import Section

INDEX = "目录.html"
DIGESTS = "文件校验值.sha256"
#: What the rows of a part are counted in.
COUNTED_IN: Final = MappingProxyType(
    {
        "01-contract": "件",
        "02-endorsement": "件",
        "03-plan": "份",
        "04-service": "次",
        "05-agency": "件",
        "06-agency-contract": "份",
        "07-fee": "笔",
        "08-complaint": "件",
        "09-reading": "份",
        "10-evaluation": "份",
        "11-hazard": "项",
        "12-notice": "份",
    }
)


def archive(enterprise: Enterprise, parts: list[Section], user: User, today: date) -> ZipStream:
    """All parts as one ZIP that is made while it is sent; the index page links every file, `DIGESTS` proves them."""
    stream = ZipStream(compress_type=ZIP_DEFLATED, compress_level=6)
    digests: list[tuple[str, str]] = []

    def add(name: str, body: bytes) -> None:
        stream.add(body, name)
        digests.append((hashlib.sha256(body).hexdigest(), name))

    with official():
        for part in parts:
            add(f"{part.folder}/{part.title}.xlsx", _table(part, user, today))
            for folder, name, paper in part.papers:
                add(f"{part.folder}/{clean_name(folder)}/{name}", paper())
            for number, (folder, places, stored) in enumerate(part.files, start=1):
                if stored.is_withheld:
                    continue
                told = "-".join([f"{number:03d}", *map(str, places), stored.name])
                name = f"{part.folder}/{clean_name(folder)}/{clean_name(told)}"
                stream.add_path(stored.file.path, name)
                digests.append((stored.sha256, name))
        add(INDEX, _index(enterprise, parts, [name for _digest, name in digests], user, today))
    stream.add("".join(f"{digest}  {name}\n" for digest, name in digests).encode(), DIGESTS)
    return stream


def _table(part: Section, user: User, today: date) -> bytes:
    """Every field of the part's rows as a workbook in the official layout."""
    rows = [row for row in part.rows if isinstance(row, Model)]
    prefetch_related_objects(rows, *(field.name for field in part.model._meta.concrete_fields if _is_shown_key(field)))
    columns = _columns(part)
    values = values_of(columns, rows)
    shown = shown_columns(columns, values)
    body, _count = table_bytes(
        sheet=Sheet(str(part.title), COUNTED_IN[part.code]),
        columns=shown,
        rows=values,
        unit=str(user.organisation),
        today=today,
    )
    return body


def _columns(part: Section) -> Columns:
    """Every field of the part's rows, those of its page first; of several with one title the first alone."""
    first = [path.split(".")[0] for _title, path in part.columns]
    fields = [(str(title), part.worded.get(path, path)) for title, path, *_kind in field_columns(part.model)]
    fields.sort(key=lambda field: first.index(field[1]) if field[1] in first else len(first))
    known: dict[str, str] = {}
    for title, path in [*fields, *((str(title), path) for title, path in part.more)]:
        known.setdefault(title, path)
    return list(known.items())


def _is_shown_key(field: "Field[object, object]") -> bool:
    return bool(field.is_relation and field.verbose_name)


def _index(enterprise: Enterprise, parts: list[Section], names: list[str], user: User, today: date) -> bytes:
    """The page that opens first: what the archive holds, folder by folder, with a link to every file."""
    folders = [
        {
            "name": folder,
            "parts": [(part.title, len(part.rows)) for part in parts if part.folder == folder],
            "files": [name for name in names if name.startswith(f"{folder}/")],
        }
        for folder, _same in groupby(parts, key=lambda part: part.folder)
    ]
    context = {"enterprise": enterprise, "unit": user.organisation, "today": today, "folders": folders}
    return render_to_string("workbench/unit_file_index.html", context).encode()
