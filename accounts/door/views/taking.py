"""Taking the second factors of a person away who lost them: the security administrator, against a reason."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.door.services import take_factors
from accounts.forms.people import DisableForm
from accounts.permissions import AccountPermission
from accounts.services.access import insist_own_password
from accounts.views.people import FormPage
from core import clock
from core.forms import LineInput
from core.people import person_of
from core.views.writes import Attempt


class TakeFactorsForm(DisableForm):
    """Whose, why, and the own password."""

    username = forms.CharField(label=gettext_lazy("User name"), max_length=150, widget=LineInput())
    field_order = ["username", "reason", "own_password"]


class TakeFactorsView(FormPage):
    permission = AccountPermission.FACTORS_TAKE
    heading = gettext_lazy("Take second factors away")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(request, TakeFactorsForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form, by, status = TakeFactorsForm(request.POST), person_of(request), 400
        if form.is_valid():
            with Attempt(request, form, refused_status=400) as attempt:
                insist_own_password(by=by, password=form.cleaned_data["own_password"], at=clock.now())
                person = take_factors(
                    username=form.cleaned_data["username"].strip(),
                    reason=form.cleaned_data["reason"],
                    by=by,
                    at=clock.now(),
                )
                messages.success(request, _("The second factors of %(name)s are taken away.") % {"name": person})
                return redirect("door:factors-take")
            status = attempt.status
        return self._page(request, form, status)

    def _page(self, request: HttpRequest, form: forms.Form, status: int = 200) -> HttpResponse:
        effect = _(
            "App, keys and recovery codes of the person are removed and all sessions end; at the next sign-in the "
            "person adds a new factor. Make sure first who asks: by a call back or in person."
        )
        return self.page(request, form, status, effect=effect, back="/roles/")
