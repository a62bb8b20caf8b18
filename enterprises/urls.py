"""Addresses of the register's own pages."""

from django.urls import path

from enterprises.views import entries, exemptions, merges, outsourcing, transfers

app_name = "enterprises"

urlpatterns = [
    path("enterprises/<int:pk>/merge/", merges.MergeView.as_view(), name="enterprise-merge"),
    path("merges/", merges.MergeListView.as_view(), name="merge-list"),
    path("merges/<int:pk>/", merges.MergeDetailView.as_view(), name="merge-detail"),
    path("merges/<int:pk>/<slug:move>/", merges.MergeMoveView.as_view(), name="merge-move"),
    path("enterprises/<int:pk>/transfer/", transfers.TransferOfferView.as_view(), name="enterprise-transfer"),
    path("transfers/", transfers.TransferListView.as_view(), name="transfer-list"),
    path("transfers/<int:pk>/take/", transfers.TransferMoveView.as_view(), name="transfer-take"),
    path("transfers/<int:pk>/decline/", transfers.TransferMoveView.as_view(action="decline"), name="transfer-decline"),
    path("transfers/<int:pk>/recall/", transfers.TransferMoveView.as_view(action="recall"), name="transfer-recall"),
    path("enterprises/new/", entries.EnterpriseCreateView.as_view(), name="enterprise-create"),
    path("enterprises/<int:pk>/edit/", entries.EnterpriseEditView.as_view(), name="enterprise-edit"),
    path("enterprises/<int:pk>/contact/", entries.UnmaskView.as_view(), name="enterprise-unmask"),
    path(
        "enterprises/<int:pk>/outsourcing/new/",
        outsourcing.OutsourcingCreateView.as_view(),
        name="enterprise-outsourcing",
    ),
    path("contact-looks/", entries.ContactLookListView.as_view(), name="contact-looks"),
    path("outsourcing/", outsourcing.OutsourcingListView.as_view(), name="outsourcing-list"),
    path("outsourcing/<int:pk>/edit/", outsourcing.OutsourcingEditView.as_view(), name="outsourcing-edit"),
    path("outsourcing/<int:pk>/remove/", outsourcing.OutsourcingRemoveView.as_view(), name="outsourcing-remove"),
    path("outsourcing/<int:pk>/document/", outsourcing.OutsourcingDocumentView.as_view(), name="outsourcing-document"),
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
