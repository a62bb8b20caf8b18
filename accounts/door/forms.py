"""Forms of the second factor; the person reads fields and sentences of the portal."""

from typing import Any

from allauth.account.forms import ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as FactorAgainForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import LineInput

CODE = {"autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": "20"}


class CodeForm(AuthenticateForm):  # type: ignore[misc]
    """A code of the app, or one of the recovery codes."""

    code = forms.CharField(label=_("Code"), max_length=20, widget=LineInput(attrs={**CODE, "autofocus": ""}))


class CodeAgainForm(FactorAgainForm):  # type: ignore[misc]
    code = forms.CharField(label=_("Code"), max_length=20, widget=LineInput(attrs=CODE))


class AppForm(ActivateTOTPForm):  # type: ignore[misc]
    code = forms.CharField(label=_("Code shown by the app"), max_length=20, widget=LineInput(attrs=CODE))


class KeyForm(AddWebAuthnForm):  # type: ignore[misc]
    name = forms.CharField(label=_("Name of the key"), required=False, max_length=50, widget=LineInput)


class PasswordAgainForm(ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Password")
        self.fields["password"].widget.attrs = {"class": "form-control", "autocomplete": "current-password"}
