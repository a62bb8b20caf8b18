from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self) -> None:
        from django.conf import settings

        from core import gate
        from core.contributions import bell
        from notifications import channels
        from notifications.mail import MailChannel
        from notifications.permissions import NotificationPermission
        from notifications.services import count_unread

        bell.register("notifications:message-list", NotificationPermission.MESSAGE_VIEW, count_unread)
        if settings.EMAIL_HOST:
            channels.register(MailChannel())
        gate.tell_refusals("notifications", "message.refused")
