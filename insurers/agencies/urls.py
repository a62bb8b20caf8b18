from django.urls import path

from insurers.agencies import views

app_name = "agencies"

urlpatterns = [
    path("agencies/", views.AgencyListView.as_view(), name="agency-list"),
    path("agencies/<int:pk>/", views.AgencyDetailView.as_view(), name="agency-detail"),
    path("agencies/<int:pk>/<slug:entry>/", views.AgencyEntryView.as_view(), name="agency-entry"),
    path("agencies/staff/<int:pk>/remove/", views.StaffRemoveView.as_view(), name="staff-remove"),
]
