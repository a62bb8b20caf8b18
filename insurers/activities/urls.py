from django.urls import path

from insurers.activities.views import activities, visits

app_name = "activities"

urlpatterns = [
    path("activities/", activities.ActivityListView.as_view(), name="activity-list"),
    path("activities/<int:pk>/", activities.ActivityDetailView.as_view(), name="activity-detail"),
    path("activities/new/", activities.ServiceCreateView.as_view(), name="activity-create"),
    path("activities/<int:pk>/edit/", activities.ServiceEditView.as_view(), name="activity-edit"),
    path("activities/<int:pk>/correct/", activities.ServiceCorrectView.as_view(), name="activity-correct"),
    path("activities/<int:pk>/move/<slug:move>/", activities.ActivityMoveView.as_view(), name="activity-move"),
    path("activities/<int:pk>/void/", activities.VoidAskView.as_view(), name="activity-void-ask"),
    path("activities/<int:pk>/files/", activities.ActivityFilesView.as_view(), name="activity-files"),
    path("activities/files/<int:pk>/remove/", activities.ActivityFileRemoveView.as_view(), name="file-remove"),
    path("visits/", visits.VisitListView.as_view(), name="visit-list"),
]
