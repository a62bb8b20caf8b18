"""Addresses of the door; the names with `mfa_` and `account_` are those that allauth asks for."""

from django.urls import include, path

from accounts.door.views import factors, logs, outside, sessions, taking

pages = (
    [
        path("accounts/oidc/", outside.OutsideView.as_view(), name="outside"),
        path("accounts/oidc/back/", outside.OutsideBackView.as_view(), name="outside-back"),
        path("account/sessions/", sessions.SessionListView.as_view(), name="session-list"),
        path("account/session/", sessions.SessionLeftView.as_view(), name="session-left"),
        path("roles/factors/", taking.TakeFactorsView.as_view(), name="factors-take"),
        path("audit/sign-ins/", logs.SignInLogView.as_view(), name="sign-in-log"),
        path("audit/exports/", logs.ExportLogView.as_view(), name="export-log"),
        path("audit/event/", logs.EventView.as_view(), name="event"),
    ],
    "door",
)

urlpatterns = [
    path("accounts/second-step/", factors.SecondStepView.as_view(), name="mfa_authenticate"),
    path("accounts/again/", factors.PasswordAgainView.as_view(), name="account_reauthenticate"),
    path("accounts/again/code/", factors.CodeAgainView.as_view(), name="mfa_reauthenticate"),
    path("accounts/again/key/", factors.KeyAgainView.as_view(), name="mfa_reauthenticate_webauthn"),
    path("account/factors/", factors.FactorListView.as_view(), name="mfa_index"),
    path("account/factors/app/", factors.AppAddView.as_view(), name="mfa_activate_totp"),
    path("account/factors/app/remove/", factors.AppRemoveView.as_view(), name="mfa_deactivate_totp"),
    path("account/factors/keys/new/", factors.KeyAddView.as_view(), name="mfa_add_webauthn"),
    path("account/factors/keys/remove/", factors.KeyRemoveView.as_view(), name="mfa_remove_webauthn"),
    path("account/factors/recovery/", factors.RecoveryView.as_view(), name="mfa_view_recovery_codes"),
    path("account/factors/recovery/new/", factors.RecoveryNewView.as_view(), name="mfa_generate_recovery_codes"),
    path("", include(pages)),
]
