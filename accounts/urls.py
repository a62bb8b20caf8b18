"""Addresses of accounts; of allauth only sign-in, sign-out and password change exist."""

from django.urls import include, path
from django.views.i18n import set_language

from accounts import views
from accounts.door.views import logs
from core.gate import Access

set_language.permission = Access.PUBLIC  # type: ignore[attr-defined]

pages = (
    [
        path("users/", views.UserListView.as_view(), name="user-list"),
        path("users/new/", views.PersonCreateView.as_view(), name="user-create"),
        path("users/<int:pk>/", views.PersonView.as_view(), name="user-detail"),
        path("users/<int:pk>/change/", views.PersonChangeView.as_view(), name="user-change"),
        path("users/<int:pk>/<slug:deed>/", views.PersonDeedView.as_view(), name="user-deed"),
        path("people-requests/", views.RequestListView.as_view(), name="request-list"),
        path("people-requests/<int:pk>/", views.RequestAnswerView.as_view(), name="request-answer"),
        path("organisations/", views.OrganisationListView.as_view(), name="organisation-list"),
        path("organisations/new/", views.OrganisationCreateView.as_view(), name="organisation-create"),
        path("organisations/<int:pk>/", views.OrganisationView.as_view(), name="organisation-detail"),
        path("organisations/<int:pk>/change/", views.OrganisationChangeView.as_view(), name="organisation-change"),
        path("organisations/<int:pk>/close/", views.OrganisationCloseView.as_view(), name="organisation-close"),
        path("account/", views.OwnAccountView.as_view(), name="own-account"),
        path("own-people/", views.OwnPeopleView.as_view(), name="own-people"),
        path("own-people/ask/", views.RequestCreateView.as_view(), name="request-create"),
        path("password/<str:token>/", views.PasswordLinkView.as_view(), name="password-link"),
        path("roles/", views.RoleMatrixView.as_view(), name="role-matrix"),
        path("roles/administrators/", views.AdministratorsView.as_view(), name="administrator-list"),
        path("roles/administrators/<int:pk>/", views.AdministratorConfirmView.as_view(), name="administrator-confirm"),
        path("roles/sight/", views.SightView.as_view(), name="sight"),
        path("roles/sight/temporary/", views.TemporarySightView.as_view(), name="temporary-sight"),
        path("roles/look/", views.LookView.as_view(), name="look"),
        path("audit/", logs.OperationLogView.as_view(), name="audit-list"),
        path("preferences/", views.PreferencesView.as_view(), name="preferences"),
    ],
    "accounts",
)

urlpatterns = [
    path("accounts/login/", views.SignInView.as_view(), name="account_login"),
    path("accounts/logout/", views.SignOutView.as_view(), name="account_logout"),
    path("accounts/password/change/", views.ChangePasswordView.as_view(), name="account_change_password"),
    path("i18n/setlang/", set_language, name="set_language"),
    path("", include(pages)),
]
