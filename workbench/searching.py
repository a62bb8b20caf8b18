"""Search everywhere: one box over the ledgers in the person's sight, grouped, a few of each kind.

Numbers are found by their beginning; a firm by two characters of its name, its credit code or the pinyin initials of
its name; what hangs on a firm by the firms that were found. One query for each kind, whatever is found.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campaigns.models import LibraryDocument
from campaigns.permissions import CampaignPermission
from core.people import User
from core.permissions import Permission
from core.rows import Row, Rows, begins
from core.views.addresses import address, row_address
from crosschecks.models import Inquiry
from crosschecks.permissions import QuestionPermission
from dispositions.models import Case
from dispositions.permissions import DispositionPermission
from enterprises.models import Enterprise
from enterprises.permissions import EnterprisePermission
from hazards.models import Hazard
from hazards.permissions import HazardPermission
from inspections.models import Finding, Task
from inspections.permissions import InspectionPermission
from insurers.activities.models import Activity
from insurers.activities.permissions import ActivityPermission
from insurers.complaints.models import Complaint
from insurers.complaints.permissions import ComplaintPermission
from insurers.plans.models import ServicePlan
from insurers.plans.permissions import PlanPermission
from insurers.policies.models import Policy
from insurers.policies.permissions import PolicyPermission

#: So many of each kind are shown; the list behind the heading has the others.
MOST: Final = 6
#: A shorter text stands in half of everything; a longer one than this names nothing.
LEAST: Final = 2
LONGEST: Final = 60


@dataclass(frozen=True, slots=True)
class Hit:
    title: str
    detail: str
    url: str


@dataclass(frozen=True, slots=True)
class Found:
    """The hits of one kind; `more` is the list that asks for the same text, where it takes one."""

    label: str | Promise
    hits: list[Hit]
    more: str


@dataclass(frozen=True, slots=True)
class Kind:
    """Rows that holders of `permission` may find: `find(user, text, firms)` narrows them, `page` is a row's own page.

    The list takes numbers; `by_name` says that it takes names as well, so that it finds what this search does.
    """

    label: str | Promise
    permission: Permission
    find: Callable[[User, str, list[int]], Rows]
    detail: Callable[[Row], str]
    page: str
    list_name: str = ""
    by_name: bool = False


def _of_firm(column: str, text: str, firms: list[int]) -> Q:
    """By the beginning of the number, or as a row of one of the firms."""
    return begins(column, text) | Q(enterprise__in=firms)


def _first(rows: Rows, *related: str) -> Rows:
    """The first few rows in their order: found in the ledger alone, then read with what they hang on.

    Joined at once, the planner goes through all enterprises in the hope that few rows fit, and thousands do.
    """
    return rows.filter(pk__in=rows.values("pk")[:MOST]).select_related(*related)


def _firms(user: User, text: str, _firms: list[int]) -> Rows:
    return Enterprise.objects.visible_to(user).search_few(text, MOST).select_related("county").order_by("uscc")


def _policies(user: User, text: str, firms: list[int]) -> Rows:
    rows = Policy.objects.visible_to(user).filter(_of_firm("policy_no", text, firms))
    return _first(rows.order_by("-start_on", "-pk"), "enterprise", "insurer")


def _plans(user: User, text: str, firms: list[int]) -> Rows:
    rows = ServicePlan.objects.visible_to(user).filter(_of_firm("plan_no", text, firms), is_latest=True)
    return _first(rows.order_by("-start_on", "-pk"), "enterprise")


def _activities(user: User, text: str, firms: list[int]) -> Rows:
    rows = Activity.objects.visible_to(user).filter(_of_firm("activity_no", text, firms))
    return _first(rows.order_by("-start_on", "-pk"), "enterprise")


def _hazards(user: User, text: str, firms: list[int]) -> Rows:
    rows = Hazard.objects.visible_to(user).search(text, firms)
    return _first(rows.order_by("-found_on", "-pk"), "enterprise")


def _tasks(user: User, text: str, _firms: list[int]) -> Rows:
    named = Q(inspecting__name__begins=text) | Q(inspected__name__begins=text)
    rows = Task.objects.visible_to(user).filter(begins("no", text) | named)
    return rows.select_related("inspecting", "inspected").order_by("no")


def _findings(user: User, text: str, firms: list[int]) -> Rows:
    about = Q(enterprise_item__enterprise__in=firms) | Q(insurer_item__insurer__name__contains=text)
    task, _dash, seq = text.rpartition("-")
    by_number = Q(task__no=text.upper())
    if seq.isascii() and seq.isdecimal() and len(seq) < 5:
        by_number |= Q(task__no=task.upper(), seq=int(seq))
    rows = Finding.objects.visible_to(user).filter(by_number | about)
    return rows.select_related("task", "enterprise_item__enterprise", "insurer_item__insurer", "agency").order_by(
        "task", "seq"
    )


def _questions(user: User, text: str, firms: list[int]) -> Rows:
    told = Inquiry.objects.visible_to(user).told_to(user, Case.objects.visible_to(user).order_by())
    rows = told.filter(_of_firm("policy__policy_no", text, firms))
    return rows.select_related("policy", "activity", "plan", "insurer").order_by("-created_at", "-pk")


def _cases(user: User, text: str, firms: list[int]) -> Rows:
    rows = Case.objects.visible_to(user)
    found = rows.search(text, begins_papers=True) | rows.filter(enterprise__in=firms)
    return found.order_by("-opened_on", "-pk")


def _complaints(user: User, text: str, firms: list[int]) -> Rows:
    named = Q(complaint_no__contains=text) | Q(policy__enterprise__in=firms)
    rows = Complaint.objects.visible_to(user).filter(named)
    return rows.select_related("policy__enterprise").order_by("-received_on", "-pk")


def _documents(user: User, text: str, _firms: list[int]) -> Rows:
    return LibraryDocument.objects.visible_to(user).search(text)


def _firm_of(row: Row) -> str:
    return str(row.enterprise)


FIRMS: Final = Kind(
    _("Enterprises"),
    EnterprisePermission.ENTERPRISE_VIEW,
    _firms,
    lambda row: f"{row.uscc} {row.county.name}",
    "workbench:enterprise-detail",
    "coverage:enterprise-list",
    by_name=True,
)
#: The kinds after the firms, in the order of the page.
KINDS: Final = (
    Kind(
        _("Policies"),
        PolicyPermission.POLICY_VIEW,
        _policies,
        _firm_of,
        "policies:policy-detail",
        "policies:policy-list",
    ),
    Kind(_("Service plans"), PlanPermission.PLAN_VIEW, _plans, _firm_of, "plans:plan-detail", "plans:plan-list"),
    Kind(
        _("Services"),
        ActivityPermission.ACTIVITY_VIEW,
        _activities,
        lambda row: f"{row.enterprise} {row.start_on}",
        "activities:activity-detail",
        "activities:activity-list",
    ),
    Kind(
        _("Hazards"),
        HazardPermission.HAZARD_VIEW,
        _hazards,
        lambda row: f"{row.enterprise} {row.description}",
        "hazards:hazard-detail",
        "hazards:hazard-list",
    ),
    Kind(
        _("Inspection tasks"),
        InspectionPermission.BOARD_VIEW,
        _tasks,
        lambda row: f"{row.inspecting.name} → {row.inspected.name}",
        "inspections:task-detail",
    ),
    Kind(
        _("Findings"),
        InspectionPermission.FINDING_VIEW,
        _findings,
        lambda row: f"{row.about} {row.get_kind_display()}",
        "inspections:finding-detail",
        "inspections:finding-list",
    ),
    Kind(
        _("Questions to insurers"),
        QuestionPermission.QUESTION_VIEW,
        _questions,
        lambda row: f"{row.insurer} {row.get_state_display()}",
        "crosschecks:question-detail",
    ),
    Kind(
        _("Dispositions"),
        DispositionPermission.CASE_VIEW,
        _cases,
        lambda row: f"{row.subject_name} {row.title}",
        "dispositions:case-detail",
        "dispositions:case-list",
    ),
    Kind(
        pgettext_lazy("compared", "Complaints"),
        ComplaintPermission.COMPLAINT_VIEW,
        _complaints,
        lambda row: f"{row.policy.enterprise} {row.get_state_display()}",
        "complaints:complaint-detail",
    ),
    Kind(
        _("Documents"),
        CampaignPermission.LIBRARY_VIEW,
        _documents,
        lambda row: f"{row.number} {row.issuer}",
        "campaigns:library-detail",
        "campaigns:library-list",
        by_name=True,
    ),
)


def may_search(user: User) -> bool:
    """Whether anything can be found."""
    return any(user.may(kind.permission) for kind in (FIRMS, *KINDS))


def is_enough(text: str) -> bool:
    return LEAST <= len(text) <= LONGEST


def search(user: User, text: str) -> list[Found]:
    """The kinds with hits, the firms first; nothing for a text that `is_enough` does not take."""
    if not is_enough(text):
        return []
    firms = list(FIRMS.find(user, text, [])[:MOST]) if user.may(FIRMS.permission) else []
    keys = [firm.pk for firm in firms]
    found = [_group(FIRMS, firms, text, keys)]
    found += (
        _group(kind, list(kind.find(user, text, keys)[:MOST]), text, keys)
        for kind in KINDS
        if user.may(kind.permission)
    )
    return [one for one in found if one.hits]


def _group(kind: Kind, rows: list[Row], text: str, firms: list[int]) -> Found:
    """The hits, and the list of all of them; none for what was found by its firm, which the list does not look for."""
    is_listed = kind.list_name and len(rows) == MOST and (kind.by_name or not firms)
    more = address(kind.list_name, q=text) if is_listed else ""
    return Found(kind.label, list(_hits(kind, rows)), more)


def _hits(kind: Kind, rows: list[Row]) -> Iterator[Hit]:
    for row in rows:
        yield Hit(str(row), kind.detail(row).strip()[:120], row_address(kind.page, row.pk))
