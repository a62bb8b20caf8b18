from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        from django.core.checks import Tags, register
        from django.db.models import Field
        from django.db.models.signals import post_migrate

        from core import gate, jobs, rows, tasks, touches
        from core.checks import database, start
        from core.trail import checking
        from core.walls.policies import walled
        from core.walls.raising import raise_walls

        post_migrate.connect(raise_walls, sender=self, dispatch_uid="walls")

        Field.register_lookup(rows.AnyOf)
        Field.register_lookup(rows.Begins)
        gate.tell_refusals("core.attachment", "attachment.refused")
        touches.register_walls(walled)
        jobs.hang_bell(tasks.ring)
        register(start.check_settings, start.PRODUCTION)
        register(start.check_bell, Tags.database)
        register(start.check_role, Tags.database)
        database.register()
        checking.register()
