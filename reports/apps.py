from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self) -> None:
        from core import jobs
        from publicity import figures
        from reports import public, services, tasks

        jobs.register(services.JOB_KIND, tasks.run_report)
        figures.register_source(public.public_figures)
