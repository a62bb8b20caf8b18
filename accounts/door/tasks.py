"""What runs by night for the door."""

from celery import shared_task

from accounts.door import retention, services
from core import clock


@shared_task(name="accounts.door.tasks.close_dormant", ignore_result=True)
def close_dormant(**_kwargs: object) -> None:
    services.close_dormant(at=clock.now(), true_at=clock.true_now())


@shared_task(name="accounts.door.tasks.remove_expired", ignore_result=True)
def remove_expired(**_kwargs: object) -> None:
    retention.remove_expired(at=clock.now(), true_at=clock.true_now())
