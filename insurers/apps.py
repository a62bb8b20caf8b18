from django.apps import AppConfig


class InsurersConfig(AppConfig):
    name = "insurers"

    def ready(self) -> None:
        from core.imports import registry
        from insurers import importing

        registry.register(importing.PolicyImporter())
        registry.register(importing.ActivityImporter())
