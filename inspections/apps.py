from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    name = "inspections"

    def ready(self) -> None:
        from inspections import hazardsource
        from inspections.files import register_files

        hazardsource.register_source()
        register_files()
