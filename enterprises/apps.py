from django.apps import AppConfig


class EnterprisesConfig(AppConfig):
    name = "enterprises"

    def ready(self) -> None:
        from core.imports import registry
        from enterprises import importing

        registry.register(importing.EnterpriseImporter())
