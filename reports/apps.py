from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self) -> None:
        from core import jobs
        from reports import services, tasks

        jobs.register(services.JOB_KIND, tasks.run_report)
