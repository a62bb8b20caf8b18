"""What the file of an insured unit 一户一档 holds for a reader, in the folders of AQ 9010, 7.4."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final, NamedTuple

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.attachments import attachments_of_many, slots_of_kind
from core.models import StoredFile
from enterprises.models import Enterprise
from hazards.documents.letters import notice_document
from hazards.documents.rows import notice_letter
from hazards.models import Hazard, Notice
from insurers.activities.models import Activity
from insurers.agencies.models import AgencyContract
from insurers.complaints.models import Complaint
from insurers.expenses.models import Expense
from insurers.materials.models import Assignment
from insurers.orders.models import ServiceOrder
from insurers.plans.document import plan_document
from insurers.plans.models import ServicePlan
from insurers.policies.models import Endorsement, Policy
from workbench.models import YearReport

Columns = tuple[tuple[str | Promise, str], ...]

MOST_ROWS = 2_000
#: Documents that are written for one archive, at most.
MOST_PAPERS = 100
#: The folders of AQ 9010, 7.4, with what the campaign adds: hazards and their notices.
CONTRACTS_IN: Final = "01-保险合同"
PLANS_IN: Final = "02-服务方案"
SERVICES_IN: Final = "03-服务资料"
AGENCIES_IN: Final = "04-第三方机构和专家"
FEES_IN: Final = "05-服务费用台账"
COMPLAINTS_IN: Final = "06-投诉处理"
READINGS_IN: Final = "07-案例和培训资料"
REPORTS_IN: Final = "08-年度评估"
HAZARDS_IN: Final = "09-隐患和书面告知"


class Kept(NamedTuple):
    """A stored file: the folder of its row, and the places that it fills there."""

    folder: str
    places: list[str | Promise]
    file: StoredFile


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the file: its folder and name, the columns and rows shown, the files of the rows.

    `files` are stored files, `papers` documents that the portal writes, each with the folder of its row. In the
    archive's workbook `worded` names what stands for a field whose codes a reader does not know, `more` what a side
    row adds.
    """

    code: str
    folder: str
    title: str | Promise
    model: type[Model]
    columns: Columns
    rows: Sequence[object]
    detail: str = ""
    files: list[Kept] = field(default_factory=list)
    papers: Sequence[tuple[str, str, Callable[[], bytes]]] = ()
    worded: Mapping[str, str] = field(default_factory=dict)
    more: Columns = ()


def sections(enterprise: Enterprise, user: User) -> list[Section]:
    """The parts of AQ 9010, 7.4, and the hazards, each as far as the person may see it; a fixed number of queries."""
    policies = list(Policy.objects.visible_to(user).filter(enterprise=enterprise).select_related("insurer")[:MOST_ROWS])
    orders = _orders(enterprise, user)
    insurers = {policy.insurer_id for policy in policies}
    return [
        Section(
            "01-contract", CONTRACTS_IN, _("Contracts (policies)"), Policy, POLICIES, policies, "policies:policy-detail"
        ),
        _endorsements(enterprise, user),
        _plans(enterprise, user),
        _services(enterprise, user),
        _orders_section(orders),
        _contracts(insurers, {order.agency_id for order in orders}, user),
        _expenses(enterprise, user),
        _complaints(enterprise, user),
        _readings(enterprise, user),
        _reports(insurers, user),
        _hazards(enterprise, user),
        _notices(enterprise, user),
    ]


def _endorsements(enterprise: Enterprise, user: User) -> Section:
    rows = Endorsement.objects.visible_to(user).filter(policy__enterprise=enterprise).select_related("policy")
    return Section("02-endorsement", CONTRACTS_IN, _("Endorsements"), Endorsement, ENDORSEMENTS, list(rows[:MOST_ROWS]))


def _plans(enterprise: Enterprise, user: User) -> Section:
    rows = ServicePlan.objects.visible_to(user).filter(enterprise=enterprise)
    plans = list(rows.select_related("talk_file", "confirm_file")[:MOST_ROWS])
    files = list(_plan_files(plans))
    papers = [
        (f"{row.plan_no}-{row.version}", "事故预防服务方案.docx", partial(plan_document, row))
        for row in plans[:MOST_PAPERS]
    ]
    return Section(
        "03-plan", PLANS_IN, _("Service plans"), ServicePlan, PLANS, plans, "plans:plan-detail", files, papers
    )


def _services(enterprise: Enterprise, user: User) -> Section:
    rows = (
        Activity.objects.visible_to(user)
        .filter(enterprise=enterprise)
        .select_related("insurer", "agency", "detail__corrects", "corrected_by__activity", "visit")
    )
    services = list(rows[:MOST_ROWS])
    files = _files("activity", {row.pk: row.activity_no for row in services})
    return Section(
        "04-service",
        SERVICES_IN,
        _("Services"),
        Activity,
        SERVICES,
        services,
        "activities:activity-detail",
        files,
        worded={"topics": "topic_labels"},
        more=OF_SERVICES,
    )


def _orders(enterprise: Enterprise, user: User) -> list[ServiceOrder]:
    rows = ServiceOrder.objects.visible_to(user).filter(policy__enterprise=enterprise)
    return list(rows.select_related("agency")[:MOST_ROWS])


def _orders_section(orders: list[ServiceOrder]) -> Section:
    files = _files("order", {row.pk: f"{row.agency.code}-{row.service_on}" for row in orders})
    return Section(
        "05-agency", AGENCIES_IN, _("Service orders"), ServiceOrder, ORDERS, orders, "orders:order-detail", files
    )


def _contracts(insurers: set[int], agencies: set[int], user: User) -> Section:
    rows = AgencyContract.objects.visible_to(user).filter(insurer__in=insurers, agency__in=agencies)
    return Section(
        "06-agency-contract",
        AGENCIES_IN,
        _("Contracts with agencies"),
        AgencyContract,
        CONTRACTS,
        list(rows.select_related("agency")),
    )


def _expenses(enterprise: Enterprise, user: User) -> Section:
    rows = Expense.objects.visible_to(user).filter(enterprise=enterprise).select_related("policy")
    expenses = list(rows[:MOST_ROWS])
    files = _files("expense", {row.pk: row.voucher_no for row in expenses})
    return Section(
        "07-fee", FEES_IN, _("Service expenses"), Expense, EXPENSES, expenses, "expenses:expense-detail", files
    )


def _complaints(enterprise: Enterprise, user: User) -> Section:
    rows = Complaint.objects.visible_to(user).filter(policy__enterprise=enterprise)
    return Section(
        "08-complaint",
        COMPLAINTS_IN,
        _("Complaints"),
        Complaint,
        COMPLAINTS,
        list(rows[:MOST_ROWS]),
        "complaints:complaint-detail",
    )


def _readings(enterprise: Enterprise, user: User) -> Section:
    rows = Assignment.objects.visible_to(user).filter(policy__enterprise=enterprise).select_related("material")
    readings = list(rows[:MOST_ROWS])
    files = _files("assignment", {row.pk: f"{row.material_id}" for row in readings})
    return Section(
        "09-reading",
        READINGS_IN,
        _("Reading of material"),
        Assignment,
        READINGS,
        readings,
        "materials:assignment-detail",
        files,
    )


def _reports(insurers: set[int], user: User) -> Section:
    rows = YearReport.objects.visible_to(user).filter(insurer__in=insurers).select_related("insurer")
    return Section("10-evaluation", REPORTS_IN, _("Yearly evaluations"), YearReport, REPORTS, list(rows))


def _hazards(enterprise: Enterprise, user: User) -> Section:
    rows = Hazard.objects.visible_to(user).filter(enterprise=enterprise)
    hazards = list(rows[:MOST_ROWS])
    files = _files("hazard", {row.pk: str(row) for row in hazards})
    return Section("11-hazard", HAZARDS_IN, _("Hazards"), Hazard, HAZARDS, hazards, "hazards:hazard-detail", files)


def _notices(enterprise: Enterprise, user: User) -> Section:
    rows = Notice.objects.visible_to(user).filter(enterprise=enterprise).select_related("issuer")
    notices = list(rows[:MOST_ROWS])
    files = _files("notice", {row.pk: row.number for row in notices})
    papers = [
        (row.number, "事故隐患书面告知书.docx", partial(_notice_paper, row, user)) for row in notices[:MOST_PAPERS]
    ]
    return Section(
        "12-notice", HAZARDS_IN, _("Written notices"), Notice, NOTICES, notices, "hazards:notice-detail", files, papers
    )


def _notice_paper(notice: Notice, user: User) -> bytes:
    return notice_document(notice_letter(notice, user))


POLICIES: Columns = (
    (_("Policy number"), "policy_no"),
    (_("Insurer"), "insurer.name"),
    (_("From"), "start_on"),
    (_("To"), "end_on"),
    (_("Premium paid (yuan)"), "premium_paid"),
    (_("State"), "get_status_display"),
)

ENDORSEMENTS: Columns = (
    (_("Endorsement number"), "endorsement_no"),
    (_("Policy number"), "policy.policy_no"),
    (_("Effective on"), "effective_on"),
    (_("Reason"), "reason"),
)

PLANS: Columns = (
    (_("Plan number"), "plan_no"),
    (_("Version"), "version"),
    (_("From"), "start_on"),
    (_("To"), "end_on"),
    (_("State"), "get_state_display"),
)

SERVICES: Columns = (
    (_("Service number"), "activity_no"),
    (_("Service"), "get_kind_display"),
    (_("First day of the service"), "start_on"),
    (_("Place of the service"), "place"),
    (_("Agency"), "agency.name"),
    (_("Staff"), "staff"),
    (_("Content of the service"), "content"),
    (_("State"), "get_state_display"),
)

OF_SERVICES: Columns = (
    (_("Measures and course"), "detail.course"),
    (_("Why outside the plan"), "detail.outside_reason"),
    (_("Return visit"), "visit.visited_on"),
    (_("Corrects"), "detail.corrects"),
    (_("Why corrected"), "detail.correction_reason"),
    (_("Corrected by"), "corrected_by.activity"),
    (_("Filed at"), "detail.filed_at"),
)

ORDERS: Columns = (
    (_("Agency"), "agency.name"),
    (_("Service"), "get_kind_display"),
    (_("Day of the service"), "service_on"),
    (_("State"), "get_state_display"),
)

CONTRACTS: Columns = (
    (_("Contract number"), "contract_no"),
    (_("Agency"), "agency.name"),
    (_("From"), "starts_on"),
    (_("To"), "ends_on"),
)

EXPENSES: Columns = (
    (_("Voucher number"), "voucher_no"),
    (_("Policy number"), "policy.policy_no"),
    (_("Category"), "get_category_display"),
    (_("Amount (yuan)"), "amount"),
    (_("Booked on"), "booked_on"),
)

COMPLAINTS: Columns = (
    (_("Complaint number"), "complaint_no"),
    (_("Received on"), "received_on"),
    (_("Answered on"), "answered_on"),
    (_("State"), "get_state_display"),
)

READINGS: Columns = (
    (_("Material"), "material.title"),
    (_("To be read by"), "due_on"),
    (_("Read on"), "read_on"),
    (_("Read by"), "read_by"),
)

REPORTS: Columns = ((_("Insurer"), "insurer.name"), (_("Year"), "year"), (_("Written at"), "written_at"))


HAZARDS: Columns = (
    (_("Hazard number"), "hazard_no"),
    (_("Level"), "get_level_display"),
    (_("Part or place"), "place"),
    (_("Found on"), "found_on"),
    (_("Notice number"), "notice_no"),
    (_("Deadline"), "deadline"),
    (_("State"), "get_state_display"),
    (_("Closed off on"), "closed_on"),
)

NOTICES: Columns = (
    (_("Notice number"), "number"),
    (_("Issuing unit"), "issuer_name"),
    (_("Issued on"), "issued_on"),
    (_("Notified on"), "served_on"),
    (_("Signed by"), "receiver"),
    (_("State"), "get_state_display"),
)


def _plan_files(plans: list[ServicePlan]) -> Iterator[Kept]:
    for plan in plans:
        for name in ("talk_file", "confirm_file"):
            stored = getattr(plan, name)
            if stored is not None:
                place = getattr(ServicePlan, name).field.verbose_name
                yield Kept(f"{plan.plan_no}-{plan.version}", [place], stored)


def _files(kind: str, folders: dict[int, str]) -> list[Kept]:
    """Each file of a row once, with all of its places there."""
    slots = slots_of_kind(kind)
    known: dict[tuple[int, int], Kept] = {}
    for attachment in attachments_of_many(kind, list(folders)):
        one = (attachment.subject_id, attachment.file_id)
        kept = known.setdefault(one, Kept(folders[attachment.subject_id], [], attachment.file))
        if attachment.slot in slots:
            kept.places.append(slots[attachment.slot].label)
    return list(known.values())
