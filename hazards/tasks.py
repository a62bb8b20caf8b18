"""What Celery runs for the hazards: the daily reminders, and initials of names that were written past the portal."""

from celery import shared_task

from core import clock
from enterprises.initials import refresh
from hazards.services import reminders


@shared_task(name="hazards.tasks.send_reminders", ignore_result=True)
def send_reminders(**kwargs: object) -> None:  # noqa: ARG001 - old workers survive new arguments
    refresh()
    reminders.store_reminders(today=clock.today(), at=clock.now())
