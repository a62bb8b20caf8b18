"""Which row stands behind each address, and which roles can have one of their own (domain.md 1.1 and 1.5)."""

from django.db.models import Model

from accounts.models import Organisation
from accounts.roles import ADMINISTRATORS, Role
from campaigns.models import (
    Campaign,
    GuidanceNote,
    GuidanceReceipt,
    JointMeeting,
    JointMember,
    LibraryDocument,
    ListedCode,
    Mechanism,
    OfficeContact,
    Resolution,
    WorkPlan,
)
from core.imports.models import HeldRow, Upload
from core.models import Attachment, Job, SavedView
from crosschecks.models import Inquiry
from dispositions.models import Case, Step
from enterprises.models import Enterprise, Exemption, Merge, Outsourcing, Transfer
from hazards.models import Criterion, CriterionVersion, Hazard, Notice, Refusal
from inspections.models import (
    Finding,
    GroupMember,
    Handover,
    InspectedEnterprise,
    InspectedInsurer,
    ManualAddition,
    PairingTable,
    PlanVersion,
    Task,
)
from insurers.activities.models import Activity
from insurers.agencies.models import Professional
from insurers.complaints.models import Complaint
from insurers.expenses.models import Expense, MonthClosing
from insurers.materials.models import Assignment, Material
from insurers.orders.models import ServiceOrder
from insurers.plans.models import ServicePlan
from insurers.policies.models import Endorsement, Policy
from publicity.models import PublicityItem, PublicRelease
from reports.models import Contribution, ReportDuty, Snapshot, Submission
from rulebook.models import DatedRule, DayOverride
from workbench.models import Absence, Delegation


class TheReading:
    """The file of a material behind a unit's link."""


class TheAgency:
    """The pages of an agency are addressed by its organisation, as those of an insurer are."""


class TheAccount:
    """An account, which administrators alone have to do with."""


class TheOwnReport:
    """What the own organisation owes, for which it asks those below."""


class TheBody:
    """An organisation on the pages of the system administrator."""


class TheRequest:
    """What a lead asked about the own people."""


class FiledService:
    """A service that can no longer be changed, only corrected by another."""


Kind = (
    type[Model]
    | type[TheReading]
    | type[TheAgency]
    | type[FiledService]
    | type[TheAccount]
    | type[TheBody]
    | type[TheOwnReport]
    | type[TheRequest]
)

EVERYBODY = frozenset(Role) - ADMINISTRATORS
#: Who has to do with a row because of where it lies or who insures it.
LEDGER = EVERYBODY - {Role.AGENCY}
BUREAUS = LEDGER - {Role.INSURER, Role.BRANCH}
CITIES = frozenset({Role.PROV_EM, Role.CITY_EM})
#: The province, the bureau of the city and the regulators over it: Hangzhou's is the provincial one.
JOINT = frozenset({Role.PROV_EM, Role.CITY_EM, Role.REG_PROV})

OWNERS: dict[Kind, frozenset[Role]] = {
    Hazard: LEDGER,
    Notice: LEDGER,
    # A report of refusal goes to bureaus and sector authorities, not to regulators.
    Refusal: LEDGER - {Role.REG_PROV, Role.REG_NB, Role.REG_SUB},
    CriterionVersion: LEDGER,
    Criterion: LEDGER,
    DayOverride: EVERYBODY,
    DatedRule: frozenset({Role.PROV_EM, Role.REG_PROV}),  # each keeps its own codes
    Enterprise: LEDGER,
    Outsourcing: LEDGER,
    Merge: CITIES,
    Exemption: BUREAUS,
    Transfer: CITIES,
    Policy: LEDGER,
    Endorsement: LEDGER,
    ServicePlan: LEDGER,
    Complaint: LEDGER,
    Inquiry: LEDGER,
    Delegation: frozenset({Role.INSURER}),
    Absence: frozenset({Role.INSURER}),
    Material: LEDGER - {Role.BRANCH},
    Assignment: LEDGER,
    TheReading: frozenset(Role),
    Organisation: EVERYBODY,
    Activity: EVERYBODY,
    FiledService: LEDGER,
    Attachment: EVERYBODY,
    Expense: LEDGER,
    MonthClosing: frozenset({Role.INSURER}),
    Upload: CITIES | {Role.INSURER},
    HeldRow: frozenset({Role.CITY_EM, Role.INSURER}),  # corrected by who sent it
    Job: EVERYBODY - {Role.SECTOR},  # exports too long to wait for; a sector authority exports nothing
    SavedView: frozenset(Role),
    Snapshot: CITIES,
    Submission: CITIES,
    ReportDuty: frozenset({Role.PROV_EM}),  # registered by whom it is owed to
    TheOwnReport: frozenset({Role.CITY_EM}),
    Contribution: frozenset({Role.CITY_EM, Role.COUNTY_EM}),
    Task: CITIES,
    GroupMember: CITIES,
    ManualAddition: CITIES,
    InspectedEnterprise: CITIES,
    InspectedInsurer: CITIES,
    PairingTable: CITIES,
    PlanVersion: CITIES,
    Finding: CITIES,
    Handover: CITIES,
    # A case on an enterprise: the bureaus' and the sector authority's; regulators and insurers have cases of their own.
    Case: frozenset({Role.PROV_EM, Role.CITY_EM}),
    Step: frozenset({Role.PROV_EM, Role.CITY_EM}),
    TheAgency: EVERYBODY,
    TheAccount: frozenset({Role.ADM_SYS, Role.ADM_SEC}),
    TheBody: frozenset({Role.ADM_SYS}),
    TheRequest: frozenset({Role.ADM_SYS}),
    Professional: EVERYBODY - {Role.SECTOR},
    ServiceOrder: frozenset({Role.PROV_EM, Role.INSURER, Role.AGENCY}),
    Mechanism: JOINT,
    JointMember: JOINT,
    JointMeeting: JOINT,
    Resolution: JOINT,
    WorkPlan: JOINT,
    GuidanceNote: frozenset({Role.PROV_EM, Role.REG_PROV, Role.INSURER}),
    GuidanceReceipt: frozenset({Role.PROV_EM, Role.REG_PROV, Role.INSURER}),
    LibraryDocument: EVERYBODY,
    Campaign: frozenset({Role.PROV_EM}),
    ListedCode: frozenset({Role.PROV_EM}),
    OfficeContact: EVERYBODY,
    PublicityItem: frozenset({Role.PROV_EM, Role.CITY_EM, Role.REG_PROV}),
    PublicRelease: frozenset({Role.PROV_EM}),
}
#: Rows of the whole province: nobody's are foreign to anybody.
COMMON: frozenset[Kind] = frozenset(
    {
        CriterionVersion,
        Criterion,
        PairingTable,
        DayOverride,
        DatedRule,
        TheReading,
        TheAccount,
        TheBody,
        TheRequest,
        LibraryDocument,
        Campaign,
        ListedCode,
        OfficeContact,
        PublicRelease,
    }
)

#: Beginnings of the addresses' names; the longest that fits counts.
ROW_OF: dict[str, Kind] = {
    "accounts:user-": TheAccount,
    "accounts:administrator-": TheAccount,
    "accounts:organisation-": TheBody,
    "accounts:request-": TheRequest,
    "hazards:hazard-": Hazard,
    "hazards:notice-": Notice,
    "hazards:refusal-": Refusal,
    "hazards:criteria-": CriterionVersion,
    "hazards:clause-add": CriterionVersion,
    "hazards:clause-edit": Criterion,
    "workbench:insurer-page": Organisation,
    "workbench:take-back": Delegation,
    "workbench:leave-end": Absence,
    "workbench:enterprise-": Enterprise,
    "enterprises:enterprise-": Enterprise,
    "enterprises:exemption-": Exemption,
    "enterprises:outsourcing-": Outsourcing,
    "enterprises:transfer-": Transfer,
    "enterprises:merge-": Merge,
    "coverage:candidate-": Enterprise,
    "materials:material-": Material,
    "materials:assignment-": Assignment,
    "materials:reading-file": TheReading,
    "rulebook:day-": DayOverride,
    "rulebook:rule-": DatedRule,
    "plans:plan-": ServicePlan,
    "plans:plan-create": Policy,
    "plans:policy-plan": Policy,
    "promises:assist-remind": Organisation,
    "policies:policy-": Policy,
    "policies:endorsement-": Endorsement,
    "activities:activity-": Activity,
    "activities:activity-correct": FiledService,
    "activities:file-": Attachment,
    "complaints:complaint-": Complaint,
    "crosschecks:question-": Inquiry,
    "crosschecks:question-new": Policy,
    "core:attachment": Attachment,
    "core:job-": Job,
    "core:view-": SavedView,
    "imports:held-": HeldRow,
    "imports:upload-": Upload,
    "expenses:expense-": Expense,
    "expenses:month-": MonthClosing,
    "agencies:agency-": TheAgency,
    "agencies:professional-": Professional,
    "orders:order-": ServiceOrder,
    "reports:snapshot-": Snapshot,
    "reports:submission-": Submission,
    "reports:duty-": ReportDuty,
    "campaigns:setup-": Campaign,
    "campaigns:listed-": ListedCode,
    "reports:duty-ask": TheOwnReport,
    "reports:duty-rehearsal": TheOwnReport,
    "reports:contribution-": Contribution,
    "campaigns:mechanism-": Mechanism,
    "campaigns:member-": JointMember,
    "campaigns:meeting-": JointMeeting,
    "campaigns:resolution-": Resolution,
    "campaigns:workplan-": WorkPlan,
    "campaigns:guidance-": GuidanceNote,
    "campaigns:receipt-": GuidanceReceipt,
    "campaigns:library-": LibraryDocument,
    "campaigns:contact-": OfficeContact,
    "publicity:item-": PublicityItem,
    "publicity:release-": PublicRelease,
    "inspections:task-": Task,
    "inspections:group-": Task,
    "inspections:draw-": Task,
    "inspections:member-": GroupMember,
    "inspections:addition-": ManualAddition,
    "inspections:enterprise-": InspectedEnterprise,
    "inspections:insurer-": InspectedInsurer,
    "inspections:pairing-": PairingTable,
    "inspections:plan-": PlanVersion,
    "inspections:finding-": Finding,
    "inspections:handover-": Handover,
    "dispositions:case-": Case,
    "dispositions:step-": Step,
}


def row_kind(name: str) -> Kind:
    """What the `pk` in the address means. AssertionError for an address that nobody has named above."""
    fits = [prefix for prefix in ROW_OF if name.startswith(prefix)]
    assert fits, f"{name}: say in ROW_OF which row stands behind it"
    return ROW_OF[max(fits, key=len)]
