"""Addresses of the portal: each app mounts its own."""

from django.urls import include, path

handler400 = "core.errors.bad_request"
handler403 = "core.errors.permission_denied"
handler404 = "core.errors.not_found"
handler500 = "core.errors.server_error"

import importlib.util
urlpatterns = [path("", include(f"{app}.urls")) for app in ("reports", "accounts", "core", "campaigns", "insurers", "inspections") if importlib.util.find_spec(f"{app}.urls")]
