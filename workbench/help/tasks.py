"""What people do in the portal, task by task, each with its steps and the pages where they are done."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.permissions import AccountPermission
from campaigns.permissions import CampaignPermission
from core.imports.permissions import ImportPermission
from core.people import User
from core.permissions import CorePermission, Permission
from coverage.permissions import CoveragePermission
from enterprises.permissions import EnterprisePermission
from hazards.permissions import HazardPermission
from inspections.permissions import InspectionPermission
from insurers.activities.permissions import ActivityPermission
from insurers.expenses.permissions import ExpensePermission
from insurers.orders.permissions import OrderPermission
from insurers.plans.permissions import PlanPermission
from publicity.permissions import PublicityPermission
from reports.permissions import ReportPermission
from workbench.permissions import WorkbenchPermission

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
            Step(_("Write guidance on a plan, or to several insurers."), "campaigns:guidance-create"),
        ),
        _("Guidance to an insurer outside of the own place."),
    ),
    Task(
        "workbench",
        _("See what waits, and hand it on"),
        WorkbenchPermission.WORK_HAND_ON,
        _("The workbench shows all that waits for you, with its day and its next step; each number opens its lines."),
        (
            Step(_("Open the workbench and choose a kind, what is soon due, or what is past its day."), "home"),
            Step(_("Take the next step in the line, or open the record by its title.")),
            Step(
                _("Hand a line on to a colleague who may do it; it stands with the colleague until you take it back.")
            ),
            Step(
                _("Before leave, name the days and a deputy; what may be done by another waits for the deputy."),
                "workbench:leave",
            ),
            Step(
                _("Read the messages: one list a day, and at once what came back to you."), "notifications:message-list"
            ),
        ),
        _("Handing on to who may not do it, to another office, or what waits for a second person to the first one."),
    ),
    Task(
        "search",
        _("Find anything by one box"),
        EnterprisePermission.ENTERPRISE_VIEW,
        _(
            "One box finds firms, policies, plans, services, hazards, tasks, findings, cases and documents in your sight."
        ),
        (
            Step(
                _("Press / and type a number, two characters of a name, or the initials of its pinyin."),
                "workbench:search",
            ),
            Step(_("Open a hit, or all hits of a kind.")),
        ),
        _("A text of one character or of more than sixty; rows of others are never found."),
    ),
    Task(
        "overview",
        _("Read the overview"),
        WorkbenchPermission.OVERVIEW_VIEW,
        _("Map, sectors, weeks, hazards, delivery and fees of the chosen campaign; each number opens its rows."),
        (
            Step(_("Choose the campaign in the top bar where several run."), "workbench:overview"),
            Step(_("Open a number to see the rows behind it; how it is counted stands under its name.")),
            Step(_("Show it on the wall by the full screen, print it, or keep it as a picture or workbook.")),
        ),
        _("Figures of other places; what is unknown is a dash, never a zero."),
    ),
    Task(
        "joint",
        _("Keep the joint mechanism of the city"),
        CampaignPermission.JOINT_WRITE,
        _("Bureau and regulator of a city work by one mechanism: members, meetings, resolutions, notes."),
        (
            Step(_("Set up the mechanism and enter the members of the own office."), "campaigns:mechanism-list"),
            Step(_("Record each meeting with minutes and what was resolved, by whom and by when.")),
            Step(_("The office that is responsible records the outcome; the line stands on its workbench until then.")),
        ),
        _("A meeting before the mechanism or in the future, a resolution of half, a mobile telephone."),
    ),
    Task(
        "work-plan",
        _("Write the work plan and send it"),
        CampaignPermission.WORK_PLAN_WRITE,
        _("City, regulator and insurer each send the province a plan of the campaign."),
        (
            Step(_("Write the plan of the campaign with its measures."), "campaigns:workplan-list"),
            Step(_("Attach its text and send it.")),
            Step(_("Change it and send it again where the province returned it; a message tells you.")),
        ),
        _("A second plan of one campaign, sending without a file, a change while it lies at the province."),
    ),
    Task(
        "guidance",
        _("Send guidance and follow the receipts"),
        CampaignPermission.GUIDANCE_WRITE,
        _("Guidance reaches insurers of the own place, announcements all offices there, and the receipt is confirmed."),
        (
            Step(_("Write the note and the day by which its receipt is confirmed."), "campaigns:guidance-list"),
            Step(_("Choose who receives it and send it; what was sent stays as it is.")),
            Step(_("Look at who has confirmed; what is late stands on your workbench.")),
        ),
        _("An office of another place, a day in the past, the same draft twice."),
    ),
    Task(
        "publicity",
        _("Record publicity and recommend good practice"),
        PublicityPermission.PUBLICITY_WRITE,
        _("What was told to the public, by kind, channel and level; good practice goes upward to the province."),
        (
            Step(_("Record the item with its address or its text, pictures or film."), "publicity:item-list"),
            Step(_("Name a firm only where it agreed.")),
            Step(_("Recommend good practice; the answer of the province comes as a message.")),
        ),
        _("A firm named without consent, an address that is none, a change after the recommendation."),
    ),
    Task(
        "public-page",
        _("Release the public page"),
        PublicityPermission.PUBLIC_PAGE_WRITE,
        _(
            "The public reads notice, pairing, cases and figures that two people of the province released, and nothing else."
        ),
        (
            Step(
                _("Choose the day, the figures and the cases of an edition, and propose it."), "publicity:release-list"
            ),
            Step(_("The second person reads what will change, and releases or refuses it.")),
            Step(_("Withdraw an edition in the same way; the one before it then stands.")),
        ),
        _("A figure that was never released, a case that was not adopted, a release by who proposed it."),
    ),
    Task(
        "administrators",
        _("Bring administrators into force, and keep roles"),
        AccountPermission.ADMINISTRATORS_CONFIRM,
        _("Nobody keeps accounts, roles and the log alone: the security administrator confirms what others made."),
        (
            Step(
                _("Look at the list of administrators; who waits has the step in the line."),
                "accounts:administrator-list",
            ),
            Step(_("Confirm or leave an account; the system administrator is told in the log.")),
            Step(_("Look at what each role may do, and preview a page as it sees it."), "accounts:role-matrix"),
        ),
        _("Confirming the own account, the last administrator of a kind disabled."),
    ),
    Task(
        "audit",
        _("Read the log of operations"),
        CorePermission.AUDIT_VIEW,
        _("Every write leaves who, when, what and from where; the chain of the log shows whether it is whole."),
        (
            Step(_("Choose days, person or kind of operation."), "accounts:audit-list"),
            Step(_("Open an event to see what was before and after.")),
            Step(_("Export what is filtered; that is an event, too.")),
        ),
        _("Any change of the log, business data for the audit administrator."),
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
