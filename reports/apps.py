from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self) -> None:
        from core import jobs
        from reports import services

        jobs.register(services.JOB_KIND, services.run_report)
