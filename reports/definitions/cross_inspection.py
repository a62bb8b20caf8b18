"""Summary 3: cross-inspection, both as the inspecting and as the inspected city (domain.md 4.11)."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import Count, Max, Min, Q

from core.choices import official_labels
from core.workbooks.formats import Form
from core.workbooks.official import Line, Table, TableColumn
from inspections.choices import FindingKind, FindingSubject
from inspections.models import Finding, Task
from reports.choices import AnnexTable, ReportKind
from reports.definitions.base import Definition, Numbers, Place, figure_columns
from reports.figures import Basis, cross
from reports.figures.cross import INSPECTED_SIDE, INSPECTING_SIDE, MEASURES, OUTGOING_FIGURES
from reports.rules import Number, add_up

SUBJECTS, KINDS = official_labels(FindingSubject), official_labels(FindingKind)
#: What is counted of one task, in the order of the columns; None where the ledger is not built yet.
Counts = Sequence[Number]


class CrossInspectionReport(Definition):
    kind = ReportKind.CROSS_INSPECTION
    title = "安责险助力专项行动交叉检查情况"
    reports = (ReportKind.CROSS_INSPECTION,)

    def tables(self, basis: Basis, place: Place, numbers: Numbers) -> list[Table]:
        return [tasks(basis, place), list_of_findings(basis, place)]


def tasks(basis: Basis, place: Place) -> Table:
    """附表9 in the order of annex 2; its totals keep the two sides of a city apart, as the figures do."""
    columns = [_per_task(basis, measure) for measure in MEASURES]
    days, rows = _days(basis), _tasks(basis, place)
    counts = {task.pk: [None if column is None else column.get(task.pk, 0) for column in columns] for task in rows}
    return Table(
        sheet=AnnexTable.CROSS_INSPECTION.label,
        annex="附表9",
        title=f"{place.name}交叉检查情况统计表",
        unit="户、家、个",
        columns=(
            TableColumn("检查地区", 14),
            TableColumn("被检查地区", 14),
            TableColumn("首个检查日", 14, Form.DAY),
            TableColumn("末个检查日", 14, Form.DAY),
            *figure_columns(AnnexTable.CROSS_INSPECTION, OUTGOING_FIGURES),
        ),
        rows=[
            (task.inspecting.name, task.inspected.name, *days.get(task.pk, (None, None)), *counts[task.pk])
            for task in rows
        ],
        totals=_totals(rows, counts, place),
    )


def _totals(rows: Sequence[Task], counts: Mapping[int, Counts], place: Place) -> list[Line]:
    """A city's two sides are different work: what it inspected and what was inspected in it are never added.

    Over the whole province both sides are the same tasks, so one total holds.
    """
    out = [counts[task.pk] for task in rows if task.inspecting_id in place.cities]
    received = [counts[task.pk] for task in rows if task.inspected_id in place.cities]
    if len(out) == len(received) == len(rows):
        return [_sum("", out)]
    return [_sum(INSPECTING_SIDE.name, out), _sum(INSPECTED_SIDE.name, received)]


def _sum(name: str, lines: Sequence[Counts]) -> Line:
    """One total; a ledger that is not built yet stays unknown."""
    sums = [None if measure.source is None else add_up(column) for measure, column in _columns(lines)]
    return [name, "", "", "", *sums]


def _columns(lines: Sequence[Counts]) -> list[tuple[cross.Measure, list[Number]]]:
    return [(measure, [line[place] for line in lines]) for place, measure in enumerate(MEASURES)]


def _tasks(basis: Basis, place: Place) -> list[Task]:
    touched = Q(inspecting__in=place.cities) | Q(inspected__in=place.cities)
    rows = Task.objects.filter(touched, campaign__year=basis.year)
    return list(rows.select_related("inspecting", "inspected").order_by("annex_no"))


def _per_task(basis: Basis, measure: cross.Measure) -> dict[int, int] | None:
    """{task: number} of one column; None where the ledger is not built yet."""
    if measure.source is None:
        return None
    return dict(measure.source(basis).order_by().values_list("task_id").annotate(n=Count("pk")))


def _days(basis: Basis) -> dict[int, tuple[date, date]]:
    """{task: first and last day on which an enterprise was checked}."""
    rows = cross.enterprise_forms(basis).order_by().values_list("task_id")
    return {task: (first, last) for task, first, last in rows.annotate(a=Min("checked_on"), b=Max("checked_on"))}


def list_of_findings(basis: Basis, place: Place) -> Table:
    """附表10: the findings of the city's two tasks."""
    touched = Q(task__inspecting__in=place.cities) | Q(task__inspected__in=place.cities)
    related = ("task__inspected", "enterprise_item__enterprise", "insurer_item__insurer")
    rows = cross.findings(basis).filter(touched).select_related(*related).order_by("task__annex_no", "seq")
    return Table(
        sheet="附表10",
        annex="附表10",
        title=f"{place.name}交叉检查问题清单",
        unit="个",
        columns=(
            TableColumn("问题编号", 16),
            TableColumn("被检查地区", 12),
            TableColumn("对象", 10),
            TableColumn("单位名称", 34),
            TableColumn("类别", 14),
            TableColumn("事实", 50),
            TableColumn("依据", 30),
            TableColumn("发现日期", 12, Form.DAY),
            TableColumn("当场整改", 10),
        ),
        rows=[_finding_line(row) for row in rows],
    )


def _finding_line(row: Finding) -> Line:
    name = row.enterprise_item.enterprise.name if row.enterprise_item else ""
    if row.insurer_item:
        name = row.insurer_item.insurer.name
    subject, kind, on_spot = SUBJECTS[row.subject], KINDS[row.kind], "是" if row.on_spot else "否"
    return (row.no, row.task.inspected.name, subject, name, kind, row.fact, row.basis, row.found_on, on_spot)
