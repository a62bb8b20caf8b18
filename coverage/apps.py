from django.apps import AppConfig


class CoverageConfig(AppConfig):
    name = "coverage"
    label = "coverage"

    def ready(self) -> None:
        from coverage.exports import EXPORT
        from insurers.base import exporting

        exporting.register("enterprises", EXPORT)
