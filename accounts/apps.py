from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from django.core.checks import Tags, register

        from accounts import checks, ownership
        from core.contributions import scoping

        scoping.register(ownership.own_rows)
        register(checks.check_people, Tags.database)
