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
        path("roles/", views.RoleMatrixView.as_view(), name="role-matrix"),
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
