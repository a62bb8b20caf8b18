from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self) -> None:
        from core import bell, gate
        from notifications.permissions import NotificationPermission
        from notifications.services import count_unread

        bell.register("notifications:message-list", NotificationPermission.MESSAGE_VIEW, count_unread)
        gate.tell_refusals("notifications", "message.refused")
