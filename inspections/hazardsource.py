"""Cross-inspections as the source of hazards: the inspected city enters what its visitors found (clauses N8, N32)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse

from core.people import User
from enterprises.models import Enterprise
from hazards.models import Hazard
from hazards.permissions import HazardPermission
from hazards.sources import Source, register
from inspections.models import Finding
from inspections.permissions import InspectionPermission

#: What `with_hazards` reads of each finding.
FOUND = ("task", "enterprise_item__enterprise")


def finding_of(number: str, user: User) -> Finding | None:
    """The finding with this number, such as JC-2023-01-03, if the person may see its task."""
    task, _dash, seq = number.strip().rpartition("-")
    if not (seq.isascii() and seq.isdecimal() and len(seq) < 5):
        return None
    rows = Finding.objects.visible_to(user).select_related("task", "enterprise_item")
    return rows.filter(task__no=task, seq=int(seq)).first()


def _complain(enterprise: Enterprise, number: str, found_on: date | None, by: User) -> str | None:
    finding = finding_of(number, by)
    if finding is None:
        return f"“{number}”不是本地区交叉检查的问题编号，请核对。"
    item = finding.enterprise_item
    if item is None or item.enterprise_id != enterprise.pk:
        return f"问题 {number} 不是在所选企业发现的，请核对。"
    if found_on is not None and found_on != finding.found_on:
        return f"发现日期 {found_on} 与问题 {number} 的发现日期 {finding.found_on} 不一致，请核对。"
    return None


def _link(hazard: Hazard, found: bool) -> None:
    """The number says it all: findings belong to a task, hazards to the register."""


def _address(hazard: Hazard, user: User) -> str:
    if not user.may(InspectionPermission.INSPECTION_VIEW):
        return ""
    finding = finding_of(hazard.source_no, user)
    if finding is None or finding.enterprise_item_id is None:
        return ""
    return reverse("inspections:enterprise-form", args=[finding.enterprise_item_id])


def register_source() -> None:
    register("CROSS", Source(_complain, _link, _address))


def with_hazards(findings: Iterable[Finding], user: User) -> list[Finding]:
    """The findings, each with its hazard `entered` and the address `enter_url` where the person may enter it."""
    rows = list(findings)
    numbers = [finding.no for finding in rows]
    ledger = Hazard.objects.visible_to(user).filter(source="CROSS", source_no__in=numbers).exclude(state="VOID")
    entered = {hazard.source_no: hazard for hazard in ledger.order_by("-pk")}
    for finding in rows:
        marked: Any = finding
        item = finding.enterprise_item
        own = item is not None and user.organisation.division_id == finding.task.inspected_id
        marked.entered = entered.get(finding.no)
        marked.enter_url = ""
        if item is not None and own and marked.entered is None and user.may(HazardPermission.HAZARD_WRITE):
            marked.enter_url = (
                f"{reverse('hazards:hazard-create')}?source=CROSS&source_no={finding.no}"
                f"&uscc={item.enterprise.uscc}&found_on={finding.found_on}"
            )
    return rows
