"""The lists in the code are those of the contract."""

from typing import Any

import pytest

from core.choices import code_items
from core.workbooks import Layout
from core.workbooks.model import CodeList
from core.workbooks.severities import SEVERITIES
from enterprises.choices import EnterpriseStatus, OutsourcingKind, Sector, YesNo
from enterprises.sheets import LAYOUT as ENTERPRISES
from enterprises.sheets.outsourcing import OUTSOURCING
from hazards.choices import HazardCategory, HazardLevel, HazardStatus, ServiceTopic
from hazards.sheets import LAYOUT as HAZARDS
from inspections.choices import Conformity, FindingKind, FindingSubject
from insurers.activities.sheets import ACTIVITIES
from insurers.agencies.choices import AgencyKind
from insurers.base.choices import TOPIC_KIND, ServiceForm, ServiceKind
from insurers.expenses.choices import ExpenseCategory
from insurers.expenses.sheets import EXPENSES
from insurers.policies.choices import PolicyStatus
from insurers.policies.sheets import POLICIES
from tests.core.workbooks.samples import CONTRACT, table

LAYOUTS = {layout.kind: layout for layout in (ENTERPRISES, POLICIES, ACTIVITIES, HAZARDS, EXPENSES, OUTSOURCING)}
#: Kinds of the contract that come with a later issue.
LATER = {"people"}

LISTS = {
    "sector": code_items(Sector),
    "enterprise_status": code_items(EnterpriseStatus),
    "yes_no": code_items(YesNo),
    "outsourcing_kind": code_items(OutsourcingKind),
    "policy_status": code_items(PolicyStatus),
    "service_kind": code_items(ServiceKind),
    "service_topic": code_items(ServiceTopic),
    "service_form": code_items(ServiceForm),
    "expense_category": code_items(ExpenseCategory),
    "agency_kind": code_items(AgencyKind),
    "hazard_level": code_items(HazardLevel),
    "hazard_category": code_items(HazardCategory),
    "hazard_status": code_items(HazardStatus),
    "finding_subject": code_items(FindingSubject),
    "finding_kind": code_items(FindingKind),
    "conformity": code_items(Conformity),
}


@pytest.mark.parametrize("name", LISTS)
def test_code_lists(name: str) -> None:
    rows = [row for row in table(CONTRACT / "codes.csv") if row["list"] == name]
    assert tuple(LISTS[name]) == tuple((row["code"], row["label"]) for row in rows)


def test_severities() -> None:
    assert {row["code"]: row["severity"] for row in table(CONTRACT / "errors.csv")} == SEVERITIES


def test_sheets() -> None:
    sheets = {row["kind"]: row["sheet"] for row in table(CONTRACT / "sheets" / "_sheets.csv")}
    assert {kind: layout.sheet for kind, layout in LAYOUTS.items()} == {
        kind: sheet for kind, sheet in sheets.items() if kind not in LATER
    }


@pytest.mark.parametrize("kind", LAYOUTS)
def test_columns(kind: str) -> None:
    layout: Layout[Any] = LAYOUTS[kind]
    rows = table(CONTRACT / "sheets" / f"{kind}.csv")
    assert [column.title for column in layout.columns] == [row["title"] for row in rows]
    for column, row in zip(layout.columns, rows, strict=True):
        assert (column.key, column.required) == (row["key"], row["required"])
        assert (column.codes.name if column.codes else "") == row["codes"]
        written, _, detail = row["type"].partition("(")
        assert column.type == written.partition(">")[0].partition(" ")[0]
        if detail:
            assert column.length == int(detail.rstrip(")"))
        if ">=" in row["type"]:
            assert column.minimum == int(row["type"].partition(">=")[2])


def test_identifiers_are_text_in_every_layout() -> None:
    """Contract, section 4: policy, activity, notice, voucher, invoice and licence numbers, insurer_ref, uscc."""
    wanted = {
        "policy_no",
        "activity_no",
        "notice_no",
        "voucher_no",
        "invoice_no",
        "licence_no",
        "insurer_ref",
        "uscc",
        "payee_uscc",
        "counterparty_uscc",
    }
    for layout in LAYOUTS.values():
        assert {column.key for column in layout.columns if column.is_code_text} == wanted & {
            c.key for c in layout.columns
        }


def test_every_topic_belongs_to_a_kind() -> None:
    kinds = {code for code, _label in ServiceKind.choices}
    assert TOPIC_KIND.keys() == {code for code, _label in ServiceTopic.choices}
    assert set(TOPIC_KIND.values()) <= kinds


def test_code_lists_translate_both_ways() -> None:
    colours = CodeList("c", (("A", "甲（一）"), ("B", "乙")))
    assert colours.label("A") == "甲（一）"
    assert colours.code("甲 (一)") == "A"
    assert colours.code("丙") is None
    with pytest.raises(KeyError):
        colours.label("C")
    with pytest.raises(KeyError):
        ENTERPRISES.column("none")
