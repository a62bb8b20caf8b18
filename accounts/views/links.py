"""The page behind a link that sets a password, for whoever holds it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.forms.people import NewPasswordForm
from accounts.models import PasswordLink
from accounts.services.links import find_link, set_password
from accounts.views.sign_in import shortest_password
from core import clock
from core.gate import Access, GatedView
from core.views.writes import Attempt


class PasswordLinkView(GatedView):
    """A password of one's own, once. A link that is used, expired, withdrawn or made up says no more than that."""

    permission = Access.PUBLIC

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self._page(request, find_link(token, clock.now()), NewPasswordForm())

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        link, form = find_link(token, clock.now()), NewPasswordForm(request.POST)
        if link is None or not form.is_valid():
            return self._page(request, link, form, 400)
        with Attempt(request, form, refused_status=400) as attempt:
            set_password(token=token, password=form.cleaned_data["password1"], at=clock.now())
            messages.success(request, _("The password is set. Please sign in with it."))
            return redirect("account_login")
        return self._page(request, find_link(token, clock.now()), form, attempt.status)

    def _page(
        self, request: HttpRequest, link: PasswordLink | None, form: NewPasswordForm, status: int = 200
    ) -> HttpResponse:
        if link is None:
            return render(request, "accounts/link_gone.html", status=410)
        context = {"form": form, "link": link, "length": shortest_password()}
        return render(request, "accounts/password_link.html", context, status=status)
