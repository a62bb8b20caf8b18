from django.apps import AppConfig


class CrosschecksConfig(AppConfig):
    name = "crosschecks"
    label = "crosschecks"

    def ready(self) -> None:
        from crosschecks.panels import register_panels
        from crosschecks.questions import register_questions

        register_questions()
        register_panels()
