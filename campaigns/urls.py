"""Addresses of the campaign."""

from django.urls import path

from campaigns import views

app_name = "campaigns"

urlpatterns = [path("campaign/", views.CampaignView.as_view(), name="campaign-detail")]
