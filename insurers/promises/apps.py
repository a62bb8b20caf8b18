from django.apps import AppConfig


class PromisesConfig(AppConfig):
    name = "insurers.promises"
    label = "promises"

    def ready(self) -> None:
        from core import jobs, touches
        from insurers.promises import figures, tasks
        from insurers.promises.panels import register_panels

        jobs.register(figures.JOB_KIND, tasks.run_count)
        for view in figures.VIEWS:
            touches.register_view(view, figures.TABLES)
        register_panels()
