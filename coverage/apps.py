from django.apps import AppConfig


class CoverageConfig(AppConfig):
    name = "coverage"
    label = "coverage"

    def ready(self) -> None:
        from coverage.exports import EXPORT, OUTSOURCING_EXPORT
        from coverage.files import register_files
        from coverage.openers import register_openers
        from insurers.base import exporting

        register_files()
        register_openers()

        exporting.register("enterprises", EXPORT)
        exporting.register("outsourcing", OUTSOURCING_EXPORT)
