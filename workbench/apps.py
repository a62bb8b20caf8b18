from django.apps import AppConfig


class WorkbenchConfig(AppConfig):
    name = "workbench"
    label = "workbench"

    def ready(self) -> None:
        from core import jobs
        from insurers.base import exporting, tasks
        from notifications import sources
        from workbench.digest import waiting_of_all

        sources.register_desks(waiting_of_all)
        jobs.register(exporting.JOB_KIND, tasks.run_export)
