from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        from django.core.checks import Tags, register

        from core import gate, jobs, start, tasks

        gate.tell_refusals("core.attachment", "attachment.refused")
        jobs.hang_bell(tasks.ring)
        register(start.check_settings, start.PRODUCTION)
        register(start.check_bell, Tags.database)
