"""What `celery -A safety_portal` finds: servers first, then the application.

It carries job ids, nothing else (`core.jobs` is the ledger).
"""

from celery.signals import beat_init, worker_init

from safety_portal import bootstrap

bootstrap.start()

from safety_portal.queue import app  # noqa: E402 - settings are read with this import

__all__ = ["app"]


@worker_init.connect
@beat_init.connect
def refuse_where_unsafe(**_kwargs: object) -> None:
    """Worker and beat end here where production may not start."""
    import django

    django.setup()
    from core.checks import start

    start.refuse_where_unsafe()
