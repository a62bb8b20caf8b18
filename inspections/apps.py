from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    name = "inspections"

    def ready(self) -> None:
        from core import integrity
        from inspections import files, hazardsource, panels, waiting
        from inspections.integrity import stray_grants
        from notifications import sources

        hazardsource.register_source()
        files.register_files()
        panels.register_panels()
        integrity.register("temporary grants", stray_grants)
        sources.register(waiting.items)
        sources.register_link(waiting.NUMBER, waiting.addresses)
