"""Addresses of the register's own pages."""

from django.urls import path

from enterprises.views import exemptions

app_name = "enterprises"

urlpatterns = [
    path(
        "enterprises/<int:pk>/exemptions/new/", exemptions.ExemptionRequestView.as_view(), name="enterprise-exemption"
    ),
    path("exemptions/<int:pk>/approve/", exemptions.ExemptionDecisionView.as_view(), name="exemption-approve"),
    path(
        "exemptions/<int:pk>/refuse/", exemptions.ExemptionDecisionView.as_view(approve=False), name="exemption-refuse"
    ),
    path("exemptions/<int:pk>/withdraw/", exemptions.ExemptionWithdrawView.as_view(), name="exemption-withdraw"),
    path("exemptions/<int:pk>/document/", exemptions.ExemptionDocumentView.as_view(), name="exemption-document"),
]
