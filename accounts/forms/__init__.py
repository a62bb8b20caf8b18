"""Forms of accounts: sign-in, people, organisations, requests."""

from accounts.forms.sign_in import SignInForm

__all__ = ["SignInForm"]
