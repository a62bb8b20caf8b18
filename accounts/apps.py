from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from allauth.account.signals import password_changed
        from django.core.checks import Tags, register

        from accounts import checks, ownership, sight
        from accounts.importing import PeopleImporter
        from accounts.services.preferences import note_own_password
        from core import gate, walls
        from core.contributions import scoping
        from core.imports import registry

        scoping.register(ownership.own_rows)
        walls.register(sight.sight_of)
        register(checks.check_people, Tags.database)
        registry.register(PeopleImporter())
        gate.tell_refusals("accounts", "person.refused")
        password_changed.connect(note_own_password, dispatch_uid="note_own_password")
