from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self) -> None:
        from core import gate
        from core.contributions import bell
        from notifications.permissions import NotificationPermission
        from notifications.services import count_unread

        bell.register("notifications:message-list", NotificationPermission.MESSAGE_VIEW, count_unread)
        gate.tell_refusals("notifications", "message.refused")
