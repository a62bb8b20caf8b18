"""What stands on the workbench: figures that open their lists, what waits for a person, and the ways in.

Every count is made over `visible_to` with the same conditions as the list behind its link, so that both agree.
The number of queries depends on the role alone, never on the number of rows.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.permissions import Permission as P  # noqa: N817 - the tables below are read by people
from accounts.roles import Role
from campaigns.models import Campaign
from campaigns.rules import Countdown
from core.imports.choices import UploadState
from core.imports.models import Upload
from coverage import cover
from coverage.gap import frame_of
from enterprises.models import Enterprise
from inspections.choices import ItemState, TaskState
from inspections.models import Task
from insurers.activities.models import Activity
from insurers.policies.models import Policy
from insurers.promises.models import AssistReminder
from reports.choices import CITY_REPORTS, ReportKind
from reports.models import Snapshot

SOON_DAYS = 30  # 即将到期, ui.md 2.3

DUE_SOON = 3  # 即将超期

SHOWN = 20  # uploads listed; their count stands beside


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure with the address of exactly its rows; `warm` marks what is missing."""

    label: str
    value: Any
    url: str
    note: str
    unit: str = ""
    warm: bool = False


@dataclass(frozen=True, slots=True)
class Meter:
    """A share as a bar: `part` of `whole` with the address of the part."""

    label: str
    part: int
    whole: int
    unit: str
    url: str

    @property
    def rate(self) -> float | None:
        return self.part / self.whole if self.whole else None


@dataclass(frozen=True, slots=True)
class Todo:
    """Something that waits for the person: what, whence, by when."""

    kind: str
    title: str
    detail: str
    url: str
    action: str
    due_on: date | None = None
    days_left: int | None = None

    @property
    def tag(self) -> str:
        """Shape of the tag: over, due soon, or plain."""
        if self.days_left is None or self.days_left > DUE_SOON:
            return ""
        return "over" if self.days_left < 0 else "warn"


@dataclass(frozen=True, slots=True)
class Way:
    """A quick entry: icon, words, address."""

    icon: str
    label: str | Promise
    url: str


WAYS = (
    ("upload", gettext_lazy("Upload enterprises"), "imports:upload-create", ("enterprises",), P.ENTERPRISE_UPLOAD),
    ("upload", gettext_lazy("Upload policies"), "imports:upload-create", ("policies",), P.POLICY_UPLOAD),
    ("upload", gettext_lazy("Upload services"), "imports:upload-create", ("activities",), P.ACTIVITY_UPLOAD),
    ("exclamation-diamond", gettext_lazy("Must insure, not insured"), "coverage:gap-list", (), P.GAP_VIEW),
    ("journal-text", gettext_lazy("Enterprises"), "coverage:enterprise-list", (), P.ENTERPRISE_VIEW),
    ("clipboard-check", gettext_lazy("Services"), "activities:activity-list", (), P.ACTIVITY_VIEW),
    ("upload", gettext_lazy("Upload hazards"), "imports:upload-create", ("hazards",), P.HAZARD_UPLOAD),
    ("journal-text", gettext_lazy("Hazard ledger"), "hazards:hazard-list", (), P.HAZARD_VIEW),
    ("arrow-left-right", gettext_lazy("Task board"), "inspections:board", (), P.BOARD_VIEW),
    ("file-earmark-bar-graph", gettext_lazy("Report centre"), "reports:centre", (), P.CITY_REPORT_BUILD),
    ("people", gettext_lazy("People"), "accounts:user-list", (), P.USERS_VIEW),
    ("gear", gettext_lazy("Roles and permissions"), "accounts:role-matrix", (), P.ROLES_VIEW),
    ("journal-text", gettext_lazy("Audit trail"), "accounts:audit-list", (), P.AUDIT_VIEW),
)


def address(name: str, *args: Any, **query: Any) -> str:
    """The address of a view with a query, or nothing where this installation has none."""
    try:
        url = reverse(name, args=args)
    except NoReverseMatch:
        return ""
    return f"{url}?{urlencode(query)}" if query else url


def ways(user: Any) -> list[Way]:
    """The quick entries of a role."""
    return [
        Way(icon, label, url)
        for icon, label, name, args, permission in WAYS
        if user.may(permission) and (url := address(name, *args))
    ]


def gap_counts(user: Any, campaign: Campaign | None, today: date) -> cover.CoverCounts | None:
    """Who must insure and is, for those who may read the gap."""
    if campaign is None or not user.may(P.GAP_VIEW):
        return None
    rows = Enterprise.objects.visible_to(user)
    frame = frame_of(today, today, campaign.enabled_sectors())
    return cover.counts(rows, frame, today + timedelta(days=SOON_DAYS))


def tiles(user: Any, gap: cover.CoverCounts | None, today: date) -> list[Tile]:
    """The figures of a role, four or five."""
    found: list[Tile] = _gap_tiles(gap) if gap is not None else []
    if user.role == Role.INSURER:
        found += _insurer_tiles(user)
    if user.may(P.ACTIVITY_VIEW):
        found.append(_services_tile(user, today))
    return [tile for tile in found if tile.url]


def _gap_tiles(counts: cover.CoverCounts) -> list[Tile]:
    firms = _("firms")

    def tile(label: str, value: int, which: str, note: str, *, warm: bool = False) -> Tile:
        return Tile(label, value, address("coverage:gap-list", cover=which), note, unit=firms, warm=warm)

    return [
        tile(_("Must insure"), counts.must, "must", f"{_('on the register')} {counts.registered:,}"),
        tile(_("Insured"), counts.insured, "insured", _("a policy in force covers the day")),
        tile(
            _("Must insure, not insured"),
            counts.missing,
            "missing",
            f"= {counts.must:,} − {counts.insured:,}",
            warm=counts.missing > 0,
        ),
        tile(_("Expiring within 30 days"), counts.expiring, "expiring", _("among the insured")),
    ]


def _insurer_tiles(user: Any) -> list[Tile]:
    enterprises = Enterprise.objects.visible_to(user).count()
    policies = Policy.objects.visible_to(user).count()
    return [
        Tile(
            _("Enterprises insured here"),
            enterprises,
            address("coverage:enterprise-list"),
            _("with a policy now or before"),
            unit=_("firms"),
        ),
        Tile(_("Policies"), policies, address("policies:policy-list"), _("on the ledger"), unit=_("policies")),
    ]


def month_of(today: date) -> tuple[date, date]:
    """First and last day of the month."""
    first = today.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _services_tile(user: Any, today: date) -> Tile:
    first, last = month_of(today)
    in_month = Q(start_on__gte=first, start_on__lte=last)
    numbers = Activity.objects.visible_to(user).aggregate(month=Count("pk", filter=in_month), whole=Count("pk"))
    url = address("activities:activity-list", start_from=first.isoformat(), start_to=last.isoformat())
    note = _("%(count)s in all") % {"count": f"{numbers['whole']:,}"}
    return Tile(_("Services this month"), numbers["month"], url, note, unit=_("times"))


def meters(gap: cover.CoverCounts | None, tasks: list[Any]) -> list[Meter]:
    """How far the work is: the rate insured, and the forms submitted in the tasks one may open."""
    found = []
    if gap is not None:
        url = address("coverage:gap-list", cover="insured")
        found.append(Meter(_("Rate insured"), gap.insured, gap.must, _("firms"), url))
    if tasks:
        done, whole = sum(task.form_done for task in tasks), sum(task.form_count for task in tasks)
        found.append(Meter(_("Cross-inspection forms"), done, whole, _("forms"), address("inspections:board")))
    return [meter for meter in found if meter.url]


def todos(user: Any, tasks: list[Any], reports: list[dict[str, Any]], due: Countdown | None, today: date) -> list[Todo]:
    """What waits for the person: tasks, reports, uploads; tasks and reports by the last worked day."""
    found: list[Todo] = []
    if due is not None:
        if user.may(P.INSPECTION_WRITE):
            found += _inspection_todos(user, tasks, due)
        found += _report_todos(reports, due)
    if user.role == Role.INSURER:
        found += _reminder_todos(user, today)
    if user.may(P.UPLOAD_VIEW):
        found += _upload_todos(user)
    return found


def _reminder_todos(user: Any, today: date) -> list[Todo]:
    """Reminders of this month about units without campaign assistance."""
    url = address("promises:without-assistance")
    rows = AssistReminder.objects.visible_to(user).filter(month=today.replace(day=1)).select_related("organisation")
    return [
        Todo(
            _("Campaign assistance"),
            _("%(n)s units in %(place)s without assistance") % {"n": f"{row.units:,}", "place": row.place},
            _("Reminded by %(office)s on %(day)s")
            % {"office": row.organisation, "day": f"{timezone.localdate(row.sent_at)}"},
            url,
            _("Open"),
        )
        for row in rows
    ]


def waiting_uploads(user: Any) -> Any:
    """Uploads of the person's own organisation that were checked and wait to be accepted or rejected."""
    rows = Upload.objects.visible_to(user).filter(organisation_id=user.organisation_id)
    return rows.filter(state=UploadState.CHECKED).select_related("file").order_by("-created_at", "-pk")


def _upload_todos(user: Any) -> list[Todo]:
    found = []
    for upload in waiting_uploads(user)[:SHOWN]:
        detail = _("%(accepted)s rows to accept, %(held)s held") % {"accepted": upload.accepted, "held": upload.held}
        url = address("imports:upload-detail", upload.pk)
        found.append(Todo(_("Upload"), upload.file.name, detail, url, _("Accept")))
    return [todo for todo in found if todo.url]


def own_tasks(user: Any, campaign: Campaign | None) -> list[Any]:
    """The tasks a person may open, with the number of their forms and of those submitted."""
    if campaign is None or not user.may(P.BOARD_VIEW):
        return []
    rows = Task.objects.visible_to(user).filter(campaign=campaign).select_related("inspecting", "inspected")
    names = ("inspectedenterprises", "inspectedinsurers")
    first, second = (Count(name, distinct=True) for name in names)
    first_done, second_done = (
        Count(name, filter=Q(**{f"{name}__state": ItemState.SUBMITTED}), distinct=True) for name in names
    )
    rows = rows.annotate(form_count=first + second, form_done=first_done + second_done)
    return list(rows.order_by("annex_no"))


def _inspection_todos(user: Any, tasks: list[Any], due: Countdown) -> list[Todo]:
    found = []
    for task in tasks:
        if task.inspecting_id != user.organisation.division_id:
            continue
        url = address("inspections:task-detail", task.pk)
        text = _inspection_words(task)
        if url and text:
            found.append(Todo(_("Cross-inspection"), text[0], task.no, url, text[1], due.finish_on, due.finish_days))
    return found


def _inspection_words(task: Any) -> tuple[str, str] | None:
    """Title and action of what the inspecting city has to do next, or None while nothing waits."""
    city = {"city": task.inspected.name}
    if task.state == TaskState.CREATED:
        return _("Inspection of %(city)s: not started yet") % city, _("Start")
    drafts = task.form_count - task.form_done
    if task.state == TaskState.IN_PROGRESS and drafts:
        return _("Inspection of %(city)s: %(n)s forms to submit") % {**city, "n": drafts}, _("Fill in")
    return None


def report_states(user: Any, campaign: Campaign | None) -> list[dict[str, Any]]:
    """The three reports of a city, each with its newest build or None, in one query; nothing for others."""
    if campaign is None or user.role != Role.CITY_EM:
        return []
    newest: dict[str, Snapshot] = {}
    rows = Snapshot.objects.visible_to(user).filter(year=campaign.year, report__in=CITY_REPORTS)
    for snapshot in rows.order_by("report", "-built_at", "-pk").distinct("report"):
        newest[snapshot.report] = snapshot
    return [{"label": ReportKind(kind).label, "snapshot": newest.get(kind)} for kind in CITY_REPORTS]


def _report_todos(states: list[dict[str, Any]], due: Countdown) -> list[Todo]:
    url = address("reports:centre")
    if not url:
        return []
    return [
        Todo(_("Report"), str(state["label"]), _("not built yet"), url, _("Build"), due.finish_on, due.finish_days)
        for state in states
        if state["snapshot"] is None
    ]
