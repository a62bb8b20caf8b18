"""What people do in the portal, task by task, each with its steps and the pages where they are done."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.permissions import AccountPermission
from campaigns.permissions import CampaignPermission
from core.imports.permissions import ImportPermission
from core.people import User
from core.permissions import Permission
from coverage.permissions import CoveragePermission
from hazards.permissions import HazardPermission
from inspections.permissions import InspectionPermission
from insurers.activities.permissions import ActivityPermission
from insurers.expenses.permissions import ExpensePermission
from insurers.orders.permissions import OrderPermission
from insurers.plans.permissions import PlanPermission
from reports.permissions import ReportPermission

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Step:
    """What to do, and the page where it is done, empty for one that is not a page of its own."""

    text: Words
    url_name: str = ""
    args: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """A task: for whom, what it is for, its steps, what the portal refuses. `sheet` names the workbook behind it."""

    code: str
    title: Words
    permission: Permission
    purpose: Words
    steps: tuple[Step, ...]
    refused: Words
    sheet: str = ""

    def picture(self, language: str) -> str:
        """The static file that shows a page of the task; `make help-pictures` makes it in either language."""
        return f"help/{'en' if language.startswith('en') else 'zh-hans'}/{self.code}.webp"


TASKS: Final[tuple[Task, ...]] = (
    Task(
        "campaign",
        _("Set up a campaign"),
        CampaignPermission.CAMPAIGN_SETUP,
        _("A new year begins with a campaign; the old one is followed up beside it."),
        (
            Step(_("Open the list of campaigns and copy the one of last year."), "campaigns:setup-list"),
            Step(_("Look through name, days, sectors, reports and topics; what differs stands beside the draft.")),
            Step(_("Make the pairing table of the year."), "inspections:pairing-list"),
            Step(_("Propose it; another person of the province approves it.")),
        ),
        _(
            "Two campaigns of one name, an end before the beginning, a sector without criteria, a pairing over"
            " a city that is left out."
        ),
    ),
    Task(
        "upload",
        _("Upload a workbook"),
        ImportPermission.UPLOAD_VIEW,
        _("Ledgers are filled from workbooks; good rows are taken, the others come back with what to mend."),
        (
            Step(_("Download the template of the ledger and fill it; codes are text.")),
            Step(_("Upload it and wait for the check."), "imports:upload-list"),
            Step(_("Read the equation: taken and held make the whole; take the good rows.")),
            Step(_("Mend held rows one by one, or in the workbook that comes back.")),
        ),
        _("A file that is locked, too large, of another layout, or the same file again."),
    ),
    Task(
        "gap",
        _("Deal with who must insure and does not"),
        CoveragePermission.GAP_CASE_WRITE,
        _("The duty to insure is permanent; the list holds on any day of any year."),
        (
            Step(_("Open the list and choose a sector or a kind of gap."), "coverage:gap-list"),
            Step(_("Tick several enterprises and record a reminder; what will happen is shown first.")),
            Step(
                _("Open a case where nothing comes of it, order to insure by a day, and propose a fine."),
                "dispositions:case-list",
            ),
        ),
        _("A case against who is insured on the day, a second open case, a fine outside of the law's bounds."),
    ),
    Task(
        "service",
        _("Record a service"),
        ActivityPermission.ACTIVITY_WRITE,
        _("Every insured unit is assisted at least once in the campaign; a service follows the plan."),
        (
            Step(_("Agree a plan with the enterprise."), "plans:plan-list"),
            Step(
                _("Record the service with time, place, people and content; tick campaign assistance."),
                "activities:activity-list",
            ),
            Step(_("Where several campaigns run, choose in which the assistance counts.")),
            Step(_("Visit, let the enterprise confirm, and file the record."), "activities:visit-list"),
        ),
        _("A service outside of the policy's days, assistance counted twice, filing without the files."),
        "activities",
    ),
    Task(
        "hazard",
        _("Follow a hazard until it is closed"),
        HazardPermission.HAZARD_WRITE,
        _("What was found is told in writing, rectified, reviewed and closed; refusals are reported at once."),
        (
            Step(_("Enter the hazard, or upload the ledger."), "hazards:hazard-list"),
            Step(_("Serve the notice and record the receipt."), "hazards:notice-list"),
            Step(_("Attach photos after rectification and hand it in.")),
            Step(_("Review it; several general hazards are reviewed on one page."), "hazards:bulk-review"),
        ),
        _("A review by who handed it in, a major hazard closed without its treatment, a deadline in the past."),
        "hazards",
    ),
    Task(
        "expense",
        _("Book expenses of prevention"),
        ExpensePermission.EXPENSE_UPLOAD,
        _("Fees are booked at true cost, each voucher to its policy and service."),
        (
            Step(_("Upload the ledger or book a voucher."), "expenses:expense-list"),
            Step(_("Look at budget and share of the premium."), "expenses:fee-overview"),
            Step(_("Close the month."), "expenses:month-list"),
        ),
        _("A voucher twice, a service of another policy, a booking into a closed month."),
        "expenses",
    ),
    Task(
        "order",
        _("Carry out an order as an agency"),
        OrderPermission.ORDER_ANSWER,
        _("An agency works on orders of insurers and reports what it did; it closes no hazard."),
        (
            Step(_("Open the order, accept or decline it."), "orders:order-list"),
            Step(_("Send the record with its files.")),
            Step(_("Mend it where the insurer sends it back.")),
        ),
        _("Work before the order was accepted, people who are not on the agency's list."),
    ),
    Task(
        "inspection",
        _("Carry out a cross-inspection"),
        InspectionPermission.PLAN_WRITE,
        _("Each city inspects one and is inspected by one; findings go to the authority of the inspected place."),
        (
            Step(_("Open the own task and draft the joint plan."), "inspections:board"),
            Step(_("Form the group, draw the enterprises by the open seed.")),
            Step(_("Fill in the forms on site and sign them.")),
            Step(_("Give comments, hand findings over, complete the task."), "inspections:finding-list"),
        ),
        _("A form about a firm that was not drawn, findings sent to the own regulator."),
    ),
    Task(
        "finding",
        _("Sign for findings and settle them"),
        InspectionPermission.FINDING_SETTLE,
        _("Bureaus settle what concerns enterprises, regulators what concerns insurers."),
        (
            Step(_("Tick findings that were handed over and sign for their letters."), "inspections:finding-list"),
            Step(_("Settle each with number and day of the paper.")),
        ),
        _("A letter signed for twice, a finding of another authority."),
    ),
    Task(
        "report",
        _("Write, sign and deliver a report"),
        ReportPermission.REPORT_DELIVER,
        _("Figures are frozen with their rows; a second person signs."),
        (
            Step(_("Build the report as of a day."), "reports:centre"),
            Step(_("Write the texts, hand it in for review.")),
            Step(_("Sign and deliver it before the day on which it is due.")),
            Step(_("Look at what changed since it was signed.")),
        ),
        _("A signature by who wrote it, a delivery without the stamped file."),
    ),
    Task(
        "plan",
        _("Guide plans and guard promises"),
        PlanPermission.PLAN_GUIDE,
        _("Bureaus and regulators read plans and tell insurers what is missing."),
        (
            Step(_("Read the plans of the place."), "plans:plan-list"),
            Step(_("Write guidance on a plan, or to several insurers."), "campaigns:guidance-list"),
        ),
        _("Guidance to an insurer outside of the own place."),
    ),
    Task(
        "people",
        _("Keep the people of the portal"),
        AccountPermission.USERS_WRITE,
        _("Accounts are of one person each; dangerous acts ask for a second administrator."),
        (
            Step(_("Create accounts or upload their list."), "accounts:user-list"),
            Step(_("Answer what leads ask for."), "accounts:request-list"),
        ),
        _("Business data for administrators, an act confirmed by who began it."),
    ),
)


def tasks_for(user: User) -> list[Task]:
    """The tasks of the person's role."""
    return [task for task in TASKS if user.may(task.permission)]


def task_named(code: str) -> Task | None:
    return next((task for task in TASKS if task.code == code), None)
