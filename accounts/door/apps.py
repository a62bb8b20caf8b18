from django.apps import AppConfig


class DoorConfig(AppConfig):
    name = "accounts.door"
    label = "door"

    def ready(self) -> None:
        from accounts.door import receivers  # noqa: F401 - connects them
