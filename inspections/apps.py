from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    name = "inspections"

    def ready(self) -> None:
        from core import integrity
        from core.views.addresses import address
        from inspections import files, hazardsource, panels, waiting
        from inspections.integrity import stray_grants
        from notifications import sources

        hazardsource.register_source()
        files.register_files()
        panels.register_panels()
        integrity.register("temporary grants", stray_grants)
        sources.register(waiting.items)
        sources.register_link(waiting.FINDING, lambda number: address("inspections:finding-list", q=number))
        sources.register_link(waiting.NUMBER, lambda number: address("workbench:search", q=number))
