from django.apps import AppConfig


class CrosschecksConfig(AppConfig):
    name = "crosschecks"
    label = "crosschecks"

    def ready(self) -> None:
        from core import gate
        from crosschecks import cases, reminders
        from crosschecks.files import register_files
        from crosschecks.panels import register_panels
        from crosschecks.questions import register_questions
        from notifications import sources

        gate.tell_refusals("crosschecks", "question.refused")
        register_questions()
        register_panels()
        register_files()
        cases.register_sources()
        sources.register(reminders.items)
        sources.register_link(reminders.NUMBER, reminders.addresses)
