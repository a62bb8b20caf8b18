from django.apps import AppConfig


class HazardsConfig(AppConfig):
    name = "hazards"

    def ready(self) -> None:
        from core import bell, gate, integrity
        from core.imports import registry
        from enterprises.stays import register_keeper
        from hazards import files, importing
        from hazards.permissions import HazardPermission
        from hazards.services import numbers, reminders, stays

        registry.register(importing.CriterionImporter())
        files.register_all()
        gate.tell_refusals("hazards", "hazard.refused")
        register_keeper(stays.reasons_to_stay)
        bell.register("hazards:reminder-list", HazardPermission.HAZARD_VIEW, reminders.unread)
        integrity.register("hazard numbers", numbers.broken_numbers)
