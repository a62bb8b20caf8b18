from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    name = "inspections"

    def ready(self) -> None:
        from core import integrity
        from inspections import files, hazardsource
        from inspections.integrity import stray_grants

        hazardsource.register_source()
        files.register_files()
        integrity.register("temporary grants", stray_grants)
