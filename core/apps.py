from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        from core import gate, jobs, tasks

        gate.tell_refusals("core.attachment", "attachment.refused")
        jobs.hang_bell(tasks.ring)
