"""Pages of accounts: sign-in, preferences, and what the three administrators read and do."""

from accounts.views.links import PasswordLinkView
from accounts.views.organisations import (
    OrganisationChangeView,
    OrganisationCloseView,
    OrganisationCreateView,
    OrganisationListView,
    OrganisationView,
)
from accounts.views.own import OwnAccountView, OwnPeopleView, RequestAnswerView, RequestCreateView, RequestListView
from accounts.views.people import PersonChangeView, PersonCreateView, PersonDeedView, PersonView, UserListView
from accounts.views.security import (
    AdministratorConfirmView,
    AdministratorsView,
    LookView,
    RoleMatrixView,
    SightView,
    TemporarySightView,
)
from accounts.views.sign_in import ChangePasswordView, PreferencesView, SignInView, SignOutView, lockout

__all__ = [
    "AdministratorConfirmView",
    "AdministratorsView",
    "ChangePasswordView",
    "LookView",
    "OrganisationChangeView",
    "OrganisationCloseView",
    "OrganisationCreateView",
    "OrganisationListView",
    "OrganisationView",
    "OwnAccountView",
    "OwnPeopleView",
    "PasswordLinkView",
    "PersonChangeView",
    "PersonCreateView",
    "PersonDeedView",
    "PersonView",
    "PreferencesView",
    "RequestAnswerView",
    "RequestCreateView",
    "RequestListView",
    "RoleMatrixView",
    "SightView",
    "SignInView",
    "SignOutView",
    "TemporarySightView",
    "UserListView",
    "lockout",
]
