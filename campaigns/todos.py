"""What of the work of offices waits for a person: resolutions, work plans, receipts."""

from typing import Final

from django.utils.translation import gettext as _

from campaigns.choices import GuidanceState, ResolutionState, WorkPlanState
from campaigns.models import GuidanceReceipt, Resolution, WorkPlan
from campaigns.permissions import CampaignPermission
from campaigns.services import current_campaign
from campaigns.services.workplans import own_plan
from core.contributions.desk import Desk, Todo, Work
from core.views.addresses import address

PLACE: Final = 78
SHOWN: Final = 5


def work(desk: Desk) -> Work:
    """One line for each, the most urgent first."""
    return Work(place=PLACE, todos=[*_resolutions(desk), *_plans(desk), *_own_plan(desk), *_receipts(desk)])


def _resolutions(desk: Desk) -> list[Todo]:
    """Those that the own office has to do."""
    if not desk.user.may(CampaignPermission.JOINT_WRITE):
        return []
    rows = Resolution.objects.visible_to(desk.user).running().filter(responsible=desk.user.organisation_id)
    return [
        Todo(
            _("Resolutions"),
            row.text,
            str(row.mechanism.city),
            address("campaigns:mechanism-detail", row.mechanism_id),
            _("Record the outcome"),
            row.due_on,
            (row.due_on - desk.today).days,
        )
        for row in rows.select_related("mechanism__city")[:SHOWN]
    ]


def _plans(desk: Desk) -> list[Todo]:
    """Those that lie at the province."""
    if not desk.user.may(CampaignPermission.WORK_PLAN_REGISTER):
        return []
    rows = WorkPlan.objects.visible_to(desk.user).waiting().select_related("organisation").order_by("sent_at", "pk")
    return [
        Todo(
            _("Work plans"),
            row.title,
            str(row.organisation),
            address("campaigns:workplan-detail", row.pk),
            _("Register or return"),
        )
        for row in rows[:SHOWN]
    ]


def _own_plan(desk: Desk) -> list[Todo]:
    """The own plan where it is in draft, or where the province returned it."""
    campaign = current_campaign(desk.today.year) if desk.user.may(CampaignPermission.WORK_PLAN_WRITE) else None
    plan = own_plan(desk.user, campaign) if campaign else None
    if plan is None or plan.state not in (WorkPlanState.DRAFT, WorkPlanState.RETURNED):
        return []
    place = address("campaigns:workplan-detail", plan.pk)
    action = _("Send the plan") if plan.state == WorkPlanState.DRAFT else _("Change and send again")
    return [Todo(_("Work plans"), plan.title, plan.answer_note, place, action)]


def _receipts(desk: Desk) -> list[Todo]:
    """Documents whose receipt the insurer has not confirmed."""
    if not desk.user.may(CampaignPermission.GUIDANCE_RECEIVE):
        return []
    rows = GuidanceReceipt.objects.visible_to(desk.user).waiting().filter(organisation=desk.user.organisation_id)
    return [
        Todo(
            _("Guidance and announcements"),
            row.note.title,
            str(row.note.organisation),
            address("campaigns:guidance-detail", row.note_id),
            _("Confirm the receipt"),
            row.note.receipt_by,
            (row.note.receipt_by - desk.today).days,
        )
        for row in rows.select_related("note__organisation").order_by("note__receipt_by", "pk")[:SHOWN]
    ]


AWAITED: Final = (ResolutionState.RUNNING, WorkPlanState.DRAFT, WorkPlanState.SENT, WorkPlanState.RETURNED)
RESTING: Final = ((GuidanceState.DRAFT, "its writer chooses the insurers and sends it"),)
