"""Transitions of campaigns, resolutions, work plans and guidance."""

from typing import TYPE_CHECKING

from campaigns.choices import CampaignState, GuidanceState, ResolutionState, WorkPlanState
from campaigns.permissions import CampaignPermission
from core.people import User
from core.transitions import Transition, refuse_first_person

if TYPE_CHECKING:
    from campaigns.models import Campaign, GuidanceNote, Resolution, WorkPlan


def only_responsible(resolution: "Resolution", by: User) -> str | None:
    """The office that does it says that it is done."""
    if resolution.responsible_id == by.organisation_id:
        return None
    return f"该议定事项由「{resolution.responsible}」负责，请由该单位登记落实情况"


def only_own_plan(plan: "WorkPlan", by: User) -> str | None:
    if plan.organisation_id == by.organisation_id:
        return None
    return f"该工作方案由「{plan.organisation}」编制，请由该单位报送"


def only_own_note(note: "GuidanceNote", by: User) -> str | None:
    if note.organisation_id == by.organisation_id:
        return None
    return f"该文件由「{note.organisation}」起草，请由该单位发出"


def needs_second_person(campaign: "Campaign", by: User) -> str | None:
    """Neither who wrote it nor who proposed it."""
    return refuse_first_person(campaign.proposed_by_id, by, "审批专项行动") or refuse_first_person(
        campaign.written_by_id, by, "审批专项行动"
    )


PROPOSE = Transition(
    name="propose",
    sources=frozenset({CampaignState.DRAFT, CampaignState.RETURNED}),
    target=CampaignState.PROPOSED,
    permission=CampaignPermission.CAMPAIGN_SETUP,
    label="提交审批",
    action="campaign.proposed",
    clause="N1",
)
APPROVE = Transition(
    name="approve",
    sources=frozenset({CampaignState.PROPOSED}),
    target=CampaignState.APPROVED,
    permission=CampaignPermission.CAMPAIGN_SETUP,
    label="审批并下发",
    action="campaign.approved",
    clause="N1",
    guard=needs_second_person,
)
SEND_BACK = Transition(
    name="send-back",
    sources=frozenset({CampaignState.PROPOSED}),
    target=CampaignState.RETURNED,
    permission=CampaignPermission.CAMPAIGN_SETUP,
    label="退回起草人",
    action="campaign.returned",
    clause="N1",
    guard=needs_second_person,
)
CAMPAIGN_MOVES = (PROPOSE, APPROVE, SEND_BACK)
FULFIL = Transition(
    name="fulfil",
    sources=frozenset({ResolutionState.RUNNING}),
    target=ResolutionState.FULFILLED,
    permission=CampaignPermission.JOINT_WRITE,
    label="登记落实情况",
    action="joint.resolution-fulfilled",
    clause="N37",
    guard=only_responsible,
)
SEND = Transition(
    name="send",
    sources=frozenset({WorkPlanState.DRAFT, WorkPlanState.RETURNED}),
    target=WorkPlanState.SENT,
    permission=CampaignPermission.WORK_PLAN_WRITE,
    label="报送工作方案",
    action="work-plan.sent",
    clause="N6",
    guard=only_own_plan,
)
REGISTER = Transition(
    name="register",
    sources=frozenset({WorkPlanState.SENT}),
    target=WorkPlanState.REGISTERED,
    permission=CampaignPermission.WORK_PLAN_REGISTER,
    label="备案",
    action="work-plan.registered",
    clause="N6",
)
RETURN = Transition(
    name="return",
    sources=frozenset({WorkPlanState.SENT}),
    target=WorkPlanState.RETURNED,
    permission=CampaignPermission.WORK_PLAN_REGISTER,
    label="退回修改",
    action="work-plan.returned",
    clause="N6",
)
WORK_PLAN_MOVES = (SEND, REGISTER, RETURN)
ISSUE = Transition(
    name="issue",
    sources=frozenset({GuidanceState.DRAFT}),
    target=GuidanceState.ISSUED,
    permission=CampaignPermission.GUIDANCE_WRITE,
    label="发出",
    action="guidance.issued",
    clause="N8",
    guard=only_own_note,
)
