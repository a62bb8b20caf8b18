from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from core import gate, jobs, tasks
        from core.walls.raising import raise_walls

        post_migrate.connect(raise_walls, sender=self, dispatch_uid="walls")

        gate.tell_refusals("core.attachment", "attachment.refused")
        jobs.hang_bell(tasks.ring)
