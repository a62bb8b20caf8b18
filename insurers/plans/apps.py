from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "insurers.plans"
    label = "plans"

    def ready(self) -> None:
        from core.imports import registry
        from insurers.base import exporting
        from insurers.plans.importing import EXPORT, PlanImporter
        from insurers.plans.panels import register_panels

        registry.register(PlanImporter())
        exporting.register("plans", EXPORT)
        register_panels()
