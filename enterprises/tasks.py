"""What Celery runs for the register: initials of names that were written past the portal."""

from celery import shared_task

from enterprises.initials import refresh


@shared_task(name="enterprises.tasks.refresh_initials", ignore_result=True)
def refresh_initials(**kwargs: object) -> None:  # noqa: ARG001 - old workers survive new arguments
    refresh()
