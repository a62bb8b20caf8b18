from django.apps import AppConfig


class CoverageConfig(AppConfig):
    name = "coverage"
    label = "coverage"

    def ready(self) -> None:
        from coverage.exports import EXPORT, OUTSOURCING_EXPORT
        from insurers.base import exporting

        exporting.register("enterprises", EXPORT)
        exporting.register("outsourcing", OUTSOURCING_EXPORT)
