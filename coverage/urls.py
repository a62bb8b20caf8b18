from django.urls import path

from coverage.views import bulk, candidates, enterprises

app_name = "coverage"

urlpatterns = [
    path("enterprises/", enterprises.EnterpriseListView.as_view(), name="enterprise-list"),
    path("gap/", enterprises.GapListView.as_view(), name="gap-list"),
    path("gap/remind/", bulk.RemindManyView.as_view(), name="gap-remind"),
    path("gap/<int:pk>/", candidates.CandidateView.as_view(), name="candidate-detail"),
    path("gap/<int:pk>/remind/", candidates.RemindView.as_view(), name="candidate-remind"),
    path("gap/<int:pk>/clear/", candidates.ClearView.as_view(), name="candidate-clear"),
]
