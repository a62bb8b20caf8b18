"""An insurer's year in figures, as far as the reader may see, and its report (AQ 9010, 8)."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Final

from django.db.models import Avg, Count, Q, QuerySet, Sum

from accounts.choices import OrganisationKind
from accounts.models import Organisation, User
from accounts.scope import scope_for
from core import audit, writing
from core.choices import code_items
from core.documents import DRAFT, fill, in_words
from core.gate import NotAllowed
from core.rows import Rows
from core.touches import Memory
from core.workbooks.formats import Form, printed
from core.writing import Refused
from insurers.activities.models import Activity, ActivityVisit
from insurers.base.choices import Channel, Medium, ServiceKind
from insurers.complaints.deadlines import Reckoning, is_answered_in_time
from insurers.complaints.models import Complaint
from insurers.expenses.models import Expense
from insurers.expenses.permissions import ExpensePermission
from insurers.materials.models import Assignment, Material
from insurers.plans.choices import PROMISING
from insurers.plans.models import ServicePlan
from insurers.policies.models import Policy
from insurers.policies.permissions import PolicyPermission
from rulebook.workdays import workdays
from workbench.models import YearReport

TEMPLATE: Final = Path(__file__).resolve().parent / "evaluation.docx"


def insurers_of(user: User) -> QuerySet[Organisation]:
    """An insurer itself; the supervisors all."""
    rows = Organisation.objects.filter(kind=OrganisationKind.INSURER).order_by("code")
    own = scope_for(user).insurer_id
    return rows if own is None else rows.filter(pk=own)


@dataclass(frozen=True, slots=True)
class Business:
    """An insurer with what it has insured in the reader's place."""

    pk: int
    name: str
    code: str
    policies: int
    units: int
    premium: Decimal


def business_of(user: User) -> list[Business]:
    """The insurers with business in a person's place, in the order of their codes; others are left out."""
    own = Policy.objects.visible_to(user)
    rows = Memory().kept(own, "insurers with business", lambda: _count_business(own))
    counted = {pk: (policies, units, premium) for pk, policies, units, premium in rows}
    insurers = Organisation.objects.filter(pk__in=counted).order_by("code")
    return [Business(insurer.pk, insurer.name, insurer.code, *counted[insurer.pk]) for insurer in insurers]


def _count_business(policies: QuerySet[Policy]) -> list[tuple[int, int, int, Decimal]]:
    """Insurer, policies, units, premium paid in yuan: plain values, which the cache can keep."""
    grouped = policies.order_by().values_list("insurer_id")
    return list(grouped.annotate(n=Count("pk"), units=Count("enterprise", distinct=True), paid=Sum("premium_paid")))


@dataclass(frozen=True, slots=True)
class Line:
    """A figure with its unit and the list that it opens; `query` empty where the reader may not open one."""

    label: str
    value: int | float | Decimal | None
    unit: str
    query: str = ""
    form: Form = Form.COUNT

    @property
    def text(self) -> str:
        """The figure as page and document show it."""
        return printed(self.form, self.value)


def year_figures(insurer: Organisation, year: int, user: User, today: date) -> list[Line]:
    """The year so far, counted over what the person may see of the insurer; ten queries."""
    days = (date(year, 1, 1), min(date(year, 12, 31), max(today, date(year, 1, 1))))
    of = f"insurer={insurer.pk}"
    policies = Policy.objects.visible_to(user).filter(insurer=insurer, start_on__range=days)
    held = policies.aggregate(n=Count("pk"), paid=Sum("premium_paid"), units=Count("enterprise", distinct=True))
    plans = ServicePlan.objects.visible_to(user).filter(insurer=insurer, start_on__range=days, state__in=PROMISING)
    services = (
        Activity.objects.visible_to(user).filter(insurer=insurer).countable(days[1]).filter(start_on__gte=days[0])
    )
    done = services.aggregate(
        n=Count("pk"),
        people=Sum("participants"),
        general=Sum("general_hazards"),
        major=Sum("major_hazards"),
        units=Count("enterprise", distinct=True),
        agency=Count("pk", filter=Q(agency__isnull=False)),
        assist=Count("enterprise", filter=Q(campaign_assist=True), distinct=True),
        **{f"k_{kind}": Count("pk", filter=Q(kind=kind)) for kind in ServiceKind.values},
    )
    window = f"start_from={days[0]}&start_to={days[1]}"
    listed = f"activities:activity-list?{of}&{window}&counted=true"
    lines = [
        Line("承保保单", held["n"], "件", f"policies:policy-list?{of}&{window}"),
        Line("投保单位", held["units"], "户"),
        Line("实收保费", held["paid"] or Decimal(0), "元", f"policies:policy-list?{of}&{window}", Form.MONEY),
        Line("签订服务方案", plans.count(), "份", f"plans:plan-list?{of}"),
        Line("开展服务", done["n"], "次", listed),
        *(
            Line(f"其中：{label}", done[f"k_{kind}"], "次", f"{listed}&kind={kind}")
            for kind, label in code_items(ServiceKind)
        ),
        Line("服务单位", done["units"], "户"),
        Line("专项行动帮扶单位", done["assist"], "户", f"{listed}&assist=true"),
        Line("受训参演人数", done["people"] or 0, "人次"),
        Line("发现一般隐患", done["general"] or 0, "项", listed),
        Line("发现重大隐患", done["major"] or 0, "项", listed),
        Line("委托第三方机构服务", done["agency"], "次"),
    ]
    cases = services.filter(kind=ServiceKind.CASE)
    lines += _by_content("典型案例与线上内容", cases, "次", f"{listed}&kind={ServiceKind.CASE}", "detail__")
    return [*lines, *_voices(insurer, days, user), *_fees(insurer, days, user, of)]


def _by_content(what: str, rows: Rows, unit: str, listed: str, prefix: str = "") -> list[Line]:
    """Cases or material by channel and by form (N27, G12), those that were told."""
    counts = rows.aggregate(
        **{f"channel_{code}": Count("pk", filter=Q(**{f"{prefix}channel": code})) for code in Channel.values},
        **{f"medium_{code}": Count("pk", filter=Q(**{f"{prefix}medium": code})) for code in Medium.values},
    )
    lists = (("channel", code_items(Channel)), ("medium", code_items(Medium)))
    return [
        Line(f"{what}：{label}", counts[f"{name}_{code}"], unit, f"{listed}&{name}={code}")
        for name, codes in lists
        for code, label in codes
    ]


def _voices(insurer: Organisation, days: tuple[date, date], user: User) -> list[Line]:
    visits = ActivityVisit.objects.visible_to(user).filter(activity__insurer=insurer, visited_on__range=days)
    seen = visits.aggregate(n=Count("pk"), mean=Avg("satisfaction"))
    complaints = list(Complaint.objects.visible_to(user).filter(policy__insurer=insurer, received_on__range=days))
    reckoned = Reckoning(workdays())
    in_time = sum(is_answered_in_time(row, reckoned.last(row), days[1]) for row in complaints)
    read = Assignment.objects.visible_to(user).filter(material__insurer=insurer, assigned_at__date__range=days)
    written = Material.objects.visible_to(user).filter(insurer=insurer, published_at__date__range=days)
    dated = f"insurer={insurer.pk}&published_from={days[0]}&published_to={days[1]}"
    given = read.aggregate(n=Count("pk"), done=Count("pk", filter=Q(read_on__isnull=False)))
    window = f"visited_from={days[0]}&visited_to={days[1]}"
    received = f"received_from={days[0]}&received_to={days[1]}"
    return [
        Line("回访", seen["n"], "次", f"activities:visit-list?{window}"),
        Line("平均满意度", None if seen["mean"] is None else round(float(seen["mean"]), 2), "分"),
        Line("收到投诉", len(complaints), "件", f"complaints:complaint-list?{received}"),
        Line("按期答复", in_time, "件", f"complaints:complaint-list?{received}"),
        *_by_content("案例和培训资料", written, "份", f"materials:material-list?{dated}"),
        Line("分发案例和培训资料", given["n"], "份", "materials:assignment-list"),
        Line("确认阅读", given["done"], "份", "materials:assignment-list?read=true"),
    ]


def _fees(insurer: Organisation, days: tuple[date, date], user: User, of: str) -> list[Line]:
    booked = Expense.objects.in_place_of(user).filter(insurer=insurer, booked_on__range=days)
    query = f"expenses:expense-list?{of}&booked_from={days[0]}&booked_to={days[1]}"
    total = booked.aggregate(total=Sum("amount"))["total"] or Decimal(0)
    return [
        Line("列支事故预防服务费", total, "元", query if user.may(ExpensePermission.EXPENSE_VIEW) else "", Form.MONEY)
    ]


@dataclass(frozen=True, slots=True)
class Words:
    """The three parts of the report in words."""

    work: str
    problems: str
    measures: str


def write_report(
    *, insurer: Organisation, year: int, words: Words, by: User, today: date, at: datetime, seen: str | None = None
) -> YearReport:
    """Write or change one's own report of a year; `seen` is the version that the page showed, empty where there was none.

    Raises NotAllowed, Refused, Stale.
    """
    subject = f"{insurer} {year}"
    with writing.open_ledger(YearReport, subject, by=by, permission=PolicyPermission.POLICY_WRITE, at=at, step="write"):
        if by.organisation_id != insurer.pk:
            raise NotAllowed(f"{by} does not write for {insurer}")
        if not 2000 <= year <= today.year:
            raise Refused(f"评估年度 {year} 应在 2000 年至 {today.year} 年之间。")
        writing.lock(insurer)  # so that of two who write the first report of a year the second finds it
        found = YearReport.objects.visible_to(by).filter(insurer=insurer, year=year).first()
        row = writing.lock(found, seen=seen) if found else YearReport(insurer=insurer, year=year)
        row.work, row.problems, row.measures = words.work, words.problems, words.measures
        row.written_by, row.written_at = by, at
        row.save()
        audit.record("year-report.written", by=by, at=at, subject=str(row))
    return row


def report_document(insurer: Organisation, year: int, lines: list[Line], report: YearReport | None, day: date) -> bytes:
    """The report as .docx; 草稿 stands across it until its three parts are written."""
    parts = {name: getattr(report, name) if report else "（待填写）" for name in ("work", "problems", "measures")}
    figures = [{"label": line.label, "value": line.text, "unit": line.unit} for line in lines]
    values = {"insurer": insurer.name, "year": year, "figures": figures, **parts, "day": in_words(day)}
    return fill(TEMPLATE, values, mark="" if report else DRAFT)
