"""One row of everything in each of the four places of the matrix, written once for all its tests."""

from datetime import date, timedelta
from pathlib import Path

from django.core.files.base import ContentFile
from django.db.models import Model

from accounts.models import Division, Organisation, PeopleRequest, User
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
from core import clock, jobs
from core.attachments import attach
from core.files import store
from core.imports.models import HeldRow, Upload
from core.models import Attachment, Job, SavedView
from crosschecks.models import Inquiry
from dispositions.models import Case, Step
from dispositions.openers.outside import fact_on_enterprise
from dispositions.services import Draft, take_step
from dispositions.services import open_case as open_disposition
from enterprises.models import Enterprise, Exemption, Merge, Outsourcing, Transfer
from enterprises.services.exemptions import Ground, request_exemption
from enterprises.services.transfers import offer_transfer
from enterprises.sheets import LAYOUT as ENTERPRISES
from hazards.models import Criterion, CriterionVersion, Hazard, Notice, Refusal
from inspections import services
from inspections.choices import Disposition, FindingState
from inspections.models import (
    Finding,
    GroupMember,
    Handover,
    InspectedEnterprise,
    InspectedInsurer,
    ManualAddition,
    PairingTable,
    PlanVersion,
    Routing,
    Task,
)
from insurers.activities.models import Activity
from insurers.agencies.models import Professional
from insurers.base.exporting import start_export
from insurers.complaints.models import Complaint
from insurers.expenses.models import Expense, MonthClosing
from insurers.materials.models import Assignment, Material
from insurers.materials.services import digest_of
from insurers.orders.models import OrderRecord, ServiceOrder
from insurers.plans.models import ServicePlan
from insurers.policies.models import Endorsement, Policy
from insurers.policies.sheets import POLICIES
from publicity.content import base_content
from publicity.models import PublicityItem, PublicRelease
from reports.models import Contribution, ReportDuty, Snapshot, Submission
from rulebook.models import DatedRule, DayOverride
from tests import papers, world
from tests.core.workbooks.books import filled
from tests.hazards import life
from tests.house.owners import (
    COMMON,
    OWNERS,
    FiledService,
    Kind,
    TheAccount,
    TheAgency,
    TheBody,
    TheOwnReport,
    TheReading,
    TheRequest,
)
from tests.house.people import ACTORS, NEXT, NINGBO, OURS, PLACES, Place
from tests.inspections.draws import drawn
from tests.inspections.plan_rows import sent_by
from tests.inspections.rows import add_enterprise, add_insurer, ready_task
from tests.reports.delivering import deliver
from tests.reports.figuring import build
from tests.uploads import person, send
from workbench.models import Absence, Delegation

CANARY = "金丝雀示例不可外传有限公司"
SECRET = "matrix-secret"
Rows = dict[Kind, Model]


class World:
    """The rows by place, and those that belong to one office wherever it works."""

    def __init__(self) -> None:
        world.restart_numbers()
        self.at = {place: rows_at(place) for place in PLACES}
        self.common = common_rows(self.at[OURS])
        self.exports = {role: export_of(actor.person()) for role, actor in ACTORS.items() if role in OWNERS[Job]}
        self.views = {role: view_of(actor.person()) for role, actor in ACTORS.items()}
        self.sent = {OURS: sent_rows(OURS), NEXT: sent_rows(NEXT)}

    def own(self, kind: Kind, role: Role) -> Model | None:
        """A row that the role has to do with; None where it can have none."""
        place = ACTORS[role].own
        if role not in OWNERS[kind]:
            return None
        if kind in COMMON:
            return self.common[kind]
        if kind is SavedView:
            return self.views[role]
        assert place is not None
        if kind is Job:
            return self.exports[role]
        return self._row(kind, role, place)

    def foreign(self, kind: Kind, role: Role) -> Model | None:
        """The same of another place or office; None where no row is foreign to the role."""
        place = ACTORS[role].foreign
        if place is None and role not in OWNERS[kind]:
            place = OURS
        if kind in COMMON:
            return None if role in OWNERS[kind] else self.common[kind]
        if kind is SavedView:
            return self.views[Role.CITY_EM if role != Role.CITY_EM else Role.INSURER]
        if kind is Job and place is not None:
            return self.exports[Role.CITY_EM if role != Role.CITY_EM else Role.INSURER]
        return None if place is None else self._row(kind, role, place)

    def _row(self, kind: Kind, role: Role, place: Place) -> Model:
        rows = self.at[place]
        if role == Role.INSURER:
            rows = rows | self.sent[place]
        return rows.get(kind) or self.at[OURS][kind]


def canary(place: Place) -> str:
    """The name of the place's firm, which no stranger may read."""
    return f"{CANARY[:-4]}{place.county}有限公司"


def foreign_names(role: Role) -> list[str]:
    """The firms of other places that the role may read nowhere."""
    if role in ADMINISTRATORS:
        return [canary(place) for place in PLACES]
    seen = Enterprise.objects.visible_to(ACTORS[role].person()).values_list("name", flat=True)
    place = ACTORS[role].foreign
    return [] if place is None or canary(place) in seen else [canary(place)]


def rows_at(place: Place) -> Rows:
    """Everything about one firm there."""
    firm = world.enterprise(place.county, name=canary(place), main_sector=place.sector, sectors=[place.sector])
    held = world.policy(firm, place.insurer)
    rows: Rows = {Enterprise: firm, Policy: held, Organisation: world.insurer(place.insurer)}
    rows |= bureau_rows(firm, person(place.officer))
    rows |= hazard_rows(firm, place)
    rows |= insurer_rows(held, place)
    rows |= agency_rows(held, place)
    if place in {OURS, NINGBO}:
        rows |= city_rows(place)
    return rows


def case_rows(firm: Enterprise, by: User) -> Rows:
    """A case of the bureau with an order that waits."""
    at, today = clock.now(), clock.today()
    about = fact_on_enterprise(firm, f"{CANARY}{firm.county_id}")
    case = open_disposition(fact=about, title=CANARY, facts=CANARY, by=by, today=today, at=at)
    draft = Draft(kind=Disposition.ORDER, text=CANARY, due_on=today + timedelta(days=7))
    return {Case: case, Step: take_step(case=case, draft=draft, by=by, today=today, at=at)}


def bureau_rows(firm: Enterprise, by: User) -> Rows:
    """What a bureau keeps about the firm. The transfer comes before the case, which would hold the firm in its city."""
    at, paper = clock.now(), store(pdf(), name="协议.pdf", organisation_id=by.organisation_id, at=clock.now())
    return {
        Transfer: offer_transfer(
            enterprise=firm, to_city=Division.objects.get(code="330600"), reason=CANARY, by=by, at=at
        ),
        Outsourcing: Outsourcing.objects.create(
            enterprise=firm,
            kind="OUT",
            counterparty=CANARY,
            project=CANARY,
            qualified=True,
            agreement=True,
            managed=True,
            document=paper,
            created_at=at,
            updated_at=at,
        ),
        Merge: Merge.objects.create(
            enterprise=firm,
            loser=world.enterprise(str(firm.county_id), name=firm.name, sectors=firm.sectors),
            reason=CANARY,
            proposed_by=by,
            proposed_at=at,
        ),
        **case_rows(firm, by),
        Exemption: request_exemption(
            enterprise=firm,
            ground=Ground("HALTED", CANARY, clock.today()),
            document=pdf(),
            name="依据.pdf",
            by=by,
            at=at,
        ),
    }


def hazard_rows(firm: Enterprise, place: Place) -> Rows:
    """A major hazard found by the insurer, its notice, and its refusal as reported to the authorities of the place."""
    clerk, lead = person(place.clerk), person(f"{place.clerk}-lead")
    hazard = life.hazard(
        firm, by=place.insurer, sector=place.sector, state="REPORTED", level="MAJOR", description=CANARY
    )
    told = (f"EM-{place.city}", f"EM-{place.county}", f"SA-{place.city}-{place.sector}")
    return {
        Hazard: hazard,
        Notice: life.notice(hazard, clerk),
        Refusal: life.refusal(hazard, clerk, lead, told=told),
    }


def insurer_rows(held: Policy, place: Place) -> Rows:
    """What the insurer keeps under the policy."""
    at, clerk, company = clock.now(), person(place.clerk), world.insurer(place.insurer)
    talk = store(pdf(), name="座谈.pdf", organisation_id=company.pk, at=at)
    material = Material.objects.create(
        insurer=company, kind="CASE", title=f"{CANARY}{held.county_id}", text=CANARY, written_by=clerk, written_at=at
    )
    reading = attach(material, "content", world.picture((9, 9)), name="图.png", by=clerk, at=at)
    Material.objects.filter(pk=material.pk).update(state="PUBLISHED")
    given = world.activity(held, agency=Organisation.objects.get(code=place.agency))
    closing, _made = MonthClosing.objects.get_or_create(
        insurer=company,
        month=date(2023, 3, 1),
        defaults={"closed_by": person(f"{place.clerk}-lead"), "closed_at": at},
    )
    return {
        Material: material,
        Assignment: assignment(material, held, clerk),
        TheReading: reading,
        Complaint: Complaint.objects.create(
            policy=held,
            complaint_no=f"TS-{place.county}",
            received_on=held.start_on,
            complainant=CANARY,
            text=CANARY,
            recorded_at=at,
        ),
        Delegation: Delegation.objects.create(
            organisation=company,
            url=f"/{held.county_id}/",
            title=CANARY,
            given_by=clerk,
            taken_by=person(f"{place.clerk}-lead"),
            note=CANARY,
            given_at=at,
        ),
        Absence: Absence.objects.create(
            organisation=company,
            person=clerk,
            deputy=person(f"{place.clerk}-lead"),
            starts_on=held.start_on,
            ends_on=held.end_on,
            entered_at=at,
        ),
        Inquiry: Inquiry.objects.create(
            policy=held,
            insurer_id=held.insurer_id,
            enterprise_id=held.enterprise_id,
            city_id=held.city_id,
            county_id=held.county_id,
            code="OVERLAP",
            seen=CANARY,
            request=CANARY,
            state="ASKED",
            asked_on=held.start_on,
            due_on=held.start_on,
            created_at=at,
            updated_at=at,
        ),
        Endorsement: Endorsement.objects.create(
            policy=held,
            endorsement_no=f"P{place.county}",
            effective_on=held.start_on,
            reason=CANARY,
            insured_people=999,
            recorded_by=clerk,
            recorded_at=at,
        ),
        ServicePlan: world.plan(held, safeguards=CANARY, talk_file=talk),
        Activity: given,
        FiledService: world.activity(held, state="FILED"),
        Attachment: attach(given, "photo", world.picture(), name="示例.png", by=clerk, at=at),
        Expense: world.expense(held),
        MonthClosing: closing,
    }


def assignment(material: Material, held: Policy, by: User) -> Assignment:
    """The material in the hands of the unit, with a link that still opens."""
    return Assignment.objects.create(
        material=material,
        policy=held,
        assigned_by=by,
        assigned_at=clock.now(),
        due_on=clock.today(),
        token_digest=digest_of(secret_of(material)),
        link_ends_on=date(2099, 1, 1),
    )


def secret_of(material: Material) -> str:
    """What the link to the material holds in place of a signature."""
    return f"{SECRET}-{material.pk}"


def agency_rows(held: Policy, place: Place) -> Rows:
    """What an agency has with the insurer and with its own people."""
    agency = Organisation.objects.get(code=place.agency)
    order = ServiceOrder.objects.create(
        insurer_id=held.insurer_id,
        agency=agency,
        policy=held,
        kind="HAZ",
        service_on=clock.today(),
        placed_by=person(place.clerk),
        placed_at=clock.now(),
    )
    OrderRecord.objects.create(
        order=order, typed={"kind": ["HAZ"]}, written_by=person(place.clerk), written_at=clock.now()
    )
    staff = world.professional(agency, name=f"示例人员{place.county}")
    return {TheAgency: agency, Professional: staff, ServiceOrder: order}


def city_rows(place: Place) -> Rows:
    """What a city has for itself: the inspection that it leads, a report, a workbook it sent."""
    at, officer = clock.now(), person(place.officer)
    waiting = Task.objects.get(inspecting__code=place.city)
    ready = ready_task(waiting.annex_no)
    world.enterprise(_county_of(ready.inspected_id))
    addition = services.propose_addition(
        draw=drawn(ready, enterprises=1, insurers=0),
        kind="FIRMS",
        code=world.credit_code(world.next_number(), _county_of(ready.inspected_id)),
        reason=f"{CANARY}{place.county}",
        by=officer,
        at=at,
    )
    task = services.start_inspection(task=ready, by=officer, at=at)
    firm = world.enterprise(_county_of(task.inspected_id), name=f"{CANARY}{place.county}")
    row = {
        "name": "示例企业有限公司",
        "uscc": world.credit_code(world.next_number(), place.county),
        "county": place.county,
        "address": "示例路1号",
        "sectors": "建筑施工",
        "employees": 20,
        "principal": "李某",
        "phone": "13800000000",
        "status": "在业",
        "key_enterprise": "否",
        "outsourcing": "否",
    }
    faulty = row | {"name": CANARY, "uscc": "9133"}
    content = filled(ENTERPRISES, row, faulty)
    item = add_enterprise(task=task, enterprise=firm, by=officer, today=clock.today(), at=at)
    return {
        Task: task,
        InspectedEnterprise: item,
        GroupMember: task.members.order_by("pk")[0],
        ManualAddition: addition,
        InspectedInsurer: add_insurer(task=task, insurer=world.insurer(), by=officer, at=at),
        PlanVersion: sent_by(officer, task),
        **finding_rows(item, officer),
        **report_rows(place, officer),
        **office_rows(place),
        **workbook_rows("enterprises", content, officer),
    }


def finding_rows(item: InspectedEnterprise, officer: User) -> Rows:
    """A finding as it was recorded, and a letter with another one."""
    at, day = clock.now(), clock.today()

    def found() -> Finding:
        return services.record_finding(
            item=item,
            subject="ENTERPRISE",
            kind="OTHER",
            fact=f"{CANARY}事实",
            basis="",
            on_spot=False,
            found_on=day,
            by=officer,
            at=at,
        )

    task, routed = item.task, found()
    letter = Handover.objects.create(
        task=task,
        receiver=person(f"em-{task.inspected_id}").organisation,
        number=f"示例移交〔{day.year}〕{task.annex_no}号",
        office=officer.organisation.name,
        issued_on=day,
        issued_by=officer,
        issued_at=at,
    )
    Routing.objects.create(finding=routed, handover=letter)
    Finding.objects.filter(pk=routed.pk).update(state=FindingState.ROUTED)
    return {Finding: found(), Handover: letter}


def report_rows(place: Place, officer: User) -> Rows:
    """A report that was delivered to the province, and one that is owed."""
    snapshot = build("coverage", officer)
    deliver(snapshot.submission, officer, person(f"{officer.username}-lead"))
    owed = ReportDuty.objects.get(organisation=officer.organisation, report="campaign")
    asked = Contribution.objects.create(
        asker=officer.organisation,
        organisation=Organisation.objects.get(code=f"EM-{place.county}"),
        campaign=owed.campaign,
        report=owed.report,
        section="searches",
        wanted=CANARY,
        due_on=clock.today(),
        asked_by=officer,
        asked_at=clock.now(),
    )
    return {
        Snapshot: snapshot,
        Submission: snapshot.submission,
        ReportDuty: owed,
        TheOwnReport: owed,
        Contribution: asked,
    }


def office_rows(place: Place) -> Rows:
    """What the bureau of a city does together with its regulator, tells insurers and publishes."""
    at, today, officer = clock.now(), clock.today(), person(place.officer)
    bureau = officer.organisation
    row = Mechanism.objects.create(
        city_id=place.city, established_on=today, duties=CANARY, written_by=officer, written_at=at
    )
    met = JointMeeting.objects.create(
        mechanism=row,
        held_on=today,
        title=CANARY,
        attendance=CANARY,
        minutes=CANARY,
        recorded_by=officer,
        recorded_at=at,
    )
    regulator = Organisation.objects.get(code="REG-NB" if place == NINGBO else "REG-ZJ")
    guide = User.objects.filter(organisation=regulator).order_by("pk")[0]
    note = GuidanceNote.objects.create(
        organisation=regulator,
        kind="ALERT",
        title=f"{CANARY}{place.county}",
        text=CANARY,
        receipt_by=today,
        state="ISSUED",
        written_by=guide,
        written_at=at,
        issued_by=guide,
        issued_at=at,
    )
    return {
        Mechanism: row,
        JointMember: JointMember.objects.create(mechanism=row, organisation=bureau, name="示例成员"),
        JointMeeting: met,
        Resolution: Resolution.objects.create(
            meeting=met, mechanism=row, text=CANARY, responsible=bureau, due_on=today
        ),
        WorkPlan: WorkPlan.objects.create(
            campaign=Campaign.objects.get(year=2023),
            organisation=bureau,
            city_id=place.city,
            title=f"{CANARY}{place.county}",
            decided_on=today,
            summary=CANARY,
            state="SENT",
            written_by=officer,
            written_at=at,
            sent_by=officer,
            sent_at=at,
        ),
        GuidanceNote: note,
        GuidanceReceipt: GuidanceReceipt.objects.create(
            note=note, organisation=world.insurer(place.insurer), issuer=regulator
        ),
        PublicityItem: PublicityItem.objects.create(
            title=f"{CANARY}{place.county}",
            published_on=today,
            kind="NEWS",
            channel="SITE",
            level="CITY",
            organisation=bureau,
            city_id=place.city,
            recorded_by=officer,
            entered_at=at,
        ),
    }


def _county_of(city: str) -> str:
    return Division.objects.filter(code__startswith=city[:4]).exclude(code=city).order_by("code")[0].code


def sent_rows(place: Place) -> Rows:
    """The workbook that the insurer of the place sent."""
    return workbook_rows("policies", filled(POLICIES, {"policy_no": f"{CANARY}{place.county}"}), person(place.clerk))


def workbook_rows(kind: str, content: bytes, by: User) -> Rows:
    """An accepted upload and the row of it that was held."""
    upload = send(kind, Path(f"{CANARY}.xlsx"), by, content=content)
    return {Upload: upload, HeldRow: HeldRow.objects.filter(upload=upload).latest("row")}


def common_rows(ours: Rows) -> Rows:
    """What the whole province shares."""
    at, officer = clock.now(), person("prov-em")
    version = CriterionVersion.objects.create(
        field="METAL",
        title="示例标准",
        document_no="示例〔2023〕1号",
        valid_from=date(2023, 1, 1),
        certainty="2",
        created_at=at,
        updated_at=at,
    )
    return {
        CriterionVersion: version,
        Criterion: Criterion.objects.create(
            version=version, number="第一条", label="示例", text="示例", created_at=at, updated_at=at
        ),
        PairingTable: PairingTable.objects.published().get(year=2023),
        TheAccount: person("adm-audit"),
        TheBody: Organisation.objects.get(code="EM-330108"),
        TheRequest: PeopleRequest.objects.create(
            organisation=officer.organisation, kind="add", text="示例", asked_by=officer, asked_at=at
        ),
        DatedRule: DatedRule.objects.create(
            code="fee_share_min", valid_from=clock.today(), source=CANARY, certainty="U", proposed_at=at
        ),
        DayOverride: DayOverride.objects.create(
            day=date(2023, 10, 9), is_worked=False, source="示例文件", set_by=officer, set_at=at
        ),
        TheReading: ours[TheReading],
        LibraryDocument: LibraryDocument.objects.order_by("pk")[0],
        Campaign: Campaign.objects.get(year=2023),
        ListedCode: ListedCode.objects.order_by("pk")[0],
        OfficeContact: OfficeContact.objects.create(
            organisation=officer.organisation, office="综合处", phone="0571-00000000", changed_by=officer, changed_at=at
        ),
        PublicRelease: PublicRelease.objects.create(
            counted_on=clock.today(),
            content=base_content(),
            digest="0" * 64,
            proposed_by=officer,
            proposed_at=at,
        ),
    }


def export_of(by: User) -> Job:
    """A finished export of the services that the person may see."""
    job = start_export(kind="activities", by=by, at=clock.now())
    done = jobs.run_job(job.pk)
    assert done is not None
    return done


def view_of(by: User) -> SavedView:
    """Kept filters, which are one's own."""
    return SavedView.objects.create(
        owner=by, page="hazards:hazard-list", name="示例", query="q=1", saved_at=clock.now()
    )


def pdf() -> "ContentFile[bytes]":
    return ContentFile(papers.pdf(), name="示例.pdf")
