"""What runs by night for people: grants whose last day has passed are closed."""

from celery import shared_task

from accounts.services.grants import end_expired
from core import clock


@shared_task(name="accounts.tasks.end_expired_grants", ignore_result=True)
def end_expired_grants(**_kwargs: object) -> None:
    end_expired(today=clock.today(), at=clock.now())
