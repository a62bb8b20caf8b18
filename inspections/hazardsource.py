"""Cross-inspections as the source of hazards: finder or inspected city enters what was found (clauses N8, N32).

The finding holds the key of its hazard; the number of the finding is what a person types and reads.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse

from core import walls
from core.people import User
from enterprises.models import Enterprise
from hazards.choices import HazardStatus
from hazards.models import Hazard
from hazards.sources import Source, register
from inspections.choices import FindingState, TaskState
from inspections.models import Finding
from inspections.permissions import InspectionPermission
from inspections.rules import ON_HAZARDS

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
    known = hazards_told([finding.hazard_id] if finding.hazard_id else [])
    if any(hazard.source_no != number.strip() for hazard in known):
        return f"问题 {number} 已登记为隐患 {known[0]}，不得重复登记。"
    return None


@walls.aside("a finding points at the hazard that was recorded of it, whoever of the two cities records it")
def _link(hazard: Hazard, found: bool) -> None:
    """Let the finding with the number point at the hazard, and no other."""
    Finding.objects.filter(hazard=hazard).update(hazard=None)
    task, _dash, seq = hazard.source_no.strip().rpartition("-")
    if found and seq.isascii() and seq.isdecimal() and len(seq) < 5:
        rows = Finding.objects.filter(task__no=task, seq=int(seq), enterprise_item__enterprise=hazard.enterprise_id)
        rows.update(hazard=hazard)


def _address(hazard: Hazard, user: User) -> str:
    if not user.may(InspectionPermission.FINDING_VIEW):
        return ""
    finding = Finding.objects.visible_to(user).filter(hazard=hazard).first()
    return "" if finding is None else reverse("inspections:finding-detail", args=[finding.pk])


def register_source() -> None:
    register("CROSS", Source(_complain, _link, _address))


def with_hazards(findings: Iterable[Finding], user: User) -> list[Finding]:
    """The findings, each with its hazard `entered` and the address `enter_url` where the person may enter it."""
    rows = list(findings)
    keys = [finding.hazard_id for finding in rows if finding.hazard_id is not None]
    entered = {hazard.pk: hazard for hazard in hazards_told(keys)}
    readable = set(Hazard.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True))
    for finding in rows:
        marked: Any = finding
        marked.entered = entered.get(finding.hazard_id or 0)
        marked.entered_url = (
            reverse("hazards:hazard-detail", args=[finding.hazard_id]) if (finding.hazard_id in readable) else ""
        )
        marked.enter_url = "" if marked.entered else _enter_url(finding, user)
    return rows


@walls.aside("number and state of the hazard that was recorded of a finding, for whoever sees the finding")
def hazards_told(keys: Iterable[int]) -> list[Hazard]:
    """Of these hazards the ones that are not void."""
    return list(Hazard.objects.filter(pk__in=list(keys)).exclude(state=HazardStatus.VOID))


def _enter_url(finding: Finding, user: User) -> str:
    """Where the finder enters the hazard, from the finding itself; nobody else is offered it."""
    is_closed = finding.state == FindingState.REVOKED or finding.task.state == TaskState.COMPLETED
    is_finder = user.organisation.division_id == finding.task.inspecting_id
    if finding.enterprise_item is None or is_closed or not is_finder or finding.kind not in ON_HAZARDS:
        return ""
    may = user.may(InspectionPermission.INSPECTION_WRITE)
    return reverse("inspections:finding-hazard", args=[finding.pk]) if may else ""
