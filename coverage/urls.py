from django.urls import path

from coverage.views import bulk, candidates, cases, enterprises

app_name = "coverage"

urlpatterns = [
    path("enterprises/", enterprises.EnterpriseListView.as_view(), name="enterprise-list"),
    path("gap/", enterprises.GapListView.as_view(), name="gap-list"),
    path("gap/remind/", bulk.RemindManyView.as_view(), name="gap-remind"),
    path("gap/<int:pk>/", candidates.CandidateView.as_view(), name="candidate-detail"),
    path("gap/<int:pk>/remind/", candidates.RemindView.as_view(), name="candidate-remind"),
    path("gap/<int:pk>/case/", candidates.CaseOpenView.as_view(), name="candidate-case"),
    path("gap/<int:pk>/clear/", candidates.ClearView.as_view(), name="candidate-clear"),
    path("gap/cases/", cases.CaseListView.as_view(), name="case-list"),
    path("gap/cases/<int:pk>/", cases.CaseDetailView.as_view(), name="case-detail"),
    path("gap/cases/<int:pk>/order/", cases.CaseMoveView.as_view(move="order"), name="case-order"),
    path("gap/cases/<int:pk>/fine/", cases.CaseMoveView.as_view(move="fine"), name="case-fine"),
    path("gap/cases/<int:pk>/files/", cases.CaseFilesView.as_view(), name="case-files"),
    path("gap/fines/<int:pk>/approve/", cases.FineDecisionView.as_view(), name="fine-approve"),
    path("gap/fines/<int:pk>/refuse/", cases.FineDecisionView.as_view(approve=False), name="fine-refuse"),
    path("gap/fines/<int:pk>/publish/", cases.FinePublishView.as_view(), name="fine-publish"),
    path("gap/cases/<int:pk>/answer/", cases.CaseMoveView.as_view(move="answer"), name="case-answer"),
    path("gap/cases/<int:pk>/close/", cases.CaseMoveView.as_view(move="close"), name="case-close"),
]
