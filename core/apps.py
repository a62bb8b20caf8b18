from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        from core import gate, jobs
        from core.imports import services

        jobs.register(services.JOB_KIND, services.run_import)
        gate.tell_refusals("core.attachment", "attachment.refused")
