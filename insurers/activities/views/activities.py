"""Services in the browser: the list, the record with its files and its life, the steps."""

from typing import cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.scope import scope_for
from core import attachments, clock
from core.contributions.panels import panels_of
from core.gate import GatedView
from core.people import person_of
from core.permissions import CorePermission
from core.rows import Row, naming
from core.transitions import Transition
from core.views.addresses import row_address
from core.views.lists import LedgerPage
from core.views.writes import Attempt, words_in
from core.writing import insist_allowed
from enterprises.permissions import EnterprisePermission
from hazards.choices import HazardTopic
from hazards.models import Notice
from hazards.permissions import HazardPermission
from insurers.activities import corrections
from insurers.activities import services as serving
from insurers.activities.choices import ActivityState
from insurers.activities.filters import ActivityFilter
from insurers.activities.forms import FilesForm, ReasonForm, SignatureForm, VisitForm
from insurers.activities.guards import only_insurer, too_early
from insurers.activities.models import Activity, ActivityDetail
from insurers.activities.notices import notices_of
from insurers.activities.permissions import ActivityPermission
from insurers.activities.querysets import ActivityQuerySet
from insurers.activities.sheets.topics import COUNTS
from insurers.activities.states import ACTIVITY_MOVES, INSURERS_PEOPLE, WHO, filing_due
from insurers.activities.timeline import timeline_of
from insurers.activities.views.looks import ACTIVITY_COLUMNS, LOOKS
from insurers.base.choices import CheckTopic, ServiceKind
from insurers.base.counting import count_content
from insurers.plans.permissions import PlanPermission
from insurers.policies.permissions import PolicyPermission
from rulebook.workdays import workdays


class ActivityListView(LedgerPage):
    permission = ActivityPermission.ACTIVITY_VIEW
    template_name = "activities/activity_list.html"
    filters = ActivityFilter
    looks = LOOKS
    list_columns = ACTIVITY_COLUMNS

    def rows(self) -> ActivityQuerySet[Activity]:
        rows: ActivityQuerySet[Activity] = Activity.objects.visible_to(self.person)
        listed = naming(rows, insurer=("name",), branch=("name",), enterprise=("name",), county=("name",))
        return listed.order_by("-start_on", "-pk")

    def shown(self, rows: ActivityQuerySet[Activity]) -> list[Row]:
        found: list[Row] = list(rows.with_corrections())
        if self.person.may(EnterprisePermission.ENTERPRISE_VIEW):
            for row in found:
                row.enterprise_url = row_address("workbench:enterprise-detail", row.enterprise_id)
        return found

    def extra(self) -> dict[str, object]:
        fits = self.filter_set.form.is_valid()
        fitting: ActivityQuerySet[Activity] = self.filter_set.qs if fits else self.rows().none()
        return {
            "counted": self.memory.count(fitting.given()),
            "counts": count_content(fitting.given(), "detail__") if self.is_of_cases() else None,
            "may_upload": self.person.may(ActivityPermission.ACTIVITY_UPLOAD),
            "may_write": self.person.may(ActivityPermission.ACTIVITY_WRITE),
            "may_export": self.person.may(CorePermission.LEDGER_EXPORT),
        }

    def is_of_cases(self) -> bool:
        return self.request.GET.get("kind") == ServiceKind.CASE


RELATED = ("insurer", "enterprise", "county", "city", "policy", "agency", "detail", "visit", "confirmation")

FORMS: dict[str, type[forms.Form]] = {"visit": VisitForm, "confirm": SignatureForm, "return": ReasonForm}

#: Steps away from the way to the file: the page keeps them apart from the next one.
ASIDE = frozenset({"return", "void"})

#: Steps whose form is their own proof: their guard asks for what the form is about to enter.
PROVEN_BY_FORM = frozenset({"visit", "confirm"})

OPEN_FOR_FILING = frozenset(
    {
        ActivityState.DONE,
        ActivityState.RECORDED,
        ActivityState.VISITED,
        ActivityState.CONFIRMED,
        ActivityState.RETURNED,
    }
)


def service_or_404(request: HttpRequest, pk: int) -> Activity:
    rows = Activity.objects.visible_to(person_of(request)).select_related(*RELATED)
    return get_object_or_404(rows, pk=pk)


class ActivityDetailView(GatedView):
    """The record, its files and its life: every step open now as a button, every other with the reason."""

    permission = ActivityPermission.ACTIVITY_VIEW

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(request, service_or_404(request, pk))

    def page(
        self,
        request: HttpRequest,
        activity: Activity,
        bound: forms.Form | None = None,
        step: str = "",
        status: int = 200,
    ) -> HttpResponse:
        user, today = person_of(request), clock.today()
        steps = Steps(activity, user, bound, step).all()
        panels = panels_of("activity", activity, user, today)
        context = {
            "activity": activity,
            "topics": activity.topic_labels,
            "holds": corrections.holding(activity),
            "corrections": corrections.corrections_of(activity),
            **told_of(activity, user),
            "detail": ActivityDetail.objects.visible_to(user)
            .select_related("plan_item__plan", "corrects", "returned_by__organisation")
            .filter(activity=activity)
            .first(),
            "files": by_slot(activity),
            "moments": timeline_of(activity, user),
            "steps": [one for one in steps if not one["is_aside"]],
            "asides": [one for one in steps if one["is_aside"]],
            "asides_open": any(one["is_aside"] and one["is_open"] for one in steps),
            "form": bound,
            "files_form": files_form(activity),
            "filing_due": filing_due(activity.end_on, workdays()) if activity.state in OPEN_FOR_FILING else None,
            "today": today,
            "campaigns": serving.nameable_campaigns(activity) if activity.campaign_assist else (),
            "own_insurer": scope_for(user).insurer_id,
            **rights(activity, user),
            "checks": topic_results(activity, panels.get("closed_by_topic")),
            **panels,
        }
        return render(request, "activities/activity_detail.html", context, status=status)


class CampaignNameView(GatedView):
    """Which campaign an assistance counts in."""

    permission = ActivityPermission.ACTIVITY_WRITE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        activity, code = service_or_404(request, pk), request.POST.get("campaign", "")
        with Attempt(request):
            serving.name_campaign(activity=activity, code=code, by=person_of(request), at=clock.now())
            messages.success(request, _("The assistance counts in the campaign that you chose, and in no other."))
        return redirect("activities:activity-detail", pk=pk)


NO_RESULT = dict.fromkeys(("checked", "problems", "due", "certified"))


def topic_results(activity: Activity, closed: object) -> list[dict[str, object]]:
    """The counts of the topics that were looked at; `closed` by topic, None where the person sees no hazards."""
    rows: dict[CheckTopic, dict[str, object]] = {}
    for count in COUNTS:
        value = getattr(activity, count.key)
        if value is not None:
            known = (
                closed.get(count.topic, 0)
                if isinstance(closed, dict) and count.topic.value in HazardTopic.values
                else None
            )
            row = rows.setdefault(count.topic, {**NO_RESULT, "label": count.topic.label, "closed": known})
            row[count.key.partition("_")[2]] = value
    return list(rows.values())


def told_of(activity: Activity, user: User) -> dict[str, object]:
    """The portal's notices on the hazards of the service, and a number that the insurer gave its own notice."""
    if not user.may(HazardPermission.HAZARD_VIEW):
        return {"notices": [], "own_notice_no": activity.notice_no}
    visible = Notice.objects.visible_to(user).values("pk")
    notices = list(notices_of(activity).filter(pk__in=visible))
    is_own = activity.notice_no not in {notice.number for notice in notices}
    return {"notices": notices, "own_notice_no": activity.notice_no if is_own else ""}


def rights(activity: Activity, user: User) -> dict[str, bool]:
    """What the person may do from the page of a service."""
    writes = user.works_for_id == activity.insurer_id and user.may(ActivityPermission.ACTIVITY_WRITE)
    is_filed, is_void = activity.state == ActivityState.FILED, activity.state == ActivityState.VOID
    return {
        "may_edit": writes and activity.state in serving.EDITABLE,
        "may_add_files": writes and not (is_filed or is_void),
        "may_correct": writes and is_filed and not hasattr(activity, "corrected_by"),
        "may_enter_hazard": writes and user.may(HazardPermission.HAZARD_WRITE) and not is_void,
        "may_open_enterprise": user.may(EnterprisePermission.ENTERPRISE_VIEW),
        "may_see_plans": user.may(PlanPermission.PLAN_VIEW),
        "may_open_policy": user.may(PolicyPermission.POLICY_VIEW),
    }


def by_slot(activity: Activity) -> list[dict[str, object]]:
    """The files of the service, place by place, and for each the places that it can fill besides."""
    slots, found = attachments.slots_of(activity), list(attachments.attachments_of(activity))
    filled: dict[str, set[str]] = {}
    for one in found:
        filled.setdefault(one.sent_sha256, set()).add(one.slot)
    return [
        {
            "slot": slot.label,
            "files": [
                {
                    "file": one,
                    "others": [slots[other].label for other in slots if other in filled[one.sent_sha256] - {name}],
                    "free": [
                        (other, place.label)
                        for other, place in slots.items()
                        if other not in filled[one.sent_sha256] and attachments.takes(place, one)
                    ],
                }
                for one in found
                if one.slot == name
            ],
        }
        for name, slot in slots.items()
        if name in {one.slot for one in found}
    ]


def files_form(activity: Activity) -> FilesForm:
    form = FilesForm(auto_id="file_%s")
    field = cast("forms.ChoiceField", form.fields["slot"])
    field.choices = [(name, slot.label) for name, slot in attachments.slots_of(activity).items()]
    also = cast("forms.ChoiceField", form.fields["also"])
    also.choices = [("", "—"), *field.choices]
    return form


class Steps:
    """The moves from the present state of a service, for one person; `bound` is the sent form of the `chosen` one."""

    def __init__(self, activity: Activity, user: User, bound: forms.Form | None, chosen: str) -> None:
        self.activity, self.user, self.bound, self.chosen = activity, user, bound, chosen

    def all(self) -> list[dict[str, object]]:
        """Each with its form where it can be made, else with why not and who could."""
        return [self.step(move) for move in ACTIVITY_MOVES.values() if self.activity.state in move.sources]

    def step(self, move: Transition) -> dict[str, object]:
        may = self.user.may(move.permission)
        return {
            "move": move,
            "reason": self.reason(move) if may else f"由{WHO.get(move.name, INSURERS_PEOPLE)}办理",
            "form": self.form(move.name),
            "asks_void": move.name == "void" and may,
            "is_aside": move.name in ASIDE,
            "is_open": (self.bound is not None and self.chosen == move.name)
            or (move.name == "void" and may and self.reason(move) is None),
        }

    def reason(self, move: Transition) -> str | None:
        if move.name in PROVEN_BY_FORM:
            return f"只有{INSURERS_PEOPLE}可以办理" if only_insurer(self.activity, self.user) else None
        return too_early(move, self.activity, clock.today()) or move.guard(self.activity, self.user)

    def form(self, name: str) -> forms.Form | None:
        if name not in FORMS:
            return None
        return self.bound if self.chosen == name else FORMS[name](auto_id=f"{name}_%s")


class ActivityMoveView(ActivityDetailView):
    """One step; a refusal is a sentence, the state unchanged, and an event."""

    permission = ActivityPermission.ACTIVITY_VIEW
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int, move: str) -> HttpResponse:
        activity = service_or_404(request, pk)
        if move not in ACTIVITY_MOVES:
            raise Http404
        asked = ACTIVITY_MOVES[move].permission
        insist_allowed(
            Activity, activity, by=person_of(request), permission=asked, at=clock.now(), step=move, on=activity
        )
        form = FORMS[move](request.POST, auto_id=f"{move}_%s") if move in FORMS else None
        if form is not None and not form.is_valid():
            return self.page(request, activity, form, move, status=400)
        with Attempt(request, form, refused_status=400) as attempt:
            make_move(activity, move, form, person_of(request))
            messages.success(request, _("The step is recorded."))
        if attempt.refusal is None or form is None:
            return redirect("activities:activity-detail", pk=pk)
        return self.page(request, service_or_404(request, pk), form, move, status=attempt.status)


def make_move(activity: Activity, move: str, form: forms.Form | None, by: User) -> None:
    """Raises NotAllowed, Refused."""
    today, at = clock.today(), clock.now()
    if isinstance(form, VisitForm):
        serving.record_visit(activity=activity, visit=form.value(), by=by, today=today, at=at)
    elif isinstance(form, SignatureForm):
        serving.record_confirmation(activity=activity, signature=form.value(), by=by, today=today, at=at)
    else:
        reason = form.cleaned_data["reason"] if form else ""
        serving.move_service(activity=activity, name=move, reason=reason, by=by, today=today, at=at)


class VoidAskView(GatedView):
    """The first of the two persons of a void."""

    permission = ActivityPermission.ACTIVITY_WRITE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        activity = service_or_404(request, pk)
        with Attempt(request):
            reason = words_in(request, "reason")
            serving.ask_void(activity=activity, reason=reason, by=person_of(request), at=clock.now())
            messages.success(request, _("The void waits for the second person."))
        return redirect("activities:activity-detail", pk=pk)
