"""Search everywhere: one box over the ledgers in the person's sight, grouped, a few of each kind.

Numbers are found by their beginning; a firm by two characters of its name, its credit code or the pinyin initials of
its name; what hangs on a firm by the firms that were found. One query for each kind, and one more where it has hits; all
hits of a kind are paged by the same search.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campaigns.models import GuidanceNote, LibraryDocument
from campaigns.permissions import CampaignPermission
from core.people import User
from core.permissions import Permission
from core.rows import Row, Rows, begins, holding
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

#: So many of each kind are shown; the page of the kind has the others.
MOST: Final = 6
#: What hangs on firms is looked for under so many of them at most; the page says where a text names more.
MOST_FIRMS: Final = 500
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
    """The first hits of one kind; `more` is the page that has all of them, where there are more."""

    label: str | Promise
    hits: list[Hit]
    more: str


@dataclass(frozen=True, slots=True)
class Firms:
    """The keys of the person's firms that a text names; `is_cut` where it names more than are looked under."""

    keys: list[int]
    is_cut: bool


@dataclass(frozen=True, slots=True)
class Kind:
    """Rows that holders of `permission` may find: `find(user, text, firms)` narrows and orders them, `related` is what
    their lines name, `page` a row's own page, `at` what its address ends with for a text; `name` stands in addresses."""

    name: str
    label: str | Promise
    permission: Permission
    find: Callable[[User, str, list[int]], Rows]
    detail: Callable[[Row], str]
    page: str
    related: tuple[str, ...] = ()
    at: Callable[[str], str] = lambda _text: ""


def _of_firm(column: str, text: str, firms: list[int]) -> Q:
    """By the beginning of the number, or as a row of one of the firms."""
    return begins(column, text) | Q(enterprise__in=firms)


def _firms(user: User, text: str, _firms: list[int]) -> Rows:
    return Enterprise.objects.visible_to(user).search(text).order_by("uscc")


def _policies(user: User, text: str, firms: list[int]) -> Rows:
    rows = Policy.objects.visible_to(user).filter(_of_firm("policy_no", text, firms))
    return rows.order_by("-start_on", "-pk")


def _plans(user: User, text: str, firms: list[int]) -> Rows:
    rows = ServicePlan.objects.visible_to(user).filter(_of_firm("plan_no", text, firms), is_latest=True)
    return rows.order_by("-start_on", "-pk")


def _activities(user: User, text: str, firms: list[int]) -> Rows:
    rows = Activity.objects.visible_to(user).filter(_of_firm("activity_no", text, firms))
    return rows.order_by("-start_on", "-pk")


def _hazards(user: User, text: str, firms: list[int]) -> Rows:
    return Hazard.objects.visible_to(user).search(text, firms).order_by("-found_on", "-pk")


def _tasks(user: User, text: str, _firms: list[int]) -> Rows:
    named = Q(inspecting__name__begins=text) | Q(inspected__name__begins=text)
    rows = Task.objects.visible_to(user).filter(begins("no", text) | named)
    return rows.order_by("no")


def _sequels(text: str) -> Iterable[int]:
    """The numbers within a task that begin with the text as they are written (01 … 99), or are it; all for none."""
    if text.isascii() and text.isdecimal() and len(text) < 5:
        return {int(text), *(n for n in range(1, 100) if f"{n:02}".startswith(text))}
    return () if text else range(1, 1000)


def _findings(user: User, text: str, firms: list[int]) -> Rows:
    about = Q(enterprise_item__enterprise__in=firms) | Q(insurer_item__insurer__name__contains=text)
    task, _dash, seq = text.rpartition("-")
    by_number = begins("task__no", text) | Q(task__no=task.upper(), seq__in=_sequels(seq))
    rows = Finding.objects.visible_to(user).filter(by_number | about)
    return rows.order_by("task", "seq")


def _questions(user: User, text: str, firms: list[int]) -> Rows:
    told = Inquiry.objects.visible_to(user).told_to(user, Case.objects.visible_to(user).order_by())
    rows = told.filter(_of_firm("policy__policy_no", text, firms))
    return rows.order_by("-created_at", "-pk")


def _cases(user: User, text: str, firms: list[int]) -> Rows:
    rows = Case.objects.visible_to(user)
    found = rows.search(text, begins_papers=True) | rows.filter(enterprise__in=firms)
    return found.order_by("-opened_on", "-pk")


def _complaints(user: User, text: str, firms: list[int]) -> Rows:
    named = Q(complaint_no__contains=text) | Q(policy__enterprise__in=firms)
    rows = Complaint.objects.visible_to(user).filter(named)
    return rows.order_by("-received_on", "-pk")


def _documents(user: User, text: str, _firms: list[int]) -> Rows:
    return LibraryDocument.objects.visible_to(user).search(text)


def _guidance(user: User, text: str, _firms: list[int]) -> Rows:
    return GuidanceNote.objects.visible_to(user).filter(holding(text, "number", "title")).order_by("-written_at", "-pk")


def _firm_of(row: Row) -> str:
    return str(row.enterprise)


def _at_the_word(text: str) -> str:
    """Where a document marks the text: it opens there, as from the library's own list."""
    return f"?{urlencode({'q': text})}#hit"


FIRMS: Final = Kind(
    "enterprises",
    _("Enterprises"),
    EnterprisePermission.ENTERPRISE_VIEW,
    _firms,
    lambda row: f"{row.uscc} {row.county.name}",
    "workbench:enterprise-detail",
    ("county",),
)
#: The kinds after the firms, in the order of the page.
KINDS: Final = (
    Kind(
        "policies",
        _("Policies"),
        PolicyPermission.POLICY_VIEW,
        _policies,
        _firm_of,
        "policies:policy-detail",
        ("enterprise", "insurer"),
    ),
    Kind(
        "plans",
        _("Service plans"),
        PlanPermission.PLAN_VIEW,
        _plans,
        _firm_of,
        "plans:plan-detail",
        ("enterprise",),
    ),
    Kind(
        "activities",
        _("Services"),
        ActivityPermission.ACTIVITY_VIEW,
        _activities,
        lambda row: f"{row.enterprise} {row.start_on}",
        "activities:activity-detail",
        ("enterprise",),
    ),
    Kind(
        "hazards",
        _("Hazards"),
        HazardPermission.HAZARD_VIEW,
        _hazards,
        lambda row: f"{row.enterprise} {row.description}",
        "hazards:hazard-detail",
        ("enterprise",),
    ),
    Kind(
        "tasks",
        _("Inspection tasks"),
        InspectionPermission.BOARD_VIEW,
        _tasks,
        lambda row: f"{row.inspecting.name} → {row.inspected.name}",
        "inspections:task-detail",
        ("inspecting", "inspected"),
    ),
    Kind(
        "findings",
        _("Findings"),
        InspectionPermission.FINDING_VIEW,
        _findings,
        lambda row: f"{row.about} {row.get_kind_display()}",
        "inspections:finding-detail",
        ("task", "enterprise_item__enterprise", "insurer_item__insurer", "agency"),
    ),
    Kind(
        "questions",
        _("Questions to insurers"),
        QuestionPermission.QUESTION_VIEW,
        _questions,
        lambda row: f"{row.insurer} {row.get_state_display()}",
        "crosschecks:question-detail",
        ("policy", "activity", "plan", "insurer"),
    ),
    Kind(
        "cases",
        _("Dispositions"),
        DispositionPermission.CASE_VIEW,
        _cases,
        lambda row: f"{row.subject_name} {row.title}",
        "dispositions:case-detail",
    ),
    Kind(
        "complaints",
        pgettext_lazy("compared", "Complaints"),
        ComplaintPermission.COMPLAINT_VIEW,
        _complaints,
        lambda row: f"{row.policy.enterprise} {row.get_state_display()}",
        "complaints:complaint-detail",
        ("policy__enterprise",),
    ),
    Kind(
        "documents",
        _("Documents"),
        CampaignPermission.LIBRARY_VIEW,
        _documents,
        lambda row: f"{row.number} {row.issuer}",
        "campaigns:library-detail",
        at=_at_the_word,
    ),
    Kind(
        "guidance",
        _("Guidance and announcements"),
        CampaignPermission.GUIDANCE_VIEW,
        _guidance,
        lambda row: f"{row.number} {row.organisation}",
        "campaigns:guidance-detail",
        ("organisation",),
    ),
)


def may_search(user: User) -> bool:
    """Whether anything can be found."""
    return any(user.may(kind.permission) for kind in (FIRMS, *KINDS))


def is_enough(text: str) -> bool:
    return LEAST <= len(text) <= LONGEST


def search(user: User, text: str) -> list[Found]:
    """The kinds with hits, the firms first; nothing for a text that `is_enough` does not take."""
    return groups(user, text, firms_named(user, text)) if is_enough(text) else []


def firms_named(user: User, text: str) -> Firms:
    """The firms under which the other kinds are looked for."""
    if not user.may(FIRMS.permission):
        return Firms([], is_cut=False)
    rows, is_whole = Enterprise.objects.visible_to(user).search_few(text, MOST)
    keys = list(rows.order_by("uscc").values_list("pk", flat=True)[: MOST_FIRMS + 1])
    return Firms(keys[:MOST_FIRMS], is_cut=not is_whole or len(keys) > MOST_FIRMS)


def groups(user: User, text: str, firms: Firms) -> list[Found]:
    """The first hits of each kind that has any."""
    first = Enterprise.objects.visible_to(user).order_by("uscc")
    found = [_group(FIRMS, _read(FIRMS, first, firms.keys[: MOST + 1]), text)]
    for kind in KINDS:
        if user.may(kind.permission):
            rows = kind.find(user, text, firms.keys)
            found.append(_group(kind, _read(kind, rows, list(rows.values_list("pk", flat=True)[: MOST + 1])), text))
    return [one for one in found if one.hits]


def kind_named(user: User, name: str) -> Kind | None:
    """The kind that stands so in an address, where the person may find any of it."""
    return next((kind for kind in (FIRMS, *KINDS) if kind.name == name and user.may(kind.permission)), None)


def hits_of(kind: Kind, rows: Rows, keys: Sequence[int], text: str) -> list[Hit]:
    """Of what the kind found for the text, those with the keys."""
    return list(_hits(kind, _read(kind, rows, keys), text))


def _read(kind: Kind, rows: Rows, keys: Sequence[int]) -> Rows:
    """Rows found in the ledger alone, then read with what they hang on; nothing is asked where nothing was found.

    Joined at once, the planner goes through all enterprises in the hope that few rows fit, and thousands do; and it plans
    the walls of all that is joined, which takes longer than finding nothing.
    """
    rows = rows.filter(pk__in=keys)
    return rows.select_related(*kind.related) if kind.related else rows


def _group(kind: Kind, rows: Iterable[Row], text: str) -> Found:
    hits = list(_hits(kind, rows, text))
    more = address("workbench:search", q=text, kind=kind.name) if len(hits) > MOST else ""
    return Found(kind.label, hits[:MOST], more)


def _hits(kind: Kind, rows: Iterable[Row], text: str) -> Iterator[Hit]:
    end = kind.at(text)
    for row in rows:
        yield Hit(str(row), kind.detail(row).strip()[:120], f"{row_address(kind.page, row.pk)}{end}")
