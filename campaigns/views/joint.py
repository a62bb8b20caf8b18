"""The joint mechanisms: all in sight, one city's, and what its two offices enter there."""

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.models import Division
from campaigns.choices import ResolutionState
from campaigns.files import MEETING_SLOTS, guard_meeting
from campaigns.forms import MechanismForm, MeetingForm, MemberForm, NoteForm, OutcomeForm
from campaigns.models import JointMeeting, JointMember, Mechanism, Resolution
from campaigns.offices import own_city
from campaigns.permissions import CampaignPermission
from campaigns.services import joint as services
from campaigns.states import FULFIL
from core import clock
from core.attachments import attachments_of_many
from core.attachments.uploading import attach_sent
from core.gate import GatedView
from core.people import User, person_of
from core.transitions import allowed
from core.views.writes import Attempt
from core.writing import version_in

VIEW, WRITE = CampaignPermission.JOINT_VIEW, CampaignPermission.JOINT_WRITE


class MechanismListView(GatedView):
    """Every city in the person's sight: its mechanism, members, meetings, and what is still open."""

    permission = VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        user = person_of(request)
        counts = {
            "people": Count("members", filter=Q(members__left_on=None), distinct=True),
            "met": Count("meetings", distinct=True),
            "open": Count("resolutions", filter=Q(resolutions__state=ResolutionState.RUNNING), distinct=True),
        }
        rows = Mechanism.objects.visible_to(user).annotate(**counts).select_related("city")
        found = {row.city_id: row for row in rows.order_by("city__notice_order")}
        cities = Division.objects.cities()
        if not user.may(CampaignPermission.WORK_PLAN_REGISTER):
            cities = cities.filter(code__in=[*found, getattr(own_city(user), "code", "")])
        context = {
            "rows": [{"city": city, "mechanism": found.get(city.code)} for city in cities],
            "own_city": own_city(user),
            "may_write": user.may(WRITE),
        }
        return render(request, "campaigns/mechanism_list.html", context)


def mechanism_or_404(request: HttpRequest, pk: int) -> Mechanism:
    return get_object_or_404(Mechanism.objects.visible_to(person_of(request)).select_related("city"), pk=pk)


class MechanismDetailView(GatedView):
    permission = VIEW

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(request, mechanism_or_404(request, pk))

    def page(
        self, request: HttpRequest, mechanism: Mechanism, bound: forms.Form | None = None, status: int = 200
    ) -> HttpResponse:
        user, city = person_of(request), own_city(person_of(request))
        writes = user.may(WRITE) and city is not None and city.code == mechanism.city_id
        held = mechanism.meetings.select_related("recorded_by__organisation").prefetch_related("recorded_by__postings")
        meetings = list(held)
        notes = mechanism.notes.select_related("written_by__organisation").prefetch_related("written_by__postings")
        context = {
            "mechanism": mechanism,
            "members": mechanism.members.select_related("organisation"),
            "meetings": meetings,
            "files": attachments_of_many("joint-meeting", [row.pk for row in meetings]),
            "resolutions": [self._line(row, user) for row in mechanism.resolutions.select_related("responsible")],
            "notes": notes[:20],
            "writes": writes,
            "own_meetings": [row.pk for row in meetings if writes and guard_meeting(row, user) is None],
            "member_form": _kept(MemberForm, bound),
            "note_form": _kept(NoteForm, bound),
            "form": bound,
            "today": clock.today(),
        }
        return render(request, "campaigns/mechanism_detail.html", context, status=status)

    def _line(self, row: Resolution, user: User) -> dict[str, object]:
        return {"row": row, "may_fulfil": bool(allowed([FULFIL], row, user))}


def _kept(kind: type[forms.Form], bound: forms.Form | None) -> forms.Form:
    """The form that was sent, if it is of the kind, else an empty one."""
    return bound if isinstance(bound, kind) else kind(auto_id=f"{kind.__name__.lower()}_%s")


class MechanismFormView(GatedView):
    """Set up the mechanism of the own city, or change it."""

    permission = WRITE

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(request, MechanismForm.of(self.found(request)))

    def post(self, request: HttpRequest) -> HttpResponse:
        form, status = MechanismForm(request.POST), 400
        if form.is_valid():
            given = {name: value for name, value in form.cleaned_data.items() if name != "seen"}
            with Attempt(request, form) as attempt:
                made = services.set_up_mechanism(
                    **given,
                    seen=version_in(request.POST) if self.found(request) else None,
                    by=person_of(request),
                    today=clock.today(),
                    at=clock.now(),
                )
                messages.success(request, _("The joint mechanism is stored."))
                return redirect("campaigns:mechanism-detail", pk=made.pk)
            status = attempt.status
        return self.page(request, form, status)

    def found(self, request: HttpRequest) -> Mechanism | None:
        city = own_city(person_of(request))
        return Mechanism.objects.visible_to(person_of(request)).filter(city=city).first() if city else None

    def page(self, request: HttpRequest, form: forms.Form, status: int = 200) -> HttpResponse:
        context = {"form": form, "city": own_city(person_of(request))}
        return render(request, "campaigns/mechanism_form.html", context, status=status)


class MemberAddView(MechanismDetailView):
    permission = WRITE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        mechanism, form = mechanism_or_404(request, pk), MemberForm(request.POST)
        if form.is_valid():
            with Attempt(request, form):
                services.add_member(mechanism=mechanism, text=form.value(), by=person_of(request), at=clock.now())
                messages.success(request, _("The step is recorded."))
                return redirect("campaigns:mechanism-detail", pk=pk)
        return self.page(request, mechanism, form, status=400)


class NoteAddView(MechanismDetailView):
    permission = WRITE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        mechanism, form = mechanism_or_404(request, pk), NoteForm(request.POST)
        if form.is_valid():
            with Attempt(request, form):
                services.write_note(mechanism=mechanism, by=person_of(request), at=clock.now(), **form.cleaned_data)
                messages.success(request, _("The step is recorded."))
                return redirect("campaigns:mechanism-detail", pk=pk)
        return self.page(request, mechanism, form, status=400)


class MemberEndView(GatedView):
    permission = WRITE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = JointMember.objects.visible_to(person_of(request)).select_related("mechanism__city", "organisation")
        member = get_object_or_404(rows, pk=pk)
        with Attempt(request):
            services.end_member(member=member, by=person_of(request), today=clock.today(), at=clock.now())
            messages.success(request, _("The step is recorded."))
        return redirect("campaigns:mechanism-detail", pk=member.mechanism_id)


class MeetingCreateView(GatedView):
    permission = WRITE

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        mechanism = mechanism_or_404(request, pk)
        return self.page(request, mechanism, MeetingForm(city=mechanism.city_id, initial={"held_on": clock.today()}))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        mechanism = mechanism_or_404(request, pk)
        form, status = MeetingForm(request.POST, city=mechanism.city_id), 400
        if form.is_valid():
            with Attempt(request, form) as attempt:
                services.record_meeting(
                    mechanism=mechanism,
                    text=form.meeting(),
                    decisions=form.decisions(),
                    by=person_of(request),
                    today=clock.today(),
                    at=clock.now(),
                )
                messages.success(request, _("The meeting is recorded."))
                return redirect("campaigns:mechanism-detail", pk=pk)
            status = attempt.status
        return self.page(request, mechanism, form, status)

    def page(self, request: HttpRequest, mechanism: Mechanism, form: MeetingForm, status: int = 200) -> HttpResponse:
        return render(request, "campaigns/meeting_form.html", {"mechanism": mechanism, "form": form}, status=status)


class MeetingFilesView(GatedView):
    permission = WRITE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        meeting = get_object_or_404(JointMeeting.objects.visible_to(person_of(request)), pk=pk)
        attach_sent(request, meeting, next(iter(MEETING_SLOTS)), clock.now())
        return redirect("campaigns:mechanism-detail", pk=meeting.mechanism_id)


class ResolutionFulfilView(GatedView):
    permission = WRITE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = Resolution.objects.visible_to(person_of(request)).select_related("mechanism__city", "responsible")
        resolution, form = get_object_or_404(rows, pk=pk), OutcomeForm(request.POST)
        if not form.is_valid():
            messages.warning(request, _("Say how it was done, in at most 500 characters."))
        else:
            with Attempt(request):
                services.fulfil_resolution(
                    resolution=resolution,
                    by=person_of(request),
                    today=clock.today(),
                    at=clock.now(),
                    **form.cleaned_data,
                )
                messages.success(request, _("The step is recorded."))
        return redirect("campaigns:mechanism-detail", pk=resolution.mechanism_id)
