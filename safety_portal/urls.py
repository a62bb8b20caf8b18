"""Addresses of the portal: each app mounts its own."""

from django.urls import include, path

handler400 = "core.errors.bad_request"
handler403 = "core.errors.permission_denied"
handler404 = "core.errors.not_found"
handler500 = "core.errors.server_error"

urlpatterns = [
    path("", include("reports.urls")),
    path("", include("accounts.urls")),
    path("", include("core.urls")),
    path("", include("rulebook.urls")),
    path("", include("campaigns.urls")),
    path("", include("enterprises.urls")),
    path("", include("hazards.urls")),
    path("", include("insurers.urls")),
    path("", include("inspections.urls")),
]
