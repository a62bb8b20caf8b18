"""Summary 3: cross-inspection, both as the inspecting and as the inspected city (domain.md 4.11)."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Max, Min, Q

from inspections.choices import FindingKind, FindingSubject
from inspections.models import Finding, Task
from reports import figures
from reports.definitions.base import Definition, Place
from reports.figures import Basis, Figures
from reports.workbooks import Table

SUBJECTS, KINDS = dict(FindingSubject.choices), dict(FindingKind.choices)


class CrossInspectionReport(Definition):
    kind = "cross-inspection"
    title = "安责险助力专项行动交叉检查情况"
    reports = ("cross-inspection",)

    def tables(self, basis: Basis, place: Place, total: Figures, cities: Mapping[str, Figures]) -> list[Table]:
        return [tasks(basis, place), list_of_findings(basis, place)]


def tasks(basis: Basis, place: Place) -> Table:
    """附表9 in the order of annex 2; routing and disposition follow with their ledger."""
    enterprises = _per_task(figures.checked_enterprises(basis))
    insurers = _per_task(figures.checked_insurers(basis))
    found = _per_task(figures.findings(basis))
    days = _days(basis)
    rows: list[list[Any]] = []
    for task in _tasks(basis, place):
        first, last = days.get(task.pk, (None, None))
        rows.append(
            [task.inspecting.name, task.inspected.name, first, last, enterprises.get(task.pk, 0),
             insurers.get(task.pk, 0), found.get(task.pk, 0), None, None]
        )  # fmt: skip
    total = ["", "", "", "", *[sum(row[i] for row in rows) for i in (4, 5, 6)], None, None]
    return Table(
        "附表9", "附表9", f"{place.name}交叉检查情况统计表", "户、家、个",
        (("检查地区", 14, "text"), ("被检查地区", 14, "text"), ("首个检查日", 14, "day"), ("末个检查日", 14, "day"),
         ("检查企业数", 13, "number"), ("检查保险机构数", 15, "number"), ("发现问题数", 13, "number"), ("移送问题数", 13, "number"),
         ("办结问题数", 13, "number")), rows, total,
    )  # fmt: skip


def _tasks(basis: Basis, place: Place) -> list[Task]:
    rows = Task.objects.filter(campaign__year=basis.year).filter(
        Q(inspecting__in=place.cities) | Q(inspected__in=place.cities)
    )
    return list(rows.select_related("inspecting", "inspected").order_by("annex_no"))


def _per_task(rows: Any) -> dict[int, int]:
    return dict(rows.order_by().values_list("task_id").annotate(n=Count("pk")))


def _days(basis: Basis) -> dict[int, tuple[Any, Any]]:
    rows = figures.checked_enterprises(basis).order_by().values_list("task_id")
    return {task: (first, last) for task, first, last in rows.annotate(a=Min("checked_on"), b=Max("checked_on"))}


def list_of_findings(basis: Basis, place: Place) -> Table:
    """附表10: the findings of the city's two tasks."""
    rows = (
        figures.findings(basis).filter(Q(task__inspecting__in=place.cities) | Q(task__inspected__in=place.cities))
        .select_related("task__inspected", "enterprise_item__enterprise", "insurer_item__insurer")
        .order_by("task__annex_no", "seq")
    )  # fmt: skip
    return Table(
        "附表10", "附表10", f"{place.name}交叉检查问题清单", "个",
        (("问题编号", 16, "text"), ("被检查地区", 12, "text"), ("对象", 10, "text"), ("单位名称", 34, "text"),
         ("类别", 14, "text"), ("事实", 50, "text"), ("依据", 30, "text"), ("发现日期", 12, "day"), ("当场整改", 10, "text")),
        [_finding_line(row) for row in rows],
    )  # fmt: skip


def _finding_line(row: Finding) -> list[Any]:
    named = row.enterprise_item.enterprise.name if row.enterprise_item else ""
    if row.insurer_item:
        named = row.insurer_item.insurer.name
    return [
        row.no, row.task.inspected.name, SUBJECTS[row.subject], named, KINDS[row.kind], row.fact, row.basis, row.found_on,
        "是" if row.on_spot else "否",
    ]  # fmt: skip
