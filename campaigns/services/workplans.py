"""Writes of work plans (N6), and the province's view of who has one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import Organisation, User
from campaigns.choices import WorkPlanState
from campaigns.models import Campaign, WorkPlan
from campaigns.offices import city_of, planning_offices
from campaigns.permissions import CampaignPermission
from campaigns.states import REGISTER, RETURN, SEND
from core import audit, writing
from core.attachments import attachments_of
from core.transitions import fire
from core.views.addresses import row_address
from core.writing import Refused
from notifications.services import tell_office


@dataclass(frozen=True, slots=True)
class PlanText:
    """A work plan as typed."""

    title: str
    decided_on: date
    summary: str
    document_no: str = ""


@dataclass(frozen=True, slots=True)
class PlanLine:
    """An office that should have a plan, with the one it has."""

    organisation: Organisation
    plan: WorkPlan | None

    @property
    def is_missing(self) -> bool:
        return self.plan is None


def own_plan(user: User, campaign: Campaign) -> WorkPlan | None:
    """The plan of the person's office."""
    rows = WorkPlan.objects.visible_to(user).filter(campaign=campaign, organisation=user.organisation_id)
    return rows.select_related("organisation", "campaign", "answered_by").first()


def write_plan(
    *,
    campaign: Campaign,
    text: PlanText,
    by: User,
    today: date,
    at: datetime,
    plan: WorkPlan | None = None,
    seen: str | None = None,
) -> WorkPlan:
    """Write the own plan, or change it before it is sent or after it was returned. Raises NotAllowed, Refused, Stale."""
    with writing.open_ledger(
        WorkPlan,
        plan or text.title,
        by=by,
        permission=CampaignPermission.WORK_PLAN_WRITE,
        at=at,
        step="write",
        on=plan,
        sentences={"work_plan_of_office": f"本单位已有「{campaign}」的工作方案，请在原方案上修改。"},
    ):
        row = writing.lock(plan, seen=seen) if plan else WorkPlan(campaign=campaign, organisation=by.organisation)
        writing.insist(complain_change(row, by))
        if text.decided_on > today:
            raise Refused(("decided_on", f"印发日期 {text.decided_on} 晚于今天（{today}），请更正"))
        row.version += 1 if row.pk else 0
        row.city_id = city_of(by.organisation)
        row.title, row.document_no = text.title.strip(), text.document_no.strip()
        row.decided_on, row.summary = text.decided_on, text.summary.strip()
        row.written_by, row.written_at = by, at
        row.save()
        audit.record("work-plan.written", by=by, at=at, subject=str(row))
    return row


def complain_change(plan: WorkPlan, by: User) -> str | None:
    """Only the own plan, and not while it lies at the province."""
    if plan.organisation_id != by.organisation_id:
        return f"该工作方案由「{plan.organisation}」编制，只有该单位可以修改"
    if plan.state in {WorkPlanState.SENT, WorkPlanState.REGISTERED}:
        return f"工作方案处于「{plan.get_state_display()}」状态，不能修改"
    return None


def send_plan(*, plan: WorkPlan, by: User, at: datetime) -> WorkPlan:
    """Send it to the province, with its text as a file. Raises NotAllowed, Refused."""
    with writing.open_row(plan, by=by, permission=CampaignPermission.WORK_PLAN_WRITE, at=at, step="send") as locked:
        has_text = attachments_of(locked).exists()
        writing.insist(None if has_text else "尚未上传工作方案文本，请先上传 PDF 或 DOCX 文件再报送")
        sent: WorkPlan = fire(SEND, locked, by=by, at=at, sent_by=by, sent_at=at)
    return sent


def answer_plan(*, plan: WorkPlan, accept: bool, note: str, by: User, at: datetime) -> WorkPlan:
    """Register it, or return it with a reason. Raises NotAllowed, Refused."""
    move = REGISTER if accept else RETURN
    with writing.open_row(
        plan, by=by, permission=CampaignPermission.WORK_PLAN_REGISTER, at=at, step=move.name
    ) as locked:
        writing.insist(None if accept or note.strip() else "退回须写明理由，请填写意见", "note")
        answered: WorkPlan = fire(
            move, locked, by=by, at=at, answered_by=by, answered_at=at, answer_note=note.strip()[:500]
        )
        text = "：".join(
            part for part in (f"工作方案「{answered}」{answered.get_state_display()}", note.strip()) if part
        )
        tell_office(answered.organisation_id, text, row_address("campaigns:workplan-detail", answered.pk), by=by, at=at)
    return answered


def plan_lines(user: User, campaign: Campaign) -> Iterator[PlanLine]:
    """Every office that the person may ask about, with its plan: who has one and who has none (two queries)."""
    rows = WorkPlan.objects.visible_to(user).filter(campaign=campaign).select_related("organisation")
    plans = {plan.organisation_id: plan for plan in rows}
    offices = planning_offices(campaign)
    if not user.may(CampaignPermission.WORK_PLAN_REGISTER):
        offices = offices.filter(pk__in=[*plans, user.organisation_id])
    for office in offices:
        yield PlanLine(office, plans.get(office.pk))
