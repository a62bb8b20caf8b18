"""The way to the identity service and back; it opens accounts that exist, and makes none (ADR 32)."""

import secrets
from dataclasses import asdict
from typing import Final

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.door import outside, services
from accounts.door.receivers import OUTSIDE, tell
from core import clock
from core.gate import Access, GatedView
from core.views.days import way_back

#: Key of the session: what the browser was sent away with.
SENT: Final = "door.outside"


def service_or_404() -> outside.Service:
    if not settings.OIDC_SERVER:
        raise Http404
    return outside.Service(
        settings.OIDC_SERVER, settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET, settings.OIDC_NAME_CLAIM
    )


def callback_of(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("door:outside-back"))


class OutsideView(GatedView):
    """Send the browser to the identity service."""

    permission = Access.PUBLIC
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        service, attempt = service_or_404(), outside.Attempted.fresh()
        try:
            address = outside.way_out(service, attempt, callback_of(request))
        except outside.Failed as failed:
            return refuse(request, failed.why)
        request.session[SENT] = asdict(attempt) | {"next": way_back(request.GET.get("next")) or ""}
        return redirect(address)


class OutsideBackView(GatedView):
    """The browser is back: the account of the name that the service vouches for, then factor and time-outs as ever."""

    permission = Access.PUBLIC
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        service, sent = service_or_404(), request.session.pop(SENT, None)
        if not isinstance(sent, dict) or not _is_same(request.GET.get("state"), sent["state"]):
            return refuse(request, "oidc-state")
        attempt = outside.Attempted(sent["state"], sent["nonce"], sent["verifier"])
        code, now = request.GET.get("code", ""), clock.true_now().timestamp()
        if not code:
            return refuse(request, "oidc-denied")
        try:
            name = outside.name_of(service, attempt, code, callback_of(request), now)
        except outside.Failed as failed:
            return refuse(request, failed.why)
        person = services.person_named(name)
        if person is None:
            return refuse(request, "unknown-name", name)
        if not person.is_active:
            tell("session.refused", request, by=person, subject=name, reason="disabled")
        else:
            record_authentication(request, person, method=OUTSIDE)
        answer: HttpResponse = perform_login(request, Login(user=person, redirect_url=sent["next"] or None))
        return answer


def _is_same(given: str | None, sent: str) -> bool:
    return secrets.compare_digest((given or "").encode(), sent.encode())


def refuse(request: HttpRequest, why: str, name: str = "") -> HttpResponse:
    """The page says no more than that it did not work, and whom to ask; the log of sign-ins says why."""
    tell("session.refused", request, by=None, subject=f"{name[:2]}…" if name else "OIDC", reason=why)
    context = {"title": _("Not signed in"), "label": settings.OIDC_LABEL}
    return render(request, "account/outside_refused.html", context, status=403)
