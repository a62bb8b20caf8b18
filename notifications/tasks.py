"""What Celery runs for the messages: the daily digest."""

from celery import shared_task

from core import clock
from notifications.services import store_messages


@shared_task(name="notifications.tasks.send_messages", ignore_result=True)
def send_messages(**_kwargs: object) -> None:
    store_messages(today=clock.today(), at=clock.now())
