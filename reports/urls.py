"""Addresses of the reports."""

from django.urls import path

from reports.views import centre, figures, rulebook, snapshots

app_name = "reports"

urlpatterns = [
    path("reports/", centre.CentreView.as_view(), name="centre"),
    path("reports/build/", centre.BuildView.as_view(), name="build"),
    path("reports/<int:pk>/", snapshots.SnapshotView.as_view(), name="snapshot-detail"),
    path("reports/<int:pk>/files/<int:file>/", snapshots.DownloadView.as_view(), name="snapshot-download"),
    path("figures/", figures.DefinitionsView.as_view(), name="definitions"),
    path("rulebook/", rulebook.RulebookView.as_view(), name="rulebook"),
    path("figures/<str:figure>/rows/", figures.RowsView.as_view(), name="figure-rows"),
]
