from django.apps import AppConfig


class MaterialsConfig(AppConfig):
    name = "insurers.materials"
    label = "materials"

    def ready(self) -> None:
        from insurers.materials.files import register_files

        register_files()
