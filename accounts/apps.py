from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from accounts import ownership
        from core.contributions import scoping

        scoping.register(ownership.own_rows)
