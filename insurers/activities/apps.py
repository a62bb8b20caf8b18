from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "insurers.activities"
    label = "activities"

    def ready(self) -> None:
        from core import gate
        from core.imports import registry
        from insurers.activities.files import register_files
        from insurers.activities.importing import EXPORT, ActivityImporter
        from insurers.activities.panels import agencies_at_work, register_panels
        from insurers.agencies import places
        from insurers.base import exporting

        registry.register(ActivityImporter())
        exporting.register("activities", EXPORT)
        gate.tell_refusals("activities", "activity.refused")
        register_files()
        register_panels()
        places.register(agencies_at_work)
