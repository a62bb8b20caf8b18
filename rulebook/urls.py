"""Addresses of the rule book."""

from django.urls import path

from rulebook import views

app_name = "rulebook"

urlpatterns = [
    path("calendar/", views.CalendarView.as_view(), name="calendar-detail"),
    path("calendar/<int:pk>/drop/", views.DayDropView.as_view(), name="day-drop"),
    path("rules/", views.RuleListView.as_view(), name="rule-list"),
    path("rules/propose/", views.RuleProposeView.as_view(), name="rule-propose"),
    path("rules/<int:pk>/change/", views.RuleChangeView.as_view(), name="rule-change"),
    path("rules/<int:pk>/withdraw/", views.RuleWithdrawView.as_view(), name="rule-withdraw"),
    path("rules/<int:pk>/approve/", views.RuleDecisionView.as_view(), name="rule-approve"),
    path("rules/<int:pk>/refuse/", views.RuleDecisionView.as_view(approve=False), name="rule-refuse"),
]
