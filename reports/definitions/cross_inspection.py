"""Summary 3: cross-inspection, both as the inspecting and as the inspected city (domain.md 4.11)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Max, Min, Prefetch, Q

from core.choices import official_labels
from core.workbooks.formats import Form
from core.workbooks.official import Line, Table, TableColumn
from inspections.choices import Disposition, FindingKind, FindingSubject
from inspections.models import Finding, GroupMember, Routing, Task
from reports.choices import AnnexTable, ReportKind
from reports.definitions.base import Definition, Numbers, Place, figure_columns
from reports.figures import Basis, cross
from reports.figures.cross import COLUMNS, INSPECTED_SIDE, INSPECTING_SIDE, RECTIFIED
from reports.rules import Number, add_up, sum_of_known, wan

SUBJECTS, KINDS = official_labels(FindingSubject), official_labels(FindingKind)
#: What is counted of one task, in the order of the columns.
Counts = Sequence[Number]
DISPOSITIONS = official_labels(Disposition)


class CrossInspectionReport(Definition):
    kind = ReportKind.CROSS_INSPECTION
    title = "安责险助力专项行动交叉检查情况"
    reports = (ReportKind.CROSS_INSPECTION,)

    def tables(self, basis: Basis, place: Place, numbers: Numbers) -> list[Table]:
        return [tasks(basis, place), list_of_findings(basis, place)]


def tasks(basis: Basis, place: Place) -> Table:
    """附表9 in the order of annex 2; its totals keep the two sides of a city apart, as the figures do."""
    columns = [_per_task(basis, measure) for measure in COLUMNS]
    days, rows = _days(basis), _tasks(basis, place)
    counts = {task.pk: [column.get(task.pk, 0) for column in columns] for task in rows}
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
            TableColumn("组员", 30),
            *figure_columns(AnnexTable.CROSS_INSPECTION, [one.figure(INSPECTING_SIDE) for one in COLUMNS]),
        ),
        rows=[
            (
                task.inspecting.name,
                task.inspected.name,
                *days.get(task.pk, (None, None)),
                _group(task),
                *counts[task.pk],
            )
            for task in rows
        ],
        totals=_totals(rows, counts, place),
        notes=(f"{RECTIFIED.name}为{RECTIFIED.sentence}。",),
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
    return [name, "", "", "", "", *[add_up(line[place] for line in lines) for place, _measure in enumerate(COLUMNS)]]


def _tasks(basis: Basis, place: Place) -> list[Task]:
    touched = Q(inspecting__in=place.cities) | Q(inspected__in=place.cities)
    rows = Task.objects.filter(touched, campaign=basis.campaign)
    members = Prefetch("members", GroupMember.objects.current())
    return list(rows.select_related("inspecting", "inspected").prefetch_related(members).order_by("annex_no"))


def _group(task: Task) -> str:
    """Who is in the group with the unit of each, the leader first and marked."""
    people = sorted(task.members.all(), key=lambda one: not one.is_leader)
    return "、".join(f"{one.name}（{one.unit}{'，组长' if one.is_leader else ''}）" for one in people)


def _per_task(basis: Basis, measure: cross.Measure) -> dict[int, int]:
    """{task: number} of one column."""
    rows = measure.figure(INSPECTING_SIDE).rows_of(basis)
    return dict(rows.order_by().values_list("task_id").annotate(n=Count("pk")))


def _days(basis: Basis) -> dict[int, tuple[date, date]]:
    """{task: first and last day on which an enterprise was checked}."""
    rows = cross.enterprise_forms(basis).order_by().values_list("task_id")
    return {task: (first, last) for task, first, last in rows.annotate(a=Min("checked_on"), b=Max("checked_on"))}


def list_of_findings(basis: Basis, place: Place) -> Table:
    """附表10: the findings of the city's two tasks, with what became of each by the cut-off."""
    touched = Q(task__inspecting__in=place.cities) | Q(task__inspected__in=place.cities)
    rows = _found(basis, touched)
    return _findings_table(place, rows, _finding_totals(rows, place))


def findings_on_insurers(basis: Basis, place: Place) -> Table:
    """附表10 of a regulator's office: what was found at the insurers of its place (domain.md 0, rule 6)."""
    rows = _found(basis, Q(task__inspected__in=place.cities, subject=FindingSubject.INSURER))
    return _findings_table(place, rows, [_finding_sum("", rows)])


#: A finding with how far it had come.
Found = tuple[Finding, "Standing"]


def _found(basis: Basis, which: Q) -> list[Found]:
    related = (
        "task__inspecting",
        "task__inspected",
        "enterprise_item__enterprise",
        "insurer_item__insurer",
        "agency",
        "routing__handover__receiver",
    )
    found = cross.findings(basis).filter(which).select_related(*related).order_by("task__annex_no", "seq")
    return [(finding, _standing(finding, basis.cutoff)) for finding in found]


def _findings_table(place: Place, rows: Sequence[Found], totals: Sequence[Line]) -> Table:
    return Table(
        sheet="附表10",
        annex="附表10",
        title=f"{place.name}交叉检查问题清单",
        unit="个、万元",
        columns=(
            TableColumn("问题编号", 16),
            TableColumn("检查地区", 12),
            TableColumn("被检查地区", 12),
            TableColumn("对象", 10),
            TableColumn("单位名称", 34),
            TableColumn("类别", 14),
            TableColumn("事实", 50),
            TableColumn("依据", 30),
            TableColumn("发现日期", 12, Form.DAY),
            TableColumn("当场整改", 10),
            TableColumn("移交机关", 24),
            TableColumn("移交日期", 12, Form.DAY),
            TableColumn("处置方式", 14),
            TableColumn("文书号", 24),
            TableColumn("罚款(万元)", 12, Form.MONEY),
            TableColumn("完成日期", 12, Form.DAY),
        ),
        rows=[_finding_line(finding, standing) for finding, standing in rows],
        totals=totals,
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a finding had come by the cut-off: to whom it went and when, how it was settled; fine in yuan."""

    receiver: str = ""
    routed_on: date | None = None
    disposition: str = ""
    doc_no: str = ""
    fine: Decimal | None = None
    done_on: date | None = None


def _standing(finding: Finding, cutoff: date) -> Standing:
    routing: Routing | None = getattr(finding, "routing", None)
    if routing is None or routing.handover.issued_on > cutoff:
        return Standing()
    receiver, routed_on = routing.handover.receiver.name, routing.handover.issued_on
    if routing.done_on is None or routing.done_on > cutoff:
        return Standing(receiver, routed_on)
    kind = DISPOSITIONS[routing.disposition]
    return Standing(receiver, routed_on, kind, routing.doc_no, routing.amount, routing.done_on)


def _finding_line(row: Finding, at: Standing) -> Line:
    return (
        row.no,
        row.task.inspecting.name,
        row.task.inspected.name,
        SUBJECTS[row.subject],
        row.about,
        KINDS[row.kind],
        row.fact,
        row.printed_basis,
        row.found_on,
        "是" if row.on_spot else "否",
        at.receiver,
        at.routed_on,
        at.disposition,
        at.doc_no,
        None if at.fine is None else wan(at.fine),
        at.done_on,
    )


def _finding_totals(rows: Sequence[Found], place: Place) -> list[Line]:
    """Each side of a city by itself; over the whole province both are the same findings."""
    out = [one for one in rows if one[0].task.inspecting_id in place.cities]
    received = [one for one in rows if one[0].task.inspected_id in place.cities]
    if len(out) == len(received) == len(rows) and len(place.cities) > 1:
        return [_finding_sum("", out)]
    return [_finding_sum(INSPECTING_SIDE.name, out), _finding_sum(INSPECTED_SIDE.name, received)]


def _finding_sum(name: str, rows: Sequence[Found]) -> Line:
    """How many were found, handed over and settled, and the fines together."""
    handed, settled = (sum(getattr(at, part) is not None for _row, at in rows) for part in ("routed_on", "done_on"))
    fines = wan(sum_of_known(at.fine for _row, at in rows))
    counts = (f"问题{len(rows)}个", "", "", "", f"已移交{handed}个", "", f"已办结{settled}个", "", fines, "")
    return [name, "", "", "", "", "", *counts]
