"""Services in the browser: the record with its concurrent edits and drafts, the steps, the files."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from accounts.scope import scope_for
from core import attachments, audit, clock, drafts
from core.attachments.uploading import take_files
from core.conflicts import RowChanged
from core.gate import GatedView, NotAllowed
from core.models import Attachment
from core.panels import panels_of
from core.people import person_of
from core.permissions import CorePermission
from core.transitions import TransitionRefused
from core.views.lists import LedgerPage
from enterprises.permissions import EnterprisePermission
from hazards.permissions import HazardPermission
from insurers.activities import services as serving
from insurers.activities.choices import ActivityState
from insurers.activities.filters import ActivityFilter
from insurers.activities.forms import FilesForm, ReasonForm, ServiceRecordForm, SignatureForm, VisitForm
from insurers.activities.models import Activity, ActivityDetail
from insurers.activities.permissions import ActivityPermission
from insurers.activities.services import ServiceRefused
from insurers.activities.states import ACTIVITY_MOVES, INSURERS_PEOPLE, WHO, filing_due
from insurers.base.choices import ServiceTopic
from insurers.policies.permissions import PolicyPermission
from rulebook.workdays import workdays

TOPICS = dict(ServiceTopic.choices)


class ActivityListView(LedgerPage):
    permission = ActivityPermission.ACTIVITY_VIEW
    template_name = "activities/activity_list.html"
    filters = ActivityFilter

    def rows(self) -> QuerySet[Activity]:
        rows = Activity.objects.visible_to(self.person)
        return rows.select_related("insurer", "enterprise", "county").order_by("-start_on", "-pk")

    def extra(self) -> dict[str, Any]:
        return {
            "may_upload": self.person.may(ActivityPermission.ACTIVITY_UPLOAD),
            "may_write": self.person.may(ActivityPermission.ACTIVITY_WRITE),
            "may_export": self.person.may(CorePermission.LEDGER_EXPORT),
            "may_open_enterprise": self.person.may(EnterprisePermission.ENTERPRISE_VIEW),
        }


TOPICS = dict(ServiceTopic.choices)

RELATED = ("insurer", "enterprise", "county", "city", "policy", "agency", "detail", "visit", "confirmation")

FORMS: dict[str, type[Any]] = {"visit": VisitForm, "confirm": SignatureForm, "return": ReasonForm}


def service_or_404(request: HttpRequest, pk: int) -> Activity:
    return get_object_or_404(Activity.objects.visible_to(request.user).select_related(*RELATED), pk=pk)


class ActivityDetailView(GatedView):
    """The record, its files and its life: every step open now as a button, every other with the reason."""

    permission = ActivityPermission.ACTIVITY_VIEW

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(request, service_or_404(request, pk))

    def page(
        self, request: HttpRequest, activity: Activity, bound: Any = None, step: str = "", status: int = 200
    ) -> HttpResponse:
        user: Any = request.user
        own = user.organisation_id == activity.insurer_id
        files = attachments.attachments_of(activity)
        writes = own and user.may(ActivityPermission.ACTIVITY_WRITE)
        context = {
            "activity": activity,
            "topics": [TOPICS.get(code, code) for code in activity.topics],
            "checks": activity.checks.visible_to(user),
            "detail": ActivityDetail.objects.visible_to(user).filter(activity=activity).first(),
            "files": files,
            "steps": steps(activity, user, bound, step),
            "form": bound,
            "may_edit": writes and activity.state in serving.EDITABLE,
            "may_add_files": writes and activity.state not in {ActivityState.FILED, ActivityState.VOID},
            "files_form": files_form(activity),
            "may_correct": writes and activity.state == ActivityState.FILED and not hasattr(activity, "corrected_by"),
            "filing_due": filing_due(activity.end_on, workdays()) if activity.state in OPEN_FOR_FILING else None,
            "today": clock.today(),
            "may_enter_hazard": writes
            and user.may(HazardPermission.HAZARD_WRITE)
            and activity.state != ActivityState.VOID,
            "own_insurer": scope_for(user).insurer_id,
            "may_open_enterprise": user.may(EnterprisePermission.ENTERPRISE_VIEW),
            "may_open_policy": user.may(PolicyPermission.POLICY_VIEW),
            **panels_of("activity", activity, user, clock.today()),
        }
        return render(request, "activities/activity_detail.html", context, status=status)


OPEN_FOR_FILING = frozenset(
    {ActivityState.DONE, ActivityState.RECORDED, ActivityState.VISITED, ActivityState.CONFIRMED, ActivityState.RETURNED}
)


def files_form(activity: Activity) -> FilesForm:
    form = FilesForm(auto_id="file_%s")
    field: Any = form.fields["slot"]
    field.choices = [(name, slot.label) for name, slot in attachments.slots_of(activity).items()]
    return form


def steps(activity: Activity, user: Any, bound: Any, chosen: str) -> list[dict[str, Any]]:
    """Each move from the present state: with its form where it can be made, else why not and who could."""
    found = []
    for move in ACTIVITY_MOVES.values():
        if activity.state not in move.sources:
            continue
        if user.may(move.permission):
            reason = move.guard(activity, user) if move.name not in {"visit", "confirm"} else None
            if move.name in {"visit", "confirm"} and user.organisation_id != activity.insurer_id:
                reason = f"只有{INSURERS_PEOPLE}可以办理"
        else:
            reason = f"由{WHO.get(move.name, INSURERS_PEOPLE)}办理"
        form = FORMS.get(move.name)
        found.append(
            {
                "move": move,
                "reason": reason,
                "form": (bound if chosen == move.name else form(auto_id=f"{move.name}_%s")) if form else None,
                "asks_void": move.name == "void" and user.may(move.permission),
            }
        )
    return found


class ActivityMoveView(ActivityDetailView):
    """One step; a refusal is a sentence, the state unchanged, and an event."""

    permission = ActivityPermission.ACTIVITY_VIEW
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int, move: str) -> HttpResponse:
        activity = service_or_404(request, pk)
        if move not in ACTIVITY_MOVES:
            raise Http404
        form = FORMS[move](request.POST, auto_id=f"{move}_%s") if move in FORMS else None
        if form is not None and not form.is_valid():
            return self.page(request, activity, form, move, status=400)
        try:
            self.make(request, activity, move, form)
        except NotAllowed:
            audit.record("activity.refused", by=request.user, at=clock.now(), subject=str(activity), step=move)
            raise
        except (TransitionRefused, ServiceRefused) as refused:
            if form is None:
                messages.warning(request, f"{refused}。" if not str(refused).endswith("。") else str(refused))
                return redirect("activities:activity-detail", pk=pk)
            form.add_error(None, str(refused))
            return self.page(request, service_or_404(request, pk), form, move, status=400)
        messages.success(request, _("The step is recorded."))
        return redirect("activities:activity-detail", pk=pk)

    def make(self, request: HttpRequest, activity: Activity, move: str, form: Any) -> None:
        user: Any = request.user
        own = {"activity": activity, "by": user, "at": clock.now()}
        if move == "visit":
            serving.record_visit(visit=form.value(), today=clock.today(), **own)
        elif move == "confirm":
            serving.record_confirmation(signature=form.value(), today=clock.today(), **own)
        else:
            serving.move_service(name=move, reason=form.cleaned_data["reason"] if form else "", **own)


class VoidAskView(GatedView):
    """The first of the two persons of a void."""

    permission = ActivityPermission.ACTIVITY_WRITE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        activity = service_or_404(request, pk)
        user: Any = request.user
        try:
            serving.ask_void(activity=activity, reason=request.POST.get("reason", ""), by=user, at=clock.now())
        except TransitionRefused as refused:
            messages.warning(request, f"{refused}。")
        else:
            messages.success(request, _("The void waits for the second person."))
        return redirect("activities:activity-detail", pk=pk)


class ActivityFilesView(GatedView):
    """Photos, reports, notices, confirmations."""

    permission = ActivityPermission.ACTIVITY_WRITE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        activity = service_or_404(request, pk)
        require_open(request, activity)
        slot = request.POST.get("slot", "")
        if slot not in attachments.slots_of(activity):
            raise Http404
        taken = take_files(request, activity, slot, clock.now())
        if taken:
            messages.success(request, _("%(n)s files are attached.") % {"n": taken})
        elif not request.FILES:
            messages.warning(request, _("Choose the files to attach first."))
        return redirect("activities:activity-detail", pk=pk)


class ActivityFileRemoveView(GatedView):
    permission = ActivityPermission.ACTIVITY_WRITE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = get_object_or_404(Attachment, pk=pk, kind="activity", removed_at__isnull=True)
        activity = service_or_404(request, found.subject_id)
        require_open(request, activity)
        attachments.remove(found, by=person_of(request), at=clock.now())
        messages.success(request, _("The file is taken away."))
        return redirect("activities:activity-detail", pk=activity.pk)


def require_open(request: HttpRequest, activity: Activity) -> None:
    """Files are the insurer's, and fixed once the service is filed."""
    user: Any = request.user
    if user.organisation_id != activity.insurer_id or activity.state in {ActivityState.FILED, ActivityState.VOID}:
        audit.record("activity.refused", by=user, at=clock.now(), subject=str(activity), step="files")
        raise NotAllowed("files of this service are fixed")


class ServiceFormView(GatedView):
    """The long form: what is typed is kept as a draft, and a clash shows both versions."""

    permission = ActivityPermission.ACTIVITY_WRITE

    def key(self, pk: int | None) -> str:
        return f"service-{pk or 'new'}"

    def page(
        self, request: HttpRequest, form: Any, pk: int | None, *, activity: Activity | None = None, changed: Any = None,
        restored: bool = False, status: int = 200, corrects: Activity | None = None,
    ) -> HttpResponse:  # fmt: skip
        context = {
            "form": form, "activity": activity, "changed": changed, "restored": restored, "corrects": corrects,
            "draft": drafts.find(self.key(pk), request.user), "draft_key": self.key(pk),
        }  # fmt: skip
        return render(request, "activities/service_form.html", context, status=status)

    def draft_data(self, request: HttpRequest, pk: int | None) -> Any:
        """What a kept draft holds, where the address asks for it."""
        draft = drafts.find(self.key(pk), request.user) if request.GET.get("draft") else None
        return drafts.as_sent(draft) if draft else None


class ServiceCreateView(ServiceFormView):
    def get(self, request: HttpRequest) -> HttpResponse:
        kept = self.draft_data(request, None)
        if kept is not None:
            form = ServiceRecordForm(kept)
            return self.page(request, form, None, restored=True)
        return self.page(request, ServiceRecordForm(initial=self.first_values(request)), None)

    def first_values(self, request: HttpRequest) -> dict[str, Any]:
        """What an empty form begins with."""
        first = {"policy_no": request.GET.get("policy", ""), "start_on": clock.today(), "end_on": clock.today()}
        return {"general_hazards": 0, "major_hazards": 0, "cost": 0, "campaign_assist": "no", **first}

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ServiceRecordForm(request.POST)
        user: Any = request.user
        if form.is_valid():
            try:
                made = self.create(request, form)
            except ServiceRefused as refused:
                add_reasons(form, refused)
            except TransitionRefused as refused:
                form.add_error(None, f"{refused}。")
            else:
                drafts.drop(self.key(None), user)
                messages.success(request, _("The service is entered."))
                return redirect("activities:activity-detail", pk=made.pk)
        return self.page(request, form, None, status=400)

    def create(self, request: HttpRequest, form: ServiceRecordForm) -> Activity:
        """Raises NotAllowed, ServiceRefused, TransitionRefused."""
        user: Any = request.user
        return serving.create_service(
            values=form.values(),
            detail=form.detail(),
            checks=form.checks(),
            by=user,
            today=clock.today(),
            at=clock.now(),
        )


class ServiceEditView(ServiceFormView):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        activity = service_or_404(request, pk)
        if activity.state not in serving.EDITABLE:
            messages.warning(request, f"服务记录处于「{activity.get_state_display()}」状态，不能修改。")
            return redirect("activities:activity-detail", pk=pk)
        kept = self.draft_data(request, pk)
        if kept is not None:
            return self.page(request, ServiceRecordForm(kept), pk, activity=activity, restored=True)
        return self.page(request, ServiceRecordForm.of(activity), pk, activity=activity)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        activity = service_or_404(request, pk)
        form = ServiceRecordForm(request.POST)
        user: Any = request.user
        changed: RowChanged | None = None
        if form.is_valid():
            try:
                serving.edit_service(
                    activity=activity, values=form.values(), detail=form.detail(), checks=form.checks(),
                    seen=seen_at(form.cleaned_data["seen"]), by=user, today=clock.today(), at=clock.now(),
                )  # fmt: skip
            except ServiceRefused as refused:
                add_reasons(form, refused)
            except RowChanged as clash:
                changed = clash
                typed = request.POST.copy()
                typed["seen"] = clash.version
                form = ServiceRecordForm(typed)
            else:
                drafts.drop(self.key(pk), user)
                messages.success(request, _("The service is stored."))
                return redirect("activities:activity-detail", pk=pk)
        return self.page(request, form, pk, activity=activity, changed=changed, status=409 if changed else 400)


class ServiceCorrectView(ServiceFormView):
    """A new record linked to the filed one that it corrects."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        activity = self.filed(request, pk)
        form = ServiceRecordForm.of(activity)
        form.initial["activity_no"] = f"{activity.activity_no}-G"[:40]
        return self.page(request, form, None, corrects=activity)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        activity, form = self.filed(request, pk), ServiceRecordForm(request.POST)
        user: Any = request.user
        if form.is_valid():
            try:
                made = serving.create_service(
                    values=form.values(), detail=form.detail(), checks=form.checks(), by=user, today=clock.today(),
                    at=clock.now(), corrects=activity,
                )  # fmt: skip
            except ServiceRefused as refused:
                add_reasons(form, refused)
            else:
                messages.success(request, _("The correction is entered; the filed record stays as it was."))
                return redirect("activities:activity-detail", pk=made.pk)
        return self.page(request, form, None, corrects=activity, status=400)

    def filed(self, request: HttpRequest, pk: int) -> Activity:
        activity = service_or_404(request, pk)
        if activity.state != ActivityState.FILED or hasattr(activity, "corrected_by"):
            raise Http404
        return activity


def add_reasons(form: Any, refused: ServiceRefused) -> None:
    for field, sentence in refused.reasons:
        form.add_error(field if field in form.fields else None, sentence)


def seen_at(text: str) -> Any:
    try:
        return parse_datetime(text)
    except ValueError:
        return None
