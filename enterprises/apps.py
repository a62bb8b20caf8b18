from django.apps import AppConfig


class EnterprisesConfig(AppConfig):
    name = "enterprises"

    def ready(self) -> None:
        from core.imports import registry
        from enterprises.importing import EnterpriseImporter
        from enterprises.importing.outsourcing import OutsourcingImporter

        registry.register(EnterpriseImporter())
        registry.register(OutsourcingImporter())
