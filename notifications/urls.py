"""Addresses of messages."""

from django.urls import path

from notifications.views import MessageListView

app_name = "notifications"

urlpatterns = [path("messages/", MessageListView.as_view(), name="message-list")]
