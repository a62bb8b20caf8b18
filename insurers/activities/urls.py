from django.urls import path

from insurers.activities.views import activities, files, records, visits

app_name = "activities"

urlpatterns = [
    path("activities/", activities.ActivityListView.as_view(), name="activity-list"),
    path("activities/<int:pk>/", activities.ActivityDetailView.as_view(), name="activity-detail"),
    path("activities/new/", records.ServiceCreateView.as_view(), name="activity-create"),
    path("activities/<int:pk>/edit/", records.ServiceEditView.as_view(), name="activity-edit"),
    path("activities/<int:pk>/correct/", records.ServiceCorrectView.as_view(), name="activity-correct"),
    path("activities/<int:pk>/move/<slug:move>/", activities.ActivityMoveView.as_view(), name="activity-move"),
    path("activities/<int:pk>/void/", activities.VoidAskView.as_view(), name="activity-void-ask"),
    path("activities/<int:pk>/campaign/", activities.CampaignNameView.as_view(), name="activity-campaign"),
    path("activities/<int:pk>/files/", files.ActivityFilesView.as_view(), name="activity-files"),
    path("activities/files/<int:pk>/also/", files.ActivityFileAlsoView.as_view(), name="file-also"),
    path("activities/files/<int:pk>/remove/", files.ActivityFileRemoveView.as_view(), name="file-remove"),
    path("visits/", visits.VisitListView.as_view(), name="visit-list"),
]
