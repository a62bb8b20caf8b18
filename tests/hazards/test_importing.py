"""The catalogue by workbook: clauses of known documents, and documents that come with title and days."""

import datetime as dt
from pathlib import Path
from typing import Any

from core.imports.models import Upload
from hazards.importing import LAYOUT
from hazards.models import Criterion, CriterionVersion
from tests.cast import Cast
from tests.core.workbooks.books import filled
from tests.uploads import send, verdicts

NEW = {"document_no": "示例令第1号", "field": "工贸", "title": "示例判定标准", "valid_from": dt.date(2023, 9, 1)}


def upload(by: Any, *rows: dict[str, Any]) -> Upload:
    return send("criteria", Path("判定标准条款.xlsx"), by, content=filled(LAYOUT, *rows))


def test_a_new_document_comes_with_its_clauses_and_again_changes_nothing(cast: Cast) -> None:
    rows = [{**NEW, "number": f"第{n}条", "label": f"简称{n}"} for n in (1, 2)]
    assert upload(cast.provincial_officer, *rows).new == 2
    version = CriterionVersion.objects.get(document_no="示例令第1号")
    assert (version.title, version.valid_from, version.valid_to) == ("示例判定标准", dt.date(2023, 9, 1), None)
    texts = list(Criterion.objects.filter(version=version).values_list("text", flat=True))
    assert texts == ["《示例判定标准》第1条 简称1", "《示例判定标准》第2条 简称2"]
    again = upload(cast.provincial_officer, *rows, {**NEW, "title": None, "number": "第3条", "label": "简称3"})
    assert (again.new, again.unchanged, again.held) == (1, 2, 0)


def test_a_document_names_title_and_day_and_the_same_in_each_row(cast: Cast) -> None:
    clause = {"number": "第1条", "label": "简称"}
    done = upload(
        cast.provincial_officer,
        {**NEW, "title": None, "valid_from": None, **clause},
        {**NEW, **clause, "number": "第2条"},
        {**NEW, "title": "别的名称", **clause, "number": "第3条"},
        {**NEW, "document_no": "示例令第2号", "valid_to": dt.date(2023, 8, 1), **clause},
    )
    assert verdicts(done) == {
        (2, "C", "required", "error"),
        (2, "D", "required", "error"),
        (4, "A", "mismatch", "error"),
        (5, "E", "order", "error"),
    }
    assert CriterionVersion.objects.filter(document_no__startswith="示例令").count() == 1


def test_a_known_document_is_not_changed_by_workbook(cast: Cast) -> None:
    upload(cast.provincial_officer, {**NEW, "number": "第1条", "label": "简称"})
    done = upload(cast.provincial_officer, {**NEW, "title": "改了名称", "number": "第2条", "label": "简称"})
    assert verdicts(done) == {(2, "C", "mismatch", "error")}
