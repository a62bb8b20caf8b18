"""Rehearsal 演练: the real build on today's data, of which nothing stays but what it found (issue 19)."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from accounts.choices import OrganisationKind
from accounts.models import Organisation, User
from core import audit, jobs, walls, writing
from core.gate import NotAllowed, require
from core.jobs import Tick
from core.languages import official
from core.models import Job
from core.plain import Plain
from inspections.choices import ItemState
from inspections.models import InspectedEnterprise, InspectedInsurer, Task
from insurers.policies.models import Policy
from reports.choices import ReportKind
from reports.delivery import phones_of
from reports.documents.checks import failures
from reports.documents.sections import drafts_over, written_over
from reports.documents.tokens import Bound, by_city, with_movement
from reports.figures import Basis, campaign, compute, coverage, expenses
from reports.figures.base import LedgerFigure
from reports.models import Contribution, Rehearsal, ReportDuty
from reports.permissions import ReportPermission
from reports.rules import Number, Pace, from_json, pace
from reports.services.building import (
    Build,
    check_order,
    ordered,
    read_one_moment,
    whose,
    write_report,
)
from reports.services.doubting import unfinished_books
from reports.services.places import place_of

REHEARSAL_KIND: Final = "report-rehearsal"
#: Days over which the pace is taken.
WINDOW: Final = 14
#: Organisations named for one thing that is missing.
NAMED: Final = 8
OWN: Final = "本单位"
#: What is wanted of what by the last day.
GOALS: Final[Sequence[tuple[LedgerFigure, LedgerFigure, str]]] = (
    (coverage.INSURED_OF_MUST, coverage.MUST_INSURE, "户"),
    (campaign.ASSISTED_UNITS, coverage.INSURED_UNITS, "户"),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """What would be missing, where it is settled, whom to call."""

    what: str
    where: str
    whom: str = OWN
    phones: Sequence[str] = ()

    def as_json(self) -> Plain:
        return {"what": self.what, "where": self.where, "whom": self.whom, "phones": list(self.phones)}


@dataclass(frozen=True, slots=True)
class Made:
    """What the build came to before it was rolled back."""

    figures: Plain
    cities: Mapping[str, Plain]
    before: Plain
    code: str
    doubts: Mapping[str, str]


class _RolledBack(Exception):
    """Ends the build so that nothing of it stays."""

    def __init__(self, made: Made) -> None:
        super().__init__()
        self.made = made


def request_rehearsal(*, duty: ReportDuty, by: User, today: date, at: datetime) -> Job:
    """Queue a rehearsal of a report that the own organisation owes. Raises NotAllowed."""
    require(by, ReportPermission.REPORT_DELIVER, on=duty)
    if duty.organisation_id != by.organisation_id:
        raise NotAllowed(f"{by} may not rehearse the report of {duty.organisation}")
    order = check_order(report=duty.report, by=by, city=None, campaign=duty.campaign.code, cutoff=today)
    return jobs.create_job(
        kind=REHEARSAL_KIND, key=f"{REHEARSAL_KIND}:{uuid.uuid4().hex}", by=by, at=at, payload=order.payload()
    )


def rehearse_report(*, job: Job, tick: Tick, today: date, at: datetime) -> Rehearsal:
    """Do the job: build, roll back, look at what would be missing. Raises JobRefused."""
    build, basis = ordered(job, today, at)
    by = whose(job, build.owner)
    duty = ReportDuty.objects.get(
        organisation=build.owner.organisation_id, report=build.order.report, campaign__code=build.order.campaign
    )
    with official():
        made = _made(build, basis, job, tick)
        findings, paces = list(_findings(duty, build, basis, made)), list(_paces(duty, build, basis, today))
        with writing.open_unattended(at=at, step="rehearse"):
            tick.hold()
            values = {
                "day": build.order.cutoff,
                "held_at": at,
                "held_by": by,
                "figures": made.figures,
                "code": made.code,
                "findings": [one.as_json() for one in findings],
                "paces": paces,
            }
            found, _is_new = Rehearsal.objects.update_or_create(duty=duty, defaults=values)
            audit.record("report.rehearsed", by=by, at=at, subject=str(duty), findings=len(findings))
    return found


def _made(build: Build, basis: Basis, job: Job, tick: Tick) -> Made:
    """The whole of the build, workbook included, in a transaction that is rolled back."""
    try:
        with transaction.atomic(), TemporaryDirectory() as folder:
            read_one_moment()
            result = write_report(build, basis, Path(folder), job, tick)
            raise _RolledBack(Made(result.figures, result.cities, result.before, result.code, result.doubts))
    except _RolledBack as end:
        return end.made


def _findings(duty: ReportDuty, build: Build, basis: Basis, made: Made) -> Iterator[Finding]:
    order = build.order
    values = with_movement(_numbers(made.figures), _numbers(made.before))
    cities = {code: _numbers(one) for code, one in made.cities.items()}
    values |= by_city(cities, place_of(order.report, order.city).names)
    bound = Bound(values, order.cutoff, {**made.doubts, **failures(values)})
    for figure in build.definition.figures:
        if reason := bound.lack(figure.id):
            yield Finding(f"指标「{figure.name}」缺：{reason}", "统计报送 › 口径说明、构成明细")
    for one in written_over(drafts_over(order.report, order.city, values), bound, duty.pk):
        if one.to_write:
            yield Finding(f"「{one.heading}」尚有待补内容", "统计报送 › 工作总结文稿")
    yield from _texts(duty)
    if not duty.submissions.under_way().exists():
        yield Finding("尚无版本开始编制", "统计报送 › 报表中心")
    with walls.aside("of whom the office that owes a report must ask what is missing, by numbers of the place"):
        yield from _laggards(build, basis)
        yield from _unsubmitted(duty, build, basis)
        yield from _unfinished(build, basis)


def _numbers(figures: Plain) -> dict[str, Number]:
    return {name: from_json(value) for name, value in figures.items()}


def _texts(duty: ReportDuty) -> Iterator[Finding]:
    rows = Contribution.objects.missing().filter(
        asker=duty.organisation_id, campaign=duty.campaign_id, report=duty.report
    )
    phones = phones_of([row.organisation_id for row in rows])
    for row in rows.select_related("organisation"):
        yield Finding(
            f"「{row.get_section_display()}」供稿未报（期限 {row.due_on}）",
            "统计报送 › 总结供稿",
            row.organisation.name,
            phones.get(row.organisation_id, []),
        )


def _laggards(build: Build, basis: Basis) -> Iterator[Finding]:
    """Counties with gaps, insurers with clients without assistance, the most first."""
    cities = place_of(build.order.report, build.order.city).cities
    names = {figure.id for figure in build.definition.figures}
    if coverage.NOT_INSURED.id in names:
        rows = coverage.NOT_INSURED.rows_of(basis, cities).order_by()
        counts = dict(rows.values_list("county_id").annotate(n=Count("pk")))
        bodies = Organisation.objects.filter(kind=OrganisationKind.COUNTY_EMERGENCY, division__in=counts)
        yield from _named(
            {one: counts[one.division_id] for one in bodies}, "尚有{n}户应保未保", "企业与保单 › 应保未保"
        )
    if campaign.ASSISTED_UNITS.id in names:
        assisted = campaign.ASSISTED_UNITS.rows_of(basis, cities).values("pk")
        without = coverage.INSURED_UNITS.rows_of(basis, cities).exclude(pk__in=assisted).values("pk")
        rows = Policy.objects.in_force(basis.cutoff).filter(enterprise__in=without).order_by()
        counts = dict(rows.values_list("insurer_id").annotate(n=Count("enterprise", distinct=True)))
        insurers = Organisation.objects.in_bulk(list(counts))
        yield from _named(
            {insurers[pk]: n for pk, n in counts.items()}, "尚有{n}户未开展专项行动帮扶", "服务履约 › 未开展帮扶单位"
        )


def _unsubmitted(duty: ReportDuty, build: Build, basis: Basis) -> Iterator[Finding]:
    """Tasks of the place on either side with check forms not handed in, or with none at all; the inspecting city acts."""
    if build.order.report != ReportKind.CROSS_INSPECTION:
        return
    cities = place_of(build.order.report, build.order.city).cities
    either = Q(inspecting__in=cities) | Q(inspected__in=cities)
    tasks = Task.objects.filter(either, campaign=basis.campaign).select_related("inspecting", "inspected")
    forms = _forms(tasks)
    bodies = Organisation.objects.filter(
        kind=OrganisationKind.CITY_EMERGENCY, division__in=[t.inspecting_id for t in tasks]
    )
    inspecting = {body.division_id: body for body in bodies}
    phones = phones_of([body.pk for body in bodies])
    for task in tasks:
        handed_in, left = forms.get(task.pk, (0, 0))
        if handed_in and not left:
            continue
        what = f"尚有{left}份检查表未提交" if left else "尚无已提交的检查表"
        whom, numbers = task.inspecting.name, []
        if body := inspecting.get(task.inspecting_id):
            whom, numbers = body.name, phones.get(body.pk, [])
            if body.pk == duty.organisation_id:
                whom, numbers = OWN, []
        named = f"{task.inspecting.name}检查{task.inspected.name}（{task.no}）"
        yield Finding(f"{named}{what}", "交叉检查 › 检查任务", whom, numbers)


def _forms(tasks: QuerySet[Task]) -> dict[int, tuple[int, int]]:
    """{task: (forms handed in, forms that are not)}"""
    found: dict[int, tuple[int, int]] = {}
    counts = {"handed_in": Count("pk", filter=Q(state=ItemState.SUBMITTED)), "whole": Count("pk")}
    for items in (InspectedEnterprise, InspectedInsurer):
        rows = items.objects.filter(task__in=tasks).order_by().values_list("task").annotate(**counts)
        for task, done, whole in rows:
            former = found.get(task, (0, 0))
            found[task] = former[0] + done, former[1] + whole - done
    return found


def _unfinished(build: Build, basis: Basis) -> Iterator[Finding]:
    """Insurers with months that are not closed, where the report counts money; whose rows are held back."""
    months, held = unfinished_books(basis, place_of(build.order.report, build.order.city).cities)
    bodies = Organisation.objects.in_bulk({*months, *(pk for counts in held.values() for pk in counts)})
    names = {figure.id for figure in build.definition.figures}
    if expenses.BOOKED_EXPENSES.id in names:
        counts = {bodies[pk]: n for pk, n in months.items()}
        yield from _named(counts, "尚有{n}个月的费用未结账", "机构与费用 › 服务费用")
    for ledger, rows in held.items():
        yield from _named(
            {bodies[pk]: n for pk, n in rows.items()}, f"{ledger}{{n}}行有误待更正，未计入", "数据导入 › 导入批次"
        )


def _named(counts: Mapping[Organisation, int], words: str, where: str) -> Iterator[Finding]:
    most = sorted(counts.items(), key=lambda one: (-one[1], one[0].code))[:NAMED]
    phones = phones_of([body.pk for body, _n in most])
    for body, number in most:
        yield Finding(words.format(n=number), where, body.name, phones.get(body.pk, []))


def _paces(duty: ReportDuty, build: Build, basis: Basis, today: date) -> Iterator[Plain]:
    """Whether what must be reached by the last day will be, if it goes on as in the last days."""
    cities = place_of(build.order.report, build.order.city).cities
    names = {figure.id for figure in build.definition.figures}
    goals = [one for one in GOALS if one[0].id in names]
    figures = [figure for part, whole, _unit in goals for figure in (part, whole)]
    now, _cities = compute(figures, basis, cities)
    earlier, _cities = compute(figures, replace(basis, cutoff=basis.cutoff - timedelta(days=WINDOW)), cities)
    for part, whole, unit in goals:
        found = pace(
            now=int(now[part.id] or 0),
            earlier=int(earlier[part.id] or 0),
            window=WINDOW,
            goal=int(now[whole.id] or 0),
            days_left=(duty.due_on - today).days,
        )
        yield _told(part.name, unit, found, duty.due_on, today)
    if build.order.report == ReportKind.CROSS_INSPECTION:
        yield from _pace_of_forms(duty, basis, cities, today)


def _pace_of_forms(duty: ReportDuty, basis: Basis, cities: Sequence[str], today: date) -> Iterator[Plain]:
    """Whether the forms of the tasks in which the place inspects will all be handed in."""
    now, goal, gained = 0, 0, 0
    begins_on = today - timedelta(days=WINDOW)
    for items in (InspectedEnterprise, InspectedInsurer):
        rows = items.objects.filter(task__campaign=basis.campaign, task__inspecting__in=cities)
        handed_in = rows.filter(state=ItemState.SUBMITTED)
        now, goal = now + handed_in.count(), goal + rows.count()
        gained += handed_in.filter(submitted_at__date__gt=begins_on).count()
    if goal:
        left = (duty.due_on - today).days
        found = pace(now=now, earlier=now - gained, window=WINDOW, goal=goal, days_left=left)
        yield _told("已提交检查表", "份", found, duty.due_on, today)


def _told(name: str, unit: str, found: Pace, due_on: date, today: date) -> Plain:
    last = f"{due_on.month}月{due_on.day}日"
    by_then = f"{last}的报送期限已过" if today > due_on else f"按此进度到{last}预计{found.expected:,}{unit}"
    moved = f"{'减少' if found.gained < 0 else '增加'}{abs(found.gained):,}{unit}"
    told = f"{name}{found.now:,}{unit}，应达{found.goal:,}{unit}；近{WINDOW}天{moved}，{by_then}"
    lack = "，能够完成" if found.is_enough else f"，尚差{found.goal - found.expected:,}{unit}"
    return {"what": told + lack, "is_enough": found.is_enough}
