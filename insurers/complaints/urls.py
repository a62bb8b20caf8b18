from django.urls import path

from insurers.complaints import views

app_name = "complaints"

urlpatterns = [
    path("complaints/", views.ComplaintListView.as_view(), name="complaint-list"),
    path("complaints/new/", views.ComplaintCreateView.as_view(), name="complaint-create"),
    path("complaints/<int:pk>/", views.ComplaintDetailView.as_view(), name="complaint-detail"),
    path("complaints/<int:pk>/move/<slug:move>/", views.ComplaintMoveView.as_view(), name="complaint-move"),
]
