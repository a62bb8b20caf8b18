"""Addresses of messages."""

from django.urls import path

from notifications.views import MessageListView, PreferenceView

app_name = "notifications"

urlpatterns = [
    path("messages/", MessageListView.as_view(), name="message-list"),
    path("messages/by-mail/", PreferenceView.as_view(), name="preference"),
]
