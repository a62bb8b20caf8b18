from django.apps import AppConfig


class CoverageConfig(AppConfig):
    name = "coverage"
    label = "coverage"

    def ready(self) -> None:
        from coverage.exports import EXPORT
        from coverage.files import register_files
        from insurers.base import exporting

        exporting.register("enterprises", EXPORT)
        register_files()
