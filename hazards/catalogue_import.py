"""The workbook of clauses, which the province keeps the catalogue with (domain.md 3.5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Count, Max

from accounts.permissions import Permission
from core.imports.importer import Importer, Ledger, ReadingSession
from core.models import Upload
from core.workbooks import CodeList, Column, Layout, Row
from hazards.cataloguing import text_of
from hazards.codes import CRITERION_FIELDS
from hazards.models import Criterion, CriterionVersion

FIELDS: Final = CodeList("criterion_field", CRITERION_FIELDS)
LEDGER: Final = Ledger(
    table="hazards_criterion",
    stage="hazards_criterion_stage",
    columns=("version_id", "number", "label", "text"),
    identity=("version_id", "number"),
)


@dataclass(frozen=True, slots=True)
class CatalogueFacts:
    """The versions by document number and field."""

    versions: dict[tuple[str, str], CriterionVersion]


def check_clause(row: Row, facts: CatalogueFacts) -> None:
    """The clause belongs to a version that the province has entered."""
    if row.has("document_no", "field") and (row.values["document_no"], row.values["field"]) not in facts.versions:
        message = f"的值“{row.values['document_no']}”不是该领域已登记的标准文号，请先在判定标准目录中登记该标准。"
        row.fault("code-list", "document_no", message=message)


LAYOUT: Final = Layout(
    kind="criteria",
    sheet="判定标准条款",
    version="2023.1",
    identity=("document_no", "field", "number"),
    check=check_clause,
    columns=(
        Column(title="标准文号", key="document_no", type="text", length=60, required="Y", width=26, example="应急管理部令第10号"),
        Column(title="适用领域", key="field", type="code", codes=FIELDS, required="Y", width=14, example="工贸"),
        Column(title="条款号", key="number", type="text", length=30, required="Y", width=18, example="第三条第一项"),
        Column(title="条款简称", key="label", type="text", length=100, required="Y", width=36, example="外包单位安全管理"),
    ),
)  # fmt: skip


class CatalogueSession(ReadingSession):
    """The versions are read once."""

    def __init__(self) -> None:
        self.versions = {(row.document_no, row.field): row for row in CriterionVersion.objects.all()}

    def facts(self, rows: Sequence[Row]) -> CatalogueFacts:  # noqa: ARG002
        return CatalogueFacts(self.versions)

    def record(self, row: Row) -> tuple[Any, ...]:
        version = self.versions[row.values["document_no"], row.values["field"]]
        number, label = row.values["number"], row.values["label"]
        return version.pk, number, label, text_of(version, number, label)


class CriterionImporter(Importer):
    kind = "criteria"
    layout = LAYOUT
    ledger = LEDGER
    permission = Permission.CRITERIA_WRITE

    def open(self, upload: Upload, today: date) -> ReadingSession:  # noqa: ARG002
        return CatalogueSession()

    def standing(self, upload: Upload) -> Any:  # noqa: ARG002
        rows = (CriterionVersion.objects.all(), Criterion.objects.all())
        return [row.aggregate(count=Count("pk"), last=Max("updated_at")) for row in rows]
