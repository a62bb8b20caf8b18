from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "insurers.policies"
    label = "policies"

    def ready(self) -> None:
        from core.imports import registry
        from insurers.base import exporting
        from insurers.policies.importing import EXPORT, PolicyImporter

        registry.register(PolicyImporter())
        exporting.register("policies", EXPORT)
