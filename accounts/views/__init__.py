"""Pages of accounts: sign-in, preferences, and what the three administrators read."""

from accounts.views.administration import RoleMatrixView, UserListView
from accounts.views.sign_in import ChangePasswordView, PreferencesView, SignInView, SignOutView, lockout

__all__ = [
    "ChangePasswordView",
    "PreferencesView",
    "RoleMatrixView",
    "SignInView",
    "SignOutView",
    "UserListView",
    "lockout",
]
