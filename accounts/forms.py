"""The sign-in form."""

from typing import Any

from allauth.account.forms import LoginForm


class SignInForm(LoginForm):  # type: ignore[misc]
    """User names are in small letters: one account has one spelling, so that the lock counts all its failures."""

    def clean_login(self) -> str:
        text: Any = super().clean_login()
        return str(text).casefold()
