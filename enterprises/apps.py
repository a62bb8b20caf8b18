from django.apps import AppConfig


class EnterprisesConfig(AppConfig):
    name = "enterprises"

    def ready(self) -> None:
        from accounts.services import sectors
        from core import touches
        from core.imports import registry
        from enterprises.choices import Sector
        from enterprises.importing import EnterpriseImporter
        from enterprises.importing.outsourcing import OutsourcingImporter

        sectors.register(Sector)
        registry.register(EnterpriseImporter())
        registry.register(OutsourcingImporter())
        read = ("enterprises_enterprise", "enterprises_enterprisename", "enterprises_nameinitials")
        touches.register_view("enterprises_sought", read)
        touches.register_view("enterprises_named", read)
