"""Lists as workbooks: the page's rows, the official layout, the wall of who may, the limit of one answer."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from core.models import AuditEvent
from core.views import tables
from tests import world
from tests.cast import Cast

SignIn = Callable[[Any], Client]
LISTS = {
    "/gap/": "hangzhou_officer",
    "/dispositions/": "hangzhou_officer",
    "/transfers/": "hangzhou_officer",
    "/fees/": "insurer_a_clerk",
    "/fees/policies/": "insurer_a_clerk",
    "/fees/months/": "insurer_a_lead",
    "/rules/": "provincial_officer",
    "/agencies/": "provincial_officer",
    "/orders/": "agency",
}


def sheet_of(answer: Any) -> Any:
    return load_workbook(BytesIO(answer.getvalue())).active


@pytest.mark.parametrize(("address", "who"), LISTS.items())
def test_a_list_offers_itself_as_a_workbook(address: str, who: str, cast: Cast, as_user: SignIn) -> None:
    world.policy(world.enterprise())
    client = as_user(getattr(cast, who))
    page = client.get(address)
    assert "?export=xlsx" in page.content.decode()
    sheet = sheet_of(client.get(f"{address}?export=xlsx"))
    assert "填报单位" in sheet["A2"].value
    assert AuditEvent.objects.filter(action="ledger.exported").count() == 1


def test_the_filters_hold_for_the_workbook(cast: Cast, as_user: SignIn) -> None:
    for name in ("示例甲有限公司", "示例乙有限公司"):
        world.enterprise(name=name)
    client = as_user(cast.hangzhou_officer)
    sheet = sheet_of(client.get("/gap/?q=示例甲&export=xlsx"))
    assert [sheet.cell(4, 1).value, sheet.cell(4, 2).value] == [1, "示例甲有限公司"]
    assert sheet.cell(5, 1).value == "合计"


def test_who_may_not_export_gets_neither_link_nor_file(cast: Cast, as_user: SignIn) -> None:
    client = as_user(cast.builder_authority)
    assert "export=xlsx" not in client.get("/gap/").content.decode()
    assert client.get("/gap/?export=xlsx").status_code == 403


def test_a_list_too_long_for_one_answer_asks_for_filters(
    cast: Cast, as_user: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "MOST_ROWS", 1)
    monkeypatch.setattr("core.views.lists.MOST_ROWS", 1)
    for _number in range(2):
        world.enterprise()
    client = as_user(cast.hangzhou_officer)
    answer = client.get("/gap/?export=xlsx", follow=True)
    assert "请用筛选条件缩小范围" in answer.content.decode()


def test_values_take_the_kind_that_they_have() -> None:
    rows = [
        {"day": date(2023, 1, 2), "n": 1, "sum": Decimal("1.50"), "text": "=1+1", "many": ["甲", "乙"], "none": None}
    ]
    columns = [(key, key) for key in rows[0]]
    values = tables.values_of(columns, rows)
    assert values[0]["many"] == "甲；乙"
    shown = {column.key: column.type for column in tables.shown_columns(columns, values)}
    assert shown == {"day": "date", "n": "int", "sum": "money", "text": "text", "many": "text", "none": "text"}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_list_is_an_official_table_in_chinese_whatever_the_page_s_language(
    cast: Cast, as_user: SignIn, language: str
) -> None:
    world.enterprise(name="示例甲有限公司", sectors=["CONSTR", "FISHERY"], employees=12)
    world.enterprise(name="示例乙有限公司", employees=30)
    client = as_user(cast.hangzhou_officer)
    client.cookies["django_language"] = language
    sheet = sheet_of(client.get("/gap/?export=xlsx"))
    assert sheet["A1"].value == "应保未保生产经营单位清单"
    assert "填报日期:2023年11月23日    单位:户、人、天" in sheet["A2"].value
    head = [cell.value for cell in sheet[3]]
    assert [title for title in head if title.isascii()] == []
    rows = [dict(zip(head, [cell.value for cell in sheet[row]], strict=True)) for row in (4, 5, 6)]
    assert {row["企业"]: row["行业领域"] for row in rows[:2]}["示例甲有限公司"] == "建筑施工、渔业生产"
    assert (sheet["A6"].value, sheet["B6"].value, rows[2]["从业人员数"]) == ("合计", "共 2 户", 42)
    assert [row["脱保天数"] for row in rows[:2]] == [None, None]  # who was never insured did not lapse


def test_the_list_of_insurers_holds_those_with_business_in_the_place(cast: Cast, as_user: SignIn) -> None:
    world.policy(world.enterprise(), premium_paid=Decimal("1000.50"))
    world.policy(world.enterprise(world.QUZHOU), by="INS-B-ZJ")
    client = as_user(cast.hangzhou_officer)
    page = client.get("/insurers/").content.decode()
    assert page.count('<th scope="row"') == 1
    sheet = sheet_of(client.get("/insurers/?export=xlsx"))
    assert [cell.value for cell in sheet[4]][2:] == ["INS-A-ZJ", 1, 1, 1000.5]
    assert sheet["A5"].value == "合计"
    assert all(cell.value for cell in sheet[3])
