from django.apps import AppConfig


class HazardsConfig(AppConfig):
    name = "hazards"

    def ready(self) -> None:
        from accounts.permissions import Permission
        from core import bell, gate, integrity
        from core.imports import registry
        from enterprises import stays
        from hazards import catalogue_import, filesof, keeping, numbering, reminding

        registry.register(catalogue_import.CriterionImporter())
        filesof.register_all()
        gate.tell_refusals("hazards", "hazard.refused")
        stays.register_keeper(keeping.staying)
        bell.register("hazards:reminder-list", Permission.HAZARD_VIEW, reminding.unread)
        integrity.register("hazard numbers", numbering.broken_numbers)
