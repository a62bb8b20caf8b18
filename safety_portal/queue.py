"""The Celery application, without starting anything: whoever rings the bell imports it (manage.py, wsgi, pytest)."""

import os
from contextlib import ExitStack

from celery import Celery, signals

from core import walls

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safety_portal.settings")

app = Celery("safety_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

#: The sights of the tasks that run, by their ids: what a task does by itself sees everything, a job its owner's part.
_open: dict[str, ExitStack] = {}


@signals.task_prerun.connect
def _open_sight(task_id: str, **_kwargs: object) -> None:
    _open[task_id] = ExitStack()
    _open[task_id].enter_context(walls.unattended())


@signals.task_postrun.connect
def _close_sight(task_id: str, **_kwargs: object) -> None:
    stack = _open.pop(task_id, None)
    if stack is not None:
        stack.close()
