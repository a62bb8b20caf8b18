"""What runs by night for the door."""

from celery import shared_task

from accounts.door import services
from core import clock


@shared_task(name="accounts.door.tasks.close_dormant", ignore_result=True)
def close_dormant(**_kwargs: object) -> None:
    services.close_dormant(at=clock.now(), true_at=clock.true_now())
