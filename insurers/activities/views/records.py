"""The long form of a service: a new record, one changed, one that corrects a filed one.

What is typed is kept as a draft, and a clash shows both versions.
"""

from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from campaigns.choices import ListedKind
from campaigns.forms.offering import day_in, offer_open
from campaigns.services import usage_of
from core import clock
from core.forms import drafts
from core.gate import GatedView
from core.people import person_of
from core.views.writes import Attempt
from core.writing import SEEN, Stale, version_in
from insurers.activities import services as serving
from insurers.activities.choices import ActivityState
from insurers.activities.forms import CorrectionForm, ServiceRecordForm
from insurers.activities.models import Activity
from insurers.activities.permissions import ActivityPermission
from insurers.activities.staff import doubts_about
from insurers.activities.views.activities import service_or_404
from insurers.base.choices import OWN_STAFF
from insurers.plans.choices import PROMISING
from insurers.plans.models import PlanItem

#: What an address may bring into an empty form, as a plan's item or an order knows it.
ASKED = ("plan_item", "kind", "agency", "form", "staff", "campaign_assist", "start_on", "end_on", "content")


def offer_items(request: HttpRequest, form: ServiceRecordForm) -> None:
    """Ask for the plan item once the policy is known: of its plans in force."""
    items = PlanItem.objects.visible_to(person_of(request)).select_related("plan__policy")
    of_policy = items.filter(plan__policy__policy_no=form["policy_no"].value() or "", plan__state__in=PROMISING)
    form.offer_items(of_policy.order_by("plan__plan_no", "item_no"))


class ServiceFormView(GatedView):
    permission = ActivityPermission.ACTIVITY_WRITE

    def key(self, pk: int | None) -> str:
        return f"service-{pk or 'new'}"

    def page(
        self,
        request: HttpRequest,
        form: ServiceRecordForm,
        pk: int | None,
        *,
        activity: Activity | None = None,
        changed: Stale | None = None,
        restored: bool = False,
        status: int = 200,
        corrects: Activity | None = None,
    ) -> HttpResponse:
        offer_items(request, form)
        today = clock.today()
        offer_open(form, ("topics",), usage_of(ListedKind.TOPIC, today), day_in(form, "start_on", today))
        context = {
            "form": form,
            "activity": activity,
            "changed": changed,
            "restored": restored,
            "corrects": corrects,
            "draft": drafts.find(self.key(pk), request.user),
            "draft_key": self.key(pk),
        }
        return render(request, "activities/service_form.html", context, status=status)

    def draft_form(self, request: HttpRequest, pk: int | None) -> ServiceRecordForm | None:
        """The form with what a kept draft holds, where the address asks for it."""
        draft = drafts.find(self.key(pk), request.user) if request.GET.get("draft") else None
        return ServiceRecordForm(drafts.as_sent(draft)) if draft else None


class ServiceCreateView(ServiceFormView):
    def get(self, request: HttpRequest) -> HttpResponse:
        kept = self.draft_form(request, None)
        if kept is not None:
            return self.page(request, kept, None, restored=True)
        return self.page(request, ServiceRecordForm(initial=self.first_values(request)), None)

    def first_values(self, request: HttpRequest) -> Mapping[str, object]:
        """What an empty form begins with."""
        today = clock.today()
        asked: dict[str, object] = {name: request.GET[name][:200] for name in ASKED if request.GET.get(name)}
        if "topics" in request.GET:
            asked["topics"] = request.GET.getlist("topics")
        first = {"policy_no": request.GET.get("policy", "")[:40], "start_on": today, "end_on": today}
        usual = {"general_hazards": 0, "major_hazards": 0, "cost": 0, "campaign_assist": "no", "agency": OWN_STAFF}
        return {**usual, **first, **asked}

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ServiceRecordForm(request.POST)
        offer_items(request, form)
        if form.is_valid():
            with Attempt(request, form):
                made = self.create(request, form)
                drafts.drop(self.key(None), person_of(request))
                messages.success(request, _("The service is entered."))
                warn_of_staff(request, made)
                return redirect("activities:activity-detail", pk=made.pk)
        return self.page(request, form, None, status=400)

    def create(self, request: HttpRequest, form: ServiceRecordForm) -> Activity:
        """Raises NotAllowed, Refused."""
        return serving.create_service(
            values=form.values(),
            detail=form.detail(),
            by=person_of(request),
            today=clock.today(),
            at=clock.now(),
        )


class ServiceEditView(ServiceFormView):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        activity = service_or_404(request, pk)
        if activity.state not in serving.EDITABLE:
            messages.warning(request, f"服务记录处于「{activity.get_state_display()}」状态，不能修改。")
            return redirect("activities:activity-detail", pk=pk)
        kept = self.draft_form(request, pk)
        form = kept or ServiceRecordForm.of(activity)
        return self.page(request, form, pk, activity=activity, restored=kept is not None)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        activity, form = service_or_404(request, pk), ServiceRecordForm(request.POST)
        offer_items(request, form)
        if not form.is_valid():
            return self.page(request, form, pk, activity=activity, status=400)
        with Attempt(request, form, refused_status=400) as attempt:
            stored = serving.edit_service(
                activity=activity,
                values=form.values(),
                detail=form.detail(),
                seen=version_in(request.POST),
                by=person_of(request),
                today=clock.today(),
                at=clock.now(),
            )
            drafts.drop(self.key(pk), person_of(request))
            messages.success(request, _("The service is stored."))
            warn_of_staff(request, stored)
            return redirect("activities:activity-detail", pk=pk)
        if attempt.stale:
            form = with_version(request, attempt.stale)
        return self.page(request, form, pk, activity=activity, changed=attempt.stale, status=attempt.status)


def warn_of_staff(request: HttpRequest, activity: Activity) -> None:
    """Say at once what will be asked about those who gave the service."""
    for sentence in doubts_about(activity):
        messages.warning(request, sentence)


def with_version(request: HttpRequest, stale: Stale) -> ServiceRecordForm:
    """The form as it was sent, for another try on the version that is stored now."""
    typed = request.POST.copy()
    typed[SEEN] = stale.version
    return ServiceRecordForm(typed)


class ServiceCorrectView(ServiceFormView):
    """A new record linked to the filed one that it corrects, with the reason."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        activity = self.filed(request, pk)
        form = CorrectionForm.of(activity)
        form.initial["activity_no"] = f"{activity.activity_no}-G"[:40]
        return self.page(request, form, None, corrects=activity)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        activity, form = self.filed(request, pk), CorrectionForm(request.POST)
        offer_items(request, form)
        if form.is_valid():
            with Attempt(request, form):
                made = serving.create_service(
                    values=form.values(),
                    detail=form.detail(),
                    by=person_of(request),
                    today=clock.today(),
                    at=clock.now(),
                    corrects=serving.Correction(activity, form.cleaned_data["correction_reason"]),
                )
                messages.success(request, _("The correction is entered; the filed record stays as it was."))
                warn_of_staff(request, made)
                return redirect("activities:activity-detail", pk=made.pk)
        return self.page(request, form, None, corrects=activity, status=400)

    def filed(self, request: HttpRequest, pk: int) -> Activity:
        activity = service_or_404(request, pk)
        if activity.state != ActivityState.FILED or hasattr(activity, "corrected_by"):
            raise Http404
        return activity
