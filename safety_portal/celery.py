"""What `celery -A safety_portal` finds: servers first, then the application.

It carries job ids, nothing else (`core.jobs` is the ledger).
"""

from safety_portal import bootstrap

bootstrap.start()

from safety_portal.queue import app  # noqa: E402 - settings are read with this import

__all__ = ["app"]
