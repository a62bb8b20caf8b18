"""Role × address: every pattern of the URL conf, GET and POST, own and foreign row, for every role.

The expectation follows from what the view declares and from the roles' table; the rows are named in `OWN`. A new
address without a row here fails, and so does a role that gets more or less than declared. After all calls with POST no
foreign row may have changed.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import URLPattern, reverse

from accounts.models import Division, Organisation, User
from accounts.roles import permissions_of
from core import clock
from core.attachments import attach
from core.gate import Access
from core.imports.models import HeldRow, Upload
from core.imports.services import receive_upload
from core.models import Attachment, AuditEvent, Job
from coverage.models import GapCase
from enterprises.models import Enterprise, Exemption, Outsourcing, Transfer
from enterprises.services.exemptions import Ground, request_exemption
from enterprises.services.transfers import offer_transfer
from hazards.models import Criterion, CriterionVersion, Hazard, Notice, Refusal
from inspections import services
from inspections.models import InspectedEnterprise, InspectedInsurer, Task
from insurers.activities.models import Activity
from insurers.agencies.models import AgencyStaff
from insurers.complaints.models import Complaint
from insurers.expenses.models import Expense, MonthClosing
from insurers.materials.models import Assignment, Material
from insurers.materials.services import digest_of
from insurers.orders.models import ServiceOrder
from insurers.plans.models import ServicePlan
from insurers.policies.models import Endorsement, Policy
from insurers.promises.models import AssistReminder
from reports.models import Snapshot
from rulebook.models import DatedRule, DayOverride
from tests import world
from tests.cast import NAMES, Cast
from tests.hazards import life
from tests.house.addresses import declared, patterns
from tests.reports.figuring import build

CANARY = "金丝雀示例不可外传有限公司"
PAGES = [(name, pattern) for name, pattern in patterns() if name != "None"]
#: Roles that see the row made for each model (domain.md 1.5): the world below lies in Hangzhou and belongs to insurer A.
HANGZHOU_LEDGER = {
    "provincial_officer", "provincial_lead", "hangzhou_officer", "hangzhou_lead", "xihu_county", "zhejiang_regulator",
    "insurer_a_clerk", "insurer_a_lead",
}  # fmt: skip
TASK_CITIES = {"provincial_officer", "provincial_lead", "hangzhou_officer", "hangzhou_lead", "shaoxing_officer"}
HANGZHOU_OWN = {"provincial_officer", "provincial_lead", "hangzhou_officer", "hangzhou_lead"}


class TheReading:
    """The file of a material behind a unit's link."""


class TheAgency:
    """The pages of an agency are addressed by its organisation, as those of an insurer are."""


SEES: dict[type, set[str]] = {
    Hazard: HANGZHOU_LEDGER,
    Notice: HANGZHOU_LEDGER,
    Refusal: {"provincial_officer", "provincial_lead", "xihu_county", "insurer_a_clerk", "insurer_a_lead"},
    CriterionVersion: set(NAMES),
    Criterion: set(NAMES),
    Material: HANGZHOU_LEDGER,
    Assignment: HANGZHOU_LEDGER,
    DayOverride: set(NAMES),
    Complaint: HANGZHOU_LEDGER,
    DatedRule: {"provincial_officer", "provincial_lead"},
    Enterprise: HANGZHOU_LEDGER,
    Outsourcing: HANGZHOU_LEDGER - {"insurer_a_clerk", "insurer_a_lead"},
    GapCase: HANGZHOU_OWN | {"xihu_county"},
    Transfer: HANGZHOU_OWN | {"shaoxing_officer"},
    Exemption: HANGZHOU_OWN | {"xihu_county"},
    Policy: HANGZHOU_LEDGER,
    Endorsement: HANGZHOU_LEDGER,
    ServicePlan: HANGZHOU_LEDGER,
    Organisation: set(NAMES),  # insurers are known by name; what they did is scoped by the service
    Activity: HANGZHOU_LEDGER | {"agency"},
    Attachment: HANGZHOU_LEDGER | {"agency"},
    Expense: HANGZHOU_LEDGER - {"hangzhou_officer", "hangzhou_lead", "xihu_county"},
    MonthClosing: {"insurer_a_clerk", "insurer_a_lead"},
    Upload: HANGZHOU_OWN,
    Job: HANGZHOU_OWN,
    HeldRow: {"hangzhou_officer", "hangzhou_lead"},
    Snapshot: HANGZHOU_OWN,
    Task: TASK_CITIES,
    InspectedEnterprise: TASK_CITIES,
    InspectedInsurer: TASK_CITIES,
    TheAgency: set(NAMES),
    TheReading: set(NAMES),
    AgencyStaff: {"agency"},
    ServiceOrder: {"provincial_officer", "provincial_lead", "insurer_a_clerk", "insurer_a_lead", "agency"},
}
MODEL_OF = {
    "hazards:hazard-": Hazard, "hazards:notice-": Notice, "hazards:refusal-": Refusal, "hazards:criteria-": CriterionVersion,
    "hazards:clause-add": CriterionVersion, "hazards:clause-edit": Criterion,
    "workbench:insurer-page": Organisation, "workbench:enterprise-file": Enterprise, "workbench:enterprise-archive": Enterprise,
    "materials:material-": Material, "materials:assignment-": Assignment, "materials:reading-file": TheReading,
    "rulebook:day": DayOverride,
    "rulebook:rule-approve": DatedRule, "rulebook:rule-refuse": DatedRule,
    "enterprises:enterprise-": Enterprise, "enterprises:exemption-": Exemption,
    "coverage:candidate-": Enterprise, **dict.fromkeys(
        ("coverage:case-detail", "coverage:case-order", "coverage:case-fine", "coverage:case-answer", "coverage:case-close"), GapCase
    ),
    **dict.fromkeys(
        (
            "plans:plan-detail", "plans:plan-edit", "plans:plan-document", "plans:plan-talk",
            "plans:plan-confirm", "plans:plan-send", "plans:plan-recall", "plans:plan-activate",
            "plans:plan-amend", "plans:plan-finish", "plans:plan-evaluate", "plans:plan-discard",
            "plans:plan-guide",
        ), ServicePlan
    ),
    "plans:plan-create": Policy, "plans:policy-plan": Policy, "promises:assist-remind": Organisation,
    "enterprises:outsourcing-": Outsourcing, "enterprises:transfer-": Transfer,
    "workbench:enterprise-detail": Enterprise, "policies:policy-detail": Policy, "policies:policy-edit": Policy,
    "policies:policy-endorse": Policy, "policies:policy-shares": Policy, "policies:endorsement-": Endorsement,
    "activities:activity-": Activity, "complaints:complaint-": Complaint, "activities:file-": Attachment,
    "core:attachment": Attachment,
    "expenses:expense-detail": Expense, "expenses:expense-reverse": Expense,
    "expenses:expense-files": Expense, "expenses:month-reopen": MonthClosing,
    "agencies:agency-": TheAgency, "agencies:staff-": AgencyStaff, "orders:order-": ServiceOrder,
    "core:held-": HeldRow, "core:upload-": Upload, "core:job-": Job, "reports:snapshot-": Snapshot, "inspections:task-": Task,
    "inspections:item-": Task, "inspections:enterprise-": InspectedEnterprise, "inspections:insurer-": InspectedInsurer,
}  # fmt: skip
LISTS = {
    "hazards:hazard-list",
    "hazards:hazard-create",
    "hazards:clause-options",
    "hazards:notice-list",
    "hazards:notice-create",
    "hazards:refusal-list",
    "hazards:criteria-list",
    "hazards:criteria-create",
    "workbench:insurer-list",
    "materials:material-list",
    "materials:material-create",
    "materials:assignment-list",
    "crosschecks:expert-questions",
    "complaints:complaint-list",
    "complaints:complaint-create",
    "rulebook:calendar-detail",
    "activities:activity-list",
    "activities:activity-create",
    "agencies:agency-list",
    "orders:order-list",
    "orders:order-create",
}
FINE = {200, 204, 302, 400, 405, 409}


def published_with_picture(material: Material, by: User) -> Attachment:
    """The file of a draft that is published with it; later files are refused."""
    file = attach(material, "content", world.picture((9, 9)), name="图.png", by=by, at=clock.now())
    Material.objects.filter(pk=material.pk).update(state="PUBLISHED")
    return file


class World:
    """One row of everything, in Hangzhou, of insurer A; the names carry the canary."""

    def __init__(self, cast: Cast) -> None:
        at = clock.now()
        firm = world.enterprise(name=CANARY)
        held = world.policy(firm)
        task = services.start_inspection(task=Task.objects.get(annex_no=1), by=cast.hangzhou_officer, at=at)
        checked = services.add_enterprise(
            task=task, enterprise=world.enterprise(world.SHAOXING, name=CANARY), by=cast.hangzhou_officer,
            today=clock.today(), at=at,
        )  # fmt: skip
        upload = receive_upload(
            kind="enterprises",
            stream=ContentFile(b"x"),
            name=f"{CANARY}.xlsx",
            by=cast.hangzhou_officer,
            at=at,
            ring=False,
        )
        # Before the case: an enterprise with one in hand stays where it is.
        transfer = offer_transfer(
            enterprise=firm,
            to_city=Division.objects.get(code="330600"),
            reason=CANARY,
            by=cast.hangzhou_officer,
            at=at,
        )
        hazard = life.hazard(firm, sector=firm.main_sector, state="REPORTED", level="MAJOR", description=CANARY)
        version = CriterionVersion.objects.create(
            field="METAL", title="示例标准", document_no="示例〔2023〕1号", valid_from=date(2023, 1, 1), certainty="2",
            created_at=at, updated_at=at,
        )  # fmt: skip
        self.rows: dict[type, Any] = {
            Hazard: hazard,
            Notice: life.notice(hazard, cast.insurer_a_clerk),
            Refusal: life.refusal(hazard, cast.insurer_a_clerk, cast.insurer_a_lead, told=("EM-330106",)),
            CriterionVersion: version,
            Criterion: Criterion.objects.create(
                version=version, number="第一条", label="示例", text="示例", created_at=at, updated_at=at
            ),
            DatedRule: DatedRule.objects.create(
                code="fee_share_min", valid_from=clock.today(), source=CANARY, certainty="U", proposed_at=at
            ),
            Enterprise: firm,
            Outsourcing: Outsourcing.objects.create(
                enterprise=firm,
                kind="OUT",
                counterparty=CANARY,
                project=CANARY,
                qualified=True,
                agreement=True,
                managed=True,
                recorded_by=cast.hangzhou_officer,
                recorded_at=at,
            ),
            Transfer: transfer,
            GapCase: GapCase.objects.create(
                enterprise=firm,
                kind="NEVER",
                reference_on=clock.today(),
                facts=CANARY,
                opened_by=cast.hangzhou_officer,
                opened_at=at,
            ),
            Exemption: request_exemption(
                enterprise=firm,
                ground=Ground("HALTED", CANARY, clock.today()),
                document=ContentFile(b"%PDF-"),
                name=f"{CANARY}.pdf",
                by=cast.hangzhou_officer,
                at=at,
            ),
            Policy: held,
            DayOverride: DayOverride.objects.create(
                day=date(2023, 10, 9), is_worked=False, source="示例文件", set_by=cast.provincial_officer, set_at=at
            ),
            Complaint: Complaint.objects.create(
                policy=held,
                complaint_no="TS-1",
                received_on=held.start_on,
                complainant=CANARY,
                text=CANARY,
                recorded_at=at,
            ),
            Material: (
                read := Material.objects.create(
                    insurer=world.insurer(),
                    kind="CASE",
                    title=CANARY,
                    text=CANARY,
                    written_by=cast.insurer_a_clerk,
                    written_at=at,
                )
            ),
            Assignment: Assignment.objects.create(
                material=read,
                policy=held,
                assigned_by=cast.insurer_a_clerk,
                assigned_at=at,
                due_on=clock.today(),
                token_digest=digest_of("matrix-secret"),
                link_ends_on=date(2099, 1, 1),
            ),
            TheReading: published_with_picture(read, cast.insurer_a_clerk),
            Endorsement: Endorsement.objects.create(
                policy=held,
                endorsement_no="P1",
                effective_on=held.start_on,
                reason=CANARY,
                insured_people=999,
                recorded_by=cast.insurer_a_clerk,
                recorded_at=at,
            ),
            ServicePlan: world.plan(held, safeguards=CANARY),
            Organisation: world.insurer(),
            Activity: (given := world.activity(held, agency=cast.agency.organisation)),
            Attachment: attach(given, "photo", world.picture(), name="示例.png", by=cast.insurer_a_clerk, at=at),
            Expense: world.expense(held),
            MonthClosing: MonthClosing.objects.create(
                insurer=world.insurer(), month=date(2023, 3, 1), closed_by=cast.insurer_a_lead, closed_at=at
            ),
            Upload: upload,
            HeldRow: HeldRow.objects.create(
                kind="enterprises",
                organisation_id=upload.organisation_id,
                identity="file:x:1",
                upload=upload,
                row=1,
                raw={"name": CANARY},
                faults=[],
                fingerprint="",
                held_at=at,
            ),
            Job: upload.job,
            Snapshot: build("coverage", cast.hangzhou_officer),
            Task: task,
            InspectedEnterprise: checked,
            InspectedInsurer: services.add_insurer(task=task, insurer=world.insurer(), by=cast.hangzhou_officer, at=at),
            TheAgency: cast.agency.organisation,
            AgencyStaff: AgencyStaff.objects.create(
                agency=cast.agency.organisation, name="示例人员", speciality="矿山"
            ),
            ServiceOrder: ServiceOrder.objects.create(
                insurer=world.insurer(),
                agency=cast.agency.organisation,
                policy=held,
                kind="HAZ",
                service_on=clock.today(),
                placed_by=cast.insurer_a_clerk,
                placed_at=at,
            ),
        }

    def arguments(self, name: str, pattern: URLPattern) -> dict[str, Any]:
        wanted = pattern.pattern.converters
        known: dict[str, Any] = {
            "kind": "enterprises",
            "part": "new",
            "figure": "coverage.must_insure",
            "entry": "qualification",
            "move": "void",
            "key": "service-new",
            "act": "publish",
            "step": "void-ask",
            "secret": "matrix-secret",
        }
        model = model_of(name)
        if model is not None:
            known["pk"] = self.rows[model].pk
        known["file"] = self.rows[Snapshot].files.get().pk
        missing = set(wanted) - set(known)
        assert not missing, f"{name}: say in MODEL_OF which row stands for {missing}"
        return {key: known[key] for key in wanted}


def model_of(name: str) -> type | None:
    for prefix, model in MODEL_OF.items():
        if (
            name.startswith(prefix)
            and name not in {"imports:upload-list", "imports:upload-create", "imports:held-list"} | LISTS
        ):
            return model
    return None


@pytest.fixture
def rows(cast: Cast) -> World:
    return World(cast)


def people() -> Iterator[str]:
    yield from NAMES


def expected(who: str, user: User, name: str, pattern: URLPattern) -> set[int]:
    """The statuses that may be answered."""
    permission = declared(pattern)
    if permission == Access.PUBLIC:
        return FINE
    if permission != Access.SIGNED_IN and permission not in permissions_of(user.role):
        return {403}
    model = model_of(name)
    if model is not None and who not in SEES[model]:
        return {404, 405}
    return FINE | {403, 404}


@pytest.mark.parametrize("who", list(people()))
def test_every_address_for(who: str, cast: Cast, rows: World, as_user: Callable[[Any], Client]) -> None:
    user: User = getattr(cast, who)
    client = as_user(user)
    before = digest(who)
    for name, pattern in PAGES:
        address = reverse(name, kwargs=rows.arguments(name, pattern))
        for method in ("get", "post", "head", "put", "delete"):
            if (name, method) in {("account_logout", "post"), ("account_logout", "delete")}:
                continue
            answer = getattr(client, method)(address)
            assert answer.status_code in expected(who, user, name, pattern), (method, address, answer.status_code)
            if answer.status_code in {403, 404}:
                assert CANARY not in text_of(answer), (method, address)
    if who not in SEES[Enterprise] | TASK_CITIES:
        assert digest(who) == before


def text_of(answer: Any) -> str:
    return "" if answer.streaming else answer.content.decode("utf-8", "replace")


def digest(who: str) -> list[Any]:
    """What must not change under a stranger's hands; an export of one's own rows is recorded and changes
    nothing, a refused step leaves its event, and an agency may take its own people off its own list."""
    return [
        list(model._default_manager.order_by("pk").values_list())
        for model in (
            Hazard,
            Notice,
            Refusal,
            Enterprise,
            Exemption,
            Outsourcing,
            Transfer,
            GapCase,
            Policy,
            Activity,
            Expense,
            MonthClosing,
            Endorsement,
            Material,
            Assignment,
            Complaint,
            ServicePlan,
            AssistReminder,
            Upload,
            HeldRow,
            Task,
            InspectedEnterprise,
            InspectedInsurer,
            Snapshot,
        )
    ] + [who == "agency" or AuditEvent.objects.exclude(action__in=("ledger.exported", "hazard.refused")).count()]


@pytest.mark.parametrize("who", list(people()))
def test_the_canary_shows_only_to_whom_it_belongs(
    who: str, cast: Cast, rows: World, as_user: Callable[[Any], Client]
) -> None:
    """Lists, searches and the workbench: a foreign firm's name in no byte of the answers."""
    client = as_user(getattr(cast, who))
    belongs = who in SEES[Enterprise] | TASK_CITIES | SEES[ServiceOrder]
    seen = False
    for name, pattern in PAGES:
        if model_of(name) is not None or pattern.pattern.converters.keys() - {"kind", "figure"}:
            continue
        if name == "accounts:audit-list":  # the audit names what was done to what, for the audit administrator alone
            continue
        answer = client.get(reverse(name, kwargs=rows.arguments(name, pattern)))
        seen = seen or CANARY in text_of(answer)
    assert seen <= belongs, who


def test_nobody_enters_without_signing_in(rows: World, client: Client) -> None:
    for name, pattern in PAGES:
        address = reverse(name, kwargs=rows.arguments(name, pattern))
        for method in ("get", "post"):
            answer = getattr(client, method)(address)
            if declared(pattern) == Access.PUBLIC:
                assert answer.status_code in FINE, address
            else:
                assert answer.status_code == 302, (method, address)
                assert "/accounts/login/" in answer["Location"], address


def test_a_disabled_account_loses_everything_at_once(cast: Cast, rows: World, as_user: Callable[[Any], Client]) -> None:
    client = as_user(cast.hangzhou_officer)
    assert client.get("/").status_code == 200
    User.objects.filter(username="em-330100").update(is_active=False)
    answer = client.get("/")
    assert answer.status_code == 302
    assert not Enterprise.objects.visible_to(cast.hangzhou_officer).exists()


def test_unsafe_requests_without_a_token_are_refused(cast: Cast, rows: World) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.hangzhou_officer, backend="accounts.backends.PortalBackend")
    for name, pattern in PAGES:
        answer = strict.post(reverse(name, kwargs=rows.arguments(name, pattern)))
        assert answer.status_code in {403, 405}, name
