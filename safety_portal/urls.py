"""Addresses of the portal: each app mounts its own."""

from django.urls import include, path

handler400 = "core.views.errors.bad_request"
handler403 = "core.views.errors.permission_denied"
handler404 = "core.views.errors.not_found"
handler500 = "core.views.errors.server_error"

urlpatterns = [
    path("", include("workbench.urls")),
    path("", include("reports.urls")),
    path("", include("publicity.urls")),
    path("", include("crosschecks.urls")),
    path("", include("accounts.urls")),
    path("", include("accounts.door.urls")),
    path("", include("core.urls")),
    path("", include("core.imports.urls")),
    path("", include("rulebook.urls")),
    path("", include("notifications.urls")),
    path("", include("campaigns.urls")),
    path("", include("enterprises.urls")),
    path("", include("hazards.urls")),
    path("", include("coverage.urls")),
    path("", include("insurers.orders.urls")),
    path("", include("insurers.promises.urls")),
    path("", include("insurers.expenses.urls")),
    path("", include("insurers.complaints.urls")),
    path("", include("insurers.materials.urls")),
    path("", include("insurers.activities.urls")),
    path("", include("insurers.plans.urls")),
    path("", include("insurers.policies.urls")),
    path("", include("insurers.agencies.urls")),
    path("", include("inspections.urls")),
    path("", include("dispositions.urls")),
]
