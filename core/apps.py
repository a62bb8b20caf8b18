from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        from core import checks, gate, jobs, tasks

        gate.tell_refusals("core.attachment", "attachment.refused")
        jobs.hang_bell(tasks.ring)
        checks.register()
