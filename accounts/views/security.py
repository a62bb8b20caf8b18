"""The security administrator: roles and permissions, administrators' accounts, who sees what. No business data."""

from typing import Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.filters import in_state
from accounts.forms.people import DeedForm
from accounts.models import User
from accounts.permissions import AccountPermission
from accounts.roles import ADMINISTRATORS, SIGHT, Role, grants, room_of
from accounts.services.access import insist_own_password
from accounts.services.looking import note_look, temporary_sight, who_sees
from accounts.services.people import confirm_administrator
from accounts.views.people import FormPage
from core import clock
from core.contributions import contributions
from core.contributions.pickers import sources
from core.forms import DayField, LineInput, StyledSelect
from core.gate import GatedView
from core.people import person_of
from core.views.writes import Attempt
from core.writing import version_in, version_of

WHAT: Final = {
    "enterprise": gettext_lazy("Enterprise (credit code)"),
    "policy": gettext_lazy("Policy (number)"),
    "activity": gettext_lazy("Service (number)"),
    "hazard": gettext_lazy("Hazard (number)"),
}


class RoleMatrixView(GatedView):
    """Roles across, permissions down in their rooms, readable without knowing the code; one role alone on request."""

    permission = AccountPermission.ROLES_VIEW

    def get(self, request: HttpRequest) -> HttpResponse:
        chosen = request.GET.get("role", "")
        roles = [role for role in Role if role == chosen] or list(Role)
        rooms: dict[str, list[dict[str, object]]] = {}
        for permission, grant in grants().items():
            held = [role in grant.roles for role in roles]
            if len(roles) > 1 or any(held):
                room = str(room_of(permission))
                rooms.setdefault(room, []).append({"label": grant.words, "held": held})
        context = {
            "roles": roles,
            "rooms": rooms.items(),
            "width": len(roles) + 1,
            "all_roles": list(Role),
            "chosen": chosen if len(roles) == 1 else "",
            "sight": [(role.label, SIGHT[role]) for role in roles],
        }
        return render(request, "accounts/role_matrix.html", context)


class AdministratorsView(GatedView):
    """The accounts of the three kinds of administrators, and those that wait to come into force; `?state=` narrows them."""

    permission = AccountPermission.ADMINISTRATORS_CONFIRM

    def get(self, request: HttpRequest) -> HttpResponse:
        state, rows = request.GET.get("state", ""), User.objects.visible_to(request.user)
        people = in_state(rows.filter(role__in=ADMINISTRATORS), state).order_by("role", "username")
        context = {"people": people, "own": person_of(request).pk, "state": state}
        return render(request, "accounts/administrators.html", context)


class AdministratorConfirmView(FormPage):
    permission = AccountPermission.ADMINISTRATORS_CONFIRM
    heading = gettext_lazy("Bring the account into force")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(request, administrator_or_404(request, pk), DeedForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        person, form, by, status = administrator_or_404(request, pk), DeedForm(request.POST), person_of(request), 400
        if form.is_valid():
            with Attempt(request, form, refused_status=400) as attempt:
                insist_own_password(by=by, password=form.cleaned_data["own_password"], at=clock.now())
                seen = version_in(request.POST)
                confirm_administrator(person=person, seen=seen, by=by, at=clock.now())
                messages.success(request, _("The account is in force."))
                return redirect("accounts:administrator-list")
            status = attempt.status
        return self._page(request, person, form, status)

    def _page(self, request: HttpRequest, person: User, form: forms.Form, status: int = 200) -> HttpResponse:
        effect = _("The administrator can sign in from then on. Confirm only whom you know to be appointed.")
        context = {"person": person, "effect": effect, "back": "/roles/administrators/", "seen": version_of(person)}
        return self.page(request, form, status, **context)


def administrator_or_404(request: HttpRequest, pk: int) -> User:
    rows = User.objects.visible_to(request.user).select_related("organisation").filter(role__in=ADMINISTRATORS)
    return get_object_or_404(rows, pk=pk)


class SightForm(forms.Form):
    """A record by its number."""

    what = forms.ChoiceField(label=pgettext_lazy("subject", "Record"), choices=tuple(WHAT.items()), widget=StyledSelect)
    number = forms.CharField(label=gettext_lazy("Number or code"), max_length=60, widget=LineInput())


class SightView(GatedView):
    """Who may see this record, and why: organisations and rules, nothing of the record itself."""

    permission = AccountPermission.ROLES_VIEW

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "accounts/sight.html", {"form": SightForm()})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = SightForm(request.POST)
        if not form.is_valid():
            return render(request, "accounts/sight.html", {"form": form}, status=400)
        what, number = form.cleaned_data["what"], form.cleaned_data["number"].strip()
        seers = who_sees(
            what=what,
            source=sources()[what],
            number=number,
            by=person_of(request),
            today=clock.today(),
            at=clock.now(),
        )
        return render(request, "accounts/sight.html", {"form": form, "seers": seers, "number": number, "asked": True})


class SightDayForm(forms.Form):
    """The day that is asked about."""

    day = DayField(label=gettext_lazy("Day"))


class TemporarySightView(GatedView):
    """Who had sight of other places' records by a grant on a day: people, tasks and numbers, nothing of the records."""

    permission = AccountPermission.ROLES_VIEW

    def get(self, request: HttpRequest) -> HttpResponse:
        form = SightDayForm(initial={"day": clock.today()})
        return render(request, "accounts/temporary_sight.html", {"form": form})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = SightDayForm(request.POST)
        if not form.is_valid():
            return render(request, "accounts/temporary_sight.html", {"form": form}, status=400)
        day = form.cleaned_data["day"]
        rows = temporary_sight(day=day, by=person_of(request), at=clock.now())
        return render(request, "accounts/temporary_sight.html", {"form": form, "day": day, "rows": rows})


class LookForm(forms.Form):
    """A person by the user name."""

    username = forms.CharField(label=gettext_lazy("User name"), max_length=60, widget=LineInput())


class LookView(GatedView):
    """The menus and the buttons of another person, without a single value; each look is an event."""

    permission = AccountPermission.ROLES_VIEW

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "accounts/look.html", {"form": LookForm()})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = LookForm(request.POST)
        name = form.cleaned_data["username"].strip().casefold() if form.is_valid() else ""
        person = User.objects.visible_to(request.user).select_related("organisation").filter(username=name).first()
        if name and person is None:
            form.add_error("username", _("There is no such account."))
        if person is None:
            return render(request, "accounts/look.html", {"form": form}, status=400)
        note_look(person=person, by=person_of(request), at=clock.now())
        lines = sorted(
            (line for table in contributions("menu", "LINES", tuple) for line in table),
            key=lambda line: (str(line.section), line.place),
        )
        rooms: dict[str, list[object]] = {}
        for permission, grant in grants().items():
            if person.may(permission):
                room = str(room_of(permission))
                rooms.setdefault(room, []).append(grant.words)
        context = {
            "form": form,
            "person": person,
            "menu": [line.label for line in lines if person.may(line.permission)],
            "rooms": rooms.items(),
            "sight": SIGHT[person.role],
        }
        return render(request, "accounts/look.html", context)
