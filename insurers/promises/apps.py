from django.apps import AppConfig


class PromisesConfig(AppConfig):
    name = "insurers.promises"
    label = "promises"

    def ready(self) -> None:
        from core import jobs, touches
        from insurers.promises import counting
        from insurers.promises.panels import register_panels

        jobs.register(counting.JOB_KIND, counting.run_count)
        for view in counting.VIEWS:
            touches.register_view(view, counting.TABLES)
        register_panels()
