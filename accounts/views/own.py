"""One's own account, the people of one's own organisation, and what their lead asks of the administrator."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.filters import RequestFilter
from accounts.forms.people import AnswerForm, RequestForm
from accounts.models import AccountEvent, PeopleRequest, User
from accounts.permissions import AccountPermission
from accounts.services.requests import answer_request, ask_for_people
from accounts.views.people import FormPage
from core import clock
from core.gate import Access, GatedView
from core.people import person_of
from core.views.lists import LedgerPage
from core.views.writes import Attempt, words_in
from core.writing import version_in


class OwnAccountView(GatedView):
    """Who one is here, and what administrators did to the account."""

    permission = Access.SIGNED_IN

    def get(self, request: HttpRequest) -> HttpResponse:
        person = person_of(request)
        events = AccountEvent.objects.visible_to(person).filter(person=person)[:50]
        return render(request, "accounts/own_account.html", {"person": person, "events": events})


class OwnPeopleView(GatedView):
    """The people of the own organisation, for its lead."""

    permission = AccountPermission.OWN_PEOPLE_VIEW

    def get(self, request: HttpRequest) -> HttpResponse:
        lead = lead_of(request)
        people = User.objects.visible_to(lead).order_by("username")
        asked = PeopleRequest.objects.visible_to(lead).select_related("person", "asked_by")[:30]
        events = AccountEvent.objects.visible_to(lead).select_related("person")[:30]
        return render(request, "accounts/own_people.html", {"people": people, "asked": asked, "events": events})


def lead_of(request: HttpRequest) -> User:
    """The lead who is signed in. Raises PermissionDenied for everybody else."""
    person = person_of(request)
    if not person.is_lead:
        raise PermissionDenied("not a lead")
    return person


class RequestCreateView(FormPage):
    """Ask for a change of the own people."""

    permission = AccountPermission.OWN_PEOPLE_ASK
    heading = gettext_lazy("Ask for a change of people")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(request, RequestForm(lead_of(request)), back=reverse("accounts:own-people"))

    def post(self, request: HttpRequest) -> HttpResponse:
        lead = lead_of(request)
        form, status = RequestForm(lead, request.POST), 400
        if form.is_valid():
            with Attempt(request, form, refused_status=400) as attempt:
                ask_for_people(**form.cleaned_data, by=lead, at=clock.now())
                messages.success(request, _("The request is with the system administrator."))
                return redirect("accounts:own-people")
            status = attempt.status
        return self.page(request, form, status, back=reverse("accounts:own-people"))


class RequestListView(LedgerPage):
    """What leads ask for, for the system administrator."""

    permission = AccountPermission.USERS_WRITE
    template_name = "accounts/request_list.html"
    filters = RequestFilter

    def rows(self) -> QuerySet[PeopleRequest]:
        rows = PeopleRequest.objects.visible_to(self.request.user)
        return rows.select_related("organisation", "person", "asked_by", "answered_by").order_by("-pk")

    def extra(self) -> dict[str, object]:
        return {"answer_form": AnswerForm()}


class RequestAnswerView(GatedView):
    permission = AccountPermission.USERS_WRITE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = get_object_or_404(PeopleRequest.objects.visible_to(request.user), pk=pk)
        with Attempt(request):
            answer_request(
                row=row,
                is_done=request.POST.get("outcome") == "done",
                answer=words_in(request, "answer"),
                seen=version_in(request.POST),
                by=person_of(request),
                at=clock.now(),
            )
            messages.success(request, _("The request is answered."))
        return redirect("accounts:request-list")
