from django.apps import AppConfig


class HazardsConfig(AppConfig):
    name = "hazards"

    def ready(self) -> None:
        from core import gate, integrity, touches
        from core.imports import registry
        from enterprises.stays import register_keeper
        from hazards import files, importing
        from hazards.services import numbers, reminders, stays
        from notifications import sources

        registry.register(importing.CriterionImporter())
        touches.register_view("hazards_with_words", ("hazards_hazard",))
        files.register_all()
        gate.tell_refusals("hazards", "hazard.refused")
        register_keeper(stays.reasons_to_stay)
        sources.register(reminders.items)
        sources.register_link(numbers.FORM, reminders.addresses)
        integrity.register("hazard numbers", numbers.broken_numbers)
