from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        from core import gate

        gate.tell_refusals("core.attachment", "attachment.refused")
