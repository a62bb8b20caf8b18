"""The workbook of clauses, which the province keeps the catalogue with (domain.md 3.5).

A document that the catalogue does not hold comes with its title and days, and is entered with its first clause.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from django.db import connection
from django.db.models import Count, Max

from core.choices import code_items
from core.imports.importer import Importer, Ledger, ReadingSession
from core.imports.models import Upload
from core.jobs import JobRefused
from core.workbooks import CodeList, Column, Layout, Row
from core.writing import Refused
from hazards.choices import CriterionField
from hazards.models import Criterion, CriterionVersion
from hazards.permissions import HazardPermission
from hazards.services.catalogue import VersionEntry, save_version, text_of
from rulebook.choices import Certainty

FIELDS: Final = CodeList("criterion_field", code_items(CriterionField))
LEDGER: Final = Ledger(
    table="hazards_criterion",
    stage="hazards_criterion_stage",
    derived=("version_id", "number", "label", "text", "checked_against"),
    cells=(),
    identity=("version_id", "number"),
)


Key = tuple[str, str]
#: What a row says of its document.
OF_DOCUMENT: Final = ("title", "valid_from", "valid_to")


@dataclass(frozen=True, slots=True)
class CatalogueFacts:
    """The versions by document number and field; `fresh` are those that the workbook brings, as its first row says."""

    versions: dict[Key, CriterionVersion]
    fresh: dict[Key, tuple[object, ...]] = field(default_factory=dict)


def check_clause(row: Row, facts: CatalogueFacts) -> None:
    """The clause belongs to a version of the catalogue, or brings title and days of a new one, the same in each row."""
    if not row.has("document_no", "field"):
        return
    key = (row.values["document_no"], row.values["field"])
    said = tuple(row.values.get(name) for name in OF_DOCUMENT)
    known = facts.versions.get(key)
    if known is not None:
        for name, value in zip(OF_DOCUMENT, said, strict=True):
            if value is not None and value != getattr(known, name):
                kept = getattr(known, name) or "空"
                row.fault(
                    "mismatch",
                    name,
                    message=f"（{value}）与已登记的标准（{kept}）不一致，请在判定标准目录中更正该标准。",
                )
        return
    for name in ("title", "valid_from"):
        if row.ok(name) and not row.has(name):
            row.fault("required", name, message=f"为空：文号“{key[0]}”尚未登记，新标准须写明名称和施行日期。")
    if row.has("valid_from", "valid_to") and row.values["valid_to"] < row.values["valid_from"]:
        row.fault("order", "valid_to", message=f"（{said[2]}）早于施行日期（{said[1]}），请核对。")
    if row.has("title", "valid_from") and facts.fresh.setdefault(key, said) != said:
        row.fault("mismatch", "document_no", message=f"的值“{key[0]}”在前面的行中名称或者日期不同，请填写一致。")


LAYOUT: Final = Layout(
    kind="criteria",
    sheet="判定标准条款",
    version="2023.1",
    identity=("document_no", "field", "number"),
    check=check_clause,
    columns=(
        Column(
            title="标准文号",
            key="document_no",
            type="text",
            length=60,
            required="Y",
            width=26,
            example="应急管理部令第10号",
        ),
        Column(title="适用领域", key="field", type="code", codes=FIELDS, required="Y", width=14, example="工贸"),
        Column(
            title="标准名称",
            key="title",
            type="text",
            length=150,
            required="C",
            width=36,
            rule="尚未登记的标准必填",
            example="工贸企业重大事故隐患判定标准",
        ),
        Column(
            title="施行日期",
            key="valid_from",
            type="date",
            required="C",
            width=12,
            rule="尚未登记的标准必填",
            example="2023-05-15",
        ),
        Column(title="废止日期", key="valid_to", type="date", width=12, rule="不早于施行日期；仍有效的留空"),
        Column(title="条款号", key="number", type="text", length=30, required="Y", width=18, example="第三条第一项"),
        Column(
            title="条款简称",
            key="label",
            type="text",
            length=100,
            required="Y",
            width=36,
            example="对承包、承租单位未统一协调管理或者未定期检查",
        ),
        Column(
            title="核对依据",
            key="checked_against",
            type="text",
            length=100,
            width=30,
            rule="条款号和简称与哪一文本核对过；留空的条款标为待核，不在文书中引用",
            example="应急管理部网站所载条文",
        ),
    ),
)


class CatalogueSession(ReadingSession):
    """The versions are read once."""

    ledger = LEDGER

    def __init__(self) -> None:
        self.versions = {(row.document_no, row.field): row for row in CriterionVersion.objects.all()}
        self.fresh: dict[Key, tuple[object, ...]] = {}

    def facts(self, rows: Sequence[Row]) -> CatalogueFacts:
        return CatalogueFacts(self.versions, self.fresh)

    def derive(self, row: Row) -> dict[str, object]:
        """A clause of a new document is staged without one, its text saying which; the acceptance enters it."""
        version = self.versions.get((row.values["document_no"], row.values["field"]))
        number, label = row.values["number"], row.values["label"]
        checked = row.values.get("checked_against") or ""
        said: dict[str, object] = {"number": number, "label": label, "checked_against": checked}
        if version is not None:
            return {**said, "version_id": version.pk, "text": text_of(version, number, label)}
        document = [row.values.get(name) for name in ("document_no", "field", *OF_DOCUMENT)]
        return {**said, "version_id": None, "text": json.dumps(document, ensure_ascii=False, default=str)}


class CriterionImporter(Importer):
    kind = "criteria"
    layout = LAYOUT
    ledger = LEDGER
    permission = HazardPermission.CRITERIA_WRITE

    def open(self, upload: Upload, today: date) -> ReadingSession:
        return CatalogueSession()

    def before_accept(self, upload: Upload, run: str, at: datetime) -> None:
        """Enter the documents that the workbook brings, and let their clauses name them."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT text FROM hazards_criterion_stage WHERE run = %s AND version_id IS NULL "
                "GROUP BY text ORDER BY min(row_no)",
                [run],
            )
            for (text,) in cursor.fetchall():
                version = _entered(text, upload, at)
                cursor.execute(
                    "UPDATE hazards_criterion_stage SET version_id = %s, text = left(%s || number || ' ' || label, 300) "
                    "WHERE run = %s AND version_id IS NULL AND text = %s",
                    [version.pk, f"《{version.title}》", run, text],
                )

    def standing(self, upload: Upload) -> object:
        rows = (CriterionVersion.objects.all(), Criterion.objects.all())
        return [row.aggregate(count=Count("pk"), last=Max("updated_at")) for row in rows]


def _entered(text: str, upload: Upload, at: datetime) -> CriterionVersion:
    """The document of a staged clause. Raises JobRefused where somebody has entered it since the check."""
    document_no, of, title, first, last = json.loads(text)
    entry = VersionEntry(
        field=of,
        title=title,
        document_no=document_no,
        valid_from=date.fromisoformat(first),
        valid_to=date.fromisoformat(last) if last else None,
        certainty=Certainty.SECOND,
        note="",
    )
    try:
        return save_version(entry=entry, by=upload.hand, at=at)
    except Refused as refused:
        raise JobRefused(f"{refused}请重新上传同一文件，系统会重新校验。") from None
