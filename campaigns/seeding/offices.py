"""Invented work of the offices: mechanisms with meetings, work plans, guidance with receipts, telephones."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from accounts.choices import OrganisationKind
from accounts.models import Division, Organisation, User
from campaigns.choices import GuidanceKind, GuidanceState, MemberRole, ResolutionState, WorkPlanState
from campaigns.models import (
    GuidanceNote,
    GuidanceReceipt,
    JointMeeting,
    JointMember,
    JointNote,
    Mechanism,
    OfficeContact,
    Resolution,
    WorkPlan,
)
from campaigns.offices import city_of, parties, planning_offices
from campaigns.services.campaigns import current_campaign
from core.seeding import Ledger, Plan, instant

SIZES: Final = {"small": 8, "province": 11, "nation": 11}
DUTIES: Final = (
    "应急管理局牵头组织推动、受理保险机构报告的重大事故隐患并依法执法；监管机构督促保险机构按合同开展事故预防服务、"
    "据实列支费用。双方每月会商一次，共享安责险投保、服务和隐患整改情况。"
)
MINUTES: Final = "会议通报了投保和帮扶进展，研究了应保未保单位督促、重点企业细化措施和交叉检查配合事项。"
#: Whom the province's announcement goes to.
TOLD: Final = (
    OrganisationKind.CITY_EMERGENCY,
    OrganisationKind.COUNTY_EMERGENCY,
    OrganisationKind.PROVINCIAL_REGULATOR,
    OrganisationKind.REGULATOR_SUBOFFICE,
)
RESOLVED: Final = (
    "对应保未保单位逐户督促，月底前完成",
    "督促保险机构对重点企业制定细化帮扶措施",
    "汇总帮扶活动开展情况并通报",
)
#: Which office of an organisation has the matter in hand; elsewhere the one that co-ordinates.
OFFICES: Final = {
    OrganisationKind.PROVINCIAL_REGULATOR: "财产保险监管处",
    OrganisationKind.REGULATOR_SUBOFFICE: "财产保险监管处",
    OrganisationKind.INSURER: "责任保险部",
    OrganisationKind.INSURER_BRANCH: "责任保险部",
}
#: Of so many work plans the last two are on their way or missing.
STATES: Final = (WorkPlanState.REGISTERED, WorkPlanState.REGISTERED, WorkPlanState.SENT, WorkPlanState.DRAFT)


def first_of(organisation: Organisation) -> User:
    """The first person of an office."""
    return User.objects.filter(organisation=organisation).order_by("is_lead", "pk")[0]


def fill_offices(plan: Plan) -> None:
    """Mechanisms of so many cities, and what goes with them."""
    for number, city in enumerate(Division.objects.cities()[: plan.sizes["mechanisms"]]):
        _mechanism(plan, number, city)
    _work_plans(plan)
    _guidance(plan)
    _contacts(plan)


def _mechanism(plan: Plan, number: int, city: Division) -> None:
    bureau, regulator = parties(city.code)
    clerk, day = first_of(bureau), plan.today - timedelta(days=80)
    row = Mechanism.objects.create(
        city=city,
        document_no=f"示例联〔{day.year}〕{number + 1}号",
        established_on=day,
        duties=DUTIES,
        written_by=clerk,
        written_at=instant(day, 10),
    )
    for office in (bureau, regulator):
        JointMember.objects.create(
            mechanism=row,
            organisation=office,
            name="示例联络员",
            post="科长",
            role=MemberRole.LIAISON,
            phone=f"{area_code(office)}-0000{number:04d}",
        )
    held = plan.today - timedelta(days=30)
    meeting = JointMeeting.objects.create(
        mechanism=row,
        held_on=held,
        title="安责险助力专项行动联席会议",
        attendance=f"{bureau}、{regulator}",
        minutes=MINUTES,
        recorded_by=clerk,
        recorded_at=instant(held, 16),
    )
    for turn, text in enumerate(RESOLVED):
        is_done = turn == 0
        Resolution.objects.create(
            meeting=meeting,
            mechanism=row,
            text=text,
            responsible=(bureau, regulator, bureau)[turn],
            due_on=held + timedelta(days=20 + 10 * turn),
            state=ResolutionState.FULFILLED if is_done else ResolutionState.RUNNING,
            outcome="已逐户发函督促" if is_done else "",
            fulfilled_on=held + timedelta(days=18) if is_done else None,
            fulfilled_by=clerk if is_done else None,
        )
    JointNote.objects.create(
        mechanism=row, text="本月帮扶进展已在平台更新，请查阅。", written_by=clerk, written_at=instant(held, 17)
    )


def _work_plans(plan: Plan) -> None:
    """Most offices have one, some sent theirs today, some have none."""
    campaign, lead = current_campaign(plan.today), User.objects.get(username="prov-em-lead")
    if campaign is None:
        return
    offices = [one for one in planning_offices(campaign) if one.kind != OrganisationKind.INSURER]
    for number, office in enumerate(offices):
        if number % 7 == 6:
            continue
        state, day = STATES[number % len(STATES)], plan.today - timedelta(days=70)
        is_sent, is_answered = state != WorkPlanState.DRAFT, state == WorkPlanState.REGISTERED
        WorkPlan.objects.create(
            campaign=campaign,
            organisation=office,
            city_id=city_of(office),
            title=f"{office.name}安责险助力专项行动工作方案",
            document_no=f"示例方案〔{day.year}〕{number + 1}号",
            decided_on=day,
            summary="明确责任分工、重点企业名单、细化帮扶措施、监督指导和工作总结安排。",
            state=state,
            written_by=first_of(office),
            written_at=instant(day, 10),
            sent_by=first_of(office) if is_sent else None,
            sent_at=instant(day, 11) if is_sent else None,
            answered_by=lead if is_answered else None,
            answered_at=instant(day + timedelta(days=2), 10) if is_answered else None,
        )


def _guidance(plan: Plan) -> None:
    """A note of the provincial regulator to its insurers and one of the province to offices; half of each confirmed."""
    insurers = Organisation.objects.insurers().exclude(division_id="330200").order_by("code")
    _note(
        plan,
        GuidanceKind.GUIDANCE,
        Organisation.objects.get(code="REG-ZJ"),
        "关于据实列支事故预防服务费用的业务指导",
        "请各机构对照合同约定核对年度服务计划，据实列支事故预防服务费用，专账核算，不得挪用。",
        insurers,
        "已传达至各中心支公司",
    )
    bureaus = Organisation.objects.working().filter(kind__in=TOLD).order_by("code")
    _note(
        plan,
        GuidanceKind.ANNOUNCEMENT,
        Organisation.objects.get(kind=OrganisationKind.PROVINCIAL_EMERGENCY),
        "关于做好12月10日前总结报送工作的通知",
        "请各单位对照专项行动要求核对台账，于12月8日前完成工作总结的审核签发，按时报送。",
        bureaus,
        "已安排专人办理",
    )


def _note(
    plan: Plan,
    kind: GuidanceKind,
    office: Organisation,
    title: str,
    text: str,
    receivers: Iterable[Organisation],
    answer: str,
) -> None:
    """A note that was sent five days ago, whose receipt every second one of the receivers confirmed."""
    day, clerk = plan.today - timedelta(days=5), first_of(office)
    note = GuidanceNote.objects.create(
        organisation=office,
        kind=kind,
        title=title,
        number=f"示例{'指导' if kind == GuidanceKind.GUIDANCE else '通知'}〔{day.year}〕1号",
        text=text,
        receipt_by=plan.today + timedelta(days=2),
        state=GuidanceState.ISSUED,
        written_by=clerk,
        written_at=instant(day, 9),
        issued_by=clerk,
        issued_at=instant(day, 10),
    )
    for number, receiver in enumerate(receivers):
        is_received = number % 2 == 1
        GuidanceReceipt.objects.create(
            note=note,
            organisation=receiver,
            issuer=office,
            received_by=first_of(receiver) if is_received else None,
            received_at=instant(day + timedelta(days=1), 9) if is_received else None,
            answer=answer if is_received else "",
        )


def area_code(office: Organisation) -> str:
    """That of its city; bodies of the whole province sit in Hangzhou."""
    return AREA_CODES.get(f"{office.division_id[:4]}00", AREA_CODES["330100"])


def _contacts(plan: Plan) -> None:
    """One office of each authority and of each insurer, with an invented number."""
    kinds = (
        OrganisationKind.PROVINCIAL_EMERGENCY,
        OrganisationKind.PROVINCIAL_REGULATOR,
        OrganisationKind.CITY_EMERGENCY,
        OrganisationKind.COUNTY_EMERGENCY,
        OrganisationKind.REGULATOR_SUBOFFICE,
        OrganisationKind.INSURER,
        OrganisationKind.INSURER_BRANCH,
    )
    for number, office in enumerate(Organisation.objects.filter(kind__in=kinds).order_by("pk"), 1):
        OfficeContact.objects.create(
            organisation=office,
            office=OFFICES.get(OrganisationKind(office.kind), "综合协调处"),
            matter="安责险助力专项行动",
            phone=f"{area_code(office)}-{number:08d}",
            changed_by=first_of(office),
            changed_at=plan.at,
        )


#: Long-distance codes of the cities (domain.md 1.2).
AREA_CODES: Final = {
    "330100": "0571", "330200": "0574", "330300": "0577", "330400": "0573", "330500": "0572", "330600": "0575",
    "330700": "0579", "330800": "0570", "330900": "0580", "331000": "0576", "331100": "0578",
}  # fmt: skip
LEDGERS: Final = (Ledger("mechanisms", Mechanism, SIZES, fill_offices),)
