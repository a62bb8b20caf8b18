"""Addresses of the hazard ledger."""

from django.urls import path

from hazards.views import board, cases, criteria, entry, ledger, notices, reviews

app_name = "hazards"

urlpatterns = [
    path("hazards/", ledger.HazardListView.as_view(), name="hazard-list"),
    path("hazards/board/", board.BoardView.as_view(), name="board"),
    path("hazards/new/", entry.HazardCreateView.as_view(), name="hazard-create"),
    path("hazards/clauses/", entry.ClauseOptionsView.as_view(), name="clause-options"),
    path("hazards/review/", reviews.BulkReviewView.as_view(), name="bulk-review"),
    path("hazards/notices/", notices.NoticeListView.as_view(), name="notice-list"),
    path("hazards/notices/new/", notices.NoticeCreateView.as_view(), name="notice-create"),
    path("hazards/notices/<int:pk>/", notices.NoticeDetailView.as_view(), name="notice-detail"),
    path("hazards/notices/<int:pk>/void/", notices.NoticeVoidView.as_view(), name="notice-void"),
    path("hazards/notices/<int:pk>/document/", notices.NoticeDocumentView.as_view(), name="notice-document"),
    path("hazards/<int:pk>/", ledger.HazardDetailView.as_view(), name="hazard-detail"),
    path("hazards/<int:pk>/edit/", entry.HazardEditView.as_view(), name="hazard-edit"),
    path("hazards/<int:pk>/treatment/", entry.TreatmentView.as_view(), name="hazard-treatment"),
    path("hazards/<int:pk>/files/", ledger.HazardFilesView.as_view(), name="hazard-files"),
    path("hazards/<int:pk>/step/<slug:step>/", ledger.HazardStepView.as_view(), name="hazard-step"),
    path("refusals/", cases.RefusalListView.as_view(), name="refusal-list"),
    path("refusals/<int:pk>/", cases.RefusalDetailView.as_view(), name="refusal-detail"),
    path("refusals/<int:pk>/document/", cases.RefusalDocumentView.as_view(), name="refusal-document"),
    path("criteria/", criteria.CriteriaListView.as_view(), name="criteria-list"),
    path("criteria/new/", criteria.CriteriaFormView.as_view(), name="criteria-create"),
    path("criteria/<int:pk>/", criteria.CriteriaDetailView.as_view(), name="criteria-detail"),
    path("criteria/<int:pk>/edit/", criteria.CriteriaFormView.as_view(), name="criteria-edit"),
    path("criteria/clauses/<int:pk>/", criteria.ClauseEditView.as_view(), name="clause-edit"),
    path("criteria/<int:pk>/clauses/", criteria.ClauseAddView.as_view(), name="clause-add"),
]
