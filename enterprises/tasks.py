"""What Celery runs for the register: initials of names that were written past the portal."""

from celery import shared_task

from enterprises.initials import refresh


@shared_task(name="enterprises.tasks.refresh_initials", ignore_result=True)
def refresh_initials(**_kwargs: object) -> None:
    refresh()
