"""Addresses of the campaign."""

from django.urls import path

from campaigns import calendarviews, views

app_name = "campaigns"

urlpatterns = [
    path("campaign/", views.CampaignView.as_view(), name="campaign-detail"),
    path("calendar/", calendarviews.CalendarView.as_view(), name="calendar"),
    path("calendar/<int:pk>/drop/", calendarviews.DayDropView.as_view(), name="calendar-drop"),
    path("rules/", views.RuleListView.as_view(), name="rule-list"),
    path("rules/propose/", views.RuleProposeView.as_view(), name="rule-propose"),
    path("rules/<int:pk>/approve/", views.RuleDecisionView.as_view(), name="rule-approve"),
    path("rules/<int:pk>/refuse/", views.RuleDecisionView.as_view(approve=False), name="rule-refuse"),
]
