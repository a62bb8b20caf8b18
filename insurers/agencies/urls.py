from django.urls import path

from insurers.agencies.views import agencies, professionals

app_name = "agencies"

urlpatterns = [
    path("agencies/", agencies.AgencyListView.as_view(), name="agency-list"),
    path("agencies/<int:pk>/", agencies.AgencyDetailView.as_view(), name="agency-detail"),
    path("agencies/<int:pk>/<slug:entry>/", agencies.AgencyEntryView.as_view(), name="agency-entry"),
    path("professionals/", professionals.ProfessionalListView.as_view(), name="professional-list"),
    path("professionals/new/", professionals.ProfessionalCreateView.as_view(), name="professional-create"),
    path("professionals/<int:pk>/", professionals.ProfessionalDetailView.as_view(), name="professional-detail"),
    path("professionals/<int:pk>/edit/", professionals.ProfessionalEditView.as_view(), name="professional-edit"),
    path("professionals/<int:pk>/leave/", professionals.ProfessionalLeaveView.as_view(), name="professional-leave"),
]
