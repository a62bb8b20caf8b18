from django.apps import AppConfig


class CrosschecksConfig(AppConfig):
    name = "crosschecks"
    label = "crosschecks"

    def ready(self) -> None:
        from core import gate
        from crosschecks.files import register_files
        from crosschecks.panels import register_panels
        from crosschecks.questions import register_questions

        gate.tell_refusals("crosschecks", "question.refused")
        register_questions()
        register_panels()
        register_files()
