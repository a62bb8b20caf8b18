from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "insurers.policies"
    label = "policies"

    def ready(self) -> None:
        from core import integrity
        from core.imports import registry
        from enterprises import contacts
        from insurers.base import exporting
        from insurers.policies.clients import former_client
        from insurers.policies.importing import EXPORT, PolicyImporter
        from insurers.policies.integrity import insurers_without_policy

        contacts.register(former_client)
        integrity.register("sight", insurers_without_policy)
        registry.register(PolicyImporter())
        exporting.register("policies", EXPORT)
