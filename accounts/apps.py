from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from accounts import ownership, sight
        from core import walls
        from core.contributions import scoping

        scoping.register(ownership.own_rows)
        walls.register(sight.sight_of)
