from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "core.imports"
    label = "imports"

    def ready(self) -> None:
        from core import integrity, jobs
        from core.imports import services
        from core.imports.totals import broken_totals

        jobs.register(services.JOB_KIND, services.run_import)
        integrity.register("totals", broken_totals)
