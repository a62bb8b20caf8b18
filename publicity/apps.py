from django.apps import AppConfig


class PublicityConfig(AppConfig):
    name = "publicity"

    def ready(self) -> None:
        from publicity.files import register_files

        register_files()
