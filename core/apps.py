from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        from core import jobs
        from core.imports import services

        jobs.register(services.JOB_KIND, services.run_import)
