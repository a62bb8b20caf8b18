from django.apps import AppConfig


class HazardLinksConfig(AppConfig):
    name = "insurers.hazard_links"
    label = "hazard_links"

    def ready(self) -> None:
        from core.imports import registry
        from insurers.base import exporting
        from insurers.hazard_links.importing import EXPORT, HazardImporter
        from insurers.hazard_links.panels import register_panels
        from insurers.hazard_links.source import register_source

        registry.register(HazardImporter())
        exporting.register("hazards", EXPORT)
        register_source()
        register_panels()
