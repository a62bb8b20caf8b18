"""What of the work of offices waits for a person: resolutions, work plans, receipts."""

from typing import Final

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.choices import CampaignState, GuidanceState, ResolutionState, WorkPlanState
from campaigns.models import Campaign, GuidanceReceipt, Resolution, WorkPlan
from campaigns.offices import PLANNING
from campaigns.permissions import CampaignPermission
from core.contributions.desk import Desk, NoDay, Todo, Work
from core.languages import put
from core.views.addresses import address, place_on

PLACE: Final = 78


def work(desk: Desk) -> Work:
    """One line for each, the most urgent first."""
    kinds = (_campaigns, _resolutions, _plans, _own_plans, _missing_plans, _receipts, _late_receipts)
    return Work(place=PLACE, todos=[line for kind in kinds for line in kind(desk)])


def _campaigns(desk: Desk) -> list[Todo]:
    """Those that wait for the person as the second one, asked by name or where nobody is, and the own ones sent back."""
    if not desk.user.may(CampaignPermission.CAMPAIGN_SETUP):
        return []
    rows = Campaign.objects.visible_to(desk.user)
    asked = Q(approver=desk.user) | Q(approver=None) | Q(approver__is_active=False)
    waiting = rows.waiting().filter(asked).exclude(proposed_by=desk.user.pk).exclude(written_by=desk.user.pk)
    returned = rows.filter(state=CampaignState.RETURNED, written_by=desk.user.pk)
    kind, page = _("Setting up campaigns"), "campaigns:setup-detail"
    return [
        *[
            desk.line(
                kind,
                row.name,
                str(row.proposed_by),
                address(page, row.pk),
                _("Approve or send back"),
                NoDay.SECOND_PERSON,
                barred=[row.proposed_by_id or 0, row.written_by_id or 0],
            )
            for row in waiting.select_related("proposed_by")
        ],
        *[
            desk.line(
                kind,
                row.name,
                put("{}：{}", row.answered_by, row.answer_note),
                address(page, row.pk),
                _("Change and propose again"),
                NoDay.OWN_WORK,
                barred=[],
            )
            for row in returned.select_related("answered_by")
        ],
    ]


def _resolutions(desk: Desk) -> list[Todo]:
    """Those that the own office has to do."""
    if not desk.user.may(CampaignPermission.JOINT_WRITE):
        return []
    rows = Resolution.objects.visible_to(desk.user).running().filter(responsible=desk.user.organisation_id)
    return [
        desk.line(
            _("Resolutions"),
            row.text,
            str(row.mechanism.city),
            place_on(address("campaigns:mechanism-detail", row.mechanism_id), "resolution", row.pk),
            _("Record the outcome"),
            row.due_on,
        )
        for row in rows.select_related("mechanism__city")
    ]


def _plans(desk: Desk) -> list[Todo]:
    """Those that lie at the province."""
    if not desk.user.may(CampaignPermission.WORK_PLAN_REGISTER):
        return []
    rows = WorkPlan.objects.visible_to(desk.user).waiting().select_related("organisation").order_by("sent_at", "pk")
    return [
        desk.line(
            _("Work plans"),
            row.title,
            str(row.organisation),
            address("campaigns:workplan-detail", row.pk),
            _("Register or return"),
            NoDay.ANSWER,
        )
        for row in rows
    ]


def _own_plans(desk: Desk) -> list[Todo]:
    """The own plans that are in draft, or that the province returned, whatever campaign the person has chosen."""
    if not desk.user.may(CampaignPermission.WORK_PLAN_WRITE):
        return []
    rows = WorkPlan.objects.visible_to(desk.user).unsent().filter(organisation=desk.user.organisation_id)
    still = rows.filter(campaign__in=Campaign.objects.workable(desk.today))
    ordered = still.select_related("campaign", "answered_by").order_by("campaign__starts_on", "pk")
    return [_own_plan(desk, plan) for plan in ordered]


def _own_plan(desk: Desk, plan: WorkPlan) -> Todo:
    place = address("campaigns:workplan-detail", plan.pk)
    detail, action = str(plan.campaign), _("Send the plan")
    if plan.state == WorkPlanState.RETURNED:
        detail = put("{}，{}：{}", plan.campaign, plan.answered_by, plan.answer_note)
        action = _("Change and send again")
    return desk.line(_("Work plans"), plan.title, detail, place, action, NoDay.OWN_WORK)


def _missing_plans(desk: Desk) -> list[Todo]:
    """Running campaigns of which the own office should have a plan, and has none."""
    is_asked = desk.user.organisation.kind in PLANNING
    if not is_asked or not desk.user.may(CampaignPermission.WORK_PLAN_WRITE):
        return []
    own = WorkPlan.objects.visible_to(desk.user).filter(organisation=desk.user.organisation_id)
    running = (
        Campaign.objects.workable(desk.today)
        .filter(ends_on__gte=desk.today)
        .exclude(cities_off__contains=[desk.user.organisation.division_id])
    )
    rows = running.exclude(pk__in=own.values("campaign")).order_by("starts_on", "pk")
    action, detail = _("Write the plan"), _("no work plan yet")
    return [
        desk.line(
            _("Work plans"),
            row.name,
            detail,
            address("campaigns:workplan-form", campaign=row.code),
            action,
            NoDay.OWN_WORK,
        )
        for row in rows
    ]


def _receipts(desk: Desk) -> list[Todo]:
    """Documents whose receipt the own office has not confirmed."""
    if not desk.user.may(CampaignPermission.GUIDANCE_RECEIVE):
        return []
    rows = GuidanceReceipt.objects.visible_to(desk.user).waiting().filter(organisation=desk.user.organisation_id)
    return [
        desk.line(
            _("Guidance and announcements"),
            row.note.title,
            str(row.note.organisation),
            address("campaigns:guidance-detail", row.note_id),
            _("Confirm the receipt"),
            row.note.receipt_by,
        )
        for row in rows.select_related("note__organisation").order_by("note__receipt_by", "pk")
    ]


def _late_receipts(desk: Desk) -> list[Todo]:
    """Documents of the own office whose receipt others should have confirmed by now."""
    if not desk.user.may(CampaignPermission.GUIDANCE_WRITE):
        return []
    late = GuidanceReceipt.objects.visible_to(desk.user).waiting().filter(note__receipt_by__lt=desk.today)
    own = late.filter(issuer=desk.user.organisation_id).values("note", "note__title", "note__receipt_by")
    return [
        desk.line(
            _("Guidance and announcements"),
            row["note__title"],
            ngettext(
                "%(n)s office has not confirmed the receipt", "%(n)s offices have not confirmed the receipt", row["n"]
            )
            % {"n": row["n"]},
            address("campaigns:guidance-detail", row["note"]),
            _("Ask them"),
            row["note__receipt_by"],
        )
        for row in own.annotate(n=Count("pk")).order_by("note__receipt_by", "note")
    ]


AWAITED: Final = (
    CampaignState.PROPOSED,
    CampaignState.RETURNED,
    ResolutionState.RUNNING,
    WorkPlanState.DRAFT,
    WorkPlanState.SENT,
    WorkPlanState.RETURNED,
)
RESTING: Final = (
    (CampaignState.DRAFT, "its writer goes on with it and proposes it"),
    (GuidanceState.DRAFT, "its writer chooses the recipients and sends it"),
)
