"""What Celery runs for the hazards: texts for the search, of rows that were written one by one."""

from celery import shared_task

from hazards.services.searching import refresh


@shared_task(name="hazards.tasks.refresh_words", ignore_result=True)
def refresh_words(**_kwargs: object) -> None:
    refresh()
