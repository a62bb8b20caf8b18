from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from django.core.checks import Tags, register

        from accounts import checks, ownership, sight
        from core import walls
        from core.contributions import scoping

        scoping.register(ownership.own_rows)
        walls.register(sight.sight_of)
        register(checks.check_people, Tags.database)
