from django.apps import AppConfig


class HazardsConfig(AppConfig):
    name = "hazards"

    def ready(self) -> None:
        from core.imports import registry
        from hazards import catalogue_import, filesof

        registry.register(catalogue_import.CriterionImporter())
        filesof.register_all()
