from django.apps import AppConfig


class WorkbenchConfig(AppConfig):
    name = "workbench"
    label = "workbench"

    def ready(self) -> None:
        from core import jobs
        from insurers.base import exporting, tasks

        jobs.register(exporting.JOB_KIND, tasks.run_export)
