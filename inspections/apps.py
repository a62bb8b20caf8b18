from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    name = "inspections"

    def ready(self) -> None:
        from inspections import files, hazardsource

        hazardsource.register_source()
        files.register_files()
