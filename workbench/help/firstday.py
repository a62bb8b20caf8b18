"""The first day of a role: what to do now, and whether the own organisation has done it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeAlias

from django.utils.translation import gettext_lazy as _

from accounts.filters import UNCONFIRMED, in_state
from accounts.models import PeopleRequest, User
from accounts.permissions import AccountPermission
from accounts.querysets import office_at
from accounts.roles import ADMINISTRATORS
from campaigns.choices import WorkPlanState
from campaigns.models import Campaign, GuidanceReceipt, WorkPlan
from campaigns.permissions import CampaignPermission
from campaigns.services import current_campaign
from core.imports.models import Upload
from core.imports.permissions import ImportPermission
from core.models import SavedView
from core.permissions import CorePermission, Permission
from coverage.models import GapReminder
from coverage.permissions import CoveragePermission
from hazards.models import Review
from hazards.permissions import HazardPermission
from inspections.models import Handover, PlanVersion
from inspections.permissions import InspectionPermission
from insurers.activities.models import Activity
from insurers.activities.permissions import ActivityPermission
from insurers.orders.models import ServiceOrder
from insurers.orders.permissions import OrderPermission
from reports.models import Snapshot
from reports.permissions import ReportPermission
from workbench.help.tasks import Words
from workbench.permissions import WorkbenchPermission

#: A model that is read through `visible_to`.
Rows: TypeAlias = Any


@dataclass(frozen=True, slots=True)
class Deed:
    """Something to do on the first day. `is_done` looks at what the person sees; None where nothing tells."""

    text: Words
    why: Words
    url_name: str
    permission: Permission
    is_done: Callable[[User, date], bool] | None = None


def _of_office(model: Rows, **more: object) -> Callable[[User, date], bool]:
    """Whether the person's organisation has such a row."""

    def look(user: User, _today: date) -> bool:
        rows = model.objects.visible_to(user)
        return bool(
            rows.filter(**{key: value(user) if callable(value) else value for key, value in more.items()}).exists()
        )

    return look


def _office(user: User) -> int | None:
    return user.organisation_id


def _done_here(model: Rows, deed: str) -> Callable[[User, date], bool]:
    """Whether somebody of the person's organisation did it while working there: `<deed>_by` at `<deed>_at`."""

    def look(user: User, _today: date) -> bool:
        rows = model.objects.visible_to(user).alias(office=office_at(f"{deed}_by", f"{deed}_at"))
        return bool(rows.filter(office=user.organisation_id).exists())

    return look


def _has_sent_plan(user: User, today: date) -> bool:
    """The plan of the campaign that the person works in lies at the province, or was registered there."""
    sent = WorkPlan.objects.visible_to(user).filter(state__in=(WorkPlanState.SENT, WorkPlanState.REGISTERED))
    return sent.filter(organisation=user.organisation_id, campaign=current_campaign(today, user)).exists()


DEEDS: Final[tuple[Deed, ...]] = (
    Deed(
        _("Read which campaign runs and what it asks for"),
        _("Days, sectors, who reports to whom by when"),
        "campaigns:campaign-detail",
        CampaignPermission.LIBRARY_VIEW,
    ),
    Deed(
        _("Look at the overview"),
        _("Every number opens its rows"),
        "workbench:overview",
        WorkbenchPermission.OVERVIEW_VIEW,
    ),
    Deed(
        _("Set up the next campaign"),
        _("Copy the one of last year; another person approves it"),
        "campaigns:setup-list",
        CampaignPermission.CAMPAIGN_SETUP,
        _done_here(Campaign, "written"),
    ),
    Deed(
        _("Upload a workbook of the own ledger"),
        _("The template, then the check, then the good rows"),
        "imports:upload-list",
        ImportPermission.UPLOAD_VIEW,
        _of_office(Upload, organisation_id=_office),
    ),
    Deed(
        _("Remind an enterprise that is not insured"),
        _("Tick rows of the list; what will happen is shown first"),
        "coverage:gap-list",
        CoveragePermission.GAP_CASE_WRITE,
        _done_here(GapReminder, "sent"),
    ),
    Deed(
        _("Write the own work plan and send it"),
        _("The province registers it"),
        "campaigns:workplan-list",
        CampaignPermission.WORK_PLAN_WRITE,
        _has_sent_plan,
    ),
    Deed(
        _("Record a service"),
        _("With campaign assistance where it was one"),
        "activities:activity-list",
        ActivityPermission.ACTIVITY_WRITE,
        lambda user, _today: Activity.objects.visible_to(user).exists(),
    ),
    Deed(
        _("Review a hazard that was handed in"),
        _("Several general ones on one page"),
        "hazards:bulk-review",
        HazardPermission.HAZARD_REVIEW,
        _done_here(Review, "reviewed"),
    ),
    Deed(
        _("Confirm the receipt of guidance"),
        _("What other offices sent to the own one"),
        "campaigns:guidance-list",
        CampaignPermission.GUIDANCE_RECEIVE,
        _of_office(GuidanceReceipt, organisation=_office, received_at__isnull=False),
    ),
    Deed(
        _("Open an order and answer it"),
        _("Accept it, or say why not"),
        "orders:order-list",
        OrderPermission.ORDER_ANSWER,
        lambda user, _today: ServiceOrder.objects.visible_to(user).exists(),
    ),
    Deed(
        _("Draft the joint plan of the own inspection"),
        _("The inspected city answers it"),
        "inspections:board",
        InspectionPermission.PLAN_WRITE,
        lambda user, _today: PlanVersion.objects.visible_to(user).exists(),
    ),
    Deed(
        _("Sign for findings that were handed over"),
        _("Each letter with all findings in it"),
        "inspections:finding-list",
        InspectionPermission.FINDING_SETTLE,
        _of_office(Handover, receiver=_office, received_on__isnull=False),
    ),
    Deed(
        _("Build a report as of today"),
        _("Its figures are frozen with their rows"),
        "reports:centre",
        ReportPermission.REPORT_DELIVER,
        _of_office(Snapshot, organisation=_office),
    ),
    Deed(
        _("Look through the accounts"),
        _("Who never signed in, who is locked, who left"),
        "accounts:user-list",
        AccountPermission.USERS_WRITE,
    ),
    Deed(
        _("Answer what leads ask for about their people"),
        _("New people, other names, people who left"),
        "accounts:request-list",
        AccountPermission.USERS_WRITE,
        lambda _user, _today: not PeopleRequest.objects.waiting().exists(),
    ),
    Deed(
        _("Bring administrators into force"),
        _("Who waits for a second person"),
        "accounts:administrator-list",
        AccountPermission.ADMINISTRATORS_CONFIRM,
        lambda _user, _today: not in_state(User.objects.filter(role__in=ADMINISTRATORS), UNCONFIRMED).exists(),
    ),
    Deed(
        _("Read what each role may do"),
        _("And preview a page as a role sees it"),
        "accounts:role-matrix",
        AccountPermission.ADMINISTRATORS_CONFIRM,
    ),
    Deed(
        _("Read the operations of today"),
        _("And whether the chain of the log is whole"),
        "accounts:audit-list",
        CorePermission.AUDIT_VIEW,
    ),
    Deed(
        _("Keep the filters of a list"),
        _("Under a name of your own; the address holds them as well"),
        "coverage:enterprise-list",
        CoveragePermission.GAP_VIEW,
        lambda user, _today: SavedView.objects.visible_to(user).exists(),
    ),
)


def deeds_for(user: User, today: date) -> list[tuple[Deed, bool | None]]:
    """What the person's role does on its first day, and whether it is done; None where nothing tells."""
    return [(deed, deed.is_done(user, today) if deed.is_done else None) for deed in DEEDS if user.may(deed.permission)]
