from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    name = "inspections"

    def ready(self) -> None:
        from core.views.addresses import address
        from inspections import files, hazardsource, panels, waiting
        from notifications import sources

        hazardsource.register_source()
        files.register_files()
        panels.register_panels()
        sources.register(waiting.items)
        sources.register_link(waiting.NUMBER, lambda number: address("inspections:finding-list", q=number))
