"""The second factor: at sign-in, and its owner's pages. allauth's views behind our gate."""

from typing import Any, cast

from allauth.account.views import ReauthenticateView
from allauth.mfa.base.views import AuthenticateView, IndexView
from allauth.mfa.base.views import ReauthenticateView as CodeAgain
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, ReauthenticateWebAuthnView, RemoveWebAuthnView
from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse_lazy
from django.utils.translation import gettext as _

from accounts.door import rules, services
from accounts.door.forms import AppForm, CodeAgainForm, CodeForm, KeyForm, PasswordAgainForm
from accounts.door.middleware import HAS_FACTOR
from accounts.door.views.logs import number_in
from accounts.models import User
from accounts.roles import permissions_of
from accounts.views.sign_in import lockout
from core import clock
from core.gate import Access, GatedView

TOTP_SECONDS = 30


def step_now() -> int:
    """The time step that a code of the app belongs to."""
    return int(clock.true_now().timestamp()) // TOTP_SECONDS


class SecondStepView(GatedView, AuthenticateView):  # type: ignore[misc]
    """After the password: the code or the key. Wrong codes count for the lock of name and address, as passwords do."""

    permission = Access.PUBLIC
    template_name = "door/second_step.html"

    def get_form_class(self) -> type:
        return CodeForm

    def post(self, request: HttpRequest, *_args: object, **_kwargs: object) -> HttpResponse:
        person: User = self.stage.login.user
        credentials = {"username": person.username}
        if not AxesProxyHandler.is_allowed(request, credentials):
            return lockout(request, credentials)
        if self.form.is_valid() and self.is_fresh():
            return cast("HttpResponse", self.form_valid(self.form))
        user_login_failed.send(sender=__name__, credentials=credentials, request=request, why="code")
        if not AxesProxyHandler.is_allowed(request, credentials):
            return lockout(request, credentials)
        return cast("HttpResponse", self.form_invalid(self.form))

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        context: dict[str, object] = super().get_context_data(**kwargs)
        keys = Authenticator.objects.filter(user=self.stage.login.user, type=Authenticator.Type.WEBAUTHN)
        return {**context, "has_keys": keys.exists()}

    def is_fresh(self) -> bool:
        """Whether the code of the app was not used before."""
        factor = getattr(self.form, "authenticator", None)
        if factor is None or factor.type != Authenticator.Type.TOTP:
            return True
        if services.use_code_once(factor=factor, step=step_now()):
            return True
        self.form.add_error("code", _("This code was used already: wait for the next one."))
        return False


class FactorListView(GatedView, IndexView):  # type: ignore[misc]
    """What the person signs in with, and whether more is asked for."""

    permission = Access.SIGNED_IN
    template_name = "door/factors.html"

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        context: dict[str, object] = super().get_context_data(**kwargs)
        person: Any = self.request.user
        needs = rules.needs_factor(person.role, permissions_of(person.role), is_lead=person.is_lead)
        found: Any = context["authenticators"]
        return {
            **context,
            "app": found.get(Authenticator.Type.TOTP),
            "keys": Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN).order_by("pk"),
            "recovery": found.get(Authenticator.Type.RECOVERY_CODES),
            "is_asked": settings.FACTORS_REQUIRED and needs and not (set(found) & {"totp", "webauthn"}),
            "needs": needs,
        }


class Changing(GatedView):
    """A page that changes factors: whether the person has one is asked anew."""

    permission = Access.SIGNED_IN

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> Any:
        request.session.pop(HAS_FACTOR, None)
        return super().dispatch(request, *args, **kwargs)


class AppAddView(Changing, ActivateTOTPView):  # type: ignore[misc]
    template_name = "door/app_add.html"

    def get_form_class(self) -> type:
        return AppForm

    def form_valid(self, form: Any) -> HttpResponse:
        """The code that proves the app opens no sign-in afterwards."""
        answer: HttpResponse = super().form_valid(form)
        made = Authenticator.objects.get(user=self.request.user, type=Authenticator.Type.TOTP)
        services.use_code_once(factor=made, step=step_now())
        return answer


class AppRemoveView(Changing, DeactivateTOTPView):  # type: ignore[misc]
    template_name = "door/app_remove.html"


class KeyAddView(Changing, AddWebAuthnView):  # type: ignore[misc]
    template_name = "door/key_add.html"

    def get_form_class(self) -> type:
        return KeyForm

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        # allauth drops the form that failed; the person is to read what was wrong.
        context: dict[str, object] = super().get_context_data(**kwargs)
        return {**context, **({"form": kwargs["form"]} if "form" in kwargs else {})}


class KeyRemoveView(Changing, RemoveWebAuthnView):  # type: ignore[misc]
    """`?key=` names the person's own key."""

    template_name = "door/key_remove.html"
    success_url = reverse_lazy("mfa_index")

    def get_object(self, queryset: Any = None) -> Authenticator:
        rows = self.get_queryset() if queryset is None else queryset
        return get_object_or_404(rows, pk=number_in(self.request.GET, "key"))


class RecoveryView(GatedView, ViewRecoveryCodesView):  # type: ignore[misc]
    permission = Access.SIGNED_IN
    template_name = "door/recovery.html"


class RecoveryNewView(Changing, GenerateRecoveryCodesView):  # type: ignore[misc]
    template_name = "door/recovery_new.html"


class PasswordAgainView(GatedView, ReauthenticateView):  # type: ignore[misc]
    """Before a dangerous step: the password once more."""

    permission = Access.SIGNED_IN
    template_name = "door/password_again.html"

    def get_form_class(self) -> type:
        return PasswordAgainForm


class CodeAgainView(GatedView, CodeAgain):  # type: ignore[misc]
    permission = Access.SIGNED_IN
    template_name = "door/password_again.html"

    def get_form_class(self) -> type:
        return CodeAgainForm


class KeyAgainView(GatedView, ReauthenticateWebAuthnView):  # type: ignore[misc]
    permission = Access.SIGNED_IN
    template_name = "door/password_again.html"
