from django.urls import path

from insurers.materials import views

app_name = "materials"

urlpatterns = [
    path("materials/", views.MaterialListView.as_view(), name="material-list"),
    path("materials/new/", views.MaterialFormView.as_view(), name="material-create"),
    path("materials/<int:pk>/", views.MaterialDetailView.as_view(), name="material-detail"),
    path("materials/<int:pk>/edit/", views.MaterialFormView.as_view(), name="material-edit"),
    path("materials/<int:pk>/<slug:act>/", views.MaterialActView.as_view(), name="material-act"),
    path("readings/", views.AssignmentListView.as_view(), name="assignment-list"),
    path("readings/<int:pk>/", views.AssignmentDetailView.as_view(), name="assignment-detail"),
    path("readings/<int:pk>/<slug:act>/", views.AssignmentActView.as_view(), name="assignment-act"),
    path("read/<slug:secret>/", views.ReadingView.as_view(), name="reading"),
    path("read/<slug:secret>/files/<int:pk>/", views.ReadingFileView.as_view(), name="reading-file"),
]
