"""The sign-in form."""

from allauth.account.forms import LoginForm


class SignInForm(LoginForm):  # type: ignore[misc]
    """User names are in small letters: one account has one spelling, so that the lock counts all its failures."""

    def clean_login(self) -> str:
        return str(super().clean_login()).casefold()
