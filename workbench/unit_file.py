"""One file per insured unit 一户一档 (AQ 9010, 7.4): what is in it for a reader, and all of it as one archive."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from zipstream import ZIP_DEFLATED, ZipStream

from accounts.models import User
from core.attachments import attachments_of_many
from core.files import clean_name
from core.languages import official
from core.models import StoredFile
from core.views.tables import value_at
from enterprises.models import Enterprise
from insurers.activities.models import Activity
from insurers.agencies.models import AgencyContract
from insurers.complaints.models import Complaint
from insurers.expenses.models import Expense
from insurers.materials.models import Assignment
from insurers.orders.models import ServiceOrder
from insurers.plans.models import ServicePlan
from insurers.policies.models import Endorsement, Policy
from workbench.models import YearReport

Columns = tuple[tuple[str | Promise, str], ...]

MOST_ROWS = 2_000


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the file: its name, the columns and rows shown, and the stored files with the folder they go into."""

    code: str
    title: str | Promise
    columns: Columns
    rows: Sequence[object]
    detail: str = ""
    files: list[tuple[str, StoredFile]] = field(default_factory=list)


def sections(enterprise: Enterprise, user: User) -> list[Section]:
    """The eight parts of AQ 9010, 7.4, each as far as the person may see it; a fixed number of queries."""
    policies = list(Policy.objects.visible_to(user).filter(enterprise=enterprise).select_related("insurer")[:MOST_ROWS])
    orders = _orders(enterprise, user)
    insurers = {policy.insurer_id for policy in policies}
    return [
        Section("01-contract", _("Contracts (policies)"), POLICIES, policies, "policies:policy-detail"),
        _endorsements(enterprise, user),
        _plans(enterprise, user),
        _services(enterprise, user),
        _orders_section(orders),
        _contracts(insurers, {order.agency_id for order in orders}, user),
        _expenses(enterprise, user),
        _complaints(enterprise, user),
        _readings(enterprise, user),
        _reports(insurers, user),
    ]


def _endorsements(enterprise: Enterprise, user: User) -> Section:
    rows = Endorsement.objects.visible_to(user).filter(policy__enterprise=enterprise).select_related("policy")
    return Section("02-endorsement", _("Endorsements"), ENDORSEMENTS, list(rows[:MOST_ROWS]))


def _plans(enterprise: Enterprise, user: User) -> Section:
    rows = ServicePlan.objects.visible_to(user).filter(enterprise=enterprise)
    plans = list(rows.select_related("talk_file", "confirm_file")[:MOST_ROWS])
    return Section("03-plan", _("Service plans"), PLANS, plans, "plans:plan-detail", list(_plan_files(plans)))


def _services(enterprise: Enterprise, user: User) -> Section:
    rows = Activity.objects.visible_to(user).filter(enterprise=enterprise).select_related("insurer", "agency")
    services = list(rows[:MOST_ROWS])
    files = list(_files("activity", {row.pk: row.activity_no for row in services}))
    return Section("04-service", _("Services"), SERVICES, services, "activities:activity-detail", files)


def _orders(enterprise: Enterprise, user: User) -> list[ServiceOrder]:
    rows = ServiceOrder.objects.visible_to(user).filter(policy__enterprise=enterprise)
    return list(rows.select_related("agency")[:MOST_ROWS])


def _orders_section(orders: list[ServiceOrder]) -> Section:
    files = list(_files("order", {row.pk: f"{row.agency.code}-{row.service_on}" for row in orders}))
    return Section("05-agency", _("Service orders"), ORDERS, orders, "orders:order-detail", files)


def _contracts(insurers: set[int], agencies: set[int], user: User) -> Section:
    rows = AgencyContract.objects.visible_to(user).filter(insurer__in=insurers, agency__in=agencies)
    return Section("06-agency-contract", _("Contracts with agencies"), CONTRACTS, list(rows.select_related("agency")))


def _expenses(enterprise: Enterprise, user: User) -> Section:
    rows = Expense.objects.visible_to(user).filter(enterprise=enterprise).select_related("policy")
    expenses = list(rows[:MOST_ROWS])
    files = list(_files("expense", {row.pk: row.voucher_no for row in expenses}))
    return Section("07-fee", _("Service expenses"), EXPENSES, expenses, "expenses:expense-detail", files)


def _complaints(enterprise: Enterprise, user: User) -> Section:
    rows = Complaint.objects.visible_to(user).filter(policy__enterprise=enterprise)
    return Section("08-complaint", _("Complaints"), COMPLAINTS, list(rows[:MOST_ROWS]), "complaints:complaint-detail")


def _readings(enterprise: Enterprise, user: User) -> Section:
    rows = Assignment.objects.visible_to(user).filter(policy__enterprise=enterprise).select_related("material")
    readings = list(rows[:MOST_ROWS])
    files = list(_files("assignment", {row.pk: f"{row.material_id}" for row in readings}))
    return Section("09-reading", _("Reading of material"), READINGS, readings, "materials:assignment-detail", files)


def _reports(insurers: set[int], user: User) -> Section:
    rows = YearReport.objects.visible_to(user).filter(insurer__in=insurers).select_related("insurer")
    return Section("10-evaluation", _("Yearly evaluations"), REPORTS, list(rows))


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


def _plan_files(plans: list[ServicePlan]) -> Iterator[tuple[str, StoredFile]]:
    for plan in plans:
        for stored in (plan.talk_file, plan.confirm_file):
            if stored is not None:
                yield f"{plan.plan_no}-{plan.version}", stored


def _files(kind: str, folders: dict[int, str]) -> Iterator[tuple[str, StoredFile]]:
    for attachment in attachments_of_many(kind, list(folders)):
        yield folders[attachment.subject_id], attachment.file


def archive(enterprise: Enterprise, parts: list[Section], user: User, today: date) -> ZipStream:
    """All parts as one ZIP that is made while it is sent: a JSON of each part's rows, the files, and `digests.sha256`."""
    stream = ZipStream(compress_type=ZIP_DEFLATED, compress_level=6)
    digests: list[tuple[str, str]] = []

    def add(name: str, body: bytes) -> None:
        stream.add(body, name)
        digests.append((hashlib.sha256(body).hexdigest(), name))

    head = {
        "enterprise": enterprise.name,
        "uscc": enterprise.uscc,
        "made_for": str(user.organisation),
        "on": f"{today}",
    }
    add("index.json", _json({**head, "parts": {part.code: len(part.rows) for part in parts}}))
    for part in parts:
        with official():
            rows = [{str(title): _plain(value_at(row, path)) for title, path in part.columns} for row in part.rows]
        add(f"{part.code}/rows.json", _json(rows))
        for number, (folder, stored) in enumerate(part.files, start=1):
            name = f"{part.code}/{clean_name(folder)}/{number:03d}-{stored.name}"
            stream.add_path(stored.file.path, name)
            digests.append((stored.sha256, name))
    stream.add("".join(f"{digest}  {name}\n" for digest, name in digests).encode(), "digests.sha256")
    return stream


def _json(body: object) -> bytes:
    return json.dumps(body, ensure_ascii=False, indent=1).encode()


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, int | float | bool) else str(value)
