"""Addresses of register, cover, policies and services."""

from django.urls import path

from insurers.views import detail, enterprises, exports, ledgers

app_name = "insurers"

urlpatterns = [
    path("enterprises/", enterprises.EnterpriseListView.as_view(), name="enterprise-list"),
    path("enterprises/<int:pk>/", detail.EnterpriseDetailView.as_view(), name="enterprise-detail"),
    path("gap/", enterprises.GapListView.as_view(), name="gap-list"),
    path("policies/", ledgers.PolicyListView.as_view(), name="policy-list"),
    path("policies/<int:pk>/", ledgers.PolicyDetailView.as_view(), name="policy-detail"),
    path("activities/", ledgers.ActivityListView.as_view(), name="activity-list"),
    path("activities/<int:pk>/", ledgers.ActivityDetailView.as_view(), name="activity-detail"),
    path("export/<slug:kind>/", exports.LedgerExportView.as_view(), name="ledger-export"),
]
